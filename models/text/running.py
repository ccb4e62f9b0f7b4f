"""Run the exported model over many lines exactly as the program does: one line at a time, int8, one thread."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assist.cues.text_encoder import MOST_TOKENS
from assist.cues.wordpiece import WordPiece
from assist.speech.network import open_network
from models.text.heads import HEADS
from models.text.thresholds import Floats

_SESSION: Any = None
_PIECES: Any = None


def _open(folder: Path) -> None:
    global _SESSION, _PIECES  # noqa: PLW0603  (one session a worker process)
    _SESSION = open_network(folder / "model.onnx")
    _PIECES = WordPiece.of(folder / "vocab.txt", MOST_TOKENS)


def _run(texts: Sequence[str]) -> list[list[Floats]]:
    out = []
    for text in texts:
        tokens = np.array([_PIECES.numbers(text)], np.int64)
        outputs = _SESSION.run(None, {"tokens": tokens, "mask": np.ones_like(tokens)})
        out.append([value[0].astype(np.float64) for value in outputs])
    return out


def logits(folder: Path, texts: Sequence[str], workers: int = 2) -> dict[str, Floats]:
    """Logits by head, float64 of shape (lines, classes), and `embedding`."""
    parts = [texts[i : i + 200] for i in range(0, len(texts), 200)]
    with concurrent.futures.ProcessPoolExecutor(workers, initializer=_open, initargs=(folder,)) as pool:
        rows = [row for part in pool.map(_run, parts) for row in part]
    names = ["embedding", *(head.name for head in HEADS)]
    return {name: np.stack([row[i] for row in rows]) for i, name in enumerate(names)}
