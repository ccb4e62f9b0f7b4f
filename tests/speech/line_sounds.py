"""What an open line carries besides voices, made of sines and noise; and the voices of the calls that ship."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import soundfile

from assist.doctor.selftest import selftest_call
from assist.events import SAMPLE_RATE
from assist.timeline.frame import Samples

Sound = npt.NDArray[np.float64]
"""One channel, in 16-bit units, shape (samples,)."""


def times(seconds: float) -> Sound:
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def quiet(seconds: float) -> Sound:
    return np.zeros(round(seconds * SAMPLE_RATE))


def noise(seconds: float, level: float = 20.0) -> Sound:
    return np.random.default_rng(7).normal(0.0, level, round(seconds * SAMPLE_RATE))


def tone(seconds: float, *hertz: float, level: float = 3_000.0) -> Sound:
    """Some pitches at once."""
    sound: Sound = sum((level * np.sin(2 * np.pi * f * times(seconds)) for f in hertz), start=quiet(seconds))
    return sound


RINGING: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "america": ((440.0, 480.0), (2.0, 4.0)),
    "europe": ((425.0,), (1.0, 4.0)),
    "britain": ((400.0, 450.0), (0.4, 0.2, 0.4, 2.0)),
    "busy": ((480.0, 620.0), (0.5, 0.5)),
}
"""Pitches, and seconds of sound and silence in turn."""


def ringing(where: str, seconds: float) -> Sound:
    hertz, cadence = RINGING[where]
    parts: list[Sound] = []
    while sum(map(len, parts)) < seconds * SAMPLE_RATE:
        parts += [quiet(length) if index % 2 else tone(length, *hertz) for index, length in enumerate(cadence)]
    return np.concatenate(parts)[: round(seconds * SAMPLE_RATE)]


def music(seconds: float, seed: int = 1) -> Sound:
    """Chords and a melody, each note struck and dying away."""
    chance = np.random.default_rng(seed)
    chords = ((220.0, 277.0, 330.0), (196.0, 247.0, 294.0), (175.0, 220.0, 262.0), (196.0, 247.0, 330.0))
    beat = times(0.5)
    parts: list[Sound] = []
    for number in range(int(np.ceil(seconds / 0.5))):
        chord = chords[number // 4 % 4]
        notes = (*chord, 2 * chord[int(chance.integers(3))])
        struck = [np.sin(2 * np.pi * f * h * beat) / h * np.exp(-1.2 * beat) for f in notes for h in (1, 2, 3, 4)]
        parts.append(900.0 * np.sum(struck, axis=0))
    return np.concatenate(parts)[: round(seconds * SAMPLE_RATE)]


@cache
def speech() -> Samples:
    """Ten seconds of two people: the agent talks over a worried caller. Shape (samples, 2)."""
    audio, _ = soundfile.read(selftest_call(), dtype="int16")
    return np.ascontiguousarray(audio)


def voice(seconds: float) -> Sound:
    """Only the caller's voice of that call, said again and again."""
    said = speech()[:, 1].astype(float)
    return np.resize(said, round(seconds * SAMPLE_RATE))


def line(customer: Sound, agent: Sound | None = None) -> Samples:
    """Both channels; the agent is silent, or as long as the shorter of both."""
    own = np.zeros(len(customer)) if agent is None else np.resize(agent, len(customer))
    return np.clip(np.stack([own, customer], axis=1), -32_768, 32_767).astype(np.int16)
