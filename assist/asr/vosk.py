"""Vosk (Kaldi): true streaming, with word times and confidences of its own.

The library offers no control over endpoints in the release we use, so utterances are ours: each is fed as it comes and
ended by `FinalResult`. Inside a long utterance the library may end a segment by itself; its words are kept and the next
segment is appended.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path

import vosk

from assist.asr.engine import RecognitionError
from assist.events import SAMPLE_RATE, Speaker, TimedWord
from assist.modelstore.vosk_folder import missing_files
from assist.timeline.frame import Samples

RENEW_AFTER_SECONDS = 180.0
"""A recogniser's memory grows while it decodes (vosk-api#209); after this much audio it is replaced between utterances."""

_UNKNOWN = ("<unk>", "[unk]")
"""What models write for a sound that is none of their words."""

_making = threading.Lock()
"""Models and recognisers of one process are made one at a time (vosk-api#1651)."""


@dataclass(slots=True)
class _Side:
    """Recogniser of one side and its running utterance."""

    recogniser: vosk.KaldiRecognizer
    fed: int = 0
    """Samples this recogniser has heard in its life: its word times count from its birth, across resets."""
    start: int | None = None
    """Where the utterance began; None between utterances."""
    fed_before: int = 0
    """Samples heard before this utterance."""
    words: list[TimedWord] = field(default_factory=list)
    """Words of segments that the library has already ended."""


class VoskEngine:
    """Engine on one Vosk model; one recogniser per side, made when that side first speaks."""

    def __init__(self, folder: Path, renew_after_seconds: float = RENEW_AFTER_SECONDS) -> None:
        """Load the model.

        Args:
            folder: a Vosk model folder (am, conf, graph, perhaps ivector).
            renew_after_seconds: audio after which a side gets a new recogniser.

        Raises:
            RecognitionError: the folder is missing, incomplete or damaged.
        """
        if not folder.is_dir():
            raise RecognitionError(f"the Vosk model {folder} is not a folder: unpack the model and name its folder")
        if missing := missing_files(folder):
            raise RecognitionError(f"the Vosk model in {folder} lacks {missing[0]}: copy the whole folder again")
        vosk.SetLogLevel(-1)
        try:
            with _making:
                self._model = vosk.Model(str(folder))
            # Some damage (half a graph) shows only now; better here than in the middle of a call.
            self._first: vosk.KaldiRecognizer | None = self._new_recogniser()
        except Exception as error:  # the library raises bare Exception
            raise RecognitionError(f"the Vosk model in {folder} is damaged: copy the whole folder again") from error
        self._renew_after = int(renew_after_seconds * SAMPLE_RATE)
        self._sides: dict[Speaker, _Side] = {}

    @property
    def name(self) -> str:
        """Stable name of the engine."""
        return "vosk"

    def begin(self, speaker: Speaker, start: int) -> None:
        """Start an utterance at sample index `start`; one left unfinished is dropped."""
        side = self._sides.get(speaker)
        if side is None or side.start is not None or side.fed >= self._renew_after:
            side = self._sides[speaker] = _Side(self._first or self._new_recogniser())
            self._first = None
        side.start = start
        side.fed_before = side.fed
        side.words = []

    def feed(self, speaker: Speaker, samples: Samples) -> None:
        """Decode more audio: int16, shape (n,)."""
        side = self._running(speaker)
        side.fed += len(samples)
        if self._accept(side, samples):
            # The only moment at which the words of this segment can be had.
            side.words += _timed(side, side.recogniser.Result())

    def hypothesis(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        """Words so far: those of ended segments and the partial result of the running one."""
        side = self._running(speaker)
        return (*side.words, *_timed(side, side.recogniser.PartialResult()))

    def finish(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        """Final words of the utterance."""
        side = self._running(speaker)
        words = (*side.words, *_timed(side, side.recogniser.FinalResult()))
        side.start = None
        side.words = []
        return words

    def close(self) -> None:
        """Drop the recognisers, then the model they refer to."""
        self._sides.clear()
        self._first = None
        del self._model

    def _new_recogniser(self) -> vosk.KaldiRecognizer:
        with _making:
            recogniser = vosk.KaldiRecognizer(self._model, float(SAMPLE_RATE))
        recogniser.SetWords(True)
        recogniser.SetPartialWords(True)
        return recogniser

    def _running(self, speaker: Speaker) -> _Side:
        side = self._sides.get(speaker)
        if side is None or side.start is None:
            raise RecognitionError(f"no utterance of the {speaker} has begun")
        return side

    def _accept(self, side: _Side, samples: Samples) -> bool:
        try:
            return bool(side.recogniser.AcceptWaveform(samples.tobytes()))
        except Exception as error:  # the library raises bare Exception
            raise RecognitionError(f"Vosk could not decode {len(samples)} samples: {error}") from error


def _timed(side: _Side, result: str) -> list[TimedWord]:
    """Words of one result (segment, partial or final; any may be empty), times moved to the call's time axis."""
    content = json.loads(result)
    offset = (side.start or 0) - side.fed_before
    return [
        TimedWord(
            text=word["word"],
            start=offset + round(word["start"] * SAMPLE_RATE),
            end=offset + round(word["end"] * SAMPLE_RATE),
            confidence=min(1.0, float(word["conf"])),
        )
        for word in content.get("result") or content.get("partial_result") or []
        if word["word"] not in _UNKNOWN
    ]
