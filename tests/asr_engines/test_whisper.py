"""The Whisper engine's guards, and the real model where the extra and the model are installed."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from assist.asr.engine import RecognitionError
from assist.modelstore import ModelError, ModelStore
from assist.timeline.frame import Samples
from tests.asr_engines.living import caller_audio


@dataclass
class Word:
    word: str
    start: float
    end: float
    probability: float = 0.9


@dataclass
class Segment:
    text: str
    start: float
    end: float
    words: list[Word] = field(default_factory=list)
    no_speech_prob: float = 0.1
    avg_logprob: float = -0.3
    compression_ratio: float = 1.3

    def __post_init__(self) -> None:
        step = (self.end - self.start) / max(1, len(self.text.split()))
        self.words = [
            Word(f" {text}", self.start + i * step, self.start + (i + 1) * step)
            for i, text in enumerate(self.text.split())
        ]


def hear(monkeypatch: pytest.MonkeyPatch, segments: list[Segment], audio: Samples, start: int = 0) -> list[str]:
    """Words the engine makes of what the library returns."""

    class Library:
        def __init__(self, *_: Any, **__: Any) -> None: ...

        def transcribe(self, *_: Any, **__: Any) -> tuple[list[Segment], None]:
            return segments, None

    module = ModuleType("faster_whisper")
    module.WhisperModel = Library  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "faster_whisper", module)
    sys.modules.pop("assist.asr.whisper", None)
    from assist.asr.whisper import WhisperEngine

    engine = WhisperEngine(Path("any"))
    engine.begin("agent", start)
    engine.feed("agent", audio)
    words = engine.finish("agent")
    times = [time for word in words for time in (word.start, word.end)]
    assert times == sorted(times) and all(start <= time <= start + len(audio) for time in times)
    del sys.modules["assist.asr.whisper"]
    return [word.text for word in words]


def test_a_repetition_squeezed_into_the_end_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the library returned for a real telephone call of 30 s, shortened."""
    segments = [
        Segment("I lost my job, and I can't pay this bill.", 0.3, 3.2),
        Segment("I'm sorry, " * 50, 5.8, 5.98, compression_ratio=23.6, no_speech_prob=0.71, avg_logprob=-0.09),
    ]
    assert hear(monkeypatch, segments, caller_audio(), 7_000)[-2:] == ["this", "bill."]


def test_words_too_many_for_their_sound_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    segments = [Segment("Thank you for watching and see you in the next video.", 5.7, 5.9)]
    assert hear(monkeypatch, segments, caller_audio()) == []


def test_a_segment_the_model_doubts_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    segments = [Segment("I lost my job.", 0.3, 1.5, no_speech_prob=0.9, avg_logprob=-1.4)]
    assert hear(monkeypatch, segments, caller_audio()) == []


def test_real_model() -> None:
    pytest.importorskip("faster_whisper", reason="needs the extra: pip install 'leap-assist[review]'")
    try:
        folder = ModelStore().path("whisper-base")
    except ModelError as problem:
        pytest.skip(str(problem))
    from assist.asr.whisper import WhisperEngine

    engine = WhisperEngine(folder)
    audio = caller_audio()
    engine.begin("customer", 1_000)
    engine.feed("customer", audio)
    words = engine.finish("customer")
    assert "lost my job" in " ".join(word.text for word in words)
    assert all(1_000 <= word.start < word.end <= 1_000 + len(audio) and 0 <= word.confidence <= 1 for word in words)
    engine.begin("agent", 0)
    engine.feed("agent", np.zeros(32_000, np.int16))
    assert engine.finish("agent") == ()
    with pytest.raises(RecognitionError, match="cannot be loaded"):
        WhisperEngine(folder.parent / "nothing")
