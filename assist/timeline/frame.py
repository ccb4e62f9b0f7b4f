"""The one currency of sound: both sides, 16 kHz, one sample index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.events import SPEAKERS, Speaker

Samples = npt.NDArray[np.int16]
"""16-bit samples; what is recorded is bit for bit what the pipeline heard."""

HOP = 512
"""Samples of the pipeline's step, 32 ms: the window of the voice activity network at 16 kHz."""

COLUMN: dict[Speaker, int] = {speaker: column for column, speaker in enumerate(SPEAKERS)}
"""Column of each side in `StereoFrame.audio`: left agent, right customer."""


@dataclass(frozen=True, slots=True)
class StereoFrame:
    """A stretch of both sides.

    Attributes:
        start: sample index of the first row, 16 kHz since the start of the call.
        audio: int16, shape (samples, 2), columns agent and customer. Any length; stages never depend on it.
    """

    start: int
    audio: Samples

    def __post_init__(self) -> None:
        if self.audio.ndim != 2 or self.audio.shape[1] != 2 or self.audio.dtype != np.int16:
            raise ValueError(f"a StereoFrame holds int16 of shape (n, 2), not {self.audio.dtype} {self.audio.shape}")

    @property
    def end(self) -> int:
        """Sample index after the last row."""
        return self.start + len(self.audio)
