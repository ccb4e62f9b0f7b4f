"""Turns of one side: speech whose own silences stay under the turn gap."""

from __future__ import annotations

from assist.events import Speaker, SpeechEnded, SpeechStarted, TurnEnded, TurnStarted


class TurnTracker:
    """Opens a turn with the first speech, closes it one turn gap after the last.

    Args:
        speaker: the side.
        gap: the turn gap in samples.
    """

    def __init__(self, speaker: Speaker, gap: int) -> None:
        self.speaker = speaker
        self._gap = gap
        self.start: int | None = None
        """Start of the running turn, or None."""
        self._silent_since: int | None = None

    def take(self, event: SpeechStarted | SpeechEnded) -> list[TurnStarted | TurnEnded]:
        """Take an event of this side."""
        if isinstance(event, SpeechEnded):
            self._silent_since = event.end
            return []
        out: list[TurnStarted | TurnEnded] = self.hop(event.start, event.known_at)
        self._silent_since = None
        if self.start is None:
            self.start = event.start
            out.append(TurnStarted(at=event.start, known_at=event.known_at, speaker=self.speaker, start=event.start))
        return out

    def hop(self, silent_until: int, now: int) -> list[TurnStarted | TurnEnded]:
        """Nothing of this side was heard up to `silent_until`; it is `now`."""
        if self.start is None or self._silent_since is None or silent_until - self._silent_since < self._gap:
            return []
        return self.flush(now)

    def flush(self, now: int) -> list[TurnStarted | TurnEnded]:
        """End the running turn, if there is one and its side is silent."""
        if self.start is None or self._silent_since is None:
            return []
        ended = TurnEnded(
            at=self._silent_since, known_at=now, speaker=self.speaker, start=self.start, end=self._silent_since
        )
        self.start = self._silent_since = None
        return [ended]
