"""What the words of someone coming in say about it: listening, praising, echoing, asking back, or something of their own."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal

from assist.cues.backchannels import is_backchannel
from assist.cues.text import normalise
from assist.events import SAMPLE_RATE, TimedWord

PAUSE = round(0.3 * SAMPLE_RATE)
"""Own silence that ends the first stretch of words."""

Opening = Literal["listening", "something", "nothing"]
"""What the first stretch of words is: listener words only, anything else, or no recognised word."""

_ASKING = frozenset({
    "do", "did", "does", "are", "is", "was", "were", "have", "has", "had", "can", "could", "would", "will", "what", "where",
    "when", "who", "why", "how", "which",
})  # fmt: skip
_SUBJECTS = frozenset(
    {"you", "your", "it", "they", "he", "she", "there", "that", "this", "we", "do", "did", "is", "are"}
)
_OPINION = frozenset({"i", "think", "guess", "believe", "mean", "feel", "really", "should", "would"})
_PRAISE = frozenset({
    "good", "great", "nice", "wonderful", "amazing", "awful", "terrible", "funny", "interesting", "neat", "fantastic", "cool",
    "lovely", "sad", "scary", "awesome", "incredible", "beautiful", "difficult", "tough", "rough", "hard", "kidding", "bad",
    "smart", "imagine", "bet", "goodness", "lord", "god", "boy", "gee", "wow", "excellent", "horrible", "strange", "crazy",
})  # fmt: skip
_SMALL = frozenset(
    {"a", "an", "the", "of", "to", "in", "for", "and", "is", "was", "that", "it", "i", "you", "well", "oh"}
)
_ASKED_WORDS, _OPINION_WORDS, _ECHO_WORDS, _SHORT = 8, 8, 14, 4


def plain(words: Sequence[TimedWord]) -> list[str]:
    """The words in the form the rules read."""
    return normalise(" ".join(word.text for word in words).replace("-", " ")).split()


def first_stretch(words: tuple[TimedWord, ...]) -> tuple[TimedWord, ...]:
    """The words up to the first pause."""
    for index in range(1, len(words)):
        if words[index].start - words[index - 1].end >= PAUSE:
            return words[:index]
    return words


def asked(words: Sequence[str]) -> bool:
    """Did the holder just ask? "do you", "is it", "how much": an asking word before a subject."""
    pairs = itertools.pairwise(words[-_ASKED_WORDS:])
    return any(first in _ASKING and second in _SUBJECTS for first, second in pairs)


def opening(first: Sequence[str]) -> Opening:
    """What the first stretch of words is."""
    if not first:
        return "nothing"
    return "listening" if is_backchannel(" ".join(first)) else "something"


def word_features(
    first: Sequence[str], rest: Sequence[str], before: Sequence[str], holder: Sequence[str]
) -> dict[str, float]:
    """Named numbers about the words; absent names are 0.

    Args:
        first: the incomer's first stretch of words.
        rest: what the incomer said after that.
        before: the holder's words before the onset.
        holder: the holder's latest words, those since the onset included.
    """
    kind = opening(first)
    known = {
        f"opening_{kind}": 1.0,
        f"words_{min(len(first), 5)}": 1.0,
        "more_words": float(min(len(rest), 4)),
        "unlisted_words": min(sum(not is_backchannel(word) for word in (*first, *rest)), 6) / 3,
        "holder_asked": float(asked(before)),
        "echo": _echo(first, holder),
        "praise": float(0 < len(first) <= _SHORT + 1 and bool(_PRAISE & set(first))),
        "asks_back": float(2 <= len(first) <= _SHORT and _asks_back(first)),
        f"{kind}_after_opinion": float(bool(_OPINION & set(before[-_OPINION_WORDS:]))),
    }
    known |= {f"has_{word}": 1.0 for word in first[:6]}
    known |= {f"pair_{a}_{b}": 1.0 for a, b in itertools.pairwise(first[:5])}
    if first:
        known[f"first_{first[0]}"] = 1.0
    if rest:
        known[f"then_{rest[0]}"] = 1.0
    if len(first) == 1:
        known[f"only_{first[0]}"] = 1.0
        known[f"only_{first[0]}_{'more' if rest else 'asked' if known['holder_asked'] else 'no_more'}"] = 1.0
    return known


def _echo(first: Sequence[str], holder: Sequence[str]) -> float:
    """Share of the words of weight that the holder has just said."""
    own = [word for word in first if word not in _SMALL and not is_backchannel(word)]
    return sum(word in holder[-_ECHO_WORDS:] for word in own) / len(own) if own and len(first) <= 2 * _SHORT else 0.0


def _asks_back(first: Sequence[str]) -> bool:
    """Such as "are they", "did you" and "oh does it"."""
    start = 1 if first[0] in ("oh", "well") else 0
    return len(first) > start + 1 and first[start] in _ASKING and first[start + 1] in _SUBJECTS
