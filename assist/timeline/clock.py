"""When was the n-th sample of a device captured? A device's crystal against the host's monotonic clock.

Time stamps of blocks jitter by milliseconds (scheduling), and now and then one is late by a tenth of a second. The
crystal itself is off by a constant few, at worst a few hundred, parts per million. So the clock keeps two minutes of
(sample, host time) pairs and fits a line that ignores outliers:

    host time
      |            o                <- one late block: ignored
      |         . '  .  '
      |    . ' .                    slope = 1 / true rate, used once it rests on 30 s
      |. '
      +------------------- sample

Pure: host times are arguments. Weights are Tukey's biweight on the median absolute deviation (Mosteller & Tukey, Data
Analysis and Regression, 1977).
"""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt

GRID_SECONDS = 0.1
"""Distance of the pairs kept, in device time."""
WINDOW_SECONDS = 120.0
"""How far back the line looks: jitter of 10 ms then leaves an uncertainty of about 10 ppm in the slope."""
SLOPE_SECONDS = 30.0
"""Shortest stretch from which a rate error is estimated; before that the nominal rate is taken."""
OFFSET_SECONDS = 5.0
"""Before that, the offset is the median of this stretch."""
REFIT_EVERY = 5
"""Pairs between two fits of the line."""
STEP_SECONDS = 0.025
"""A lasting deviation beyond this is a step (lost or repeated sound), not jitter. Smaller ones are slewed away."""
STEP_PAIRS = 5
"""Pairs in a row whose median must deviate: half a second, so that a single late block never makes a step."""
MAX_ERROR_PPM = 1_000.0
"""No working crystal is further off; a steeper slope is noise."""

_Floats = npt.NDArray[np.float64]


class DeviceClock:
    """Maps sample counts of one device to host seconds."""

    def __init__(self, rate: int) -> None:
        """Start without any knowledge.

        Args:
            rate: nominal samples per second.
        """
        self._rate = rate
        self._pairs: deque[tuple[float, float]] = deque(maxlen=round(WINDOW_SECONDS / GRID_SECONDS))
        self._since_fit = 0
        self._offset = 0.0
        self._slope = 0.0
        self._pivot = 0.0

    @property
    def known(self) -> bool:
        """True once there is at least one pair."""
        return bool(self._pairs)

    @property
    def rate_error_ppm(self) -> float:
        """How much faster than nominal the device runs, in parts per million; 0 until it is known."""
        return (1.0 / (1.0 + self._slope) - 1.0) * 1e6

    def observe(self, sample: float, host_seconds: float) -> float:
        """Take in a pair.

        Args:
            sample: count of device samples before this one.
            host_seconds: when it was captured, with jitter.

        Returns:
            The step noticed with this pair in seconds (positive: sound is missing), usually 0.
        """
        nominal = sample / self._rate
        self._pairs.append((nominal, host_seconds - nominal))
        self._since_fit += 1
        step = self._lasting_deviation()
        if step:
            self.step(step, pairs=STEP_PAIRS)
        elif self._since_fit >= REFIT_EVERY or len(self._pairs) <= OFFSET_SECONDS / GRID_SECONDS:
            self._fit()
        return step

    def host_seconds(self, sample: float) -> float:
        """Fitted capture time of a sample."""
        nominal = sample / self._rate
        return nominal + self._offset + self._slope * (nominal - self._pivot)

    def step(self, seconds: float, *, pairs: int = 0) -> None:
        """From here on everything is captured `seconds` later than the line says; the slope stays.

        Args:
            seconds: size of the step.
            pairs: how many of the newest pairs lie behind the step already.
        """
        old = len(self._pairs) - pairs
        self._pairs = deque(
            ((x, y + seconds if i < old else y) for i, (x, y) in enumerate(self._pairs)), maxlen=self._pairs.maxlen
        )
        self._offset += seconds

    def _lasting_deviation(self) -> float:
        if len(self._pairs) <= STEP_PAIRS:
            return 0.0
        newest = [self._pairs[-i] for i in range(1, STEP_PAIRS + 1)]
        deviation = float(np.median([y - self._offset - self._slope * (x - self._pivot) for x, y in newest]))
        return deviation if abs(deviation) > STEP_SECONDS else 0.0

    def _fit(self) -> None:
        self._since_fit = 0
        pairs: _Floats = np.array(self._pairs)
        x, y = pairs[:, 0], pairs[:, 1]
        if x[-1] - x[0] < SLOPE_SECONDS:
            recent = round(OFFSET_SECONDS / GRID_SECONDS)
            residual = y[-recent:] - self._slope * (x[-recent:] - x[-1])
            self._pivot, self._offset = float(x[-1]), float(np.median(residual))
            return
        centre = float(x.mean())
        slope, offset = _robust_line(x - centre, y)
        limit = MAX_ERROR_PPM * 1e-6
        self._slope, self._offset, self._pivot = float(np.clip(slope, -limit, limit)), offset, centre


def _robust_line(x: _Floats, y: _Floats) -> tuple[float, float]:
    """Slope and offset of y over x, outliers weighted down."""
    weight = np.ones_like(x)
    slope, offset = 0.0, float(np.median(y))
    for _ in range(4):
        total = weight.sum()
        mean_x, mean_y = float(weight @ x / total), float(weight @ y / total)
        dx = x - mean_x
        slope = float((weight * dx) @ (y - mean_y) / ((weight * dx) @ dx))
        offset = mean_y - slope * mean_x
        residual = y - offset - slope * x
        spread = max(float(np.median(np.abs(residual))), 1e-5)
        scaled = np.clip(residual / (6.0 * spread), -1.0, 1.0)
        weight = np.square(1.0 - np.square(scaled)) + 1e-9
    return slope, offset
