"""From probabilities to stretches of speech: one side, with hysteresis."""

from __future__ import annotations

from assist.events import Speaker, SpeechEnded, SpeechStarted
from assist.profile.schema import Speech, samples


class SpeechSegmenter:
    r"""Turns hop probabilities of one side into SpeechStarted and SpeechEnded.

        probability   _____/~~~~~~\__/~~~~~\_________
        candidate          ^on              ^off
        events                ^started          ^ended, `end` dated back to ^off, less the model's hangover

    Args:
        speaker: the side.
        thresholds: when a voice is there.
        hangover: samples for which the activity model goes on hearing a voice that has ended.
    """

    def __init__(self, speaker: Speaker, thresholds: Speech, hangover: int = 0) -> None:
        self.speaker = speaker
        self._on, self._off = thresholds.voice_on_probability, thresholds.voice_off_probability
        self._least_speech = samples(thresholds.shortest_speech_seconds)
        self._least_silence = samples(thresholds.shortest_silence_seconds)
        self._hangover = hangover
        self.speaking = False
        """True between the two events."""
        self._start = 0
        self._candidate: int | None = None

    def hop(self, probability: float, start: int, end: int) -> list[SpeechStarted | SpeechEnded]:
        """Take the probability of the hop [start, end)."""
        if not self.speaking:
            if probability < self._on:
                self._candidate = None
                return []
            if self._candidate is None:
                self._candidate = start
            if end - self._candidate < self._least_speech:
                return []
            self.speaking, self._start, self._candidate = True, self._candidate, None
            return [SpeechStarted(at=self._start, known_at=end, speaker=self.speaker, start=self._start)]
        if probability >= self._off:
            self._candidate = None
            return []
        if self._candidate is None:
            self._candidate = start
        if end - self._candidate < self._least_silence:
            return []
        return [self._close(self._last_heard(self._candidate), end)]

    @property
    def quiet_since(self) -> int | None:
        """While speaking: since when no voice is heard, which may be a pause inside a word or the end; else None."""
        return self._last_heard(self._candidate) if self.speaking and self._candidate is not None else None

    def silent_until(self, now: int) -> int:
        """While not speaking: up to where this side was silent for sure (what follows may become speech)."""
        return now if self._candidate is None else self._candidate

    def flush(self, end: int, now: int) -> list[SpeechStarted | SpeechEnded]:
        """The call was over at `end`; it is `now`."""
        if not self.speaking:
            return []
        return [self._close(end if self._candidate is None else self._last_heard(self._candidate), now)]

    def _last_heard(self, off: int) -> int:
        return max(off - self._hangover, self._start)

    def _close(self, at: int, now: int) -> SpeechEnded:
        self.speaking, self._candidate = False, None
        return SpeechEnded(at=at, known_at=now, speaker=self.speaker, start=self._start, end=at)
