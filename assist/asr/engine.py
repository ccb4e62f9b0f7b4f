"""The one small protocol every recognition engine stands behind, and the requests that travel to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assist.events import AnyEvent, Speaker, TimedWord
from assist.timeline.frame import Samples


class RecognitionError(Exception):
    """Recognition cannot work; the message is one sentence that names what and how to mend it."""


class Engine(Protocol):
    """Turns one utterance at a time per side into words. Not thread-safe: it lives in one thread or process.

    begin -> feed* -> (hypothesis | feed)* -> finish, then begin again. The two sides are independent.
    """

    @property
    def name(self) -> str:
        """Short stable name: moonshine, vosk, whisper."""
        ...

    def begin(self, speaker: Speaker, start: int) -> None:
        """Start an utterance whose first sample has index `start`."""
        ...

    def feed(self, speaker: Speaker, samples: Samples) -> None:
        """Add audio of this utterance: int16, shape (n,), 16 kHz."""
        ...

    def hypothesis(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        """Best words for all audio fed so far, times as absolute sample indices. May be empty."""
        ...

    def finish(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        """Final words; ends the utterance. May be empty."""
        ...

    def close(self) -> None:
        """Release the model."""
        ...


@dataclass(frozen=True, slots=True)
class Begin:
    """An utterance begins."""

    speaker: Speaker
    utterance: int
    start: int


@dataclass(frozen=True, slots=True)
class Feed:
    """Audio of the running utterance."""

    speaker: Speaker
    utterance: int
    samples: Samples


@dataclass(frozen=True, slots=True)
class Hypothesise:
    """Wanted: the words so far. May be skipped by a lane that is behind."""

    speaker: Speaker
    utterance: int
    end: int
    """Index after the last sample fed."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The utterance is over. Wanted: its final words. Never skipped silently."""

    speaker: Speaker
    utterance: int
    end: int


Request = Begin | Feed | Hypothesise | Finish


class Lane(Protocol):
    """Where recognition runs: in this thread (replay), in another process (live), or from a recording."""

    @property
    def engine(self) -> str:
        """Name of the engine behind it."""
        ...

    def submit(self, request: Request, now: int) -> None:
        """Hand over a request at sample index `now`; never blocks for recognition."""
        ...

    def ready(self, now: int) -> list[AnyEvent]:
        """Hypotheses and troubles that are known at sample index `now`, in order, each with `known_at == now`."""
        ...

    def drain(self, now: int) -> list[AnyEvent]:
        """Wait, within bounds, for everything outstanding at the end of a call; like `ready` otherwise."""
        ...

    def close(self) -> None:
        """Stop; idempotent."""
        ...
