"""How loud both sides are, every 8 ms, in the band that a telephone carries."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE
from assist.timeline.frame import Samples

STEP = 128
"""Samples between two levels (8 ms)."""

SILENT_DB = -100.0
"""What a level cannot fall below: under the rounding of 16-bit samples."""

LOW_HZ, HIGH_HZ = 300.0, 3_400.0
"""The telephone band: it leaves out hum and rumble of one side and the treble that the other side never gets."""

Levels = npt.NDArray[np.float64]
"""Levels in dB of full scale, shape (steps, 2), columns agent and customer."""

_WIDTH = 2 * STEP


class Loudness:
    """Measures both sides step by step; carries the half window that reaches into the next block.

    A level is the energy in the band under a Hann window of 16 ms. Every level of a block belongs to the window that ends
    with its step, so nothing is known before it was heard. A level depends on nothing but its window, so however many
    steps come at once, the levels are the same; many at once cost less.
    """

    def __init__(self) -> None:
        self._window = np.hanning(_WIDTH + 1)[:_WIDTH]
        frequencies = np.fft.rfftfreq(_WIDTH, 1 / SAMPLE_RATE)
        self._bins = slice(*np.searchsorted(frequencies, [LOW_HZ, HIGH_HZ]))
        # One-sided spectrum and the window's own energy: a full-scale sine inside the band measures -3 dB.
        self._scale = 2.0 / (_WIDTH * float((self._window**2).sum()) * 32_768.0**2)
        self._before = np.zeros((STEP, 2), np.int16)
        self._floor = 10.0 ** (SILENT_DB / 10)

    def levels(self, audio: Samples) -> Levels:
        """Levels of the next samples.

        Args:
            audio: int16, shape (n, 2), n a multiple of `STEP`.
        """
        whole = np.concatenate([self._before, audio])
        self._before = audio[-STEP:].copy()
        if not whole.any():
            return np.full((len(audio) // STEP, 2), SILENT_DB)
        steps = whole.reshape(-1, STEP, 2)
        # One side after the other, so that the transform runs along what lies together in memory.
        windows = np.empty((2, len(steps) - 1, _WIDTH))
        windows[..., :STEP] = steps[:-1].transpose(2, 0, 1)
        windows[..., STEP:] = steps[1:].transpose(2, 0, 1)
        windows *= self._window
        spectrum = np.fft.rfft(windows, axis=-1)[..., self._bins]
        energy = (spectrum.real**2 + spectrum.imag**2).sum(axis=-1) * self._scale
        return np.ascontiguousarray(10.0 * np.log10(energy + self._floor).T)
