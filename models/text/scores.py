"""Scores of yes-or-no decisions: F1, average of F1, agreement beyond chance, area under the curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """How one class was found."""

    count: int
    """Lines that are of the class."""
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 if nothing was found."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score(truth: Sequence[bool], said: Sequence[bool]) -> Score:
    """Precision and recall of `said` against `truth`, two sequences of the same length."""
    hits = sum(t and s for t, s in zip(truth, said, strict=True))
    return Score(sum(truth), hits / max(sum(said), 1), hits / max(sum(truth), 1))


def mean(values: Sequence[float]) -> float:
    """The plain average, 0 of nothing."""
    return sum(values) / max(len(values), 1)


def kappa(first: Sequence[bool], second: Sequence[bool]) -> float:
    """Cohen's kappa: (agreed - agreed by chance) / (1 - agreed by chance); 1 if both always say the same one thing."""
    n = len(first)
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    yes_first, yes_second = sum(first) / n, sum(second) / n
    chance = yes_first * yes_second + (1 - yes_first) * (1 - yes_second)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def area(truth: Sequence[bool], value: Sequence[float]) -> float:
    """Area under the ROC curve: the chance that a true one has the higher value than a false one, ties counting half.

    Raises:
        ValueError: all are true or all are false.
    """
    positive = sum(truth)
    negative = len(truth) - positive
    if not positive or not negative:
        raise ValueError("the area needs lines of both kinds")
    ranks, start = 0.0, 0
    pairs = sorted(zip(value, truth, strict=True))
    while start < len(pairs):
        end = start
        while end < len(pairs) and pairs[end][0] == pairs[start][0]:
            end += 1
        ranks += (start + 1 + end) / 2 * sum(is_true for _, is_true in pairs[start:end])
        start = end
    return (ranks - positive * (positive + 1) / 2) / (positive * negative)
