"""Moonshine tiny (English): decodes the clip so far as a whole, whenever it is asked for words.

It needs no voice detector of its own: utterances are cut by ours, at 12 s at the latest, because both time and memory
grow with the length of the clip. It has no word times (they are estimated, see `word_times`); a word's confidence is
the probability of its least certain token.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from assist.asr.clip_engine import ClipEngine
from assist.asr.moonshine_model import MoonshineModel
from assist.asr.plausible import believable, without_loops
from assist.asr.word_times import place_words
from assist.events import TimedWord
from assist.timeline.frame import Samples

_WANTED_PEAK = 0.5
_LARGEST_GAIN = 20.0


def _gain(audio: npt.NDArray[np.float32]) -> float:
    """Bring a quiet clip up: on a telephone call 20 dB too quiet this wins back four words in a hundred."""
    return float(np.clip(_WANTED_PEAK / max(float(np.abs(audio).max()), 1e-6), 1.0, _LARGEST_GAIN))


class MoonshineEngine(ClipEngine):
    """Engine on the Moonshine tiny model."""

    def __init__(self, folder: Path) -> None:
        """Load the model.

        Args:
            folder: holds encoder_model.ort, decoder_model_merged.ort and tokenizer.bin.

        Raises:
            RecognitionError: the folder is incomplete or damaged.
        """
        super().__init__()
        self._model = MoonshineModel(folder)

    @property
    def name(self) -> str:
        """Stable name of the engine."""
        return "moonshine"

    def decode(self, samples: Samples, start: int) -> tuple[TimedWord, ...]:
        """See `ClipEngine`."""
        audio = samples.astype(np.float32) / 32768.0
        found = self._model.words(self._model.decode(audio * _gain(audio)))
        kept = without_loops([text for text, _ in found])
        if not believable(kept, samples):
            return ()
        return place_words(kept, samples, start, [confidence for _, confidence in found[: len(kept)]])
