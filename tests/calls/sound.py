"""Small signal tools: levels, trimming, spectral tilt, soft limiting. Float samples of full scale 1.0 at 16 kHz."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE

Sound = npt.NDArray[np.float32]
FRAME = SAMPLE_RATE // 100
"""Levels are taken over 10 ms."""


def db_to_gain(decibels: float) -> float:
    """Decibels as an amplitude factor."""
    return float(10.0 ** (decibels / 20.0))


def frame_levels_db(sound: Sound, frame: int = FRAME) -> npt.NDArray[np.float64]:
    """Level of every whole frame in dB of full scale; at least one."""
    if len(sound) < frame:
        sound = np.pad(sound, (0, frame - len(sound)))
    whole = len(sound) // frame * frame
    power = np.square(sound[:whole].reshape(-1, frame), dtype=np.float64).mean(axis=1)
    levels: npt.NDArray[np.float64] = 10.0 * np.log10(power + 1e-10)
    return levels


def active_level_db(sound: Sound, within_db: float = 25.0) -> float:
    """Mean power of the frames that are not far below the loudest one."""
    levels = frame_levels_db(sound)
    active = levels[levels > levels.max() - within_db]
    return float(10.0 * np.log10(np.mean(10.0 ** (active / 10.0))))


def speech_bounds(sound: Sound, below_peak_db: float = 38.0) -> tuple[int, int]:
    """First and last sample of speech, one frame of margin on both sides."""
    levels = frame_levels_db(sound)
    loud = np.flatnonzero(levels > levels.max() - below_peak_db)
    return max(0, int(loud[0]) - 1) * FRAME, min(len(sound), (int(loud[-1]) + 2) * FRAME)


def speech_stretches(sound: Sound, longest_gap: int, below_peak_db: float = 38.0) -> list[tuple[int, int]]:
    """First and last sample of every stretch of speech; gaps up to `longest_gap` samples do not split one."""
    levels = frame_levels_db(sound)
    loud = np.flatnonzero(levels > levels.max() - below_peak_db)
    stretches: list[tuple[int, int]] = []
    for frame in loud.tolist():
        start, end = frame * FRAME, (frame + 1) * FRAME
        if stretches and start - stretches[-1][1] <= longest_gap:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def faded(sound: Sound, rise: int, fall: int) -> Sound:
    """Linear fades so that edges do not click."""
    result = sound.copy()
    rise, fall = min(rise, len(result)), min(fall, len(result))
    result[:rise] *= np.linspace(0.0, 1.0, rise, dtype=np.float32)
    result[len(result) - fall :] *= np.linspace(1.0, 0.0, fall, dtype=np.float32)
    return result


def filtered(sound: Sound, response: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]) -> Sound:
    """Zero-phase filter: `response` gives the gain at each frequency in Hz. Times do not move."""
    length = len(sound)
    size = 1 << (length + SAMPLE_RATE // 10).bit_length()  # room for the response to ring out instead of wrapping round
    spectrum = np.fft.rfft(sound, size) * response(np.asarray(np.fft.rfftfreq(size, 1.0 / SAMPLE_RATE), np.float64))
    return np.fft.irfft(spectrum, size)[:length].astype(np.float32)


def brightened(sound: Sound, decibels: float, corner_hz: float = 1200.0) -> Sound:
    """Raise (or lower) everything above the corner: a first-order high shelf."""
    if decibels == 0.0:
        return sound
    top = db_to_gain(decibels) ** 2

    def response(hertz: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        ratio = np.square(hertz / corner_hz)
        return np.sqrt((1.0 + top * ratio) / (1.0 + ratio))

    return filtered(sound, response)


def limited(sound: Sound, knee: float = 0.8) -> Sound:
    """Bend peaks above the knee so that nothing clips."""
    size, room = np.abs(sound), 0.99 - knee
    bent = knee + room * np.tanh((size - knee) / room)
    return np.where(size > knee, np.sign(sound) * bent, sound).astype(np.float32)
