"""Check in, when nobody has spoken for long: the caller may wonder whether the line is dead."""

from __future__ import annotations

from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    Availability,
    CueRaised,
    Evidence,
    Speaker,
    SpeechEnded,
    SpeechStarted,
)  # fmt: skip
from assist.profile.schema import Conversation, samples

URGENCY = 0.35


class DeadAir:
    """Raises Check in once for every long silence of both sides.

    The silence before the first voice is a call that has not begun. After a cue there must be some speech before the next
    one: on hold, music that sounds like a voice here and there does not repeat it.

    Args:
        thresholds: how long, also after an emotional turn.
    """

    def __init__(self, thresholds: Conversation) -> None:
        self._ordinary = samples(thresholds.dead_air_seconds)
        self._emotional = max(samples(thresholds.dead_air_after_emotion_seconds), self._ordinary)
        self._again = samples(thresholds.check_in_again_seconds)
        self._speaking: set[Speaker] = set()
        self._since: int | None = None
        """Start of the silence; None before the first voice."""
        self._before: Speaker = "agent"
        self._spoken = self._again
        """Samples of speech since the last cue."""
        self._raised = False
        self._available = True

    def take(self, event: AnyEvent) -> None:
        """Take speech and the availability of Check in; others are ignored."""
        if isinstance(event, SpeechStarted):
            self._speaking.add(event.speaker)
            self._raised = False
        elif isinstance(event, SpeechEnded):
            self._speaking.discard(event.speaker)
            self._spoken += event.end - event.start
            if self._since is None or event.end >= self._since:
                self._since, self._before = event.end, event.speaker
        elif isinstance(event, Availability) and "check_in" in event.cues:
            self._available = event.available
            # What was not heard may have been speech: only the silence from here on counts.
            self._since = None if self._since is None else max(self._since, event.at)

    def hop(self, now: int, *, emotional: bool) -> list[CueRaised]:
        """It is `now`.

        Args:
            now: the time.
            emotional: whether the caller's last turn was an emotional one, as far as is known.
        """
        if self._since is None or self._speaking or self._raised or not self._available:
            return []
        length = self._emotional if emotional and self._before == "customer" else self._ordinary
        if now - self._since < length:
            return []
        self._raised = True
        if self._spoken < self._again:
            return []
        self._spoken = 0
        text = f"(nobody has spoken for {length / SAMPLE_RATE:g} s)"
        return [
            CueRaised(
                at=self._since + length,
                known_at=now,
                cue="check_in",
                reason="dead_air",
                urgency=URGENCY,
                evidence=(Evidence(speaker=self._before, start=self._since, end=now, text=text),),
            )
        ]
