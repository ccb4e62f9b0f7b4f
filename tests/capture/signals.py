"""Small generated sounds for tests through a real sound server."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 48_000


def write_wav(path: Path, mono: npt.NDArray[np.float64]) -> Path:
    """Write mono 16-bit at 48 kHz."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.rint(mono * 32_767).astype("<i2").tobytes())
    return path


def tone(hertz: float, seconds: float) -> npt.NDArray[np.float64]:
    """A sine at half of full scale."""
    return np.asarray(0.5 * np.sin(2 * np.pi * hertz * np.arange(round(RATE * seconds)) / RATE))


def clicks(seconds: float) -> npt.NDArray[np.float64]:
    """A loud 1 ms bump in the middle of every second over a quiet hum."""
    sound = 0.02 * tone(200.0, seconds)
    bump = 0.8 * np.sin(np.pi * np.arange(RATE // 1_000) / (RATE // 1_000))
    for second in range(int(seconds)):
        at = round((second + 0.5) * RATE)
        sound[at : at + len(bump)] = bump
    return sound


def click_positions(audio: npt.NDArray[np.int16]) -> npt.NDArray[np.int64]:
    """Where the clicks are, in samples at 16 kHz."""
    loud = np.flatnonzero(np.abs(audio.astype(np.int32)) > 6_000)
    if not len(loud):
        return loud
    return np.asarray(loud[np.concatenate([[True], np.diff(loud) > 1_600])], np.int64)


def loudest_hertz(audio: npt.NDArray[np.int16]) -> float:
    """Frequency of the strongest component at 16 kHz."""
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(len(audio))))
    return float(np.argmax(spectrum[5:]) + 5) * 16_000 / len(audio)
