"""Fits the Degrader's odds to what a recogniser did to real words: penalised logistic models, solved by Newton steps."""

from __future__ import annotations

import collections
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.confusions import BANDS
from models.degrade import LEAST_SPLIT_LETTERS, Rates, features
from models.recognition_errors import Fate, Fortune
from models.sounds import likeness

PENALTY = 1.0
"""L2 on every weight but the bias: with some 1,500 words, rare situations must not run away."""
ITERATIONS = 40
COMMON_POWER = 0.8
CUT_OUT = {"same": 29, "other": 18, "lost": 7}
"""54 listener words cut out of the real recordings with 0.1 s around them, heard by Moonshine tiny one by one: lone words are
too rare in the recordings themselves. Cutting makes them a little harder than said alone."""

Matrix = npt.NDArray[np.float64]


def fit(found: Sequence[Fate]) -> Rates:
    """Rates of what was observed, with severity 0.

    Args:
        found: words in order; `begins` marks a new recording.
    """
    rows: list[tuple[tuple[str, ...], Fortune]] = []
    before: Fortune = "same"
    earlier: Fortune = "same"
    for fate in found:
        if fate.begins:
            before = earlier = "same"
        if not (fate.kind == "lost" and fate.half == "merge"):
            rows.append((features(fate.place, before, earlier), fate.kind))
        earlier, before = before, fate.kind
    other, lost = _multinomial(rows)
    for odds, kind in ((other, "other"), (lost, "lost")):
        edges = sum(odds.get(name, 0.0) for name in ("bias", "first", "last"))
        odds["lone"] = math.log(CUT_OUT[kind] / CUT_OUT["same"]) - edges
    wrong = [fate for fate in found if fate.kind == "other"]
    counts = collections.Counter(fate.half for fate in found if fate.half)
    added = [fate for fate in found if fate.added]
    shares = {
        "split": counts["split"] / max(sum(len(fate.said) >= LEAST_SPLIT_LETTERS for fate in wrong), 1),
        "merge": counts["merge"] / 2 / max(len(wrong), 1),
        "again": 1.0 - len(added) / max(sum(len(fate.added) for fate in added), 1),
        "common": COMMON_POWER,
    }
    return Rates(other, lost, _added(found), bands(found), shares)


def bands(found: Sequence[Fate]) -> tuple[float, ...]:
    """Shares of misheard words by likeness, without split and merged ones."""
    counts = np.zeros(BANDS)
    for fate in found:
        if fate.kind == "other" and not fate.half:
            counts[min(int(likeness(fate.said, fate.heard) * BANDS), BANDS - 1)] += 1
    return tuple(float(share) for share in counts / max(counts.sum(), 1.0))


def severity_for(wanted: float, rates: Rates, rate: Callable[[Rates], float]) -> float:
    """The severity at which `rate` (errors per word; grows with severity) is as wanted, to a fiftieth."""
    low, high = -2.0, 2.0
    while high - low > 0.02:
        middle = (low + high) / 2
        low, high = (middle, high) if rate(replace(rates, severity=middle)) < wanted else (low, middle)
    return (low + high) / 2


def write(path: Path, rates: Rates, severities: Mapping[str, float], note: str) -> None:
    """Write the odds as a readable file."""
    lines = [
        "# Made by `python -m models.measure_degrader --fit`; see models/DEGRADER.md. Log-odds unless said otherwise."
    ]
    lines += [f"# {note}", ""]
    lines += [f"bands = [{', '.join(f'{share:.3f}' for share in rates.bands)}]", ""]
    tables = {
        "severity": severities,
        "shares": rates.shares,
        "other": rates.other,
        "lost": rates.lost,
        "added": rates.added,
    }
    for name, table in tables.items():
        lines += [f"[{name}]", *(f"{key} = {value:.3f}" for key, value in table.items()), ""]
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")


def _multinomial(rows: Sequence[tuple[tuple[str, ...], Fortune]]) -> tuple[dict[str, float], dict[str, float]]:
    """Log-odds of `other` and `lost` against `same`."""
    names = sorted({name for present, _ in rows for name in present} - {"bias", "middle"})
    names = ["bias", *names]
    x = _matrix([present for present, _ in rows], names)
    y = np.array([[kind == "other", kind == "lost"] for _, kind in rows], float)
    size = len(names)
    weights: Matrix = np.zeros((2, size))
    penalty = np.full(size, PENALTY)
    penalty[0] = 1e-6
    for _ in range(ITERATIONS):
        odds = np.exp(x @ weights.T)
        p = odds / (1.0 + odds.sum(axis=1, keepdims=True))
        gradient = (y - p).T @ x - penalty * weights
        hessian = np.zeros((2 * size, 2 * size))
        for a in range(2):
            for b in range(2):
                w = p[:, a] * (float(a == b) - p[:, b])
                hessian[a * size : (a + 1) * size, b * size : (b + 1) * size] = (x * w[:, None]).T @ x
        hessian += np.diag(np.tile(penalty, 2))
        weights += np.linalg.solve(hessian, gradient.ravel()).reshape(2, size)
    other, lost = (dict(zip(names, map(float, row), strict=True)) for row in weights)
    return other, lost


def _added(found: Sequence[Fate]) -> dict[str, float]:
    """Log-odds that something is heard after a word that nobody said."""

    def odds(of: Sequence[Fate]) -> float:
        return math.log((sum(bool(fate.added) for fate in of) + 0.5) / (sum(not fate.added for fate in of) + 0.5))

    inside = [fate for fate in found if not fate.place.last]
    base = odds([fate for fate in inside if fate.kind == "same"])
    table = {"bias": base, "last": odds([fate for fate in found if fate.place.last]) - odds(inside)}
    for kind in ("other", "lost"):
        table[f"after_{kind}"] = odds([fate for fate in found if fate.kind == kind]) - base
    return table


def _matrix(rows: Sequence[tuple[str, ...]], names: Sequence[str]) -> Matrix:
    column = {name: index for index, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for index, row in enumerate(rows):
        for name in row:
            if name in column:
                x[index, column[name]] = 1.0
    return x
