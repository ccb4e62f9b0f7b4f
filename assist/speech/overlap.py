"""Overlaps: who came in on whom, and until when both spoke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assist.events import SPEAKERS, OverlapEnded, OverlapStarted, Speaker, SpeechEnded, SpeechStarted, other
from assist.profile.schema import TurnTaking, samples


@dataclass(slots=True)
class _Side:
    speaking: bool = False
    run_start: int = 0
    """Start of the speech, pauses under the run gap included."""
    start: int = 0
    """Start of the speech since the last pause."""
    end: int = -(10**9)
    fresh: bool = False
    """The last start came after an own silence long enough to count as coming in."""


class OverlapTracker:
    """Reports the onset of every coming-in, and the end of the overlap.

        holder    =======..=========        a pause under the run gap belongs to the holder's speech
        incomer           ^=====            coming in during that pause counts once the holder goes on,
                          onset             even if the incomer is silent again by then

    A voice's end is known only after a short silence. So who begins while the other may have stopped just before is held
    until that is known: a reply after 100 ms is no overlap.

    Args:
        thresholds: what counts as coming in.
    """

    def __init__(self, thresholds: TurnTaking) -> None:
        self._fresh = samples(thresholds.overlap_after_silence_seconds)
        self._run_gap = samples(thresholds.run_gap_seconds)
        self._lead = samples(thresholds.interruption_lead_seconds)
        self._sides: dict[Speaker, _Side] = {speaker: _Side() for speaker in SPEAKERS}
        self._open: list[tuple[Speaker, int]] = []
        self._held: tuple[Speaker, int] | None = None

    def take(self, event: SpeechStarted | SpeechEnded, quiet_since: int | None) -> list[OverlapStarted | OverlapEnded]:
        """Take a speech event of either side.

        Args:
            event: the event.
            quiet_since: since when the other side, if it is speaking, has not been heard; None if it is heard.
        """
        return self._ended(event) if isinstance(event, SpeechEnded) else self._started(event, quiet_since)

    def hop(self, quiet_since: Mapping[Speaker, int | None], now: int) -> list[OverlapStarted | OverlapEnded]:
        """It is `now`: does the voice go on that somebody may have come in on?"""
        if self._held is None or quiet_since[other(self._held[0])] is not None:
            return []
        return self._begin(*self._held, now)

    def _started(self, event: SpeechStarted, quiet_since: int | None) -> list[OverlapStarted | OverlapEnded]:
        own, rival = self._sides[event.speaker], self._sides[other(event.speaker)]
        silence = event.start - own.end
        resumed = silence < self._run_gap
        own.speaking, own.start, own.fresh = True, event.start, silence >= self._fresh
        if not resumed:
            own.run_start = event.start
        # The rival may have come in while this side only paused for breath.
        came_in = resumed and own.run_start < rival.start and rival.start >= own.end and rival.fresh
        if not rival.speaking:
            return self._passed(event, rival) if came_in and rival.end <= event.start else []
        out: list[OverlapStarted | OverlapEnded] = []
        if came_in or event.start < rival.run_start:
            out += self._begin(other(event.speaker), rival.start, event.known_at)
        if own.fresh and event.start - rival.run_start >= (self._lead if came_in else 0):
            if quiet_since is not None and quiet_since <= event.start:
                self._held = (event.speaker, event.start)
            else:
                out += self._begin(event.speaker, event.start, event.known_at)
        return out

    def _passed(self, event: SpeechStarted, rival: _Side) -> list[OverlapStarted | OverlapEnded]:
        """The rival said something during this side's pause, and is silent already."""
        speaker, onset, end = other(event.speaker), rival.start, rival.end
        return [
            OverlapStarted(at=onset, known_at=event.known_at, speaker=speaker, onset=onset),
            OverlapEnded(at=end, known_at=event.known_at, speaker=speaker, onset=onset, end=end),
        ]

    def _ended(self, event: SpeechEnded) -> list[OverlapStarted | OverlapEnded]:
        side = self._sides[event.speaker]
        side.speaking, side.end = False, event.end
        self._held = None
        ended, self._open = self._open, []
        return [
            OverlapEnded(at=event.end, known_at=event.known_at, speaker=speaker, onset=onset, end=max(event.end, onset))
            for speaker, onset in ended
        ]

    def _begin(self, speaker: Speaker, onset: int, now: int) -> list[OverlapStarted | OverlapEnded]:
        self._held = None
        if (speaker, onset) in self._open:
            return []
        self._open.append((speaker, onset))
        return [OverlapStarted(at=onset, known_at=now, speaker=speaker, onset=onset)]
