"""What this computer remembers between calls: the chosen microphone and softphone output, by name, and how long calls stay."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from platformdirs import user_config_path, user_state_path

from assist.store.retention import KEEP_DAYS


@dataclass(frozen=True, slots=True)
class Choice:
    """The devices of a call; None means the system's default."""

    microphone: str | None = None
    output: str | None = None


def settings_file() -> Path:
    """Where settings are kept."""
    return user_config_path("leap-assist", appauthor=False) / "settings.toml"


def place_file() -> Path:
    """Where the overlay's place is kept."""
    return user_state_path("leap-assist", appauthor=False) / "overlay-place.json"


def remembered(path: Path | None = None) -> Choice:
    """The last choice; the defaults if there is none or it cannot be read, for that must not keep a call from starting."""
    try:
        content = tomllib.loads((path or settings_file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Choice()
    devices = content.get("devices", {})
    names = [devices.get(key) for key in ("microphone", "output")] if isinstance(devices, dict) else [None, None]
    microphone, output = (name if isinstance(name, str) and name else None for name in names)
    return Choice(microphone, output)


def keep_days(path: Path | None = None) -> int:
    """Days after which stored calls are deleted; the default if none are set or what is set makes no sense."""
    try:
        content = tomllib.loads((path or settings_file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return KEEP_DAYS
    calls = content.get("calls", {})
    days = calls.get("keep_days") if isinstance(calls, dict) else None
    return days if isinstance(days, int) and not isinstance(days, bool) and days >= 0 else KEEP_DAYS


def remember(choice: Choice, path: Path | None = None) -> None:
    """Keep a choice; other settings in the file stay as they are. A read-only home is no reason to fail."""
    file = path or settings_file()
    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        document = tomlkit.document()
    table = tomlkit.table()
    for key, name in (("microphone", choice.microphone), ("output", choice.output)):
        if name is not None:
            table[key] = name
    document["devices"] = table
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(tomlkit.dumps(document), encoding="utf-8")
    except OSError:
        return
