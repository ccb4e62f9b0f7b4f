"""The text model: a line of words to the probability of every class of every head, and to an embedding of its meaning."""

from __future__ import annotations

import math
import tomllib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assist.cues.wordpiece import WordPiece
from assist.speech.network import open_network

MOST_TOKENS = 64
REMEMBERED = 64
"""Lines kept, since the same words are asked for again as they become stable and final."""

Embedding = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TextReading:
    """What the model says of a line.

    Attributes:
        embedding: float32, (width,), of length 1: lines that mean alike point alike.
        heads: by head and class, calibrated probability; 0.5 decides.
    """

    embedding: Embedding
    heads: Mapping[str, Mapping[str, float]]


class TextEncoder:
    """Runs the model on one thread.

    Args:
        folder: holds `model.onnx`, `vocab.txt` and `classes.toml` (heads, classes and their calibration).

    Raises:
        Exception: a file is missing or broken (onnxruntime has many classes for it).
    """

    def __init__(self, folder: Path) -> None:
        self._session = open_network(folder / "model.onnx")
        self._pieces = WordPiece.of(folder / "vocab.txt", MOST_TOKENS)
        self._heads: dict[str, dict[str, dict[str, float]]] = tomllib.loads(
            (folder / "classes.toml").read_text(encoding="utf-8")
        )["head"]
        self._known: OrderedDict[str, TextReading] = OrderedDict()

    def read(self, text: str) -> TextReading:
        """Read one line; an empty one too."""
        known = self._known.get(text)
        if known is not None:
            self._known.move_to_end(text)
            return known
        tokens = np.array([self._pieces.numbers(text)], np.int64)
        embedding, *logits = self._session.run(None, {"tokens": tokens, "mask": np.ones_like(tokens)})
        heads = {
            name: {
                label: _probability(float(value), numbers)
                for (label, numbers), value in zip(classes.items(), head[0], strict=True)
            }
            for (name, classes), head in zip(self._heads.items(), logits, strict=True)
        }
        reading = TextReading(embedding[0], heads)
        self._known[text] = reading
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return reading


def _probability(logit: float, numbers: Mapping[str, float]) -> float:
    """Platt scaling: sigmoid(scale * logit + offset)."""
    score = numbers["scale"] * logit + numbers["offset"]
    return 1.0 / (1.0 + math.exp(-max(min(score, 30.0), -30.0)))
