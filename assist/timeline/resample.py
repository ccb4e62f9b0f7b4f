"""Any device format to mono float32 at 16 kHz, as a stream.

soxr's ordinary streams work in blocks of up to 115 ms (8 kHz input), too slow for a cue that must be on screen after
150 ms. Its variable-rate engine, used here at a constant rate, holds back only its filter: 13 ms at 44.1 and 48 kHz,
30 ms at 8 kHz. It may place the sound up to 0.1 ms (two samples) off; alignment is about milliseconds, so that is fine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr

from assist.events import SAMPLE_RATE
from assist.timeline.block import RawSamples

Mono = npt.NDArray[np.float32]
"""Mono samples, full scale 1.0, shape (n,)."""

MIN_RATE, MAX_RATE = 4_000, 384_000
"""Device rates that make sense; anything else is a misread header or a broken driver."""


def to_mono(samples: RawSamples) -> Mono:
    """Average the channels; int16 is scaled to 1.0, and what is not a number becomes silence.

    Args:
        samples: int16 or float32, shape (frames, channels).
    """
    # Column by column: a matrix product would round differently for blocks of different length.
    mono = samples[:, 0].astype(np.float32)
    for channel in range(1, samples.shape[1]):
        mono += samples[:, channel]
    full_scale = 32_768.0 if samples.dtype == np.int16 else 1.0
    mono *= np.float32(1.0 / (full_scale * samples.shape[1]))
    if samples.dtype != np.int16:
        np.nan_to_num(mono, copy=False, nan=0.0, posinf=1.0, neginf=-1.0)
    return mono


class Resampler:
    """One device stream on its way to 16 kHz mono.

    Output sample k is the sound at input sample k * rate / 16000: the filter's delay is taken out, only the delivery
    is late. The result does not depend on how the input is cut into blocks.
    """

    def __init__(self, rate: int) -> None:
        """Start a stream.

        Args:
            rate: samples per second of the input.

        Raises:
            ValueError: the rate is no audio rate.
        """
        if not MIN_RATE <= rate <= MAX_RATE:
            raise ValueError(f"{rate} Hz is not an audio rate between {MIN_RATE} and {MAX_RATE} Hz")
        self._stream = (
            None
            if rate == SAMPLE_RATE
            else soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ", vr=True)
        )

    def push(self, samples: RawSamples) -> Mono:
        """Convert the next samples; returns what is ready, shape (n,), possibly empty."""
        return self._convert(to_mono(samples), last=False)

    def flush(self) -> Mono:
        """End the stream; returns what the filter still held."""
        return self._convert(np.zeros(0, np.float32), last=True)

    def _convert(self, mono: Mono, *, last: bool) -> Mono:
        if self._stream is None:
            return mono
        return np.asarray(self._stream.resample_chunk(mono, last=last), np.float32)
