"""Settings and groups as people read them: made from the names in the schema, so that nothing has to be kept in step."""

from __future__ import annotations

from assist.profile.render import shown
from assist.profile.schema import GROUPS, setting_of

_GROUP_TITLES = {
    "speech": "Hearing speech",
    "bleed": "Loudspeaker bleed",
    "turns": "Turns and overlaps",
    "attribution": "One shared channel",
    "recognition": "Recognition",
    "cues": "Cues",
    "conversation": "Pauses, pace, floor",
    "voice": "The caller's voice",
    "tension": "Tension",
    "prompts": "Prompts",
    "urgency": "Urgency",
    "weights": "Weight of each cue",
}
_UNITS_IN_NAMES = ("_seconds", "_probability", "_db", "_hz")


def title(table: str) -> str:
    """A group's title: `Prompts`."""
    return _GROUP_TITLES.get(table, table.replace("_", " ").capitalize())


def about(table: str) -> str:
    """What a group is about, in a sentence."""
    return " ".join((GROUPS[table].__doc__ or "").split())


def label(name: str) -> str:
    """A setting by its full name, without the unit, which is shown beside its value: `Gap`."""
    key = name.split(".")[1]
    for unit in _UNITS_IN_NAMES:
        if key.endswith(unit) and key != unit.lstrip("_"):
            key = key.removesuffix(unit)
            break
    return key.replace("_", " ").capitalize()


def with_unit(name: str, value: object) -> str:
    """A value as people read it: `20 s`, `on`, `3 phrases`."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return shown(value)
    return f"{shown(value)} {setting_of(name).unit}".rstrip()
