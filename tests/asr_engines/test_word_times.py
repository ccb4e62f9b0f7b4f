"""Estimated word times: never out of order, and close on a call whose exact times are known."""

from __future__ import annotations

import json
import statistics

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from assist.asr.word_times import place_words, voiced_stretches
from assist.timeline.frame import Samples
from tests.asr_engines.living import SELFTEST

RATE = 16_000


def tone(*pieces: tuple[float, float]) -> Samples:
    """Pieces of (seconds, loudness 0..1) one after the other."""
    parts = [np.sin(np.arange(int(s * RATE)) * 0.2) * loud * 20_000 for s, loud in pieces]
    return np.concatenate(parts).astype(np.int16)


def test_stretches_of_voice() -> None:
    audio = tone((0.5, 0), (1.0, 1), (0.4, 0), (0.1, 1), (0.4, 0), (0.5, 0.5), (0.08, 0), (0.5, 0.5), (0.3, 0))
    found = [(a / RATE, b / RATE) for a, b in voiced_stretches(audio)]
    assert found == [pytest.approx((0.5, 1.5), abs=0.03), pytest.approx((1.9, 2.0), abs=0.03),
                     pytest.approx((2.4, 3.48), abs=0.03)]  # fmt: skip


@pytest.mark.parametrize("audio", [np.zeros(0, np.int16), np.zeros(100, np.int16), np.zeros(RATE, np.int16)])
def test_silence_has_no_stretches_but_words_still_get_times(audio: Samples) -> None:
    assert voiced_stretches(audio) == []
    words = place_words(["one", "two"], audio, 500)
    assert 500 <= words[0].start < words[0].end <= words[1].start < words[1].end


def test_words_go_to_their_side_of_a_pause() -> None:
    audio = tone((0.3, 0), (0.6, 1), (1.0, 0), (1.2, 1), (0.3, 0))
    words = place_words(["Okay,", "what", "would", "make", "it", "easier?"], audio, 16_000)
    assert words[0].end <= 16_000 + int(0.95 * RATE)
    assert words[1].start >= 16_000 + int(1.85 * RATE)


def test_a_pause_falls_on_punctuation() -> None:
    audio = tone((1.0, 1), (0.5, 0), (1.0, 1))
    words = place_words(["I", "see", "it", "now,", "and", "so", "do", "others"], audio, 0)
    assert words[3].end <= 1.05 * RATE and words[4].start >= 1.45 * RATE


def test_confidences_stay_with_their_words() -> None:
    words = place_words(["a", "b"], tone((1.0, 1)), 0, [0.25, 0.75])
    assert [(word.text, word.confidence) for word in words] == [("a", 0.25), ("b", 0.75)]


@given(
    texts=st.lists(st.text(min_size=1, max_size=12), max_size=30),
    pieces=st.lists(st.tuples(st.floats(0.0, 0.8), st.sampled_from([0.0, 0.01, 0.3, 1.0])), max_size=8),
    start=st.integers(0, 10**9),
)
def test_always_monotone_and_complete(texts: list[str], pieces: list[tuple[float, float]], start: int) -> None:
    words = place_words(texts, tone(*pieces, (0.0, 0.0)), start)
    assert [word.text for word in words] == texts
    times = [time for word in words for time in (word.start, word.end)]
    assert times == sorted(times) and all(word.start < word.end for word in words)
    assert not times or times[0] >= start


def test_close_to_the_truth_on_a_call_with_known_times() -> None:
    truth = json.loads(SELFTEST.with_suffix(".json").read_text(encoding="utf-8"))
    audio, _ = soundfile.read(SELFTEST, dtype="int16", always_2d=True)
    errors: list[float] = []
    for utterance in truth["utterances"]:
        start = max(0, int((utterance["start"] - 0.3) * RATE))
        clip = audio[start : int((utterance["end"] + 0.3) * RATE), utterance["channel"]]
        spoken = [text for text in utterance["text"].split() if text.strip("-")]
        placed = place_words(spoken, clip, start)
        errors += [abs(p.start / RATE - word["start"]) for p, word in zip(placed, utterance["words"], strict=True)]
    assert len(errors) > 15 and statistics.median(errors) < 0.15
