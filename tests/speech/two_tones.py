"""Stand-ins for voices: a low tone is one person, a high one another; a model and an activity that know them exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE
from assist.speech.voiceprint import Voiceprint, direction
from assist.timeline.frame import HOP, Samples

Mono = npt.NDArray[np.int16]
LOW_HZ, HIGH_HZ, MIDDLE_HZ = 200.0, 800.0, 400.0


def tone(hertz: float, seconds: float) -> Mono:
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    sound: Mono = (8_000 * np.sin(2 * np.pi * hertz * times)).astype(np.int16)
    return sound


def pause(seconds: float) -> Mono:
    return np.zeros(round(seconds * SAMPLE_RATE), np.int16)


def talk(*parts: tuple[float, float]) -> Mono:
    """Tones (hertz, seconds), or pauses (0, seconds), one after the other."""
    return np.concatenate([tone(hertz, seconds) if hertz else pause(seconds) for hertz, seconds in parts])


class LoudIsVoice:
    """Voice where it is loud."""

    hangover = 0

    def probabilities(self, start: int, audio: Samples) -> tuple[float, float]:
        agent, customer = (float(np.abs(audio[:, column].astype(int)).max() > 500) for column in (0, 1))
        return agent, customer


class ToneModel:
    """Low tones point one way, high ones another, the middle between them."""

    name = "tones"

    def __init__(self) -> None:
        self.asked = 0

    def voiceprint(self, audio: Mono) -> Voiceprint:
        self.asked += 1
        rises = np.count_nonzero((audio[:-1] < 0) & (audio[1:] >= 0))
        octaves = np.log2(max(rises / len(audio) * SAMPLE_RATE, 1.0) / LOW_HZ)
        angle = np.clip(octaves, 0.0, 2.0) * np.pi / 4
        return direction(np.array([np.cos(angle), np.sin(angle)], np.float32))


def hops(sound: Mono) -> list[Mono]:
    return [sound[at : at + HOP] for at in range(0, len(sound) - HOP + 1, HOP)]
