"""Search over settings: every word must be in the name, the group or the sentence. Pure text, no Qt."""

from __future__ import annotations

from assist.profile.labels import label, title
from assist.profile.schema import ALL, setting_of


def found(words: str) -> list[str]:
    """Full names of the settings that have all these words; those that have them in the name come first.

    Args:
        words: what somebody typed, upper and lower case alike.
    """
    wanted = words.casefold().split()
    in_name = [name for name in ALL if _has(f"{name} {label(name)}", wanted)]
    anywhere = [name for name in ALL if _has(_about(name), wanted)]
    return [*in_name, *(name for name in anywhere if name not in in_name)]


def _about(name: str) -> str:
    about = setting_of(name)
    return " ".join((name, label(name), title(name.split(".", maxsplit=1)[0]), about.sentence, about.unit))


def _has(text: str, wanted: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)
