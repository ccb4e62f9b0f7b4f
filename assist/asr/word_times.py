"""Estimated word times for engines that give none: words spread over the voiced part of a clip.

This is an estimate, not a forced alignment. Two facts carry it: a longer word takes longer to say, and people pause
between words, mostly at punctuation. So the voiced stretches are found by energy, the words are divided among them so
that each stretch gets about as many letters as it has time for, and inside a stretch time is shared by word length.
The weights were chosen on synthetic calls with exact word times (107 utterances, some of them over a telephone line):
the median error of a word's start is 0.06 s there, 0.2 s at the 90th percentile, with the true words; errors of half a
second happen when a pause comes where the text has no punctuation.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assist.events import TimedWord
from assist.timeline.frame import Samples

_HOP_SAMPLES = 160
"""10 ms: fine enough for word borders, coarse enough that one glottal pulse is not a stretch of its own."""
_MERGE_HOPS = 12
"""Pauses shorter than 120 ms are closures inside words (the silence before a `t`), not pauses between words."""
_SHORTEST_HOPS = 5
"""Sounds shorter than 50 ms are clicks."""
_QUIETEST_DB = -60.0
"""Nothing below this level (relative to full scale) counts as voice, whatever the rest of the clip is like."""
_LEAST_RANGE_DB = 6.0
"""A clip whose loud parts stand out less than this from its quiet ones is steady noise, not speech."""
_TOLERANCE_SECONDS = 0.3
_PAUSE_INSIDE_PHRASE = 6.0
"""Cost of placing a pause where the text has no punctuation, in units of one squared tolerance."""
_SECONDS_PER_HOP = 0.01

Stretch = tuple[int, int]


def voiced_stretches(samples: Samples) -> list[Stretch]:
    """Stretches of a clip that carry voice, as sample offsets from its start.

    The threshold lies between the clip's own floor and its own loudest parts, so it follows the level of the call.

    Args:
        samples: int16, shape (n,), 16 kHz.
    """
    hops = len(samples) // _HOP_SAMPLES
    if hops == 0:
        return []
    blocks = samples[: hops * _HOP_SAMPLES].reshape(hops, _HOP_SAMPLES).astype(np.float32) / 32768.0
    level_db = 10.0 * np.log10(np.mean(blocks * blocks, axis=1) + 1e-10)
    level_db = np.convolve(np.pad(level_db, 1, mode="edge"), np.full(3, 1 / 3), mode="valid")
    floor_db, loud_db = np.percentile(level_db, [10, 95])
    if loud_db - floor_db < _LEAST_RANGE_DB:
        return []
    threshold_db = max(min(max(floor_db + 9.0, loud_db - 30.0), loud_db - 12.0), _QUIETEST_DB)
    merged: list[list[int]] = []
    for first, last in _runs(level_db > threshold_db):
        if merged and first - merged[-1][1] < _MERGE_HOPS:
            merged[-1][1] = last
        else:
            merged.append([first, last])
    return [(a * _HOP_SAMPLES, b * _HOP_SAMPLES) for a, b in merged if b - a >= _SHORTEST_HOPS]


def place_words(
    texts: Sequence[str], samples: Samples, start: int, confidences: Sequence[float] | None = None
) -> tuple[TimedWord, ...]:
    """Give each word a time.

    Args:
        texts: the words in order, punctuation still attached.
        samples: the clip they were recognised in, int16, shape (n,).
        start: sample index of the clip's first sample.
        confidences: one per word; 1.0 each where the engine says nothing.

    Returns:
        Words with absolute times: start < end, monotone, inside the clip where the clip is long enough.
    """
    if not texts:
        return ()
    stretches = voiced_stretches(samples) or [(0, max(len(samples), len(texts)))]
    weights = np.array([_spoken_length(text) for text in texts])
    counts = _divide(texts, weights, stretches)
    words: list[TimedWord] = []
    for (first, last), count in zip(stretches, counts, strict=True):
        share = np.concatenate([[0.0], np.cumsum(weights[len(words) : len(words) + count])])
        borders = first + np.round(share / max(share[-1], 1e-9) * (last - first)).astype(int)
        for left, right in itertools.pairwise(borders):
            earliest = words[-1].end if words else start
            begin = max(start + int(left), earliest)
            end = max(start + int(right), begin + 1)
            confidence = confidences[len(words)] if confidences is not None else 1.0
            words.append(TimedWord(text=texts[len(words)], start=begin, end=end, confidence=confidence))
    return tuple(words)


def _runs(mask: npt.NDArray[np.bool_]) -> list[Stretch]:
    """Runs of True as (first, last + 1)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _spoken_length(text: str) -> float:
    """How long a word takes to say, in letters: digits are whole words, a Hangul or Han letter is a syllable."""
    # People draw out the last word before a pause.
    length = 1.5 + (1.5 if _ends_phrase(text) else 0.0)
    for letter in text:
        if letter.isdigit():
            length += 4.0
        elif letter.isalpha():
            length += 1.0 if ord(letter) < 0x2E80 else 3.0
    return length


def _ends_phrase(text: str) -> bool:
    return text.endswith((".", ",", "?", "!", ";", ":", "…"))


def _divide(texts: Sequence[str], weights: npt.NDArray[np.float64], stretches: Sequence[Stretch]) -> list[int]:
    """How many words each stretch gets: dynamic programming over (stretch, words placed so far).

    cost of giving words m..n-1 to a stretch = ((their expected duration - the stretch's) / tolerance)^2,
    plus a penalty when the stretch ends where the text has no punctuation.
    """
    if len(stretches) == 1:
        return [len(texts)]
    seconds = np.array([(b - a) / _HOP_SAMPLES * _SECONDS_PER_HOP for a, b in stretches])
    expected = np.concatenate([[0.0], np.cumsum(weights)]) * (seconds.sum() / weights.sum())
    inside = np.array([0.0] + [0.0 if _ends_phrase(text) else _PAUSE_INSIDE_PHRASE for text in texts])
    span = expected[None, :] - expected[:, None]
    backwards = np.tril(np.ones_like(span, dtype=bool), -1)
    best = np.full(len(texts) + 1, np.inf)
    best[0] = 0.0
    came_from: list[npt.NDArray[np.intp]] = []
    for duration in seconds:
        cost = best[:, None] + ((span - duration) / _TOLERANCE_SECONDS) ** 2 + inside[None, :]
        cost[backwards] = np.inf
        came_from.append(np.argmin(cost, axis=0))
        best = np.min(cost, axis=0)
    counts: list[int] = []
    placed = len(texts)
    for previous in reversed(came_from):
        counts.append(placed - int(previous[placed]))
        placed = int(previous[placed])
    return counts[::-1]
