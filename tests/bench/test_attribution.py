"""How attribution is counted."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assist.events import SAMPLE_RATE
from assist.timeline.frame import HOP
from tests.bench.attribution import Tally, true_turns
from tests.bench.mixed_calls import Voice, pairs, telephone


def mask(*spans: tuple[int, int], hops: int = 200) -> np.ndarray:
    speaks = np.zeros(hops, bool)
    for start, end in spans:
        speaks[start:end] = True
    return speaks


def test_turns_are_runs_with_silences_under_a_second() -> None:
    assert true_turns(mask((0, 10), (20, 40), (80, 90))) == [(0, 40), (80, 90)]
    assert true_turns(mask()) == [] and true_turns(mask((0, 200))) == [(0, 200)]


def test_shares_are_of_speech_of_one_side() -> None:
    tally = Tally(right=80, wrong=5, nobody=15, true_edges=4, found_edges=3, off_seconds=[0.1, -0.3])
    tally.add(Tally(right=100, off_seconds=[0.2], true_edges=1, found_edges=1))
    row = tally.row("a", "clean")
    assert row[:6] == ("a", "clean", "6", "90.0", "2.5", "7.5") and row[6] == "97.3"
    assert row[7:] == ("3/5", "1", "0.20", "0.28")


def test_a_pair_alternates_and_keeps_what_was_enrolled_out() -> None:
    speaks = mask(*[(at, at + 90) for at in range(0, 1_900, 100)], hops=1_900)
    sides = [
        Voice(name, "chosen", np.full(1_900 * HOP, level, np.int16), speaks) for name, level in (("a", 10), ("b", 20))
    ]
    first, second = pairs(sides)
    assert (first.name, second.name) == ("a + b", "b + a")
    assert first.enrolled.size >= 20 * SAMPLE_RATE and set(first.enrolled) == {10}
    by_hop = first.sound[: len(first.truth) * HOP].reshape(-1, HOP)
    assert set(by_hop[first.truth[:, 0]].ravel()) == {10} and set(by_hop[first.truth[:, 1]].ravel()) == {20}
    assert not first.truth.all(axis=1).any() and first.truth.any(axis=0).all()


def test_without_the_files_there_is_no_call(tmp_path: Path) -> None:
    assert list(telephone(tmp_path)) == []
