"""Word error rate: the least number of substitutions, deletions and insertions that turn a reference into what was heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from models.word_alignment import align


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
    kinds = Counter(step.kind for step in align(reference, heard))
    return WordErrors(len(reference), kinds["other"], kinds["lost"], kinds["added"])
