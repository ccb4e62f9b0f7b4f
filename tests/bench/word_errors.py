"""Word error rate: the least number of substitutions, deletions and insertions that turn a reference into what was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Counts over one text or several."""

    words: int = 0
    """Words of the reference."""
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0

    def __add__(self, more: WordErrors) -> WordErrors:
        return WordErrors(
            self.words + more.words,
            self.substitutions + more.substitutions,
            self.deletions + more.deletions,
            self.insertions + more.insertions,
        )

    @property
    def errors(self) -> int:
        """All of them."""
        return self.substitutions + self.deletions + self.insertions

    @property
    def rate(self) -> float:
        """Errors per word of the reference; may exceed 1."""
        return self.errors / max(self.words, 1)


def word_errors(reference: Sequence[str], heard: Sequence[str]) -> WordErrors:
    """Count by edit distance, all three kinds at the same price."""
    cost = np.zeros((len(reference) + 1, len(heard) + 1), np.int32)
    cost[:, 0] = np.arange(len(reference) + 1)
    cost[0, :] = np.arange(len(heard) + 1)
    for row, word in enumerate(reference, 1):
        for column, other in enumerate(heard, 1):
            same = cost[row - 1, column - 1] + (word != other)
            cost[row, column] = min(same, cost[row - 1, column] + 1, cost[row, column - 1] + 1)
    substitutions = deletions = insertions = 0
    row, column = len(reference), len(heard)
    while row or column:
        if row and column:
            wrong = int(reference[row - 1] != heard[column - 1])
            if cost[row, column] == cost[row - 1, column - 1] + wrong:
                substitutions += wrong
                row, column = row - 1, column - 1
                continue
        if row and cost[row, column] == cost[row - 1, column] + 1:
            deletions += 1
            row -= 1
        else:
            insertions += 1
            column -= 1
    return WordErrors(len(reference), substitutions, deletions, insertions)
