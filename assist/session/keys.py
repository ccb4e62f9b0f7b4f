"""The name of a hotkey, such as "Ctrl+Shift+F9": read, checked and written the same way on every system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Modifier = Literal["Ctrl", "Alt", "Shift", "Super"]
MODIFIERS: tuple[Modifier, ...] = ("Ctrl", "Alt", "Shift", "Super")
"""In the order in which they are written; Super is the Windows key."""

NAMED_KEYS = (
    "Space", "Tab", "Return", "Escape", "Backspace", "Insert", "Delete", "Home", "End", "PageUp", "PageDown",
    "Left", "Right", "Up", "Down", "Pause",
)  # fmt: skip
"""Keys that have a name beside letters, digits and F1 to F24."""

_OTHER_NAMES: dict[str, Modifier] = {
    "control": "Ctrl",
    "win": "Super",
    "windows": "Super",
    "meta": "Super",
    "cmd": "Super",
}
_FUNCTION_KEYS = tuple(f"F{number}" for number in range(1, 25))


class BadKey(ValueError):  # noqa: N818 - a state of the settings more than a mistake
    """A hotkey that cannot be one; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key with what is held down for it."""

    name: str
    """An upper-case letter, a digit, F1 to F24 or one of `NAMED_KEYS`."""
    modifiers: frozenset[Modifier]

    def __str__(self) -> str:
        return "+".join([*(m for m in MODIFIERS if m in self.modifiers), self.name])


def parse_key(text: str) -> Key:
    """Read a hotkey.

    Args:
        text: modifiers and one key, joined by "+"; upper and lower case are the same.

    Raises:
        BadKey: it is none, or one that would take a plain key away from typing.
    """
    *held, name = (part.strip() for part in text.split("+"))
    modifiers: set[Modifier] = set()
    for part in held:
        modifiers.add(_modifier(part))
    key = Key(_key_name(name), frozenset(modifiers))
    if not modifiers & {"Ctrl", "Alt", "Super"} and key.name not in _FUNCTION_KEYS:
        raise BadKey("needs Ctrl, Alt or Super, or it could not be typed any more")
    return key


def _modifier(text: str) -> Modifier:
    known: dict[str, Modifier] = {m.lower(): m for m in MODIFIERS} | _OTHER_NAMES
    if text.lower() not in known:
        raise BadKey(f"has “{text}”, which is none of {', '.join(MODIFIERS)}")
    return known[text.lower()]


def _key_name(text: str) -> str:
    if len(text) == 1 and text.isascii() and text.isalnum():
        return text.upper()
    for name in (*_FUNCTION_KEYS, *NAMED_KEYS):
        if text.lower() == name.lower():
            return name
    raise BadKey(f"has “{text}”, which is no key known here; use a letter, a digit, F1 to F24 or a name such as Home")
