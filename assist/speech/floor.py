"""Who holds the floor: the side whose turn is running and started first."""

from __future__ import annotations

from assist.events import (
    SPEAKERS,
    AnyEvent,
    FloorChanged,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    TurnEnded,
    TurnStarted,
    other,
)


class Floor:
    """Follows the floor from the speech and turn events of both sides.

        caller  ====turn====..pause..               the caller holds the floor
        agent                      ~~0.7 s~~====    and loses it when the agent has spoken alone for 0.7 s,
                                                    or at once when the caller's turn is over

    A side that talks over the holder does not take the floor before the holder stops.

    Args:
        take_after: samples of speaking alone that take the floor from a side that paused.
    """

    def __init__(self, take_after: int) -> None:
        self._take_after = take_after
        self.holder: Speaker | None = None
        self._speaking_since: dict[Speaker, int | None] = dict.fromkeys(SPEAKERS)
        self._silent_since: dict[Speaker, int] = dict.fromkeys(SPEAKERS, 0)
        self._turn_since: dict[Speaker, int | None] = dict.fromkeys(SPEAKERS)

    def take(self, event: AnyEvent) -> list[FloorChanged]:
        """Take a speech or turn event; others are ignored."""
        if isinstance(event, SpeechStarted):
            self._speaking_since[event.speaker] = event.start
            if self.holder is None:
                return self._give(event.speaker, event.start, event.known_at)
        elif isinstance(event, SpeechEnded):
            self._speaking_since[event.speaker] = None
            self._silent_since[event.speaker] = event.end
        elif isinstance(event, TurnStarted):
            self._turn_since[event.speaker] = event.start
        elif isinstance(event, TurnEnded):
            self._turn_since[event.speaker] = None
            rival = other(event.speaker)
            since = self._turn_since[rival]
            if event.speaker == self.holder:
                return self._give(None if since is None else rival, max(event.end, since or 0), event.known_at)
        return []

    def hop(self, now: int) -> list[FloorChanged]:
        """It is `now`."""
        if self.holder is None:
            return []
        rival = other(self.holder)
        since = self._speaking_since[rival]
        if since is None or self._speaking_since[self.holder] is not None:
            return []
        alone_since = max(since, self._silent_since[self.holder])
        return self._give(rival, alone_since, now) if now - alone_since >= self._take_after else []

    def _give(self, holder: Speaker | None, at: int, now: int) -> list[FloorChanged]:
        self.holder = holder
        return [FloorChanged(at=at, known_at=now, holder=holder)]
