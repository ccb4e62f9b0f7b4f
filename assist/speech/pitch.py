"""Pitch by the SwiftF0 network: one fundamental frequency and one voicing confidence for every 16 ms."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assist.speech.network import open_network

FRAME = 256
"""Samples between two pitch values (16 ms); value k belongs to the sound around sample k * FRAME."""

PITCH_MODEL, PITCH_FILE = "swift-f0", "model.onnx"

LOWEST_HZ, HIGHEST_HZ = 65.0, 500.0
"""Voices of adults, raised ones too; the network itself goes from 47 to 2094 Hz."""

_SILENT_PEAK = 33
"""Digital silence is a texture the network never saw: a frame whose 16-bit samples stay below this is not voiced."""

Track = npt.NDArray[np.float64]
"""One value a frame, shape (frames,)."""


class PitchModel(Protocol):
    """Follows the pitch of a stretch of one voice."""

    def track(self, audio: npt.NDArray[np.int16]) -> tuple[Track, Track]:
        """Pitch in Hz and voicing confidence 0..1 (from 0.5 on a frame is voiced), one each for every whole frame.

        Args:
            audio: int16 at 16 kHz, shape (n,), n at least `FRAME`.
        """
        ...


class SwiftPitch:
    """The SwiftF0 network, run with onnxruntime on one thread. It carries nothing from one stretch to the next.

    Args:
        model: path of the network's ONNX file.
    """

    def __init__(self, model: Path) -> None:
        self._session = open_network(model)
        self._range = {"fmin": np.array(LOWEST_HZ, np.float32), "fmax": np.array(HIGHEST_HZ, np.float32)}

    def track(self, audio: npt.NDArray[np.int16]) -> tuple[Track, Track]:
        """See `PitchModel`."""
        sound = (audio / np.float32(32768))[np.newaxis, :]
        pitch, confidence = self._session.run(["pitch", "confidence"], {"audio": sound, **self._range})
        frames = len(audio) // FRAME
        peaks = np.abs(audio[: frames * FRAME].reshape(frames, FRAME).astype(np.int32)).max(axis=1)
        voicing = np.asarray(confidence[0][:frames], np.float64)
        voicing[peaks < _SILENT_PEAK] = 0.0
        return np.asarray(pitch[0][:frames], np.float64), voicing
