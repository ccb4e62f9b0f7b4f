"""Voice activity by the Silero network: one probability per side and 32 ms hop, both sides in one run."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE
from assist.speech.network import open_network
from assist.timeline.frame import HOP, Samples

HANGOVER = round(0.05 * SAMPLE_RATE)
"""The network goes on hearing a voice for about this long after its end. Measured on calls with exact truth
(`python -m tests.bench overlaps`): ends come 44 to 66 ms late in the median over clean, telephone and noisy lines."""

CONTEXT = 64
"""Samples of the hop before that the network wants in front of each window."""


class ActivityModel(Protocol):
    """Says how likely there is a voice, hop by hop."""

    hangover: int
    """Samples for which it goes on hearing a voice that has ended."""

    def probabilities(self, start: int, audio: Samples) -> tuple[float, float]:
        """Probability of voice for (agent, customer).

        Args:
            start: sample index of the hop.
            audio: int16, shape (HOP, 2).
        """
        ...


class SileroActivity:
    """The Silero network, run with onnxruntime on one thread.

    Args:
        model: path of `silero_vad_16k_op15.onnx`.
    """

    hangover = HANGOVER

    def __init__(self, model: Path) -> None:
        self._session = open_network(model)
        self._state: npt.NDArray[np.float32] = np.zeros((2, 2, 128), np.float32)
        self._window: npt.NDArray[np.float32] = np.zeros((2, CONTEXT + HOP), np.float32)
        self._rate = np.array(16_000, np.int64)

    def probabilities(self, start: int, audio: Samples) -> tuple[float, float]:
        """See `ActivityModel`. `start` is not needed: the network carries its own state from hop to hop."""
        window = self._window
        window[:, :CONTEXT] = window[:, -CONTEXT:]
        np.divide(audio.T, np.float32(32768), out=window[:, CONTEXT:])
        output, self._state = self._session.run(None, {"input": window, "state": self._state, "sr": self._rate})
        return float(output[0, 0]), float(output[1, 0])
