"""The three forms in which every text is measured: as written, as a recogniser writes it, and with its errors."""

from __future__ import annotations

import collections
import re
from collections.abc import Sequence
from pathlib import Path

from models.degrade import Degrader
from models.overlap.mrda import pairs

CASED, PLAIN, MISHEARD = "cased", "lower-case unpunctuated", "misheard"
VOCABULARY = "train/mrda_train.csv.gz"
COMMONEST = 4000

_NOT_SAID = re.compile(r"[^\w' ]+")


def plain(text: str) -> str:
    """Lower case, no punctuation but the apostrophe."""
    return " ".join(_NOT_SAID.sub(" ", text.lower().replace("\u2019", "'")).replace("_", " ").split())


def vocabulary(data: Path) -> list[tuple[str, int]]:
    """What the degrader mishears into: the words of real meetings, commonest first, with counts."""
    counts: collections.Counter[str] = collections.Counter()
    for pair in pairs(data / VOCABULARY):
        counts.update(word.text for side in pair.utterances.values() for act in side for word in act.words)
    return counts.most_common(COMMONEST)


def forms(texts: Sequence[str], words: Sequence[tuple[str, int]], seed: int = 0) -> dict[str, list[str]]:
    """Every text in every form.

    Args:
        texts: as written.
        words: see `vocabulary`; empty leaves the misheard form out.
        seed: of the recognition errors.
    """
    made = {CASED: list(texts), PLAIN: [plain(text) for text in texts]}
    if words:
        degrader = Degrader(words, seed=seed)
        made[MISHEARD] = [degrader.text(text) for text in made[PLAIN]]
    return made
