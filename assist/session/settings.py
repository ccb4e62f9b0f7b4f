"""What this computer remembers between calls: devices by name, how long calls stay, whether they are noticed by themselves."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
import tomlkit.items
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
    devices = _read(path).get("devices", {})
    names = [devices.get(key) for key in ("microphone", "output")] if isinstance(devices, dict) else [None, None]
    microphone, output = (name if isinstance(name, str) and name else None for name in names)
    return Choice(microphone, output)


def keep_days(path: Path | None = None) -> int:
    """Days after which stored calls are deleted; the default if none are set or what is set makes no sense."""
    calls = _read(path).get("calls", {})
    days = calls.get("keep_days") if isinstance(calls, dict) else None
    return days if isinstance(days, int) and not isinstance(days, bool) and days >= 0 else KEEP_DAYS


def remember(choice: Choice, path: Path | None = None) -> None:
    """Keep a choice; other settings in the file stay as they are. A read-only home is no reason to fail."""
    names = {"microphone": choice.microphone, "output": choice.output}
    _write("devices", names, path)


def automatic(path: Path | None = None) -> bool:
    """Whether calls begin and end by what is heard, as chosen last; not, if nobody chose."""
    calls = _read(path).get("calls", {})
    return isinstance(calls, dict) and calls.get("automatic") is True


def remember_automatic(on: bool, path: Path | None = None) -> None:
    """Keep that choice, like `remember`."""
    _write("calls", {"automatic": on}, path)


def storing(path: Path | None = None) -> bool:
    """Whether calls are kept in the store; they are, unless `store = false` stands under `[calls]`."""
    calls = _read(path).get("calls", {})
    return not (isinstance(calls, dict) and calls.get("store") is False)


def review_opens(path: Path | None = None) -> bool:
    """Whether the review opens by itself after a call; it does not, unless `review = true` stands under `[calls]`."""
    calls = _read(path).get("calls", {})
    return isinstance(calls, dict) and calls.get("review") is True


def _read(path: Path | None) -> dict[str, Any]:
    try:
        return tomllib.loads((path or settings_file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write(name: str, values: dict[str, Any], path: Path | None) -> None:
    """Change some values of a table; those that are None go, and others in it stay as they are."""
    file = path or settings_file()
    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        document = tomlkit.document()
    before = document.get(name)
    table = before if isinstance(before, tomlkit.items.Table) else tomlkit.table()
    for key, value in values.items():
        if value is not None:
            table[key] = value
        elif key in table:
            del table[key]
    document[name] = table
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(tomlkit.dumps(document), encoding="utf-8")
    except OSError:
        return
