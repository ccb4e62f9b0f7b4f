"""From a line of the script to its sound: pauses, break-off, level; spoken pieces are kept on disk."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from assist.events import SAMPLE_RATE
from tests.calls.placing import Outline, SpokenWord, samples
from tests.calls.script import PAUSE, Line, ScriptError
from tests.calls.sound import (
    Sound,
    active_level_db,
    brightened,
    db_to_gain,
    faded,
    limited,
    speech_bounds,
    speech_stretches,
)
from tests.calls.styles import Prosody

REFERENCE_LEVEL_DB = -24.0
"""Active speech level of a line with gain_db 0, in dB of full scale."""
EDGE_FADE = SAMPLE_RATE * 4 // 1000
CUT_FADE = SAMPLE_RATE * 20 // 1000
CUT_TAIL = SAMPLE_RATE * 30 // 1000
"""A break-off leaves this much after the last word's end, faded."""
OWN_SILENCE = SAMPLE_RATE // 4
"""A longer silence splits the utterance into two segments."""
WORD_SILENCE = SAMPLE_RATE // 10
"""A longer silence does not belong to the word before it; shorter ones are closures of p, t and k."""
CACHE_VERSION = 1


class Speaks(Protocol):
    """A speech engine."""

    def speak(self, text: str, voice: str, prosody: Prosody) -> tuple[Sound, list[SpokenWord]]:
        """16 kHz sound and the words' times in it."""
        ...


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line as sound."""

    outline: Outline
    sound: Sound


class Studio:
    """Speaks lines and remembers every piece, so that moving a line costs nothing.

    Args:
        engine: makes the engine; called only when a piece is not known yet.
        cache: folder for the pieces.
    """

    def __init__(self, engine: Callable[[], Speaks], cache: Path) -> None:
        self._make_engine = engine
        self._engine: Speaks | None = None
        self._cache = cache / "pieces"

    def speak(self, line: Line, voice: str, prosody: Prosody) -> Spoken:
        """Speak a line with its pauses, break it off where the script says, set its level."""
        sounds: list[Sound] = []
        words: list[SpokenWord] = []
        segments: list[tuple[int, int]] = []
        position = 0
        for number, part in enumerate(PAUSE.split(line.text)):
            if number % 2:
                sounds.append(np.zeros(samples(float(part)), np.float32))
            elif part.strip():
                piece, piece_words = self._piece(part.strip(), voice, prosody)
                heard = _without_silence(piece_words, speech_stretches(piece, WORD_SILENCE))
                words += [SpokenWord(word.text, position + word.start, position + word.end) for word in heard]
                segments += [(position + start, position + end) for start, end in speech_stretches(piece, OWN_SILENCE)]
                sounds.append(piece)
            else:
                continue
            position += len(sounds[-1])
        sound = np.concatenate(sounds)
        text = re.sub(r"\s+", " ", PAUSE.sub(" ", line.text)).strip()
        if line.cut_words is not None:
            if line.cut_words > len(words):
                raise ScriptError(f"utterance {line.id}: cut_words is {line.cut_words}, but it has {len(words)} words.")
            words = words[: line.cut_words]
            end = min(len(sound), words[-1].end + CUT_TAIL)
            sound = faded(sound[:end], 0, CUT_FADE)
            segments = [(start, min(stop, end)) for start, stop in segments if start < end]
            text = " ".join(text.split()[: line.cut_words]).rstrip(",;:.") + " -"
        sound = brightened(sound, prosody.effort_db)
        sound = limited(sound * db_to_gain(REFERENCE_LEVEL_DB + prosody.gain_db - active_level_db(sound)))
        return Spoken(Outline(text, len(sound), tuple(words), tuple(segments)), sound)

    def _piece(self, text: str, voice: str, prosody: Prosody) -> tuple[Sound, list[SpokenWord]]:
        """A piece trimmed to its speech: its first and last samples are onset and offset."""
        known = {key: value for key, value in asdict(prosody).items() if not key.endswith("_db")}
        key = hashlib.sha256(json.dumps([CACHE_VERSION, text, voice, known], sort_keys=True).encode()).hexdigest()
        path = self._cache / f"{key[:24]}.npz"
        if path.exists():
            with np.load(path) as stored:
                times = zip(stored["texts"].tolist(), stored["starts"].tolist(), stored["ends"].tolist(), strict=True)
                return stored["sound"].astype(np.float32), [SpokenWord(*word) for word in times]
        if self._engine is None:
            self._engine = self._make_engine()
        sound, words = self._engine.speak(text, voice, prosody)
        first, end = speech_bounds(sound)
        sound = faded(sound[first:end], EDGE_FADE, EDGE_FADE)
        words = [
            SpokenWord(word.text, max(0, word.start - first), min(len(sound), max(1, word.end - first)))
            for word in words
        ]
        self._cache.mkdir(parents=True, exist_ok=True)
        np.savez(
            path,
            sound=sound.astype(np.float16),
            texts=np.array([word.text for word in words]),
            starts=np.array([word.start for word in words]),
            ends=np.array([word.end for word in words]),
        )
        return sound.astype(np.float16).astype(np.float32), words


def _without_silence(words: list[SpokenWord], stretches: list[tuple[int, int]]) -> list[SpokenWord]:
    """Words that end where they are last heard: the model counts the silence before a pause to the word's last sound."""
    result = []
    for word in words:
        heard = [(start, end) for start, end in stretches if start < word.end and end > word.start]
        start, end = (max(word.start, heard[0][0]), min(word.end, heard[-1][1])) if heard else (word.start, word.end)
        result.append(SpokenWord(word.text, start, end))
    return result
