"""Lanes without an engine: none at all, and one that repeats what was recorded."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from assist.asr.engine import Request
from assist.events import AnyEvent


class NoLane:
    """Recognition off: only timing cues work."""

    engine = "none"

    def submit(self, request: Request, now: int) -> None:
        """See `Lane`."""

    def ready(self, now: int) -> list[AnyEvent]:
        """See `Lane`."""
        return []

    def drain(self, now: int) -> list[AnyEvent]:
        """See `Lane`."""
        return []

    def close(self) -> None:
        """See `Lane`."""


class RecordedLane(NoLane):
    """Gives back what a live lane gave, at the same moments: the heart of "replay equals live".

    Args:
        engine: name of the engine that was used.
        events: what it gave (hypotheses and troubles), in order.
    """

    def __init__(self, engine: str, events: Iterable[AnyEvent]) -> None:
        self.engine = engine
        self._events = deque(events)

    def ready(self, now: int) -> list[AnyEvent]:
        """See `Lane`."""
        out: list[AnyEvent] = []
        while self._events and self._events[0].known_at <= now:
            out.append(self._events.popleft())
        return out

    def drain(self, now: int) -> list[AnyEvent]:
        """See `Lane`."""
        return self.ready(now)
