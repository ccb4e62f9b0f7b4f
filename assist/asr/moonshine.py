"""Moonshine tiny (English): decodes the clip so far as a whole, whenever it is asked for words.

The library's own voice detector is switched off (`vad_threshold` 0): utterances are cut by ours. It has no word times
(they are estimated, see `word_times`) and no confidence (1.0 is reported).
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assist.asr.engine import RecognitionError
from assist.asr.plausible import believable, without_loops
from assist.asr.word_times import place_words
from assist.events import SAMPLE_RATE, Speaker, TimedWord
from assist.timeline.frame import Samples

_FILES = ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin")
_OPTIONS = {
    "identify_speakers": "false",
    "return_audio_data": "false",
    "vad_threshold": "0.0",
    "max_tokens_per_second": "8.0",
}
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
    """Engine on moonshine-voice with a model of the `tiny` architecture."""

    def __init__(self, folder: Path) -> None:
        """Load the model.

        Args:
            folder: holds encoder_model.ort, decoder_model_merged.ort and tokenizer.bin.

        Raises:
            RecognitionError: the folder is incomplete or the library cannot load it.
        """
        for name in _FILES:
            if not (folder / name).is_file():
                raise RecognitionError(
                    f"the Moonshine model in {folder} lacks {name}: reinstall moonshine-voice (pip install "
                    "--force-reinstall moonshine-voice==0.0.63)"
                )
        try:
            from moonshine_voice.moonshine_api import ModelArch
            from moonshine_voice.transcriber import Transcriber
        except (ImportError, OSError) as error:
            raise RecognitionError(f"moonshine-voice cannot be loaded ({error}): reinstall it") from error
        try:
            self._transcriber = Transcriber(str(folder), ModelArch.TINY, options=_OPTIONS)
        except Exception as error:  # noqa: BLE001 - the library raises its own and ctypes' kinds
            raise RecognitionError(f"the Moonshine model in {folder} cannot be loaded: {error}") from error
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
        """Free the model."""
        self._clips.clear()
        self._transcriber.close()

    def _clip(self, speaker: Speaker) -> _Clip:
        try:
            return self._clips[speaker]
        except KeyError:
            raise RecognitionError(f"no utterance of the {speaker} has begun") from None

    def _decode(self, clip: _Clip) -> tuple[TimedWord, ...]:
        if clip.length < _SHORTEST_CLIP_SECONDS * SAMPLE_RATE:
            return ()
        if len(clip.blocks) > 1:
            clip.blocks = [np.concatenate(clip.blocks)]
        samples = clip.blocks[0]
        texts = without_loops(self._text(samples.astype(np.float32) / 32768.0).split())
        if not texts or not believable(texts, samples):
            return ()
        return place_words(texts, samples, clip.start)

    def _text(self, audio: npt.NDArray[np.float32]) -> str:
        """Decode through the library's C function: its Python method wants a list (20 ms for 12 s of audio)."""
        from moonshine_voice.errors import MoonshineError, check_error
        from moonshine_voice.moonshine_api import TranscriptC

        found = ctypes.POINTER(TranscriptC)()
        try:
            check_error(
                self._transcriber._lib.moonshine_transcribe_without_streaming(
                    self._transcriber._handle,
                    audio.ctypes.data_as(ctypes.POINTER(ctypes.c_float)),
                    len(audio),
                    SAMPLE_RATE,
                    0,
                    ctypes.byref(found),
                )
            )
        except MoonshineError as error:
            raise RecognitionError(f"Moonshine could not decode {len(audio)} samples: {error}") from error
        return " ".join(line.text for line in self._transcriber._parse_transcript(found).lines)
