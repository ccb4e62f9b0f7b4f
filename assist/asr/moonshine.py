"""Moonshine tiny (English): decodes the clip so far as a whole, whenever it is asked for words.

It needs no voice detector of its own: utterances are cut by ours, at 12 s at the latest, because both time and memory
grow with the length of the clip. It has no word times (they are estimated, see `word_times`); a word's confidence is
the probability of its least certain token.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assist.asr.engine import RecognitionError
from assist.asr.moonshine_model import MoonshineModel
from assist.asr.plausible import believable, without_loops
from assist.asr.word_times import place_words
from assist.events import SAMPLE_RATE, Speaker, TimedWord
from assist.timeline.frame import Samples

_SHORTEST_CLIP_SECONDS = 0.25
"""Clips shorter than this hold no word, and the model would invent one."""


@dataclass(slots=True)
class _Clip:
    """One utterance so far."""

    start: int
    blocks: list[Samples] = field(default_factory=list)
    length: int = 0
    decoded_length: int = -1
    words: tuple[TimedWord, ...] = ()


class MoonshineEngine:
    """Engine on the Moonshine tiny model."""

    def __init__(self, folder: Path) -> None:
        """Load the model.

        Args:
            folder: holds encoder_model.ort, decoder_model_merged.ort and tokenizer.bin.

        Raises:
            RecognitionError: the folder is incomplete or damaged.
        """
        self._model = MoonshineModel(folder)
        self._clips: dict[Speaker, _Clip] = {}

    @property
    def name(self) -> str:
        """Stable name of the engine."""
        return "moonshine"

    def begin(self, speaker: Speaker, start: int) -> None:
        """Start an utterance at sample index `start`."""
        self._clips[speaker] = _Clip(start)

    def feed(self, speaker: Speaker, samples: Samples) -> None:
        """Add audio: int16, shape (n,)."""
        clip = self._clip(speaker)
        clip.blocks.append(samples)
        clip.length += len(samples)

    def hypothesis(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        """Words so far; decodes the clip from its start unless nothing was added since the last time."""
        clip = self._clip(speaker)
        if clip.decoded_length != clip.length:
            clip.words = self._decode(clip)
            clip.decoded_length = clip.length
        return clip.words

    def finish(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        """Final words; any audio added since the last hypothesis, silent or not, is decoded with the rest."""
        words = self.hypothesis(speaker)
        del self._clips[speaker]
        return words

    def close(self) -> None:
        """Forget the clips; the model goes with the engine."""
        self._clips.clear()

    def _clip(self, speaker: Speaker) -> _Clip:
        try:
            return self._clips[speaker]
        except KeyError:
            raise RecognitionError(f"no utterance of the {speaker} has begun") from None

    def _decode(self, clip: _Clip) -> tuple[TimedWord, ...]:
        if clip.length < _SHORTEST_CLIP_SECONDS * SAMPLE_RATE:
            return ()
        samples = np.concatenate(clip.blocks)
        clip.blocks = [samples]
        found = self._model.words(self._model.decode(samples.astype(np.float32) / 32768.0))
        kept = without_loops([text for text, _ in found])
        if not believable(kept, samples):
            return ()
        return place_words(kept, samples, clip.start, [confidence for _, confidence in found[: len(kept)]])
