"""Calls in which one side's voice leaks into the other side's channel: a loudspeaker and a room, or sidetone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE, Speaker, other
from assist.timeline.frame import COLUMN, Samples

Sound = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LeakPath:
    """How a voice gets from its own channel into the other.

    Attributes:
        lag_seconds: of the first sound.
        room_seconds: reverberation time (60 dB) of the room; 0 for none.
        telephone: the source's channel is band-limited, and so is what leaks from it.
    """

    lag_seconds: float
    room_seconds: float = 0.0
    telephone: bool = False

    def __str__(self) -> str:
        band = ", telephone" if self.telephone else ""
        return f"{self.lag_seconds * 1000:.0f} ms, room {self.room_seconds:g} s{band}"


def leaking(audio: Samples, source: Speaker, level_db: float, path: LeakPath, seed: int = 0) -> Samples:
    """The call with the voice of `source` on the other channel too.

    Args:
        audio: int16, shape (n, 2).
        source: whose voice leaks.
        level_db: energy of the leak against the voice on its own channel.
        path: how it gets there.
        seed: of the room.
    """
    sound = audio / 32768.0
    voice = telephone_band(sound[:, COLUMN[source]]) if path.telephone else sound[:, COLUMN[source]]
    heard = convolved(voice, room(path.room_seconds, seed)) * 10 ** (level_db / 20)
    late = round(path.lag_seconds * SAMPLE_RATE)
    sound[:, COLUMN[source]] = voice
    sound[late:, COLUMN[other(source)]] += heard[: len(heard) - late]
    return as_int16(sound)


def as_int16(sound: Sound) -> Samples:
    """Full scale 1.0 to 16 bits, clipped."""
    whole: Samples = np.clip(np.rint(sound * 32768), -32768, 32767).astype(np.int16)
    return whole


def room(seconds: float, seed: int) -> Sound:
    """Impulse response of unit energy: half of it direct, half noise that dies away by 60 dB in `seconds`."""
    if seconds == 0.0:
        return np.ones(1)
    length = round(seconds * SAMPLE_RATE)
    tail = np.random.default_rng(seed).standard_normal(length) * 10 ** (-3.0 * np.arange(length) / length)
    response = tail / np.sqrt(tail @ tail)
    response[0] += 1.0
    return np.asarray(response / np.sqrt(response @ response))


def convolved(voice: Sound, response: Sound) -> Sound:
    """Linear convolution, cut to the length of the voice."""
    if len(response) == 1:
        return np.asarray(voice * response[0])
    size = 1 << (len(voice) + len(response) - 1).bit_length()
    return np.asarray(np.fft.irfft(np.fft.rfft(voice, size) * np.fft.rfft(response, size), size)[: len(voice)])


def telephone_band(voice: Sound) -> Sound:
    """300 to 3400 Hz."""
    spectrum = np.fft.rfft(voice)
    frequency = np.fft.rfftfreq(len(voice), 1 / SAMPLE_RATE)
    passed = 1 / (1 + (300 / np.maximum(frequency, 1.0)) ** 8) / (1 + (frequency / 3400) ** 16)
    return np.asarray(np.fft.irfft(spectrum * passed, len(voice)))
