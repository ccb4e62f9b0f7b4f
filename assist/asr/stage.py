"""The recognition stage: speech events and audio in, words out; the engine is somewhere behind a lane."""

from __future__ import annotations

from dataclasses import replace

from assist.asr.engine import Lane
from assist.asr.redaction import redact
from assist.asr.stabiliser import Stabiliser
from assist.asr.utterances import UtteranceCutter
from assist.events import SPEAKERS, AnyEvent, Hypothesis, Speaker, SpeechEnded, SpeechStarted, TimedWord
from assist.profile.schema import Profile
from assist.timeline.frame import Samples


def _heard(hypothesis: Hypothesis) -> tuple[TimedWord, ...]:
    """The words with times inside the sound that was heard: no engine may know of a word's end before it is there."""
    end = hypothesis.at
    if all(word.end <= end for word in hypothesis.words):
        return hypothesis.words
    return tuple(replace(word, start=min(word.start, end), end=min(word.end, end)) for word in hypothesis.words)


class RecognitionStage:
    """Cuts both sides into utterances, hands them to the lane, and makes words of what comes back.

    Args:
        profile: thresholds.
        lane: where recognition runs.
        hop: samples per step.
    """

    def __init__(self, profile: Profile, lane: Lane, hop: int) -> None:
        self._lane = lane
        self._cutters = {speaker: UtteranceCutter(speaker, profile.recognition, hop) for speaker in SPEAKERS}
        self._speaking: dict[Speaker, bool] = dict.fromkeys(SPEAKERS, False)
        self._stabilisers = {speaker: Stabiliser(speaker) for speaker in SPEAKERS}

    def hop(
        self, events: list[AnyEvent], probabilities: tuple[float, float], audio: Samples, end: int
    ) -> list[AnyEvent]:
        """Take one hop: the speech stage's events and probabilities, and the audio, int16 of shape (hop, 2)."""
        out = self._published(self._lane.ready(end))
        speech = [event for event in events if isinstance(event, SpeechStarted | SpeechEnded)]
        for event in speech:
            self._speaking[event.speaker] = isinstance(event, SpeechStarted)
        contested = all(self._speaking.values())
        for column, speaker in enumerate(SPEAKERS):
            own = [event for event in speech if event.speaker == speaker]
            requests = self._cutters[speaker].hop(
                own, probabilities[column], audio[:, column], end, contested=contested
            )
            for request in requests:
                self._lane.submit(request, end)
        return out

    def flush(self, end: int, now: int) -> list[AnyEvent]:
        """The call was over at `end`; it is `now`: wait for what is outstanding."""
        for speaker in SPEAKERS:
            for request in self._cutters[speaker].flush(end):
                self._lane.submit(request, now)
        return self._published(self._lane.drain(now))

    def _published(self, events: list[AnyEvent]) -> list[AnyEvent]:
        out: list[AnyEvent] = []
        for event in events:
            if not isinstance(event, Hypothesis):
                out.append(event)
                continue
            hypothesis = replace(event, words=redact(_heard(event), complete=event.complete))
            out.append(hypothesis)
            out.extend(self._stabilisers[hypothesis.speaker].take(hypothesis))
        return out
