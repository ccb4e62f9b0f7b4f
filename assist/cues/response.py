"""How long one side waited before it replied, and the credit for a silence that let the caller find words.

caller  =====|                 ====|
agent        |<-- gap -->====      |
                               ====|  negative gap: the reply began before the end
"""

from __future__ import annotations

from assist.events import (
    SPEAKERS,
    AnyEvent,
    Credit,
    FloorChanged,
    ResponseGap,
    Silence,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    other,
)
from assist.profile.schema import Conversation, samples


class ResponseGaps:
    """Reports, whenever the floor passes from one side to the other, the gap before the reply.

    The reply is the first stretch of speech that lasts beyond the end of the other's; if it began before that end, the gap is
    negative. An "mm-hm" takes no floor and so ends no gap.
    """

    def __init__(self) -> None:
        self._holder: Speaker | None = None
        self._speaking: dict[Speaker, int | None] = dict.fromkeys(SPEAKERS)
        self._last_end: dict[Speaker, int] = dict.fromkeys(SPEAKERS, 0)
        self._reply: dict[Speaker, int | None] = dict.fromkeys(SPEAKERS)
        """Start of the first speech of a side that goes beyond the last end of the other."""

    def take(self, event: AnyEvent, now: int, *, emotional: bool) -> list[ResponseGap]:
        """Take speech and changes of the floor; others are ignored.

        Args:
            event: what happened.
            now: the moment it became known.
            emotional: whether the caller's last turn was an emotional one.
        """
        if isinstance(event, SpeechStarted):
            self._speaking[event.speaker] = event.start
            if self._reply[event.speaker] is None:
                self._reply[event.speaker] = event.start
        elif isinstance(event, SpeechEnded):
            self._speaking[event.speaker], self._last_end[event.speaker] = None, event.end
            rival = other(event.speaker)
            self._reply[rival] = self._speaking[rival]
            if event.end <= self._last_end[rival]:
                self._reply[event.speaker] = None
        elif isinstance(event, FloorChanged) and event.holder is not None:
            return self._passed(event.holder, now, emotional)
        return []

    def _passed(self, holder: Speaker, now: int, emotional: bool) -> list[ResponseGap]:
        before, self._holder = self._holder, holder
        reply = self._reply[holder]
        if before is None or before == holder or reply is None:
            return []
        return [
            ResponseGap(
                at=reply,
                known_at=now,
                speaker=holder,
                start=self._last_end[before],
                end=reply,
                emotional=emotional and holder == "agent",
            )
        ]


class ListenedInSilence:
    """Credits a silence of some seconds that was left after an emotional turn of the caller.

    Args:
        thresholds: from what length to what length.
    """

    def __init__(self, thresholds: Conversation) -> None:
        self._from = samples(thresholds.credit_silence_from_seconds)
        self._to = samples(thresholds.credit_silence_to_seconds)

    def take(self, event: AnyEvent, now: int, *, emotional: bool) -> list[Credit]:
        """Take silences; others are ignored. A silence that ends the call is not credited.

        Args:
            event: what happened.
            now: the moment it became known.
            emotional: whether the caller's last turn, before the silence, was an emotional one.
        """
        if not isinstance(event, Silence) or event.before != "customer" or event.after is None or not emotional:
            return []
        if not self._from <= event.end - event.start <= self._to:
            return []
        return [Credit(at=event.end, known_at=now, name="listened_in_silence", start=event.start, end=event.end)]
