"""The recognisers that are compared: what each makes of a call, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from assist.asr.engine import Engine
from assist.asr.moonshine import MoonshineEngine
from assist.asr.moonshine_model import MoonshineModel
from assist.asr.open_engine import open_engine
from assist.events import SAMPLE_RATE, SPEAKERS, Speaker
from assist.modelstore import ModelStore
from assist.timeline.frame import Samples
from tests.bench.clips import MOONSHINE_MODEL, Clip, MoonshineLibrary, Spent, retold, texts, through_pipeline
from tests.bench.references import Call, Spoken
from tests.bench.spoken_form import spoken_form

OURS = "moonshine, ours"
BARE = "  network alone"
LIBRARY = "  its library"
LIBRARY_FILE = "  its library, file"
WHISPER = "whisper"
WHISPER_FILE = "whisper, file"
VOSK = "vosk"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recogniser made of one call.

    Attributes:
        by: name of the recogniser.
        words: of each side, in spoken form.
        written: of each side, as it writes.
        cpu_seconds: of all threads.
        audio_seconds: of sound it was given.
    """

    by: str
    words: Spoken
    written: dict[Speaker, str]
    cpu_seconds: float
    audio_seconds: float


class Recognisers:
    """Opens models once and hears calls with all of them.

    Args:
        models: where models are.
        whisper: also the second pass after the call.
        vosk: also an English Vosk model.
    """

    def __init__(self, models: ModelStore, *, whisper: bool, vosk: bool) -> None:
        self._models = models
        folder = models.path(MOONSHINE_MODEL)
        self._moonshine = MoonshineEngine(folder)
        self._network = MoonshineModel(folder)
        self._library = MoonshineLibrary(models, own_segments=False)
        self._library_file = MoonshineLibrary(models, own_segments=True)
        self._whisper = open_engine("whisper", models) if whisper else None
        self._vosk = open_engine("vosk", models) if vosk else None

    def hear(self, call: Call) -> Iterator[Heard]:
        """Every recogniser on one call; ours first."""
        tap = through_pipeline(self._moonshine, call.frames(), self._models)
        yield _heard(OURS, tap.clips, tap.spent)
        for name, transcribe in ((BARE, self._bare), (LIBRARY, self._library)):
            spent = Spent()
            yield _heard(name, retold(tap.clips, transcribe, spent), spent)
        yield self._whole(LIBRARY_FILE, call, self._library_file)
        if self._whisper is not None:
            yield self.second_pass(call)
            if call.spoken is not None:
                yield self._through(WHISPER, self._whisper, call)
        if self._vosk is not None:
            yield self._through(VOSK, self._vosk, call)

    def second_pass(self, call: Call) -> Heard:
        """Whisper on whole sides: also the reference where no person wrote one."""
        engine = self._whisper
        assert engine is not None

        def transcribe(samples: Samples) -> str:
            engine.begin("agent", 0)
            engine.feed("agent", samples)
            return " ".join(word.text for word in engine.finish("agent"))

        return self._whole(WHISPER_FILE, call, transcribe)

    def _through(self, name: str, engine: Engine, call: Call) -> Heard:
        tap = through_pipeline(engine, call.frames(), self._models)
        return _heard(name, tap.clips, tap.spent)

    def _bare(self, samples: Samples) -> str:
        """Our runner without what our engine adds: no gain, no guards against invented words."""
        decoded = self._network.decode(samples.astype(np.float32) / 32768.0)
        return " ".join(text for text, _ in self._network.words(decoded))

    def _whole(self, name: str, call: Call, transcribe: Callable[[Samples], str]) -> Heard:
        sides = [Clip(speaker, 0, call.side(speaker), "") for speaker in SPEAKERS]
        spent = Spent()
        return _heard(name, retold([side for side in sides if side.samples.any()], transcribe, spent), spent)


def _heard(by: str, clips: list[Clip], spent: Spent) -> Heard:
    written = dict(texts(clips))
    words = {speaker: spoken_form(text) for speaker, text in written.items()}
    return Heard(by, words, written, spent.seconds, sum(len(clip.samples) for clip in clips) / SAMPLE_RATE)
