"""The voice: Kokoro-82M through onnxruntime, with exact word times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

from assist.events import SAMPLE_RATE
from tests.calls.kokoro_files import VoicePacks, model_path
from tests.calls.phonemes import FrontEnd, TokenSpan
from tests.calls.placing import SpokenWord
from tests.calls.script import ScriptError
from tests.calls.sound import Sound, frame_levels_db
from tests.calls.styles import Prosody

MODEL_RATE = 24_000
FRAME = MODEL_RATE // 40
"""Samples of one duration frame, 25 ms."""
MAX_TOKENS = 508
SHORT_TOKENS = 24
CARRIER = "Well, that is the plan."
"""Very short inputs come out with artefacts: they are said after this and cut off it."""


class Kokoro:
    """Speaks one piece of text. Load once; the model takes a second and 400 MB.

    Args:
        voices: the npm package with the voices.
        cache: folder for the reworked model.
        threads: onnxruntime threads.
    """

    def __init__(self, voices: Path, cache: Path, threads: int = 2) -> None:
        self._packs = VoicePacks(voices)
        self._front_end = FrontEnd()
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(model_path(cache)), options, providers=["CPUExecutionProvider"]
        )

    def speak(self, text: str, voice: str, prosody: Prosody) -> tuple[Sound, list[SpokenWord]]:
        """Say it; returns 16 kHz sound with the model's own silence at both ends, and the words' times in it."""
        sounds: list[npt.NDArray[np.float32]] = []
        words: list[SpokenWord] = []
        offset = 0
        for chunk in self._front_end.chunks(text):
            sound, spans = self._chunk(chunk, voice, prosody)
            words += [
                SpokenWord(word, _resampled(offset + start), _resampled(offset + end)) for word, start, end in spans
            ]
            sounds.append(sound)
            offset += len(sound)
        resampled: Sound = soxr.resample(np.concatenate(sounds), MODEL_RATE, SAMPLE_RATE)
        return resampled, words

    def _chunk(self, text: str, voice: str, prosody: Prosody) -> tuple[Sound, list[tuple[str, int, int]]]:
        """One chunk at the model's rate, with the words' first and last sample."""
        british = voice.startswith("b")
        tokens, spans = self._front_end.tokens(text, british=british)
        carried = 0
        if len(tokens) < SHORT_TOKENS:
            carrier, _ = self._front_end.tokens(CARRIER, british=british)
            carried = len(carrier) + 1
            tokens = [*carrier, self._front_end.vocabulary[" "], *tokens]
            spans = [TokenSpan(span.word, span.first + carried, span.end + carried) for span in spans]
        if len(tokens) > MAX_TOKENS:
            raise ScriptError(f"one sentence is too long to speak; break it up: '{text[:60]}...'")
        sound, edges = self._run(tokens, voice, prosody)
        if carried:
            cut = _quietest(sound, int(edges[carried]), int(edges[carried + 1]))
            sound, edges = sound[cut:], edges - cut
        # Token i stands between edges[i + 1] and edges[i + 2]: the model reads a pad before and after.
        return sound, [(span.word, int(edges[span.first + 1]), int(edges[span.end + 1])) for span in spans]

    def _run(
        self, tokens: list[int], voice: str, prosody: Prosody
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        def one(value: float) -> npt.NDArray[np.float32]:
            return np.array([value], np.float32)

        sound, durations = self._session.run(
            ["audio", "durations"],
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": self._packs.style(voice, len(tokens))[None],
                "speed": one(prosody.rate),
                "pitch": one(prosody.pitch),
                "range": one(prosody.range),
                "energy": one(prosody.energy),
            },
        )
        edges = np.concatenate([[0], np.cumsum(np.rint(durations.ravel()).astype(np.int64))]) * FRAME
        return sound.ravel(), edges


def _quietest(sound: Sound, start: int, end: int) -> int:
    """The quietest 10 ms between two samples."""
    frame = MODEL_RATE // 100
    levels = frame_levels_db(sound, frame)
    first, last = start // frame, max(start // frame + 1, end // frame)
    return (first + int(np.argmin(levels[first:last]))) * frame


def _resampled(position: int) -> int:
    return round(position * SAMPLE_RATE / MODEL_RATE)
