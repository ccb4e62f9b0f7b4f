"""Words as a recogniser would have heard them on a bad line: some dropped, some misheard, some invented.

The default rates follow what Moonshine tiny does to real telephone speech (see models/overlap/CARD.md): a third of the
words wrong, most of them replaced, short listener words more often lost than others. The same seed gives the same errors.
"""

from __future__ import annotations

import collections
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assist.events import SAMPLE_RATE, TimedWord

SHORT_SAMPLES = round(0.35 * SAMPLE_RATE)
"""A lone word shorter than this is easily lost."""
ALONE_SAMPLES = round(0.5 * SAMPLE_RATE)
"""Silence on both sides that makes a word a lone one."""

LISTENER_MISHEARD = ("you", "oh", "uh", "the", "i", "a", "and", "hmm", "mm", "yeah", "yes", "okay", "huh", "no")
"""What short listener sounds turn into."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of words."""

    dropped: float = 0.10
    misheard: float = 0.20
    invented: float = 0.03
    lone_dropped: float = 0.30
    """Of lone short words."""


def _key(word: str) -> tuple[str, int]:
    """Words that are alike: same first letter, nearly the same length."""
    return word[:1], len(word) // 2


class Degrader:
    """Makes recognition errors.

    Args:
        vocabulary: words to mishear into, with their counts.
        rates: how many.
        seed: of the errors.
    """

    def __init__(self, vocabulary: Iterable[tuple[str, int]], rates: Rates | None = None, seed: int = 0) -> None:
        self._rates = rates or Rates()
        self._random = random.Random(seed)  # noqa: S311  (errors for training, not secrets)
        self._alike: dict[tuple[str, int], list[str]] = collections.defaultdict(list)
        self._common: list[str] = []
        for word, _ in sorted(vocabulary, key=lambda item: (-item[1], item[0]))[:4000]:
            self._alike[_key(word)].append(word)
            self._common.append(word)

    def words(self, words: Sequence[TimedWord]) -> list[TimedWord]:
        """The words as heard; times stay those of what was said."""
        out: list[TimedWord] = []
        for index, word in enumerate(words):
            lone = self._is_lone(words, index)
            roll = self._random.random()
            dropped = self._rates.lone_dropped if lone else self._rates.dropped
            if roll < dropped:
                continue
            if roll < dropped + self._rates.misheard:
                out.append(replace(word, text=self._misheard(word.text, lone=lone)))
            else:
                out.append(word)
            if self._random.random() < self._rates.invented:
                middle = (word.start + word.end) // 2
                out[-1] = replace(out[-1], end=max(middle, word.start + 1))
                out.append(replace(word, text=self._random.choice(self._common[:200]), start=middle))
        return out

    def text(self, text: str) -> str:
        """A line of text as heard."""
        step = SAMPLE_RATE // 3
        timed = [TimedWord(text=w, start=i * step, end=(i + 1) * step) for i, w in enumerate(text.split())]
        return " ".join(word.text for word in self.words(timed))

    def _is_lone(self, words: Sequence[TimedWord], index: int) -> bool:
        word = words[index]
        before = word.start - words[index - 1].end if index else ALONE_SAMPLES
        after = words[index + 1].start - word.end if index + 1 < len(words) else ALONE_SAMPLES
        return word.end - word.start < SHORT_SAMPLES and before >= ALONE_SAMPLES and after >= ALONE_SAMPLES

    def _misheard(self, word: str, *, lone: bool) -> str:
        if lone:
            return self._random.choice(LISTENER_MISHEARD)
        alike = [other for other in self._alike[_key(word)] if other != word]
        return self._random.choice(alike or self._common)
