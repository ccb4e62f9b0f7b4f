"""Runs engines over calls and keeps what they were given and what they said, with the CPU time it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from assist.asr.engine import Engine
from assist.asr.inline_lane import InlineLane
from assist.events import SPEAKERS, Speaker, TimedWord
from assist.modelstore import ModelStore
from assist.profile.schema import Profile, Recognition, thresholds
from assist.session.assemble import sound_parts
from assist.session.replay import replay
from assist.timeline.frame import Samples, StereoFrame

MOONSHINE_MODEL = "moonshine-tiny-en"


@dataclass(frozen=True, slots=True)
class Clip:
    """One utterance as our cutter gave it to the engine, and what the engine said."""

    speaker: Speaker
    start: int
    samples: Samples
    text: str


@dataclass(slots=True)
class Spent:
    """CPU seconds of all threads of this process, added up."""

    seconds: float = 0.0

    @contextmanager
    def counted(self) -> Any:
        """Count what happens inside."""
        before = time.process_time()
        try:
            yield
        finally:
            self.seconds += time.process_time() - before


@dataclass(slots=True)
class TappedEngine:
    """An engine that keeps its clips; what it says is what the engine behind it says."""

    engine: Engine
    clips: list[Clip] = field(default_factory=list)
    spent: Spent = field(default_factory=Spent)
    _running: dict[Speaker, tuple[int, list[Samples]]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.engine.name

    def begin(self, speaker: Speaker, start: int) -> None:
        self._running[speaker] = (start, [])
        self.engine.begin(speaker, start)

    def feed(self, speaker: Speaker, samples: Samples) -> None:
        self._running[speaker][1].append(samples)
        with self.spent.counted():
            self.engine.feed(speaker, samples)

    def hypothesis(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        with self.spent.counted():
            return self.engine.hypothesis(speaker)

    def finish(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        with self.spent.counted():
            words = self.engine.finish(speaker)
        start, blocks = self._running.pop(speaker)
        text = " ".join(word.text for word in words)
        self.clips.append(Clip(speaker, start, np.concatenate(blocks), text))
        return words

    def close(self) -> None:
        self.engine.close()


def finals_only() -> Profile:
    """The default profile, but with as few questions in between as its ranges allow: final words do not depend on them."""
    high = {
        name: thresholds(Recognition)[name][1].high for name in ("partial_every_seconds", "contested_partial_seconds")
    }
    profile = Profile()
    return replace(profile, recognition=replace(profile.recognition, **high))


def through_pipeline(engine: Engine, frames: Iterable[StereoFrame], models: ModelStore) -> TappedEngine:
    """Send a call through the real pipeline and keep the clips, before redaction."""
    tap = TappedEngine(engine)
    for _ in replay(frames, sound_parts(finals_only(), _Kept(tap), models), "benchmark"):
        pass
    tap.clips.sort(key=lambda clip: clip.start)
    return tap


class _Kept(InlineLane):
    """A lane that leaves its engine open for the next call."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, 0)

    def close(self) -> None:
        return


def texts(clips: Iterable[Clip]) -> Mapping[Speaker, str]:
    """All text of each side."""
    kept = list(clips)
    return {speaker: " ".join(clip.text for clip in kept if clip.speaker == speaker) for speaker in SPEAKERS}


class Transcriber(Protocol):
    """Anything that turns a clip into text."""

    def __call__(self, samples: Samples) -> str: ...


def retold(clips: Iterable[Clip], transcribe: Callable[[Samples], str], spent: Spent) -> list[Clip]:
    """The same clips with what another recogniser says."""
    out = []
    for clip in clips:
        with spent.counted():
            text = transcribe(clip.samples)
        out.append(replace(clip, text=text))
    return out


class MoonshineLibrary:
    """The recogniser of the moonshine-voice wheel itself, for comparison with our runner of the same network.

    Args:
        models: where its model is.
        own_segments: let it look for speech itself, for whole files; else a clip is one stretch of speech.
    """

    def __init__(self, models: ModelStore, *, own_segments: bool) -> None:
        from moonshine_voice.moonshine_api import ModelArch
        from moonshine_voice.transcriber import Transcriber as Library

        options = {"identify_speakers": "false", "return_audio_data": "false"}
        if not own_segments:
            options["vad_threshold"] = "0.0"
        self._library = Library(models.path(MOONSHINE_MODEL), ModelArch.TINY, options=options)

    def __call__(self, samples: Samples) -> str:
        audio = samples.astype(np.float32) / 32768.0
        lines = self._library.transcribe_without_streaming(audio.tolist()).lines
        return " ".join(line.text.strip() for line in lines if line.text.strip())
