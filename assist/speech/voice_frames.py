"""How a stretch of one voice sounds, frame by frame: level, pitch, brightness, harmonicity, and where its syllables are.

Everything but the pitch is taken from 300 to 3400 Hz, so that a telephone hears what a headset hears.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE
from assist.speech.pitch import FRAME, HIGHEST_HZ, Track
from assist.timeline.loudness import HIGH_HZ, LOW_HZ, SILENT_DB, STEP

VOICED_CONFIDENCE = 0.5

_WINDOW = 512
"""Samples of the Hann window around every frame (32 ms)."""
_FFT = 2 * _WINDOW
_SPLIT_HZ = 1_000.0
"""Brightness compares the energy above with that below: a raised voice gains more above (Sundberg and Nordenberg 2006)."""
_FLOOR = 10.0 ** (SILENT_DB / 10)
_SLACK = 3
"""Samples by which the best lag of the autocorrelation may differ from the period the pitch says."""
_MOST_CORRELATED = 0.999
_SMOOTH_STEPS = 9
"""The syllables are looked for in the loudness under a Hann window of 72 ms."""
_DIP_DB = 2.0
"""Between two syllables the loudness falls by at least this (de Jong and Wempe 2009)."""
_FAR_DOWN_DB = 25.0
"""A syllable is not further than this below the loudest one of its stretch."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class VoiceFrames:
    """Measurements of the voiced frames of a stretch, one value each, shape (voiced,)."""

    level_db: Floats
    """Energy in the telephone band, dB of full scale."""
    semitones: Floats
    """Pitch in semitones above 100 Hz."""
    below: Floats
    """Energy from 300 Hz to 1 kHz, of full scale."""
    above: Floats
    """Energy from 1 to 3.4 kHz."""
    harmonicity_db: Floats
    """Energy of the periodic part of the sound against the rest of it."""
    follows: npt.NDArray[np.bool_]
    """Whether the frame before it in the stretch is voiced too."""
    syllables: int
    speech_seconds: float
    """Length of the stretch."""


_HANN = np.hanning(_WINDOW + 1)[:_WINDOW]
_SCALE = 2.0 / (_FFT * float((_HANN**2).sum()) * 32_768.0**2)
"""One-sided spectrum and the window's own energy: a full-scale sine inside the band measures -3 dB."""
_HERTZ = np.fft.rfftfreq(_FFT, 1 / SAMPLE_RATE)
_BAND = slice(*np.searchsorted(_HERTZ, [LOW_HZ, HIGH_HZ]))
_ABOVE = int(np.searchsorted(_HERTZ, _SPLIT_HZ)) - _BAND.start
_HANN_CORRELATION = np.fft.irfft(np.abs(np.fft.rfft(_HANN, _FFT)) ** 2)[:_WINDOW]
_SMOOTH = np.hanning(_SMOOTH_STEPS + 2)[1:-1] / np.hanning(_SMOOTH_STEPS + 2).sum()


def measure(audio: npt.NDArray[np.int16], levels: Floats, pitch_hz: Track, confidence: Track) -> VoiceFrames:
    """Measure a stretch.

    Args:
        audio: int16 at 16 kHz, shape (n,).
        levels: loudness every 8 ms in dB of full scale (`assist.timeline.loudness`), shape (about n / 128,).
        pitch_hz: shape (frames,), see `PitchModel.track`.
        confidence: the same shape.
    """
    voiced = np.flatnonzero((confidence >= VOICED_CONFIDENCE) & (pitch_hz > 0))
    hertz = np.minimum(pitch_hz[voiced], HIGHEST_HZ)
    spectrum = np.abs(np.fft.rfft(_windows(audio, voiced), _FFT, axis=1)) ** 2
    band = spectrum[:, _BAND]
    below, above = band[:, :_ABOVE].sum(axis=1) * _SCALE + _FLOOR, band[:, _ABOVE:].sum(axis=1) * _SCALE + _FLOOR
    return VoiceFrames(
        level_db=10 * np.log10(below + above),
        semitones=12 * np.log2(np.maximum(hertz, 1.0) / 100.0),
        below=below,
        above=above,
        harmonicity_db=_harmonicity(spectrum, hertz),
        follows=np.diff(voiced, prepend=-9) == 1,
        syllables=_syllables(levels, voiced),
        speech_seconds=len(audio) / SAMPLE_RATE,
    )


def _windows(audio: npt.NDArray[np.int16], frames: npt.NDArray[np.intp]) -> Floats:
    """The sound around some frames, shape (frames, window)."""
    half = _WINDOW // 2
    padded = np.pad(audio.astype(np.float64), half)
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[frames * FRAME]
    return np.asarray(windows * _HANN)


def _harmonicity(spectrum: Floats, hertz: Floats) -> Floats:
    """Harmonics-to-noise ratio of the sound within the telephone band.

    From the autocorrelation at the period, corrected for the window (Boersma 1993): 10 log10(r / (1 - r)).
    """
    if not len(hertz):
        return np.zeros(0)
    inside = np.zeros_like(spectrum)
    inside[:, _BAND] = spectrum[:, _BAND]
    correlation = np.fft.irfft(inside, axis=1)[:, :_WINDOW]
    lags = np.rint(SAMPLE_RATE / hertz).astype(np.intp)[:, np.newaxis] + np.arange(-_SLACK, _SLACK + 1)
    lags = np.clip(lags, 1, _WINDOW * 3 // 4)
    at_lag = np.take_along_axis(correlation, lags, axis=1) / _HANN_CORRELATION[lags]
    whole = correlation[:, :1] / _HANN_CORRELATION[0]
    best = np.clip((at_lag / np.maximum(whole, 1e-9)).max(axis=1), 1 - _MOST_CORRELATED, _MOST_CORRELATED)
    return np.asarray(10 * np.log10(best / (1 - best)))


def _syllables(levels: Floats, voiced: npt.NDArray[np.intp]) -> int:
    """Peaks of the smoothed loudness that stand out of the dip before them and lie in voiced sound."""
    if len(levels) < _SMOOTH_STEPS or not len(voiced):
        return 0
    smooth = np.convolve(np.pad(levels, _SMOOTH_STEPS // 2, mode="edge"), _SMOOTH, mode="valid")
    least = float(smooth.max()) - _FAR_DOWN_DB
    sounding = np.zeros(len(smooth) + 3, np.bool_)
    first = voiced * (FRAME // STEP)
    for shift in range(-1, 3):
        sounding[np.clip(first + shift, 0, len(smooth))] = True
    count, dip, peak, peak_at = 0, float(smooth[0]) - _DIP_DB, -np.inf, 0
    for at, level in enumerate(smooth.tolist()):
        if level > peak and level - dip >= _DIP_DB:
            peak, peak_at = level, at
        if peak > -np.inf and peak - level >= _DIP_DB:
            count += int(peak > least and sounding[peak_at])
            peak, dip = -np.inf, level
        dip = min(dip, level)
    return count + int(peak > least and bool(sounding[peak_at]))
