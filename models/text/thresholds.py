"""Numbers over yes-or-no classes: F1, thresholds, area under the curve."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def f1(truth: Bools, said: Bools) -> float:
    """F1 of one class; 0 where nothing was right."""
    hit = int((truth & said).sum())
    return 2 * hit / max(int(truth.sum()) + int(said.sum()), 1)


def macro_f1(truth: Bools, said: Bools) -> float:
    """Mean of the F1 of every class; both of shape (lines, classes)."""
    return float(np.mean([f1(truth[:, i], said[:, i]) for i in range(truth.shape[1])]))


def best_threshold(truth: Bools, scores: Floats, grid: Sequence[float] | None = None) -> float:
    """The score from which saying yes gives the best F1, averaged over neighbouring thresholds so as not to chase noise."""
    values = np.asarray(grid if grid is not None else np.linspace(-4.0, 3.0, 141))
    curve = np.array([f1(truth, scores >= value) for value in values])
    smooth = np.convolve(np.pad(curve, 4, mode="edge"), np.ones(9) / 9, "valid")
    return float(values[int(smooth.argmax())])


def auc(truth: Bools, scores: Floats) -> float:
    """Probability that a line of the class scores higher than one that is not (ties count half)."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    for value in np.unique(scores[np.concatenate([np.diff(scores[order]) == 0, [False]])[np.argsort(order)]]):
        same = scores == value
        ranks[same] = ranks[same].mean()
    yes, no = int(truth.sum()), int((~truth).sum())
    if not yes or not no:
        return float("nan")
    return float((ranks[truth].sum() - yes * (yes + 1) / 2) / (yes * no))


def platt(truth: Bools, scores: Floats) -> tuple[float, float]:
    """Scale and offset that make sigmoid(scale * score + offset) a probability (Platt 1999), by Newton's method."""
    x = np.stack([scores, np.ones_like(scores)], 1)
    smooth = np.where(truth, (truth.sum() + 1) / (truth.sum() + 2), 1 / ((~truth).sum() + 2))
    w = np.array([1.0, 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - smooth) / len(x) + 1e-4 * (w - [1.0, 0.0])
        curvature = (x * (p * (1 - p))[:, None]).T @ x / len(x) + 1e-4 * np.eye(2)
        w -= np.linalg.solve(curvature, gradient)
    return float(w[0]), float(w[1])
