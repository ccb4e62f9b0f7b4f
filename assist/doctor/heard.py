"""How much of what was spoken was understood."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from assist.cues.text import normalise
from assist.events import Speaker


def spoken_words(truth: dict[str, Any], speaker: Speaker) -> list[str]:
    """The words a side speaks in a made call, in order, plain.

    Args:
        truth: content of the JSON file beside the call.
        speaker: the side.
    """
    texts = [u["text"] for u in truth["utterances"] if u["speaker"] == speaker]
    return normalise(" ".join(texts)).split()


def share_heard(spoken: Sequence[str], heard: str) -> float:
    """Share of the spoken words that occur among the heard ones, in the same order; 0 when nothing was spoken."""
    if not spoken:
        return 0.0
    blocks = SequenceMatcher(None, list(spoken), normalise(heard).split(), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(spoken)
