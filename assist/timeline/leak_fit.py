"""Does the voice of one channel explain another channel? One gain and one lag, fitted to the loudness of a few seconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE
from assist.timeline.loudness import STEP

Curve = npt.NDArray[np.float64]
"""Levels of one channel in dB, shape (steps,)."""

SPEECH_RANGE_DB = 15.0
"""Around its peaks a voice is within this of its loud level; the dips between them are looked at as well."""

CURVE_RANGE_DB = 35.0
"""Levels of the source further below its loud level are its own background, not its voice."""

IMPOSSIBLE_SECONDS = 0.5
"""Lags between the longest possible one and this are measured too: what they show is chance, or common habit."""

FLOOR_PERCENTILE = 10
"""Of a channel's levels: its background."""

_AROUND = 6
"""Steps around a loud one that belong to the same piece of speech (48 ms)."""
_NEAR = 5
"""Steps between the longest lag and the first impossible one: the peak of the correlation has a width."""
_FLOOR_MARGIN_DB = 3.0
_CLEAR_DB = 6.0
"""A predicted leak this far above the target's background must be heard."""
_MISSING_DB = 8.0
"""A level this far under the prediction says that the leak is not there; rooms and codecs move it by less."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What one stretch of both channels says about a leak from source to target.

    Attributes:
        lag_steps: by which the target is later, in steps of 8 ms; negative if it is earlier.
        gain_db: most frequent difference target - source at that lag.
        correlation: of the two curves at that lag, where the source speaks.
        lead: by how much that exceeds the best correlation at an impossible lag.
        missing: fraction of the clear predictions that the target did not reach.
        spread_db: how far the differences stray from the gain (median).
        floor_db: background level of the target.
        spoken_steps: steps of source speech this stands on.
    """

    lag_steps: int
    gain_db: float
    correlation: float
    lead: float
    missing: float
    spread_db: float
    floor_db: float
    spoken_steps: int


def fit_leak(source: Curve, target: Curve, loud_db: float, longest: int, least: int) -> Fit | None:
    """Fit a leak from one channel into the other.

    Args:
        source: levels of the channel whose voice may leak.
        target: levels of the other one over the same time.
        loud_db: loud level of the source's voice.
        longest: longest lag either way, in steps.
        least: steps of source speech that are needed.

    Returns:
        The fit, or None if there is too little speech of the source.
    """
    reach = impossible_lags()
    spoken = speech_steps(source, loud_db, reach)
    if len(spoken) < max(least, 2):
        return None
    voice = np.maximum(source[spoken], loud_db - CURVE_RANGE_DB)
    floor = percentile(target, FLOOR_PERCENTILE)
    # Rows: lags from -reach to reach.
    around = np.maximum(target, floor + _FLOOR_MARGIN_DB)[
        spoken[np.newaxis, :] + np.arange(-reach, reach + 1)[:, np.newaxis]
    ]
    correlations = _correlations(voice, around)
    possible = correlations[reach - longest : reach + longest + 1]
    first_impossible = longest + _NEAR
    impossible = np.concatenate(
        [correlations[: reach - first_impossible], correlations[reach + first_impossible + 1 :]]
    )
    best = int(np.argmax(possible))
    lag = best - longest
    difference = around[reach + lag] - voice
    gain = _mode(difference)
    return Fit(
        lag_steps=lag,
        gain_db=gain,
        correlation=float(possible[best]),
        lead=float(possible[best] - impossible.max()),
        missing=_missing(source, target, spoken, floor, lag, gain),
        spread_db=float(np.median(np.abs(difference - gain))),
        floor_db=floor,
        spoken_steps=len(spoken),
    )


def missing(source: Curve, target: Curve, loud_db: float, lag: int, gain_db: float) -> float:
    """Fraction of the source's speech whose leak should stand out of the target's background but is not there.

    The other side's own voice only adds to a leak, so it cannot make one seem to be missing. 0.0 if no leak would stand out.
    """
    spoken = speech_steps(source, loud_db, impossible_lags())
    return _missing(source, target, spoken, percentile(target, FLOOR_PERCENTILE), lag, gain_db)


def _missing(
    source: Curve, target: Curve, spoken: npt.NDArray[np.intp], floor: float, lag: int, gain_db: float
) -> float:
    predicted = source[spoken] + gain_db
    clear = predicted > floor + _CLEAR_DB
    if not clear.any():
        return 0.0
    return float(np.mean(target[spoken[clear] + lag] < predicted[clear] - _MISSING_DB))


def percentile(values: Curve, percent: float) -> float:
    """As `numpy.percentile` gives it, to the last bit, at a tenth of its price: it is asked for many times a minute."""
    place = (len(values) - 1) * (percent / 100)
    below = int(place)
    above, part = min(below + 1, len(values) - 1), place - below
    ordered = np.partition(values, (below, above))
    low, high = float(ordered[below]), float(ordered[above])
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)


def speech_steps(source: Curve, loud_db: float, reach: int) -> npt.NDArray[np.intp]:
    """Steps in which the source speaks, no nearer to the ends than `reach`."""
    loud = source > loud_db - SPEECH_RANGE_DB
    near = np.convolve(loud, np.ones(2 * _AROUND + 1), "same") > 0.5
    steps = np.flatnonzero(near)
    return steps[(steps >= reach) & (steps < len(source) - reach)]


def impossible_lags() -> int:
    """The longest lag that is measured, in steps."""
    return round(IMPOSSIBLE_SECONDS * SAMPLE_RATE / STEP)


def _correlations(voice: Curve, rows: npt.NDArray[np.float64]) -> Curve:
    """Pearson correlation of a curve with every row; 0 where a row does not change."""
    own = voice - voice.mean()
    others = rows - rows.mean(axis=1, keepdims=True)
    size = np.sqrt((own @ own) * np.einsum("ij,ij->i", others, others))
    return np.asarray(others @ own / np.maximum(size, 1e-9))


def _mode(values: Curve) -> float:
    """Most frequent value, to 1 dB."""
    low = int(np.floor(values.min())) - 3
    counts = np.bincount((values - low).astype(np.intp))
    near = np.convolve(counts, np.ones(5), "same")
    centre = low + 0.5 + float(np.argmax(near))
    close = values[np.abs(values - centre) <= 2.5]
    return float(np.median(close)) if len(close) else centre
