"""The Moonshine engine on its real model and real (synthetic) speech."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from assist.asr.engine import RecognitionError
from assist.asr.moonshine import MoonshineEngine
from assist.asr.moonshine_model import Decoded, MoonshineModel, _loops
from assist.events import TimedWord
from assist.modelstore import ModelStore
from assist.timeline.frame import Samples
from tests.asr_engines.living import caller_audio

FOLDER = ModelStore().path("moonshine-tiny-en")


@pytest.fixture(scope="module")
def engine() -> MoonshineEngine:
    return MoonshineEngine(FOLDER)


def said(words: tuple[TimedWord, ...]) -> str:
    return " ".join(word.text for word in words).lower()


def test_partials_and_final(engine: MoonshineEngine) -> None:
    audio = caller_audio()
    engine.begin("customer", 32_000)
    partials = []
    for at in range(0, len(audio), 16_000):
        engine.feed("customer", audio[at : at + 16_000])
        partials.append(said(engine.hypothesis("customer")))
    final = engine.finish("customer")
    assert "lost my job" in said(final) and "bill" in said(final)
    assert "job" in partials[2] and len(partials[1]) < len(partials[-1])
    assert all(32_000 <= word.start < word.end <= 32_000 + len(audio) for word in final)
    assert all(0.0 < word.confidence <= 1.0 for word in final)


def test_finish_without_new_audio_repeats_the_hypothesis_without_decoding(
    engine: MoonshineEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.begin("agent", 0)
    engine.feed("agent", caller_audio()[:48_000])
    before = engine.hypothesis("agent")
    monkeypatch.setattr(MoonshineModel, "decode", lambda *_: pytest.fail("decoded again"))
    assert engine.hypothesis("agent") == before and engine.finish("agent") == before


def test_finish_after_more_audio_even_silent_decodes_again(
    engine: MoonshineEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.begin("agent", 0)
    engine.feed("agent", caller_audio()[:48_000])
    engine.hypothesis("agent")
    engine.feed("agent", np.zeros(8_000, np.int16))
    heard: list[int] = []
    real = MoonshineModel.decode

    def counting(model: MoonshineModel, audio: np.ndarray[tuple[int], np.dtype[np.float32]]) -> Decoded:
        heard.append(len(audio))
        return real(model, audio)

    monkeypatch.setattr(MoonshineModel, "decode", counting)
    engine.finish("agent")
    assert heard == [56_000]


def test_the_same_audio_gives_the_same_words_whatever_came_between(engine: MoonshineEngine) -> None:
    def hear(blocks: int, ask: bool) -> tuple[TimedWord, ...]:
        engine.begin("agent", 0)
        for block in np.array_split(caller_audio(), blocks):
            engine.feed("agent", block)
            if ask:
                engine.hypothesis("agent")
        return engine.finish("agent")

    assert hear(1, ask=False) == hear(7, ask=False) == hear(5, ask=True)


def _noise(seconds: float, loudness: float) -> Samples:
    return (np.random.default_rng(1).standard_normal(int(seconds * 16_000)) * loudness).astype(np.int16)


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.3, 1.0, 5.0])
@pytest.mark.parametrize("loudness", [0.0, 5.0, 60.0])
def test_silence_and_noise_give_no_words(engine: MoonshineEngine, seconds: float, loudness: float) -> None:
    engine.begin("agent", 0)
    engine.feed("agent", _noise(seconds, loudness))
    assert engine.finish("agent") == ()


def test_a_click_gives_no_words(engine: MoonshineEngine) -> None:
    audio = np.zeros(12_000, np.int16)
    audio[6_000:6_400] = 20_000
    engine.begin("agent", 0)
    engine.feed("agent", audio)
    assert engine.finish("agent") == ()


def test_asking_before_beginning(engine: MoonshineEngine) -> None:
    with pytest.raises(RecognitionError, match="no utterance of the agent has begun"):
        engine.finish("agent")


def _copy(target: Path) -> Path:
    shutil.copytree(FOLDER, target)
    return target


@pytest.mark.parametrize("name", ["encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"])
def test_broken_models_are_one_sentence(tmp_path: Path, name: str) -> None:
    folder = _copy(tmp_path / "m")
    (folder / name).write_bytes((FOLDER / name).read_bytes()[:1001])
    with pytest.raises(RecognitionError, match="is damaged: reinstall") as damaged:
        MoonshineEngine(folder)
    (folder / name).unlink()
    with pytest.raises(RecognitionError, match=f"lacks {name}") as missing:
        MoonshineEngine(folder)
    assert "\n" not in str(damaged.value) + str(missing.value)


@pytest.mark.parametrize(
    ("tokens", "loops"),
    [
        ([], False),
        ([5] * 4, False),
        ([5] * 5, True),
        ([1, 2, 3] * 4, False),
        ([9, *[1, 2, 3] * 5], True),
        ([1, 2] * 4, False),
    ],
)
def test_loops_of_tokens(tokens: list[int], loops: bool) -> None:
    assert _loops(tokens) is loops
