"""Stretches in which nobody speaks."""

from __future__ import annotations

from assist.events import Silence, Speaker, SpeechEnded, SpeechStarted


class SilenceTracker:
    """Reports each mutual silence when it is broken.

    Args:
        shortest: samples; shorter silences are not reported.
    """

    def __init__(self, shortest: int) -> None:
        self._shortest = shortest
        self._speaking: set[Speaker] = set()
        self._since = 0
        self._before: Speaker | None = None

    def take(self, event: SpeechStarted | SpeechEnded) -> list[Silence]:
        """Take a speech event of either side."""
        if isinstance(event, SpeechEnded):
            self._speaking.discard(event.speaker)
            if event.end >= self._since:
                self._since, self._before = event.end, event.speaker
            return []
        silence = [] if self._speaking else self._until(event.start, event.known_at, event.speaker)
        self._speaking.add(event.speaker)
        return silence

    def flush(self, end: int, now: int) -> list[Silence]:
        """The call was over at `end`; it is `now`."""
        return [] if self._speaking else self._until(end, now, None)

    def _until(self, end: int, now: int, after: Speaker | None) -> list[Silence]:
        if end - self._since < self._shortest:
            return []
        return [Silence(at=self._since, known_at=now, start=self._since, end=end, before=self._before, after=after)]
