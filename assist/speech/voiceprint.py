"""What a voice is like, as a direction in a space of 192 numbers: the CAM++ network, optional."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE
from assist.speech.log_mel import band_centres_hz, log_mel
from assist.speech.network import open_network

MODEL = "campplus-speaker"
"""Name in the manifest."""

LONGEST = 2 * SAMPLE_RATE
"""The graph pools over the whole of a stretch, which is what the network was trained on up to this length."""

TELEPHONE_HZ = (300.0, 3400.0)
"""Voices are compared in the band that every line carries. A voice enrolled on a headset is then as like itself on a telephone
line (0.76 against 0.77 in the median, where with all bands it is 0.39 against 0.81)."""

Voiceprint = npt.NDArray[np.float32]
"""A direction: length 1, shape (n,)."""


class VoiceModel(Protocol):
    """Says what a voice is like."""

    name: str
    """Voiceprints of different models cannot be compared."""

    def voiceprint(self, audio: npt.NDArray[np.int16]) -> Voiceprint:
        """The direction of a stretch of speech.

        Args:
            audio: 16 kHz, shape (samples,), a quarter of a second to two seconds.
        """
        ...


class CamPlusPlus:
    """CAM++ (Wang et al., Interspeech 2023), run with onnxruntime on one thread: 16 ms for 1.5 s of speech.

    The graph ships; the weights are an optional model, read where they lie.

    Args:
        folder: of the installed model.
    """

    name = MODEL

    def __init__(self, folder: Path) -> None:
        graph = (files("assist") / "data" / "speaker" / "campplus.onnx").read_bytes()
        centres = band_centres_hz()
        self._unheard = (centres < TELEPHONE_HZ[0]) | (centres > TELEPHONE_HZ[1])
        self._session = open_network(graph, folder)

    def voiceprint(self, audio: npt.NDArray[np.int16]) -> Voiceprint:
        """See `VoiceModel`; of a longer stretch the middle is heard."""
        spare = max(len(audio) - LONGEST, 0) // 2
        mels = log_mel(audio[spare : spare + LONGEST].astype(np.float32) / np.float32(32768))
        mels[:, self._unheard] = 0.0
        (found,) = self._session.run(None, {"mels": np.ascontiguousarray(mels.T)[None, None]})
        return direction(found[0, :, 0])


def direction(vector: npt.NDArray[np.float32]) -> Voiceprint:
    """A vector brought to length 1; the zero vector stays."""
    length = float(np.linalg.norm(vector))
    unit: Voiceprint = (vector / length if length > 0 else vector).astype(np.float32)
    return unit
