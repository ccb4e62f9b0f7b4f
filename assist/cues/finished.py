"""Has the caller finished, or is it a breath? A plain estimate until a trained one takes its place."""

from __future__ import annotations

import math
from typing import Literal, Protocol

from assist.cues.text import normalise

LastWord = Literal["hanging", "answer", "other", "unknown"]


class EndOfTurn(Protocol):
    """Says how likely it is that a side that fell silent has finished."""

    def finished(self, words: str, silence_seconds: float) -> float:
        """Probability that the other side speaks next.

        Args:
            words: the last words before the silence as far as they are known; empty if they are not.
            silence_seconds: how long the silence has lasted.
        """
        ...


_HANGING = frozenset({
    "um", "uh", "eh", "the", "a", "an", "and", "or", "but", "if", "because", "cause", "so", "then", "than", "as", "like",
    "of", "to", "in", "on", "at", "with", "for", "from", "by", "about", "into", "is", "are", "was", "were", "be", "been",
    "have", "has", "had", "am", "can", "could", "would", "should", "will", "i", "you", "we", "he", "she", "they", "my",
    "your", "our", "their", "his", "her", "this", "these", "those", "some", "any", "very", "each", "every", "where",
    "when", "which", "who", "how", "why", "what", "actually", "maybe", "get", "got", "mean",
})  # fmt: skip
_ANSWERS = frozenset({
    "yeah", "yes", "yep", "right", "okay", "ok", "mm", "hmm", "hm", "huh", "no", "mmm", "exactly", "alright", "sure",
    "thanks", "bye",
})  # fmt: skip
_CURVES: dict[LastWord, tuple[float, float]] = {
    "hanging": (-2.8, 1.0),
    "answer": (-0.7, 0.4),
    "other": (-1.9, 1.0),
    "unknown": (-2.2, 1.0),
}
_FLAT_FROM_SECONDS = 2.0


class SilenceAndLastWord:
    """Length of the silence and kind of the last word, on a logistic curve each.

    Of those who pause after "and" or "um" most go on; after "yeah" or a noun more do not; and the longer nobody speaks,
    the likelier it is the other's turn. Offsets and slopes were fitted to 71,000 pauses of 0.2 s and more in the MRDA
    meetings. It is a weak estimate (area under the curve 0.62): never sure early, honest about it.
    """

    def finished(self, words: str, silence_seconds: float) -> float:
        """See `EndOfTurn`."""
        offset, slope = _CURVES[_last_word(words)]
        return 1 / (1 + math.exp(-(offset + slope * min(silence_seconds, _FLAT_FROM_SECONDS))))


def _last_word(words: str) -> LastWord:
    known = normalise(words).split()
    if not known:
        return "unknown"
    if known[-1] in _HANGING and known[-2:] not in (["thank", "you"], ["i", "am"], ["of", "course"]):
        return "hanging"
    return "answer" if known[-1] in _ANSWERS else "other"
