"""A call as lanes for a picture that can be zoomed: all times in samples, nothing about pixels or colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assist.events import (
    AnyEvent,
    ClosedWhy,
    CueName,
    OverlapJudged,
    PromptClosed,
    PromptShown,
    PromptWithheld,
    Recovery,
    Speaker,
    SpeechEnded,
    Tension,
    TensionState,
    Verdict,
)
from assist.review.record import CallRecord
from assist.review.scorecard import Check
from assist.review.timeline_picture import clock
from assist.review.wording import CHECK_LABELS, finding_text

OUTCOMES: dict[ClosedWhy | None, str] = {
    "followed": "followed",
    "expired": "went away by itself",
    "dismissed": "dismissed",
    "not_helpful": "marked as not helpful",
    None: "still on screen at the end",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Speech of one side."""

    start: int
    end: int
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class Overlap:
    """Both spoke; the last verdict."""

    start: int
    end: int
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """The caller's tension from one moment to another."""

    start: int
    end: int
    level: float
    state: TensionState
    text: str


@dataclass(frozen=True, slots=True)
class PromptMark:
    """A prompt and what became of it; a withheld one has no number."""

    at: int
    number: int | None
    cue: CueName
    why: ClosedWhy | None
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of the scorecard."""

    at: int
    met: bool
    text: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """Everything to draw."""

    length: int
    speech: tuple[Span, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    tension: tuple[Step, ...] = ()
    prompts: tuple[PromptMark, ...] = ()
    points: tuple[Point, ...] = ()

    def stops(self) -> list[tuple[int, str]]:
        """Moments to go to one after the other, with what each is."""
        shown = [(prompt.at, prompt.text) for prompt in self.prompts if prompt.number is not None]
        return sorted([*shown, *((point.at, point.text) for point in self.points)])


def lanes(call: CallRecord, checks: Sequence[Check]) -> Lanes:
    """The lanes of a call."""
    judged = {(e.speaker, e.onset): e for e in call.events if isinstance(e, OverlapJudged)}
    points = [
        Point(f.at, f.met, f"{clock(f.at)} {CHECK_LABELS[check.name]}: {finding_text(f)}")
        for check in checks
        for f in check.findings
    ]
    return Lanes(
        length=max(call.length, 1),
        speech=_speech(call),
        overlaps=tuple(Overlap(e.onset, e.end, e.verdict, _overlap_text(e)) for e in judged.values()),
        tension=_tension(call.events, call.length),
        prompts=_prompts(call.events),
        points=tuple(sorted(points, key=lambda point: point.at)),
    )


def _speech(call: CallRecord) -> tuple[Span, ...]:
    spoken = tuple(Span(e.start, e.end, e.speaker) for e in call.events if isinstance(e, SpeechEnded))
    return spoken or tuple(Span(turn.start, turn.end, turn.speaker) for turn in call.turns)


def _overlap_text(event: OverlapJudged) -> str:
    who = "you" if event.speaker == "agent" else "the caller"
    return f"{clock(event.onset)} {who} came in: {event.verdict}, {event.probability:.0%} sure"


def _tension(events: Sequence[AnyEvent], length: int) -> tuple[Step, ...]:
    told = [event for event in events if isinstance(event, Tension)]
    ends = [*(event.at for event in told[1:]), length]
    return tuple(
        Step(event.at, max(end, event.at), event.level, event.state, _tension_text(event))
        for event, end in zip(told, ends, strict=False)
    )


def _tension_text(event: Tension) -> str:
    why = f" ({'; '.join(event.reasons)})" if event.reasons else ""
    return f"{clock(event.at)} tension {event.state}, {event.level:.2f}{why}"


def _prompts(events: Sequence[AnyEvent]) -> tuple[PromptMark, ...]:
    closed = {event.prompt: event.why for event in events if isinstance(event, PromptClosed)}
    calmer = {event.prompt for event in events if isinstance(event, Recovery) and event.calmer}
    marks = []
    for event in events:
        if isinstance(event, PromptShown):
            why = closed.get(event.prompt)
            became = OUTCOMES[why] + (", the caller grew calmer" if event.prompt in calmer else "")
            text = f"{clock(event.known_at)} {event.title}: {became}"
            marks.append(PromptMark(event.known_at, event.prompt, event.cue, why, text))
        elif isinstance(event, PromptWithheld):
            cue, reason = event.cue.replace("_", " "), event.reason.replace("_", " ")
            marks.append(
                PromptMark(event.known_at, None, event.cue, None, f"{clock(event.known_at)} held back: {cue}, {reason}")
            )
    return tuple(marks)
