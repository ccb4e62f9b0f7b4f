"""Short ways to make the events that the windows show."""

from __future__ import annotations

from assist.events import (
    Availability,
    CallEnded,
    CallStarted,
    ClosedWhy,
    CueName,
    FloorChanged,
    PromptClosed,
    PromptShown,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    Trouble,
    UserActed,
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
