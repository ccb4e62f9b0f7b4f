"""The speech stage: hop probabilities in; speech, turns, floor, overlaps and silences out."""

from __future__ import annotations

from assist.events import SPEAKERS, AnyEvent, SpeechEnded, SpeechStarted, TurnEnded, TurnStarted
from assist.profile.schema import Profile, samples
from assist.speech.activity import SpeechSegmenter
from assist.speech.floor import Floor
from assist.speech.overlap import OverlapTracker
from assist.speech.silence import SilenceTracker
from assist.speech.turns import TurnTracker


class SpeechStage:
    """Runs the small machines of this folder on both sides, in a fixed order.

    Args:
        profile: thresholds.
    """

    def __init__(self, profile: Profile) -> None:
        self._segmenters = {speaker: SpeechSegmenter(speaker, profile.speech) for speaker in SPEAKERS}
        gap = samples(profile.turns.turn_gap_seconds)
        self._turns = {speaker: TurnTracker(speaker, gap) for speaker in SPEAKERS}
        self._floor = Floor(samples(profile.turns.floor_after_seconds))
        self._overlaps = OverlapTracker(profile.turns)
        self._silences = SilenceTracker(samples(profile.turns.shortest_gap_seconds))

    def hop(self, probabilities: tuple[float, float], start: int, end: int) -> list[AnyEvent]:
        """Take one hop of voice probabilities (agent, customer)."""
        out: list[AnyEvent] = []
        for speaker, probability in zip(SPEAKERS, probabilities, strict=True):
            segmenter = self._segmenters[speaker]
            for event in segmenter.hop(probability, start, end):
                self._spread(event, out)
            if not segmenter.speaking:
                self._emit(self._turns[speaker].hop(segmenter.silent_until(end), end), out)
        out.extend(self._floor.hop(end))
        return out

    def flush(self, now: int) -> list[AnyEvent]:
        """The call is over."""
        out: list[AnyEvent] = []
        for speaker in SPEAKERS:
            for event in self._segmenters[speaker].flush(now):
                self._spread(event, out)
        for speaker in SPEAKERS:
            self._emit(self._turns[speaker].flush(now), out)
        out.extend(self._silences.flush(now))
        return out

    def _spread(self, event: SpeechStarted | SpeechEnded, out: list[AnyEvent]) -> None:
        out.append(event)
        out.extend(self._silences.take(event))
        out.extend(self._overlaps.take(event))
        self._emit(self._turns[event.speaker].take(event), out)
        out.extend(self._floor.take(event))

    def _emit(self, turns: list[TurnStarted | TurnEnded], out: list[AnyEvent]) -> None:
        for turn in turns:
            out.append(turn)
            out.extend(self._floor.take(turn))
