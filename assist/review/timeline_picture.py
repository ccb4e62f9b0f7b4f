"""The timeline of a call as shapes to draw: who spoke, overlaps, prompts, the caller's tension. Long calls break into rows.

prompts    (1)                 (2)         circles: shown, with their numbers; small rings: withheld
agent      ====   ==========     ====
overlap         ##                         a band over both lanes, with the verdict's letter
caller   ====     =====   ====
tension       __--========--__             as it was known, coloured by its state
|    0:10 |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    OverlapJudged,
    PromptShown,
    PromptWithheld,
    Speaker,
    SpeechEnded,
    Tension,
    TensionState,
    Verdict,
)

WIDTH = 960.0
"""Width of a row in the picture's own units."""
MOST_ROWS = 12
_ROW_SECONDS = (30, 60, 120, 300, 600, 1200, 3600, 7200)
_TICKS_A_ROW = 6
_LEAST_WIDTH = 1.0
LETTERS: dict[Verdict, str] = {"interruption": "I", "backchannel": "b", "cooperative": "c", "inconclusive": "?"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a row; `what` is the speaker or the verdict."""

    x: float
    width: float
    what: str
    letter: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a row; `label` is the prompt's number, empty for a withheld cue."""

    x: float
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Level:
    """A stretch of a row in which the caller's tension stayed as it was."""

    x: float
    width: float
    level: float
    """0..1."""
    state: TensionState
    title: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One row of the picture."""

    width: float
    speech: dict[Speaker, tuple[Bar, ...]]
    overlaps: tuple[Bar, ...]
    prompts: tuple[Mark, ...]
    withheld: tuple[Mark, ...]
    tension: tuple[Level, ...]
    ticks: tuple[Mark, ...]


def timeline_rows(events: Sequence[AnyEvent], length: int) -> list[TimelineRow]:
    """The rows of a call.

    Args:
        events: all events of the call.
        length: its length in samples.
    """
    if length <= 0:
        return []
    seconds = next((s for s in _ROW_SECONDS if length <= s * SAMPLE_RATE * MOST_ROWS), None)
    row = (seconds or -(-length // (MOST_ROWS * SAMPLE_RATE))) * SAMPLE_RATE
    row = min(row, max(length, SAMPLE_RATE))
    verdicts = {(e.speaker, e.onset): e for e in events if isinstance(e, OverlapJudged)}
    return [_row(events, verdicts.values(), start, row, length) for start in range(0, length, row)]


def _row(
    events: Sequence[AnyEvent], overlaps: Iterable[OverlapJudged], start: int, row: int, length: int
) -> TimelineRow:
    scale = WIDTH / row
    end = min(start + row, length)
    speech: dict[Speaker, tuple[Bar, ...]] = {
        speaker: tuple(
            _bar(event.start, event.end, start, end, scale, speaker)
            for event in events
            if isinstance(event, SpeechEnded) and event.speaker == speaker and event.start < end and event.end > start
        )
        for speaker in ("agent", "customer")
    }
    bands = tuple(
        _bar(
            event.onset, event.end, start, end, scale, event.verdict, LETTERS[event.verdict],
            f"{clock(event.onset)} {event.speaker}: {event.verdict}, probability {event.probability:.2f}",
        )
        for event in overlaps
        if event.onset < end and event.end > start
    )  # fmt: skip
    return TimelineRow(
        width=round((end - start) * scale, 1),
        speech=speech,
        overlaps=bands,
        prompts=tuple(
            Mark(_x(e.known_at, start, scale), str(e.prompt), f"{clock(e.known_at)} {e.title}")
            for e in events
            if isinstance(e, PromptShown) and start <= e.known_at < end
        ),
        withheld=tuple(
            Mark(_x(e.known_at, start, scale), "", f"{clock(e.known_at)} withheld: {e.cue.replace('_', ' ')}")
            for e in events
            if isinstance(e, PromptWithheld) and start <= e.known_at < end
        ),
        tension=_levels(events, start, end, scale),
        ticks=_ticks(start, end, row, scale),
    )


def _levels(events: Iterable[AnyEvent], start: int, end: int, scale: float) -> tuple[Level, ...]:
    """What was told of the tension; nothing is drawn where it was zero or not known yet."""
    told = [event for event in events if isinstance(event, Tension)]
    out = []
    for event, following in zip(told, [*told[1:], None], strict=False):
        first, last = max(event.known_at, start), min(end if following is None else following.known_at, end)
        if first < last and event.level > 0:
            why = f": {'; '.join(event.reasons)}" if event.reasons else ""
            title = f"{clock(event.known_at)} {event.state}, {event.level:.2f}{why}"
            width = round((last - first) * scale, 1)
            out.append(Level(_x(first, start, scale), width, event.level, event.state, title))
    return tuple(out)


def _bar(
    first: int, last: int, start: int, end: int, scale: float, what: str, letter: str = "", title: str = ""
) -> Bar:
    left, right = max(first, start), min(last, end)
    width = max(round((right - left) * scale, 1), _LEAST_WIDTH)
    return Bar(_x(left, start, scale), width, what, letter if first >= start else "", title)


def _ticks(start: int, end: int, row: int, scale: float) -> tuple[Mark, ...]:
    step = max(row // _TICKS_A_ROW // SAMPLE_RATE, 1) * SAMPLE_RATE
    return tuple(Mark(_x(at, start, scale), clock(at), "") for at in range(start, end, step))


def _x(at: int, start: int, scale: float) -> float:
    return round((at - start) * scale, 1)


def clock(samples: int) -> str:
    """Sample index as hours, minutes and seconds; the hours only when there are some."""
    minutes, seconds = divmod(samples // SAMPLE_RATE, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}" if minutes >= 60 else f"{minutes}:{seconds:02d}"
