"""Cutting speech into utterances: what an engine is fed is one unbroken stretch, asked about at the right moments."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.asr.engine import Begin, Feed, Finish, Hypothesise, Request
from assist.asr.utterances import UtteranceCutter
from assist.events import SpeechEnded, SpeechStarted
from assist.profile.schema import Recognition, Speech
from assist.speech.activity import SpeechSegmenter

HOP = 512
SECOND = 16_000


@dataclass
class Utterance:
    start: int
    fed: list[np.ndarray] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    fed_when_asked: list[int] = field(default_factory=list)
    end: int | None = None

    @property
    def length(self) -> int:
        return sum(len(block) for block in self.fed)


def cut(
    probabilities: list[float], thresholds: Recognition | None = None, speech: Speech | None = None
) -> tuple[list[Utterance], list[SpeechStarted | SpeechEnded], np.ndarray]:
    """Run segmenter and cutter over a call; the sound counts its samples."""
    segmenter = SpeechSegmenter("customer", speech or Speech())
    cutter = UtteranceCutter("customer", thresholds or Recognition(), HOP)
    audio = (np.arange(len(probabilities) * HOP) % 31_991).astype(np.int16)
    utterances: list[Utterance] = []
    spoken: list[SpeechStarted | SpeechEnded] = []

    def take(requests: list[Request]) -> None:
        for request in requests:
            assert request.speaker == "customer"
            if isinstance(request, Begin):
                assert request.utterance == len(utterances) + 1
                assert not utterances or utterances[-1].end is not None
                utterances.append(Utterance(request.start))
                continue
            utterance = utterances[-1]
            assert request.utterance == len(utterances) and utterance.end is None
            match request:
                case Feed():
                    assert len(request.samples)
                    utterance.fed.append(request.samples)
                case Hypothesise():
                    utterance.asked.append(request.end)
                    utterance.fed_when_asked.append(utterance.length)
                case Finish():
                    utterance.end = request.end

    for index, probability in enumerate(probabilities):
        end = (index + 1) * HOP
        events = segmenter.hop(probability, index * HOP, end)
        spoken += events
        take(cutter.hop(events, probability, audio[index * HOP : end], end))
    end = len(probabilities) * HOP
    spoken += segmenter.flush(end, end + 1)
    take(cutter.flush(end))
    return utterances, spoken, audio


def hops(seconds: float) -> int:
    return round(seconds * SECOND / HOP)


def voice(*runs: float) -> list[float]:
    """Probabilities: seconds of silence, of voice, of silence..."""
    out: list[float] = []
    for index, seconds in enumerate(runs):
        out += [0.95 * (index % 2)] * hops(seconds)
    return out


RUNS = st.lists(
    st.tuples(st.one_of(st.integers(1, 12), st.integers(1, 200)), st.sampled_from([0.0, 0.2, 0.4, 0.45, 0.7, 1.0])),
    max_size=25,
)
THRESHOLDS = st.builds(
    Recognition,
    pad_seconds=st.sampled_from([0.1, 0.3, 1.0]),
    guess_after_seconds=st.sampled_from([0.1, 0.32, 1.0]),
    end_after_seconds=st.sampled_from([0.2, 0.5, 2.0]),
    longest_utterance_seconds=st.sampled_from([4.0, 12.0]),
    partial_every_seconds=st.sampled_from([0.3, 1.0, 5.0]),
)
SPEECH = st.builds(
    Speech,
    shortest_speech_seconds=st.sampled_from([0.03, 0.09, 0.5]),
    shortest_silence_seconds=st.sampled_from([0.06, 0.2, 0.6]),
)


@given(RUNS, THRESHOLDS, SPEECH)
@settings(max_examples=300, deadline=None)
def test_fed_sound_is_one_unbroken_stretch(
    runs: list[tuple[int, float]], thresholds: Recognition, speech: Speech
) -> None:
    probabilities = [probability for length, probability in runs for _ in range(length)]
    utterances, spoken, audio = cut(probabilities, thresholds, speech)
    for utterance in utterances:
        assert utterance.end is not None
        fed_until = utterance.start + utterance.length
        assert fed_until <= utterance.end <= len(audio)
        if utterance.fed:
            assert np.array_equal(np.concatenate(utterance.fed), audio[utterance.start : fed_until])
        for asked, length in zip(utterance.asked, utterance.fed_when_asked, strict=True):
            assert asked == utterance.start + length
        assert utterance.asked == sorted(set(utterance.asked))
        longest = round(thresholds.longest_utterance_seconds * SECOND)
        assert utterance.length <= longest + HOP + 3 * SECOND
    # Every voiced stretch is heard, and none of it twice.
    covered = np.zeros(len(audio), np.int8)
    for utterance in utterances:
        covered[utterance.start : utterance.start + utterance.length] += 1
    ended = [event for event in spoken if isinstance(event, SpeechEnded)]
    for event in ended:
        assert covered[event.start : event.end].min() >= 1
        assert covered[event.start : event.end].max() <= 1
    assert len(utterances) == 0 or ended


def test_one_utterance_with_its_pad_guess_and_end() -> None:
    ((utterance,), _, _) = cut(voice(2.0, 3.0, 2.0))
    voice_start, voice_end = hops(2.0) * HOP, (hops(2.0) + hops(3.0)) * HOP
    assert utterance.start == voice_start - round(0.3 * SECOND)
    *partials, guess = utterance.asked
    assert 0 <= guess - voice_end - Recognition().guess_after_seconds * SECOND < HOP
    assert utterance.end is not None and 0 <= utterance.end - voice_end - Recognition().end_after_seconds * SECOND < HOP
    assert utterance.start + utterance.length == guess
    assert [round((asked - utterance.start) / SECOND) for asked in partials] == [1, 2, 3]


def test_the_pad_does_not_reach_before_the_call() -> None:
    ((utterance,), _, _) = cut(voice(0.1, 1.0, 1.0))
    assert utterance.start == 0


def test_speech_that_goes_on_after_the_guess_brings_back_what_was_held() -> None:
    ((utterance,), _, audio) = cut(voice(1.0, 1.0, 0.34, 1.0, 1.0))
    assert utterance.length > 2.3 * SECOND
    assert np.array_equal(np.concatenate(utterance.fed), audio[utterance.start : utterance.start + utterance.length])


def test_a_second_of_silence_makes_two_utterances() -> None:
    utterances, _, _ = cut(voice(1.0, 1.0, 1.0, 1.0, 1.0))
    assert len(utterances) == 2
    assert utterances[1].start > utterances[0].start + utterances[0].length - HOP


def test_long_speech_is_cut_at_a_quiet_moment_and_nothing_is_lost() -> None:
    breath = [0.95] * hops(10.0) + [0.2] * 3 + [0.95] * hops(10.0)
    utterances, _, _ = cut([0.0] * 20 + breath + [0.0] * 40)
    assert len(utterances) == 2
    assert 0 <= utterances[0].start + utterances[0].length - (20 + hops(10.0)) * HOP <= 3 * HOP
    assert utterances[1].start == utterances[0].start + utterances[0].length


def test_long_speech_without_a_quiet_moment_is_cut_at_the_limit() -> None:
    utterances, _, _ = cut(voice(1.0, 30.0, 1.0))
    assert len(utterances) == 3
    assert [0 <= u.length - 12 * SECOND < HOP for u in utterances[:2]] == [True, True]


@pytest.mark.parametrize("seconds", [0.2, 1.0, 3.0])
def test_a_call_that_ends_in_the_middle_of_speech(seconds: float) -> None:
    ((utterance,), _, audio) = cut(voice(1.0, seconds))
    assert utterance.end == len(audio) == utterance.start + utterance.length


def test_silence_asks_for_nothing() -> None:
    assert cut(voice(60.0))[0] == []
