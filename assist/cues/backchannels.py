"""Words with which a listener says "I am here" without wanting the floor."""

from __future__ import annotations

from assist.cues.text import normalise

MOST_WORDS = 4
"""Longer than this, even such words are a reply."""

_WORDS = frozenset({
    "yeah", "yes", "yep", "yup", "mm", "mmm", "mhm", "hm", "hmm", "hum", "huh", "uh", "um", "uhhuh", "okay", "ok", "right",
    "sure", "really", "wow", "oh", "ah", "aha", "exactly", "true", "absolutely", "definitely", "great", "good",
    "gosh", "no", "well", "i", "see", "got", "it", "of", "course", "alright", "all", "fair", "enough", "go", "on",
    "perfect", "lovely", "wonderful",
})  # fmt: skip


def is_backchannel(text: str) -> bool:
    """True for "mm-hm", "oh okay", "I see" and the like; False for empty text."""
    words = normalise(text.replace("-", " ")).split()
    return 0 < len(words) <= MOST_WORDS and all(word in _WORDS for word in words)
