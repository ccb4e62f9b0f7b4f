"""The caller's tension over the last minutes, as the events told it. No Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from assist.events import SAMPLE_RATE, AnyEvent, CallEnded, CallStarted, Tension, TensionState

SPAN_SECONDS = 180.0
"""How far back the strip goes."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A level that held for a while."""

    start: float
    """Seconds ago, at most the span."""
    end: float
    """Seconds ago; 0 for the one that holds now."""
    level: float
    """0..1."""
    state: TensionState


class TensionTrail:
    """Collects the levels.

    Args:
        clock: seconds that only go forward; between two events it moves the trail on.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._told: deque[Tension] = deque()
        self._heard_at = 0.0
        self._call_at = 0.0
        self._running = False

    @property
    def state(self) -> TensionState | None:
        """The state that holds now; None while nothing is known."""
        return self._told[-1].state if self._told else None

    @property
    def running(self) -> bool:
        """Whether a call goes on and the trail moves with it."""
        return self._running

    def take(self, event: AnyEvent) -> bool:
        """Take an event in; whether it changed the trail."""
        match event:
            case CallStarted():
                self._told.clear()
                self._running = True
            case Tension():
                self._told.append(event)
                self._running = True
            case CallEnded():
                self._call_at = self.now()
                self._running = False
                return True
            case _:
                return False
        self._call_at = event.known_at / SAMPLE_RATE
        self._heard_at = self._clock()
        self._forget()
        return True

    def now(self) -> float:
        """The call's time, seconds."""
        return self._call_at + (self._clock() - self._heard_at if self._running else 0.0)

    def stretches(self) -> list[Stretch]:
        """The levels within the span, oldest first."""
        now = self.now()
        told = list(self._told)
        ends = [*(now - event.known_at / SAMPLE_RATE for event in told[1:]), 0.0][: len(told)]
        return [
            Stretch(min(SPAN_SECONDS, now - event.known_at / SAMPLE_RATE), max(0.0, end), event.level, event.state)
            for event, end in zip(told, ends, strict=True)
            if end < SPAN_SECONDS
        ]

    def _forget(self) -> None:
        """Keep one level from before the span: it held when the span began."""
        begin = self._call_at - SPAN_SECONDS
        while len(self._told) > 1 and self._told[1].known_at / SAMPLE_RATE <= begin:
            self._told.popleft()
