"""The speech stage: hop probabilities in; speech, turns, floor, overlaps and silences out."""

from __future__ import annotations

from assist.events import SPEAKERS, AnyEvent, Speaker, SpeechEnded, SpeechStarted, TurnEnded, TurnStarted, other
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
        hangover: of the voice activity model, in samples.
    """

    def __init__(self, profile: Profile, hangover: int = 0) -> None:
        self._segmenters = {speaker: SpeechSegmenter(speaker, profile.speech, hangover) for speaker in SPEAKERS}
        gap = samples(profile.turns.turn_gap_seconds)
        self._turns = {speaker: TurnTracker(speaker, gap) for speaker in SPEAKERS}
        self._floor = Floor(samples(profile.turns.floor_after_seconds))
        self._overlaps = OverlapTracker(profile.turns)
        self._silences = SilenceTracker(samples(profile.turns.shortest_gap_seconds))

    def hop(self, probabilities: tuple[float, float], start: int, end: int) -> list[AnyEvent]:
        """Take one hop of voice probabilities (agent, customer).

        What ended comes before what began, whichever side it is, so that neither side is treated differently.
        """
        out: list[AnyEvent] = []
        speech = [
            event
            for speaker, probability in zip(SPEAKERS, probabilities, strict=True)
            for event in self._segmenters[speaker].hop(probability, start, end)
        ]
        for event in speech:
            if isinstance(event, SpeechEnded):
                self._spread(event, out)
        for speaker in self._floor_last():
            segmenter = self._segmenters[speaker]
            if not segmenter.speaking:
                self._emit(self._turns[speaker].hop(segmenter.silent_until(end), end), out)
        for event in speech:
            if isinstance(event, SpeechStarted):
                self._spread(event, out)
        out.extend(self._overlaps.hop({speaker: s.quiet_since for speaker, s in self._segmenters.items()}, end))
        out.extend(self._floor.hop(end))
        return out

    def flush(self, end: int, now: int) -> list[AnyEvent]:
        """The call was over at `end`; it is `now`."""
        out: list[AnyEvent] = []
        ended = [event for segmenter in self._segmenters.values() for event in segmenter.flush(end, now)]
        for event in sorted(ended, key=lambda event: event.at):
            self._spread(event, out)
        for speaker in self._floor_last():
            self._emit(self._turns[speaker].flush(now), out)
        out.extend(self._silences.flush(end, now))
        return out

    def _floor_last(self) -> list[Speaker]:
        """Both sides, the holder of the floor last: when both turns end at once, the floor does not pass on in between."""
        return sorted(SPEAKERS, key=lambda speaker: speaker == self._floor.holder)

    def _spread(self, event: SpeechStarted | SpeechEnded, out: list[AnyEvent]) -> None:
        out.append(event)
        out.extend(self._silences.take(event))
        out.extend(self._overlaps.take(event, self._segmenters[other(event.speaker)].quiet_since))
        self._emit(self._turns[event.speaker].take(event), out)
        out.extend(self._floor.take(event))

    def _emit(self, turns: list[TurnStarted | TurnEnded], out: list[AnyEvent]) -> None:
        for turn in turns:
            out.append(turn)
            out.extend(self._floor.take(turn))
