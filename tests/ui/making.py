"""Short ways to make the events that the windows show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    Availability,
    BeatClosed,
    BeatOpened,
    CallEnded,
    CallStarted,
    ClosedWhy,
    Credit,
    CreditName,
    CueName,
    FloorChanged,
    PromptClosed,
    PromptShown,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    Stability,
    Tension,
    TensionState,
    Trouble,
    UserActed,
    Words,
)
from assist.ui.gallery_states import sample_prompt

STARTED = CallStarted(at=0, known_at=0)
ENDED = CallEnded(at=0, known_at=0)


def voice(speaker: Speaker, on: bool = True) -> SpeechStarted | SpeechEnded:
    if on:
        return SpeechStarted(at=0, known_at=0, speaker=speaker, start=0)
    return SpeechEnded(at=0, known_at=0, speaker=speaker, start=0, end=1)


def floor(holder: Speaker | None) -> FloorChanged:
    return FloorChanged(at=0, known_at=0, holder=holder)


def shown(number: int, cue: CueName = "pause") -> PromptShown:
    return sample_prompt(cue, number)


def closed(number: int, why: ClosedWhy = "expired", cue: CueName = "pause") -> PromptClosed:
    return PromptClosed(at=0, known_at=0, prompt=number, cue=cue, why=why)


def trouble(what: str, speaker: Speaker | None = None, until: int | None = None, message: str = "") -> Trouble:
    return Trouble(at=0, known_at=0, what=what, since=0, until=until, speaker=speaker, message=message)


def availability(available: bool, *cues: CueName, why: str = "use a headset") -> Availability:
    return Availability(at=0, known_at=0, cues=cues, available=available, why=why)


def paused(on: bool = True) -> UserActed:
    return UserActed(at=0, known_at=0, action="pause" if on else "resume")


def beat(known_after: float = 0.2, finished: float = 0.8, length: float = 1.0, start: float = 10.0) -> BeatOpened:
    """The caller stopped at `start`; all in seconds."""
    at = samples(start)
    return BeatOpened(
        at=at, known_at=at + samples(known_after), start=at, length=samples(length), finished=finished,
        breathing=finished < 0.5,
    )  # fmt: skip


def beat_over(why: Literal["kept", "cut_short", "caller_went_on"], start: float = 10.0) -> BeatClosed:
    at = samples(start)
    return BeatClosed(at=at, known_at=at, start=at, end=at, why=why)


def credit(name: CreditName = "beat_kept", known_at: float = 0.0) -> Credit:
    return Credit(at=0, known_at=samples(known_at), name=name, start=0, end=0)


def words(
    speaker: Speaker, text: str, stability: Stability = "final", utterance: int = 0, known_at: float = 0.0
) -> Words:
    return Words(
        at=0, known_at=samples(known_at), speaker=speaker, start=0, end=1, text=text, stability=stability,
        utterance=utterance,
    )  # fmt: skip


def tension(level: float, state: TensionState = "settled", known_at: float = 0.0) -> Tension:
    return Tension(at=samples(known_at), known_at=samples(known_at), level=level, state=state)


def samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)


def with_beats(events: Iterable[AnyEvent], length: float = 1.0) -> Iterator[AnyEvent]:
    """Put a beat after each end of the caller's speech, by the voices alone; the pipeline knows better, a film need not."""
    start: int | None = None
    for event in events:
        if start is not None and event.known_at >= start + samples(length):
            at = start + samples(length)
            yield BeatClosed(at=at, known_at=at, start=start, end=at, why="kept")
            start = None
        yield event
        match event:
            case SpeechEnded(speaker="customer"):
                start = event.end
                yield BeatOpened(
                    at=start, known_at=event.known_at, start=start, length=samples(length), finished=0.8
                )  # fmt: skip
            case SpeechStarted() if start is not None:
                why: Literal["cut_short", "caller_went_on"] = (
                    "cut_short" if event.speaker == "agent" else "caller_went_on"
                )
                yield BeatClosed(at=event.start, known_at=event.known_at, start=start, end=event.start, why=why)
                start = None
            case _:
                pass
