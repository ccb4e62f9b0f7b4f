"""The overlap benchmark matches rightly, and its lines do what they say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from assist.events import OverlapStarted, Speaker
from assist.timeline.frame import Samples
from tests.bench.overlap_conditions import CLEAN, CONDITIONS, LOST_REPEATED, LOST_SILENT, through
from tests.bench.overlap_truth import ACCEPTED, TrueOverlap, match

SECOND = 16_000


def true(speaker: Speaker, onset: float, end: float, kind: str = "interruption") -> TrueOverlap:
    return TrueOverlap(speaker, round(onset * SECOND), round(end * SECOND), kind, True, "")


def found(speaker: Speaker, onset: float) -> OverlapStarted:
    at = round(onset * SECOND)
    return OverlapStarted(at=at, known_at=at, speaker=speaker, onset=at)


def test_every_true_overlap_gets_the_nearest_of_its_speaker() -> None:
    near, far = found("agent", 5.05), found("agent", 5.3)
    matched = match([true("agent", 5.0, 7.0)], [far, near, found("customer", 5.0), found("agent", 12.0)])
    assert matched.pairs[0][1] == near
    assert [event.onset / SECOND for event in matched.again] == [5.3, 5.0], "inside the true one, so not out of nothing"
    assert [event.onset / SECOND for event in matched.wrong] == [12.0]


def test_what_is_too_far_off_or_of_the_other_side_is_missed() -> None:
    matched = match([true("agent", 5.0, 7.0)], [found("agent", 5.5), found("customer", 5.0)])
    assert matched.pairs[0][1] is None


def test_who_came_in_does_not_matter_when_both_began_together() -> None:
    matched = match([true("agent", 5.0, 7.0, "simultaneous")], [found("customer", 4.8)])
    assert matched.pairs[0][1] is not None


def test_no_change_of_turns_may_be_called_an_interruption() -> None:
    assert all("interruption" not in ACCEPTED[kind] for kind in ACCEPTED if kind != "interruption")


def call() -> Samples:
    seconds = np.arange(2 * SECOND) / SECOND
    tone = np.where((seconds > 0.5) & (seconds < 1.5), 3000 * np.sin(2 * np.pi * 440 * seconds), 0)
    return np.asarray(np.rint(np.stack([tone, tone[::-1]], axis=1)), dtype=np.int16)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_line_keeps_the_length_and_is_the_same_every_time(condition: str) -> None:
    heard = through(condition, call(), seed=3)
    assert heard.shape == call().shape
    assert np.array_equal(heard, through(condition, call(), seed=3))
    assert np.array_equal(heard, call()) == (condition == CLEAN)


def test_repeating_fills_what_was_lost() -> None:
    silent, repeated = (through(condition, call(), seed=3) for condition in (LOST_SILENT, LOST_REPEATED))

    def sounding(heard: Samples) -> npt.NDArray[np.bool_]:
        return np.asarray(np.abs(heard.reshape(-1, 320, 2)).max(axis=1) > 0, dtype=np.bool_)

    assert not np.all(sounding(silent))
    assert np.all(sounding(repeated)[1:])
    kept = np.repeat(sounding(silent), 320, axis=0)
    assert np.array_equal(silent[kept], repeated[kept])
