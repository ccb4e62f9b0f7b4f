"""The figures of the voice benchmark are what they say, and its lines move what they should."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assist.events import SAMPLE_RATE
from models.voice.hearing import GAIN_STEP_SECONDS, amplified, through
from models.voice.tune import fitted
from tests.bench.voice import auc, f_as_many
from tests.calls.speaking import REFERENCE_LEVEL_DB
from tests.cues.test_voice_change import piece


def test_area_under_the_curve() -> None:
    assert auc(np.array([2.0, 3.0]), np.array([0.0, 1.0])) == 1.0
    assert auc(np.array([0.0, 1.0]), np.array([2.0, 3.0])) == 0.0
    assert auc(np.array([1.0, 1.0]), np.array([1.0])) == 0.5


def test_a_line_brings_the_caller_to_the_level_of_the_recipe() -> None:
    for level in (300.0, 3_000.0):
        hiss = np.random.default_rng(3).normal(0.0, level, (SAMPLE_RATE, 2)).astype(np.int16)
        heard = through("clean", hiss)[:, 1] / 32_768
        assert 20 * np.log10(np.std(heard)) == pytest.approx(REFERENCE_LEVEL_DB, abs=0.1)


def test_a_gain_moves_levels_after_its_moment_only() -> None:
    early, late = piece(1.0), piece(GAIN_STEP_SECONDS + 1)
    before, after = amplified([early, late], 6.0)
    assert before == early
    assert after == replace(late, level_db=late.level_db + 6.0, noise_db=(late.noise_db or 0.0) + 6.0)


def test_weights_follow_what_tells_the_classes_apart_and_are_never_negative() -> None:
    rows = np.zeros((40, 5))
    rows[:20, 1], rows[:20, 4] = 2.0, -1.0
    weights, bias = fitted(rows, np.repeat([1.0, 0.0], 20))
    assert weights.argmax() == 1 and weights.min() >= 0.0 and weights[4] < weights[0]
    assert bias < 0


def test_marking_as_many_as_there_are() -> None:
    truth = np.array([1, 0, 1, 0])
    assert f_as_many(truth, np.array([3.0, 0.0, 2.0, 1.0])) == pytest.approx(1.0)
    assert f_as_many(truth, np.array([3.0, 2.0, 0.0, 1.0])) == pytest.approx(0.5)
