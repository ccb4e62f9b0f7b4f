"""Voice activity taken from word times: for calls of which only the words are known."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence

from assist.events import Speaker, TimedWord
from assist.timeline.frame import HOP, Samples


class WordsActivity:
    """1.0 in every hop of which words cover at least half, else 0.0.

    Args:
        words: the words of each side, sorted by start.
    """

    hangover = 0

    def __init__(self, words: Mapping[Speaker, Sequence[TimedWord]]) -> None:
        self._spans = {speaker: _joined(side) for speaker, side in words.items()}
        self._starts = {speaker: [start for start, _ in spans] for speaker, spans in self._spans.items()}

    def probabilities(self, start: int, audio: Samples) -> tuple[float, float]:
        """See `ActivityModel`."""
        end = start + len(audio)
        return self._covered("agent", start, end), self._covered("customer", start, end)

    def _covered(self, speaker: Speaker, start: int, end: int) -> float:
        spans = self._spans.get(speaker, [])
        if not spans:
            return 0.0
        covered = 0
        index = max(bisect.bisect_right(self._starts[speaker], start) - 1, 0)
        while index < len(spans) and spans[index][0] < end:
            covered += max(min(spans[index][1], end) - max(spans[index][0], start), 0)
            index += 1
        return 1.0 if 2 * covered >= end - start else 0.0


def _joined(words: Sequence[TimedWord]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for word in words:
        # As long as a hop at least, so that half of some hop is covered and no word goes unheard.
        end = max(word.end, word.start + HOP)
        if spans and word.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((word.start, end))
    return spans
