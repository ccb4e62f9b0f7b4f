"""Overlaps: who came in on whom, and until when both spoke."""

from __future__ import annotations

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


class OverlapTracker:
    """Reports the onset of every coming-in, and the end of the overlap.

        holder    =======..=========        a pause under the run gap belongs to the holder's speech
        incomer           ^=====            coming in during that pause counts once the holder goes on
                          onset

    Args:
        thresholds: what counts as coming in.
    """

    def __init__(self, thresholds: TurnTaking) -> None:
        self._fresh = samples(thresholds.overlap_after_silence_seconds)
        self._run_gap = samples(thresholds.run_gap_seconds)
        self._sides: dict[Speaker, _Side] = {speaker: _Side() for speaker in SPEAKERS}
        self._open: tuple[Speaker, int] | None = None

    def take(self, event: SpeechStarted | SpeechEnded) -> list[OverlapStarted | OverlapEnded]:
        """Take a speech event of either side."""
        return self._ended(event) if isinstance(event, SpeechEnded) else self._started(event)

    def _started(self, event: SpeechStarted) -> list[OverlapStarted | OverlapEnded]:
        own, rival = self._sides[event.speaker], self._sides[other(event.speaker)]
        silence = event.start - own.end
        resumed = silence < self._run_gap
        own.speaking, own.start = True, event.start
        if not resumed:
            own.run_start = event.start
        if not rival.speaking or self._open is not None:
            return []
        if resumed and own.run_start < rival.start and rival.start >= own.end:
            # The rival came in while this side only paused for breath.
            return self._begin(other(event.speaker), rival.start, event.known_at)
        if event.start < rival.run_start:
            return self._begin(other(event.speaker), rival.start, event.known_at)
        if silence >= self._fresh:
            return self._begin(event.speaker, event.start, event.known_at)
        return []

    def _ended(self, event: SpeechEnded) -> list[OverlapStarted | OverlapEnded]:
        side = self._sides[event.speaker]
        side.speaking, side.end = False, event.end
        if self._open is None:
            return []
        speaker, onset = self._open
        self._open = None
        return [
            OverlapEnded(at=event.end, known_at=event.known_at, speaker=speaker, onset=onset, end=max(event.end, onset))
        ]

    def _begin(self, speaker: Speaker, onset: int, now: int) -> list[OverlapStarted | OverlapEnded]:
        self._open = (speaker, onset)
        return [OverlapStarted(at=onset, known_at=now, speaker=speaker, onset=onset)]
