"""Which events are kept, and how they become rows and come back. Nothing leaves here with a text that was not redacted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from assist.eventlog import EventLogError, from_json, to_json
from assist.events import AnyEvent, Hypothesis, OverlapEnded, OverlapStarted, VoiceFeatures, Words

_DROPPED = (Hypothesis, Words, VoiceFeatures, OverlapStarted, OverlapEnded)
"""Final words have a table of their own; the others are raw material that nothing after the call lives on."""
_TEXTS = ("text",)
"""Fields that hold what people said; a prompt's line is from the prompt book, and may name a crisis line."""


def is_moment(event: AnyEvent) -> bool:
    """Does this event become a row of `moments`?"""
    return not isinstance(event, _DROPPED)


def moment_row(event: AnyEvent, redact: Callable[[str], str]) -> dict[str, Any]:
    """The row of an event, without call and number.

    Args:
        event: one that `is_moment` says yes to.
        redact: what a text becomes before it is written.
    """
    content = _redacted(to_json(event), redact)
    kind, at, known_at = content.pop("type"), content.pop("at"), content.pop("known_at")
    packed = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return {"type": kind, "at": at, "known_at": known_at, "content": packed}


def moment_event(kind: str, at: int, known_at: int, content: str) -> AnyEvent | None:
    """The event of a row; None if this version of the program does not know it."""
    try:
        return from_json({"type": kind, "at": at, "known_at": known_at, **json.loads(content)})
    except (EventLogError, ValueError, TypeError):
        return None


def _redacted(content: dict[str, Any], redact: Callable[[str], str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in content.items():
        if name in _TEXTS and isinstance(value, str):
            out[name] = redact(value)
        elif isinstance(value, list):
            out[name] = [_redacted(item, redact) if isinstance(item, dict) else item for item in value]
        else:
            out[name] = value
    return out
