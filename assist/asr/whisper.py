"""Whisper base through faster-whisper: hears more of a telephone call than any live engine here, but only afterwards.

A second pass for replays, reviews and benchmarks. It decodes an utterance once, when it is finished; asked for a
hypothesis it decodes what it has. It has its own word times and probabilities.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel

from assist.asr.clip_engine import ClipEngine
from assist.asr.engine import RecognitionError
from assist.asr.plausible import believable, without_loops
from assist.events import SAMPLE_RATE, TimedWord
from assist.timeline.frame import Samples

_BEAM = 3
_NO_SPEECH_PROBABILITY = 0.8
"""Above this, with a poor text score, the model itself says that nobody spoke."""
_POOR_LOG_PROBABILITY = -1.0
_REPETITIVE = 2.4
"""Text that zlib shrinks by more than this says the same thing over and over: what the model does at the end of a clip."""


class WhisperEngine(ClipEngine):
    """Engine on a CTranslate2 folder of Whisper base, English."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        """Load the model.

        Args:
            folder: holds model.bin, config.json, tokenizer.json and vocabulary.txt.
            threads: processor threads.

        Raises:
            RecognitionError: the folder cannot be loaded.
        """
        super().__init__()
        try:
            self._model = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise RecognitionError(
                f"the Whisper model in {folder} cannot be loaded ({error}): run 'assist models install whisper-base'"
            ) from error

    @property
    def name(self) -> str:
        """Stable name of the engine."""
        return "whisper"

    def decode(self, samples: Samples, start: int) -> tuple[TimedWord, ...]:
        """See `ClipEngine`."""
        segments, _ = self._model.transcribe(
            samples.astype(np.float32) / 32768.0,
            language="en",
            beam_size=_BEAM,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
        )
        words: list[TimedWord] = []
        for segment in segments:
            silent = segment.no_speech_prob > _NO_SPEECH_PROBABILITY and segment.avg_logprob < _POOR_LOG_PROBABILITY
            spoken = samples[round(segment.start * SAMPLE_RATE) : round(segment.end * SAMPLE_RATE)]
            if silent or segment.compression_ratio > _REPETITIVE or not believable(segment.text.split(), spoken):
                continue
            for word in segment.words or []:
                first = max(start + round(word.start * SAMPLE_RATE), words[-1].end if words else start)
                last = max(start + min(round(word.end * SAMPLE_RATE), len(samples)), first + 1)
                confidence = float(word.probability)
                words.append(TimedWord(text=word.word.strip(), start=first, end=last, confidence=confidence))
        return tuple(words[: len(without_loops([word.text for word in words]))])
