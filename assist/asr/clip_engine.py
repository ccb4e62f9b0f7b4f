"""What engines have in common that decode the clip so far as a whole: the clips, and results that are not asked twice."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np

from assist.asr.engine import RecognitionError
from assist.events import SAMPLE_RATE, Speaker, TimedWord
from assist.timeline.frame import Samples

_SHORTEST_CLIP_SECONDS = 0.25
"""Clips shorter than this hold no word, and a sequence-to-sequence model would invent one."""


@dataclass(slots=True)
class _Clip:
    """One utterance so far."""

    start: int
    blocks: list[Samples] = field(default_factory=list)
    length: int = 0
    decoded_length: int = -1
    words: tuple[TimedWord, ...] = ()


class ClipEngine(ABC):
    """Collects the audio of one utterance per side; a subclass decodes it."""

    def __init__(self) -> None:
        self._clips: dict[Speaker, _Clip] = {}

    @abstractmethod
    def decode(self, samples: Samples, start: int) -> tuple[TimedWord, ...]:
        """Words of a clip.

        Args:
            samples: int16, shape (n,), 16 kHz.
            start: sample index of the first one; word times are absolute.
        """

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
            if clip.length >= _SHORTEST_CLIP_SECONDS * SAMPLE_RATE:
                clip.blocks = [np.concatenate(clip.blocks)]
                clip.words = self.decode(clip.blocks[0], clip.start)
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
