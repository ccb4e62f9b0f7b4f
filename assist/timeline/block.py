"""What a sound source delivers: a block of its own samples and the host time of the first one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RawSamples = npt.NDArray[np.int16] | npt.NDArray[np.float32]
"""Samples as the device gives them, shape (frames, channels)."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of sound at the device's own rate and channel count.

    Attributes:
        samples: int16 or float32 (full scale 1.0), shape (frames, channels).
        rate: the device's nominal samples per second.
        captured_at: host monotonic seconds at which the first sample was captured, as well as the source can tell.
        overflow: True if the source knows that samples were lost just before this block.
    """

    samples: RawSamples
    rate: int
    captured_at: float
    overflow: bool = False

    def __post_init__(self) -> None:
        if self.samples.ndim != 2 or self.samples.shape[1] < 1:
            raise ValueError(f"a Block holds samples of shape (frames, channels), not {self.samples.shape}")
        if self.samples.dtype not in (np.int16, np.float32):
            raise ValueError(f"a Block holds int16 or float32, not {self.samples.dtype}")
        if self.rate <= 0:
            raise ValueError(f"a Block needs a positive rate, not {self.rate}")

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def channels(self) -> int:
        """Number of interleaved channels."""
        return int(self.samples.shape[1])

    @property
    def duration_seconds(self) -> float:
        """Length at the nominal rate."""
        return len(self.samples) / self.rate

    @property
    def silent(self) -> bool:
        """True if every sample is exactly zero: what a muted or forbidden microphone gives."""
        return not self.samples.any()
