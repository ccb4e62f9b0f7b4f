"""What this computer remembers between calls: devices by name, whose profile, how long calls stay, and other choices."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from platformdirs import user_config_path, user_state_path
from tomlkit.exceptions import TOMLKitError

from assist.profile.keeping import KeepError, write_whole
from assist.profile.load import ProfileError, load_profile
from assist.profile.schema import Profile
from assist.profile.where import DEFAULT, known_names, profiles_folder
from assist.store.retention import KEEP_DAYS

OWN_PROFILE = "mine"
"""Name of the agent's own profile, unless `profile = "..."` in the settings says another."""
TEAM_PROFILE = "team"
"""What a new profile of the agent adds to, where there is one of this name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The devices of a call; None means the system's default."""

    microphone: str | None = None
    output: str | None = None


def config_folder() -> Path:
    """Where the files of this user lie: settings, profiles, phrases."""
    return user_config_path("leap-assist", appauthor=False)


def settings_file() -> Path:
    """Where settings are kept."""
    return config_folder() / "settings.toml"


def phrases_file() -> Path:
    """Where the phrases are that the agent believes in: a list of lines for each cue."""
    return config_folder() / "phrases.toml"


def place_file() -> Path:
    """Where the overlay's place is kept."""
    return user_state_path("leap-assist", appauthor=False) / "overlay-place.json"


def own_profile_file(path: Path | None = None) -> Path:
    """The agent's own profile; it need not exist."""
    name = _content(path or settings_file()).get("profile")
    plain = isinstance(name, str) and name.isprintable() and Path(name).name == name and name not in ("", DEFAULT)
    return profiles_folder() / f"{name if plain else OWN_PROFILE}.toml"


def profile_in_use(asked: Path | None) -> Path | None:
    """The profile that a call takes: the one asked for, else the agent's own where there is one, else none."""
    if asked is not None:
        return asked
    own = own_profile_file()
    return own if os.path.lexists(own) else None


def live_profile(asked: Path | None) -> tuple[Profile, str]:
    """The profile of a live call: the one asked for, else the agent's own, else the defaults.

    A file that merely lies in the agent's folder must not keep a call from starting: where it cannot be used the defaults
    are, and that is told.

    Returns:
        The profile, and what is wrong with the agent's own in one sentence; empty if nothing is.

    Raises:
        ProfileError: the one asked for cannot be used.
    """
    path = profile_in_use(asked)
    if path is None:
        return Profile(), ""
    try:
        return load_profile(path), ""
    except ProfileError as problem:
        if asked is not None:
            raise
        return Profile(), f"Your own profile is not used until it is mended: {problem}"


def usual_base() -> str:
    """What a new profile of the agent adds to: the team's, where the supervisor has put one there."""
    return TEAM_PROFILE if TEAM_PROFILE in known_names() else DEFAULT


def remembered(path: Path | None = None) -> Choice:
    """The last choice; the defaults if there is none or it cannot be read, for that must not keep a call from starting."""
    devices = _content(path or settings_file()).get("devices", {})
    names = [devices.get(key) for key in ("microphone", "output")] if isinstance(devices, dict) else [None, None]
    microphone, output = (name if isinstance(name, str) and name else None for name in names)
    return Choice(microphone, output)


def keep_days(path: Path | None = None) -> int:
    """Days after which stored calls are deleted; the default if none are set or what is set makes no sense."""
    calls = _content(path or settings_file()).get("calls", {})
    days = calls.get("keep_days") if isinstance(calls, dict) else None
    return days if isinstance(days, int) and not isinstance(days, bool) and days >= 0 else KEEP_DAYS


def remember(choice: Choice, path: Path | None = None) -> None:
    """Keep a choice; other settings in the file stay as they are. A read-only home is no reason to fail."""
    try:
        keep_devices(choice, path)
    except KeepError:
        return


def keep_devices(choice: Choice, path: Path | None = None) -> None:
    """Keep a choice; other settings in the file stay as they are.

    Raises:
        KeepError: the file cannot be written.
    """
    table = tomlkit.table()
    for key, name in (("microphone", choice.microphone), ("output", choice.output)):
        if name is not None:
            table[key] = name
    _set("devices", table, path)


def automatic(path: Path | None = None) -> bool:
    """Whether calls begin and end by what is heard, as chosen last; not, if nobody chose."""
    calls = _content(path or settings_file()).get("calls", {})
    return isinstance(calls, dict) and calls.get("automatic") is True


def remember_automatic(on: bool, path: Path | None = None) -> None:
    """Keep that choice, like `remember`; the rest of its table stays."""
    calls = _content(path or settings_file()).get("calls", {})
    table = tomlkit.table()
    table.update({**(calls if isinstance(calls, dict) else {}), "automatic": on})
    try:
        _set("calls", table, path)
    except KeepError:
        return


def storing(path: Path | None = None) -> bool:
    """Whether calls are kept in the store; they are, unless `store = false` stands under `[calls]`."""
    calls = _content(path or settings_file()).get("calls", {})
    return not (isinstance(calls, dict) and calls.get("store") is False)


def review_opens(path: Path | None = None) -> bool:
    """Whether the review opens by itself after a call; it does not, unless `review = true` stands under `[calls]`."""
    calls = _content(path or settings_file()).get("calls", {})
    return isinstance(calls, dict) and calls.get("review") is True


def first_start_is_over(path: Path | None = None) -> bool:
    """Whether the first-start assistant has been shown, to its end or not."""
    return _content(path or settings_file()).get("first_start_shown") is True


def note_first_start(path: Path | None = None) -> None:
    """Remember that the first-start assistant was shown; a read-only home is no reason to fail."""
    try:
        _set("first_start_shown", True, path)
    except KeepError:
        return


def _content(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _set(key: str, value: Any, path: Path | None) -> None:
    file = path or settings_file()
    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, TOMLKitError):
        document = tomlkit.document()
    if key not in document and not isinstance(value, dict):
        # What belongs to no table stands before the first one.
        rest = tomlkit.dumps(document)
        document = tomlkit.parse(f"{key} = {tomlkit.item(value).as_string()}\n{rest}")
    else:
        document[key] = value
    write_whole(file, tomlkit.dumps(document))
