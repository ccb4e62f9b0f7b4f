"""Which engine a name stands for, and what is said when it cannot be had."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assist.asr.engine import RecognitionError
from assist.asr.open_engine import open_engine, resolve_engine
from assist.modelstore import ModelStore
from tests.modelstore.making import write_vosk


@pytest.fixture
def models(tmp_path: Path) -> ModelStore:
    return ModelStore(folders=[tmp_path / "models"], memory=tmp_path / "memory.json")


def test_auto_is_moonshine_on_a_fresh_machine(models: ModelStore) -> None:
    assert resolve_engine("auto", models) == "moonshine"
    assert open_engine("auto", models).name == "moonshine"


def test_auto_is_vosk_when_an_english_model_is_there(models: ModelStore, tmp_path: Path) -> None:
    write_vosk(tmp_path / "models" / "vosk-model-small-fr-0.22")
    assert resolve_engine("auto", models) == "moonshine"
    write_vosk(tmp_path / "models" / "vosk-model-small-en-us-0.15")
    assert resolve_engine("auto", models) == "vosk"
    assert resolve_engine("moonshine", models) == "moonshine"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("kaldi", "no recognition engine named 'kaldi': choose one of auto"),
        ("vosk", "no English Vosk model is installed"),
    ],
)
def test_what_is_missing_is_said(models: ModelStore, name: str, what: str) -> None:
    with pytest.raises(RecognitionError, match=what) as problem:
        open_engine(name, models)
    assert "\n" not in str(problem.value)


def test_a_broken_vosk_model_is_said(models: ModelStore, tmp_path: Path) -> None:
    write_vosk(tmp_path / "models" / "vosk-model-en", without="conf/mfcc.conf")
    with pytest.raises(RecognitionError, match=r"vosk-model-en .*lacks conf/mfcc.conf"):
        open_engine("auto", models)


def test_whisper_says_what_it_needs(models: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    sys.modules.pop("assist.asr.whisper", None)
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(RecognitionError, match=r"pip install 'leap-assist\[review\]'"):
        open_engine("whisper", models)
