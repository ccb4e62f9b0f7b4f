"""Log mel energies as speaker networks of the Kaldi school expect them: 25 ms windows, 10 ms apart, 80 bands.

Source of the recipe: Kaldi's `compute-fbank-feats` (Povey et al., "The Kaldi Speech Recognition Toolkit", ASRU 2011), without
dither, with the mean of each band taken out over the stretch.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE

WINDOW = SAMPLE_RATE * 25 // 1000
STRIDE = SAMPLE_RATE // 100
FFT = 512
BANDS = 80
LOWEST_HZ = 20.0
PREEMPHASIS = 0.97
FLOOR = float(np.finfo(np.float32).eps)

Mels = npt.NDArray[np.float32]
"""Shape (frames, BANDS)."""


def log_mel(audio: npt.NDArray[np.float32]) -> Mels:
    """Mean-free log mel energies of a stretch.

    Args:
        audio: 16 kHz, full scale 1.0, shape (samples,); at least WINDOW samples.

    Raises:
        ValueError: too short for one window.
    """
    if len(audio) < WINDOW:
        raise ValueError(f"{len(audio)} samples are less than one window of {WINDOW}")
    frames = np.lib.stride_tricks.sliding_window_view(audio, WINDOW)[::STRIDE].astype(np.float32)
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    waves = np.fft.rfft((frames - np.float32(PREEMPHASIS) * before) * _TAPER, FFT)
    power = (np.square(waves.real, dtype=np.float32) + np.square(waves.imag, dtype=np.float32))[:, : FFT // 2]
    rising = np.add.reduceat(power * _SHARE, _STARTS, axis=1) * _FILLED
    falling = np.add.reduceat(power * (1 - _SHARE), _STARTS, axis=1) * _FILLED
    energies = np.log(np.maximum(rising[:, :-1] + falling[:, 1:], np.float32(FLOOR)))
    mels: Mels = (energies - energies.mean(axis=0)).astype(np.float32)
    return mels


def _mel(hertz: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    mels: npt.NDArray[np.float64] = 1127.0 * np.log1p(hertz / 700.0)
    return mels


def band_centres_hz() -> npt.NDArray[np.float64]:
    """Middle of each band, shape (BANDS,)."""
    centres: npt.NDArray[np.float64] = 700.0 * np.expm1(_corners()[1:-1] / 1127.0)
    return centres


def _corners() -> npt.NDArray[np.float64]:
    low, high = _mel(np.array([LOWEST_HZ, SAMPLE_RATE / 2]))
    return np.linspace(low, high, BANDS + 2)


def _triangles() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """The bands, triangles of equal width in mel, as bins between two corners each.

    A band rises over the bins before its corner and falls over those after it, so each bin counts for two bands, in shares
    that make one. Sums over bins cost less than a matrix product, which would wake every core.

    Returns:
        Share of each bin that counts for the upper band, shape (bins,); first bin between each two corners, shape
        (BANDS + 1,); 1 where there is a bin between them, else 0.
    """
    corners = _corners()
    bins = _mel(np.arange(FFT // 2) * SAMPLE_RATE / FFT)
    starts = np.searchsorted(bins, corners)
    between = np.clip(np.searchsorted(corners, bins, side="right") - 1, 0, BANDS)
    share = np.clip((bins - corners[between]) / (corners[1] - corners[0]), 0.0, 1.0)
    return share.astype(np.float32), starts[:-1], (np.diff(starts) > 0).astype(np.float32)


_TAPER: npt.NDArray[np.float32] = (np.hanning(WINDOW) ** 0.85).astype(np.float32)
"""Kaldi's window: a Hann window to the power of 0.85."""
_SHARE, _STARTS, _FILLED = _triangles()
