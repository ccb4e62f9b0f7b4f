"""What is on the caller's channel besides voices: nothing, line noise, a tone of the telephone network, music."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE
from assist.profile.schema import CallBounds, samples
from assist.timeline.frame import HOP

_WINDOW = 2 * HOP
_LOW_HZ, _HIGH_HZ = 200.0, 3_600.0
"""The telephone band, down to the low notes of music on hold."""
_LOBE = 2
"""A steady pitch fills this many bins (of 15.6 Hz) on each side of its peak, under a Hann window."""
_SMOOTH = 0.1
"""Weight of one hop in the running mean (0.3 s) of how flat the spectrum is: single frames of music may be flat, too."""
_SMALLEST = 1e-12
_FADING_DB = 3.0
"""A window into which a tone only reaches for a part, at its beginning and end, is so much quieter, and wider."""


@dataclass(frozen=True, slots=True)
class LineSound:
    """One hop of the caller's channel."""

    level_db: float
    """Energy in the telephone band, dB of full scale."""
    nothing: bool
    """Every sample is exactly zero: nobody plays anything."""
    tone: bool
    """A steady pitch, or two: ringing, busy, a beep, a key."""
    sounding: bool
    """Loud enough to be heard, and not line noise."""


class LineSoundMeter:
    """Measures the caller's channel hop by hop; each measure looks back over 64 ms, a tone over its own past.

    Flatness is the geometric over the arithmetic mean of the power spectrum (about 0.56 for white noise, under 0.05 for
    voices and music).

    Args:
        thresholds: what counts as sound, as noise, as a tone.
    """

    def __init__(self, thresholds: CallBounds) -> None:
        self._sound_db, self._noise = thresholds.sound_db, thresholds.noise_flatness
        self._share, self._lasts = thresholds.tone_share, samples(thresholds.tone_lasts_seconds)
        self._taper = np.hanning(_WINDOW + 1)[:_WINDOW]
        low, high = np.searchsorted(np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE), [_LOW_HZ, _HIGH_HZ])
        self._band = slice(int(low), int(high))
        # One-sided spectrum and the window's own energy: a full-scale sine inside the band measures -3 dB.
        self._scale = 2.0 / (_WINDOW * float((self._taper**2).sum()) * 32_768.0**2)
        self._before = np.zeros(HOP, np.int16)
        self._flatness = 1.0
        self._pitch = -1
        self._steady = 0
        self._steady_db = -100.0

    def hop(self, audio: npt.NDArray[np.int16]) -> LineSound:
        """Take the next hop.

        Args:
            audio: int16, shape (HOP,).
        """
        window = np.concatenate([self._before, audio])
        self._before = audio.copy()
        if not window.any():
            self._steady, self._flatness = 0, 1.0
            return LineSound(-120.0, nothing=True, tone=False, sounding=False)
        power = np.abs(np.fft.rfft(window * self._taper))[self._band] ** 2 * self._scale + _SMALLEST
        level = 10.0 * float(np.log10(power.sum()))
        loud = level > self._sound_db
        flatness = float(np.exp(np.log(power).mean()) / power.mean())
        self._flatness += _SMOOTH * (flatness - self._flatness) if loud else 0.0
        tone = self._tone(power, level) if loud else False
        self._steady = self._steady if loud else 0
        return LineSound(level, not audio.any(), tone, loud and self._flatness < self._noise)

    def _tone(self, power: npt.NDArray[np.float64], level: float) -> bool:
        rest = power.copy()
        first = _take_peak(rest)
        _take_peak(rest)
        pitch = first if abs(first - self._pitch) > 1 and self._gone(power, first) else self._pitch
        narrow = 1.0 - float(rest.sum() / power.sum()) >= self._share
        same = pitch == self._pitch and abs(level - self._steady_db) < _FADING_DB
        self._steady = self._steady + HOP if narrow and same else HOP if narrow else 0
        self._pitch, self._steady_db = pitch, level
        return self._steady >= self._lasts

    def _gone(self, power: npt.NDArray[np.float64], first: int) -> bool:
        """Whether the pitch of before is no more; of two equally strong ones now this and now that is the strongest."""
        before = power[max(self._pitch - 1, 0) : self._pitch + 2] if self._pitch >= 0 else power[:0]
        return not len(before) or float(before.max()) < 0.25 * float(power[first])


def _take_peak(power: npt.NDArray[np.float64]) -> int:
    """Take the strongest peak out of a spectrum; returns its bin."""
    peak = int(power.argmax())
    power[max(peak - _LOBE, 0) : peak + _LOBE + 1] = 0.0
    return peak
