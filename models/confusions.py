"""Which words a recogniser takes for a word, by sound and by how common they are."""

from __future__ import annotations

import bisect
import collections
import functools
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.sounds import coarse_key, likeness

BANDS = 5
"""Likeness from 0 to 1 in so many equal steps."""
LARGEST_VOCABULARY = 4000
_MOST_NEAR = 80
"""Candidates that are compared, the most common ones; the rest of a large family of alike words is hardly ever heard."""
_LONGEST_NEIGHBOUR_KEY = 9
_LEAST_JOINED = 0.5


@dataclass(frozen=True, slots=True)
class _Choice:
    """Words with weights added up."""

    words: tuple[str, ...]
    sums: tuple[float, ...]

    def draw(self, source: random.Random) -> str:
        """One of them."""
        return self.words[min(bisect.bisect(self.sums, source.random() * self.sums[-1]), len(self.words) - 1)]


class Confusions:
    """Words that may be heard instead of others.

    Args:
        vocabulary: words and counts, the only words that are heard.
        power: a word is drawn with its count to this power: 0 makes all equal, 1 prefers common ones.
    """

    def __init__(self, vocabulary: Sequence[tuple[str, int]], power: float) -> None:
        kept = sorted(vocabulary, key=lambda item: (-item[1], item[0]))[:LARGEST_VOCABULARY]
        self._weight = {word: max(count, 1) ** power for word, count in kept}
        self._all = _choice(self._weight, [word for word, _ in kept])
        self._near: dict[str, list[str]] = collections.defaultdict(list)
        self._edges: dict[str, list[str]] = collections.defaultdict(list)
        for word, _ in kept:
            key = coarse_key(word)
            for neighbour in _neighbours(key):
                self._near[neighbour].append(word)
            for edge in _edges(key):
                if len(self._edges[edge]) < _MOST_NEAR:
                    self._edges[edge].append(word)
        self._by_band: dict[str, tuple[_Choice | None, ...]] = {}
        self._split: dict[str, tuple[str, str] | None] = {}

    def common(self, source: random.Random) -> str:
        """Any word, common ones more often."""
        return self._all.draw(source)

    def misheard(self, word: str, band: int, source: random.Random) -> str:
        """Another word.

        Args:
            word: what was said.
            band: how alike, 0 (not at all) to 4 (nearly the same); the nearest band that has a word is taken.
            source: of chance.
        """
        found = self._bands(word)
        if band == 0:
            return self._different(word, source)
        for near in sorted(range(1, BANDS), key=lambda other: (abs(other - band), -other)):
            choice = found[near]
            if choice is not None:
                return choice.draw(source)
        return self._different(word, source)

    def split(self, word: str) -> tuple[str, str] | None:
        """Two words that sound like one, or None if there are none."""
        if word not in self._split:
            self._split[word] = self._best_split(word)
        return self._split[word]

    def merged(self, first: str, second: str, source: random.Random) -> str | None:
        """One word that sounds like two, or None if there is none."""
        joined = first + second
        for band in (4, 3, 2):
            choice = self._bands(joined)[band]
            if choice is not None:
                return choice.draw(source)
        return None

    def _different(self, word: str, source: random.Random) -> str:
        for _ in range(4):
            other = self._all.draw(source)
            if other != word:
                return other
        return next((other for other in self._all.words if other != word), word)

    def _bands(self, word: str) -> tuple[_Choice | None, ...]:
        found = self._by_band.get(word)
        if found is None:
            bands: list[list[str]] = [[] for _ in range(BANDS)]
            for other in self._candidates(word):
                bands[min(int(likeness(word, other) * BANDS), BANDS - 1)].append(other)
            found = tuple(_choice(self._weight, band) if band else None for band in bands)
            self._by_band[word] = found
        return found

    def _candidates(self, word: str) -> list[str]:
        key = coarse_key(word)
        near = dict.fromkeys(itertools.chain.from_iterable(self._near.get(n, ()) for n in _neighbours(key)))
        near.pop(word, None)
        kept = sorted(near, key=lambda other: (-self._weight[other], other))[:_MOST_NEAR]
        further = itertools.chain.from_iterable(self._edges.get(edge, ()) for edge in _edges(key))
        return list(dict.fromkeys([*kept, *(other for other in further if other != word)]))

    def _best_split(self, word: str) -> tuple[str, str] | None:
        best, pair = 0.0, None
        for at in range(2, len(word) - 1):
            halves = [self._half(part) for part in (word[:at], word[at:])]
            if None in halves:
                continue
            score = likeness(word, "".join(filter(None, halves)))
            if score > max(best, _LEAST_JOINED):
                best, pair = score, (halves[0] or "", halves[1] or "")
        return pair

    def _half(self, part: str) -> str | None:
        if part in self._weight:
            return part
        for band in (4, 3):
            choice = self._bands(part)[band]
            if choice is not None:
                return max(choice.words, key=lambda other: self._weight[other])
        return None


@functools.lru_cache(maxsize=4)
def confusions(vocabulary: tuple[tuple[str, int], ...], power: float) -> Confusions:
    """The confusions of a vocabulary; kept, because every call of a corpus is degraded with the same one."""
    return Confusions(vocabulary, power)


def _choice(weight: dict[str, float], words: Sequence[str]) -> _Choice:
    return _Choice(tuple(words), tuple(itertools.accumulate(weight[word] for word in words)))


def _neighbours(key: str) -> Iterator[str]:
    """The key itself and with each one sound left out: two keys that share one differ in at most two sounds."""
    yield key
    if len(key) > _LONGEST_NEIGHBOUR_KEY:
        return
    seen = {key}
    for at in range(len(key)):
        shorter = key[:at] + key[at + 1 :]
        if shorter and shorter not in seen:
            seen.add(shorter)
            yield shorter


def _edges(key: str) -> Iterator[str]:
    """How a word begins and how it ends, with its length: where words that are half alike are looked for."""
    if key:
        yield f"^{key[:2]}{(len(key) + 1) // 2}"
        yield f"{key[-2:]}${(len(key) + 1) // 2}"
