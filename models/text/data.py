"""Training examples from the given data and from our own lines, as texts with targets per head."""

from __future__ import annotations

import csv
import gzip
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.degrade import Degrader
from models.text.forms import plain
from models.text.heads import EMOTIONS, KIND_OF_EMOTION

ROOT = Path(__file__).parents[2]
TRAIN = ROOT.parent / "shared" / "data" / "train"


@dataclass(frozen=True, slots=True)
class Example:
    """One line.

    Attributes:
        text: as written.
        targets: by head, the names that hold. A head that is not there is not taught by this line.
        weight: how much the line counts.
    """

    text: str
    targets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weight: float = 1.0


def goemotions(part: str) -> list[Example]:
    """One part of GoEmotions (`train`, `dev`, `test`), which teaches emotions and, less, the caller's kinds."""
    found = []
    with gzip.open(TRAIN / f"goemotions_original_{part}.tsv.gz", "rt", encoding="utf-8") as lines:
        for text, ids, _ in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            names = frozenset(EMOTIONS[int(i)] for i in ids.split(","))
            kinds = frozenset(KIND_OF_EMOTION[name] for name in names if name in KIND_OF_EMOTION)
            found.append(Example(text, {"emotion": names, "kind": kinds}))
    return found


def multidogo(part: str) -> list[str]:
    """Customer turns of service chats: the ordinary things callers say."""
    with gzip.open(TRAIN / f"multidogo_turns_{part}.tsv.gz", "rt", encoding="utf-8") as lines:
        return [row["utterance"] or "" for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


_NO_PLAIN_STATEMENT = frozenset(["cs", "qw", "qo", "qh", "qr", "qrr", "by", "fa", "ar", "arp", "nd", "cc", "co"])
"""Dialog acts of MRDA that may be an agent's act: offers, open questions, sympathy, apologies, refusals, orders."""
_LEAST_WORDS = 4


def meeting_statements() -> Iterator[tuple[str, str]]:
    """Meeting and words of every statement in MRDA that is none of an agent's acts."""
    with gzip.open(TRAIN / "mrda_train.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.reader(lines):
            acts = set(re.split(r"[^a-z0-9%]+", row[6]))
            words = [word.rsplit("+", 1)[-1] for word in row[5].split("|")]
            text = " ".join(w.replace("o_k", "okay").replace("_", " ") for w in words if not w.startswith("{"))
            if "s" in acts and not acts & _NO_PLAIN_STATEMENT and len(words) >= _LEAST_WORDS and "@reject" not in text:
                yield row[0], text


@dataclass(slots=True)
class Augmenter:
    """Shows the same line cased, as recognised without punctuation, and misheard.

    Args:
        degrader: makes recognition errors.
        seed: of the choice.
    """

    degrader: Degrader
    seed: int
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  (training, not secrets)

    def __call__(self, text: str) -> str:
        """The line in one of its forms; four of ten stay as they are."""
        roll = self._random.random()
        if roll < 0.4:
            return text
        bare = plain(text)
        if roll < 0.75 or len(bare.split()) < 3:
            return bare or text
        return self.degrader.text(bare) or bare or text


def batches(lengths: Sequence[int], size: int, seed: int) -> Iterator[list[int]]:
    """Indices in batches of lines of like length, in random order."""
    chance = random.Random(seed)  # noqa: S311
    order = list(range(len(lengths)))
    chance.shuffle(order)
    pool = size * 64
    cut = []
    for start in range(0, len(order), pool):
        part = sorted(order[start : start + pool], key=lambda i: lengths[i])
        cut += [part[i : i + size] for i in range(0, len(part), size)]
    chance.shuffle(cut)
    yield from cut
