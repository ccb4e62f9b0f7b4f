"""F1 over many lines at once, and the threshold that gives the best one."""

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
