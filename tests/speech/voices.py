"""Made voices for tests: a buzz with a known pitch, a known slope of its spectrum and a known number of syllables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE
from assist.speech.pitch import FRAME, Track

Sound = npt.NDArray[np.int16]


def buzz(
    seconds: float, hertz: float = 160.0, *, slope_db: float = -6.0, syllables: float = 4.0, level: float = 0.1
) -> Sound:
    """Harmonics falling by `slope_db` an octave, loud and soft `syllables` times a second."""
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    orders = np.arange(1, int(3_800 / hertz))
    gains = 10 ** (slope_db * np.log2(orders) / 20)
    sound = (gains * np.sin(2 * np.pi * hertz * t[:, np.newaxis] * orders)).sum(axis=1)
    shape = 0.52 - 0.48 * np.cos(2 * np.pi * syllables * t)
    sound *= shape * level / np.sqrt(np.mean(np.square(sound)))
    made: Sound = np.rint(np.clip(sound, -1, 1) * 32767).astype(np.int16)
    return made


def quiet(seconds: float) -> Sound:
    """The hiss of a line, the same every time."""
    return np.rint(np.random.default_rng(1).normal(0.0, 8.0, round(seconds * SAMPLE_RATE))).astype(np.int16)


class KnownPitch:
    """A pitch model that is told the pitch; a frame is voiced where there is sound."""

    def __init__(self, hertz: float) -> None:
        self._hertz = hertz

    def track(self, audio: Sound) -> tuple[Track, Track]:
        """See `PitchModel`."""
        frames = len(audio) // FRAME
        loud = np.abs(audio[: frames * FRAME].reshape(frames, FRAME)).max(axis=1) > 300
        return np.full(frames, self._hertz), loud.astype(np.float64)
