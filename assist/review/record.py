"""The call that is looked at, wherever it comes from: the store, an event file, a recorded call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from assist.events import AnyEvent, CallEnded, CallStarted, Words
from assist.session.transcript import Turn, transcript
from assist.store.call import Marks, StoredCall


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A finished call.

    Attributes:
        title: what to call it.
        events: what happened, in order.
        turns: what was said.
        length: samples.
        number: in the store; None for a call from a file, whose marks are kept nowhere.
        started_at: wall clock, with its time zone, if known.
        audio: where its audio is kept, if it is.
        marks: the agent's own.
    """

    title: str
    events: tuple[AnyEvent, ...]
    turns: tuple[Turn, ...]
    length: int
    number: int | None = None
    started_at: datetime | None = None
    audio: Path | None = None
    marks: Marks = field(default_factory=Marks)

    @property
    def started(self) -> CallStarted:
        """Its first event."""
        return next((e for e in self.events if isinstance(e, CallStarted)), CallStarted(at=0, known_at=0))


def of_stored(call: StoredCall) -> CallRecord:
    """A call of the store."""
    entry = call.entry
    return CallRecord(
        title=f"Call {entry.number}",
        events=call.events,
        turns=tuple(transcript(call.events)),
        length=max(entry.length, length_of(call.events)),
        number=entry.number,
        started_at=entry.started_at,
        audio=audio_file(entry.audio),
        marks=entry.marks,
    )


def of_events(events: Sequence[AnyEvent], title: str = "", audio: Path | None = None) -> CallRecord:
    """A call from a file.

    Args:
        events: all of one call, in order.
        title: what to call it; else what the call says of itself.
        audio: its sound, if there is any.
    """
    source = next((event.source for event in events if isinstance(event, CallStarted)), "")
    return CallRecord(
        title=title or source or "Call",
        events=tuple(events),
        turns=tuple(transcript(events)),
        length=length_of(events),
        audio=audio_file(audio),
    )


def length_of(events: Sequence[AnyEvent]) -> int:
    """Length of a call in samples: its end, or what was known last."""
    ends = [event.at for event in events if isinstance(event, CallEnded)]
    return max(ends) if ends else max((event.known_at for event in events), default=0)


def words_between(record_turns: Sequence[Turn], speaker: str, start: int, end: int) -> str:
    """What one side said in turns that touch a stretch."""
    return " ".join(t.text for t in record_turns if t.speaker == speaker and t.start < end and t.end > start)


def has_words(events: Sequence[AnyEvent]) -> bool:
    """Were any words recognised?"""
    return any(isinstance(event, Words) for event in events)


def audio_file(place: Path | None) -> Path | None:
    """The sound of a call: the file itself, or that in a recorded call's folder; None if it is not there."""
    if place is None:
        return None
    file = place / "audio.wav" if place.is_dir() else place
    return file if file.is_file() else None
