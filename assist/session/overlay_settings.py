"""What the settings file says about the overlay: its hotkeys, less motion, more contrast.

    [overlay]
    reduced_motion = true      # leave out to follow the system
    high_contrast = true       # leave out to follow the system

    [hotkeys]
    snooze = "Ctrl+Shift+F11"  # "" switches one off

A mistake in it never keeps a call from starting: what is wrong is told in a sentence, and the usual value is used.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assist.session.keys import BadKey, Key, parse_key
from assist.session.settings import settings_file

USUAL_HOTKEYS: dict[str, str] = {
    "menu": "Ctrl+Shift+F7",
    "evidence": "Ctrl+Shift+F8",
    "dismiss": "Ctrl+Shift+F9",
    "not_helpful": "Ctrl+Shift+F10",
    "snooze": "Ctrl+Shift+F11",
    "hide_show": "Ctrl+Shift+F12",
    "transcript": "",
}
"""Action -> key. None with Ctrl+Alt: on many keyboards that is how AltGr types a letter."""


@dataclass(frozen=True, slots=True)
class OverlaySettings:
    """How the agent wants the overlay."""

    reduced_motion: bool | None = None
    """None follows the system."""
    high_contrast: bool | None = None
    """None follows the system."""
    hotkeys: dict[str, Key] = field(default_factory=dict)
    """Action -> key; actions without a key are left out."""
    problems: tuple[str, ...] = ()
    """What could not be understood, a sentence each."""
    file: Path = field(default_factory=settings_file)
    """Where to mend it."""


def read_overlay_settings(path: Path | None = None) -> OverlaySettings:
    """Read the settings.

    Args:
        path: the file; the usual one if None. One that is not there is the same as an empty one.
    """
    file = path or settings_file()
    content: dict[str, Any] = {}
    problems: list[str] = []
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        problems = [f"{file} cannot be read ({error}), so the usual settings are used; mend or remove it."]
    overlay = _table(content, "overlay", file, problems)
    switches = {name: _switch(overlay, name, file, problems) for name in ("reduced_motion", "high_contrast")}
    hotkeys = _hotkeys(_table(content, "hotkeys", file, problems), file, problems)
    return OverlaySettings(**switches, hotkeys=hotkeys, problems=tuple(problems), file=file)


def _table(content: Mapping[str, Any], name: str, file: Path, problems: list[str]) -> Mapping[str, Any]:
    table = content.get(name, {})
    if isinstance(table, dict):
        return table
    problems.append(f"{file}: {name} must be a table, written as [{name}].")
    return {}


def _switch(table: Mapping[str, Any], name: str, file: Path, problems: list[str]) -> bool | None:
    value = table.get(name)
    if value is None or isinstance(value, bool):
        return value
    problems.append(f"{file}: [overlay] {name} must be true or false, without quotes.")
    return None


def _hotkeys(table: Mapping[str, Any], file: Path, problems: list[str]) -> dict[str, Key]:
    wanted: dict[str, str] = dict(USUAL_HOTKEYS)
    for action, text in table.items():
        if action not in USUAL_HOTKEYS:
            problems.append(f"{file}: [hotkeys] {action} is no action; there are {', '.join(USUAL_HOTKEYS)}.")
        elif not isinstance(text, str):
            problems.append(f'{file}: [hotkeys] {action} must be a key in quotes, such as "Ctrl+Shift+F9".')
        else:
            wanted[action] = text.strip()
    keys: dict[str, Key] = {}
    # What the agent wrote has the first claim on a key that a usual one has too.
    for action in sorted(wanted, key=lambda name: name not in table):
        if not wanted[action]:
            continue
        try:
            key = parse_key(wanted[action])
        except BadKey as error:
            problems.append(f"{file}: [hotkeys] {action}: “{wanted[action]}” {error}.")
            continue
        taken = next((other for other, its in keys.items() if its == key), None)
        if taken is None:
            keys[action] = key
        else:
            problems.append(
                f"{file}: [hotkeys] {key} stands for both {taken} and {action}; give one of them another key."
            )
    return {action: keys[action] for action in USUAL_HOTKEYS if action in keys}
