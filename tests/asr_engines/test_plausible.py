"""Guards against invented words."""

from __future__ import annotations

import numpy as np
import pytest

from assist.asr.plausible import believable, syllables, without_loops
from assist.timeline.frame import Samples

RATE = 16_000


def voice(seconds: float) -> Samples:
    """Sound of this length in the middle of a second of near silence on both sides."""
    sound = np.sin(np.arange(int(seconds * RATE)) * 0.2) * 8000
    quiet = np.zeros(RATE // 2)
    return np.concatenate([quiet, sound, quiet]).astype(np.int16)


@pytest.mark.parametrize(
    ("text", "seconds", "expected"),
    [
        ("Right.", 0.3, True),
        ("Thank you.", 0.6, True),
        ("Thank you.", 0.14, False),
        ("You", 3.0, False),
        ("Thank you.", 4.0, False),
        ("No there's no need to do any of that", 0.5, False),
        ("No, there's no need to.", 0.9, True),
        ("Right.", 0.0, False),
        ("...", 1.0, False),
        ("", 1.0, False),
    ],
)
def test_can_the_clip_hold_the_words(text: str, seconds: float, expected: bool) -> None:
    assert believable(text.split(), voice(seconds)) is expected


@pytest.mark.parametrize(
    ("word", "count"),
    [("you", 1), ("okay", 2), ("balance", 2), ("payment", 2), ("the", 1), ("24", 2), ("감사", 2), ("hm", 1)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        ("no no no", "no no no"),
        ("no no no no no no no", "no no no no"),
        ("Hello? Hello, hello", "Hello? Hello, hello"),
        ("I thought, you know, I thought, you know, I thought, you know,", "I thought, you know, I thought, you know,"),
        (
            "right so I thought you know I thought you know I thought you",
            "right so I thought you know I thought you know",
        ),
        ("I know I know", "I know I know"),
        ("is it is it me or is it you", "is it is it me or is it you"),
        ("a b c a b c a b c d", "a b c a b c a b c d"),
    ],
)
def test_loops_at_the_end_are_cut(said: str, kept: str) -> None:
    assert " ".join(without_loops(said.split())) == kept
