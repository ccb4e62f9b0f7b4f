"""The selftest finds what is broken, and nothing where all is well."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assist.doctor.heard import share_heard, spoken_words
from assist.doctor.selftest import Outcome, selftest
from assist.modelstore import ModelStore
from tests.cli.command import needs_recognition, needs_voice_activity

PARTS = [
    "sound file", "voice activity", "recognition", "cues", "prompts", "event file", "recognition process", "overlay",
]  # fmt: skip
NO_WORKER = [sys.executable, "-c", "import sys; sys.exit('no engine in here')"]


def run(models: ModelStore | None = None, worker: list[str] | None = None) -> dict[str, Outcome]:
    outcomes = list(selftest(models, worker))
    assert [outcome.part for outcome in outcomes] == PARTS
    return {outcome.part: outcome for outcome in outcomes}


@pytest.mark.gui
@pytest.mark.model
@needs_recognition
def test_everything_works() -> None:
    outcomes = run()
    assert [o for o in outcomes.values() if not o.works] == []
    assert "the agent talking over the caller" in outcomes["voice activity"].text
    assert "talk over" in outcomes["cues"].text and "distress" in outcomes["cues"].text
    assert outcomes["prompts"].text.startswith("Pause")


@pytest.mark.gui
@pytest.mark.model
@needs_recognition
def test_recognition_process_that_does_not_start() -> None:
    outcomes = run(worker=NO_WORKER)
    assert [part for part, outcome in outcomes.items() if not outcome.works] == ["recognition process"]
    assert "no engine in here" in outcomes["recognition process"].text


@pytest.mark.gui
@pytest.mark.model
@needs_voice_activity
def test_recognition_model_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Voices and the prompt that needs no words still work, and what needs words says so."""
    monkeypatch.setattr("assist.modelstore.store.package_folder", lambda *_: None)
    outcomes = run(worker=NO_WORKER)
    broken = {part for part, outcome in outcomes.items() if not outcome.works}
    assert broken >= {"recognition", "cues", "recognition process"}
    assert not broken & {"sound file", "voice activity", "event file", "overlay"}
    assert "pip install" in outcomes["recognition"].text


@pytest.mark.gui
def test_no_model_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.modelstore.store.package_folder", lambda *_: None)
    outcomes = run(ModelStore(folders=[tmp_path], memory=tmp_path / "m.json"), NO_WORKER)
    assert {part for part, outcome in outcomes.items() if outcome.works} == {"sound file", "overlay"}
    assert "assist models install silero-vad" in outcomes["voice activity"].text
    assert all(outcome.text for outcome in outcomes.values())


@pytest.mark.gui
def test_sound_file_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.doctor.selftest.selftest_call", lambda: tmp_path / "gone.flac")
    outcomes = run(worker=NO_WORKER)
    assert "there is no such file" in outcomes["sound file"].text and not outcomes["voice activity"].works


def test_share_heard() -> None:
    truth = {
        "utterances": [
            {"speaker": "agent", "text": "Your balance is due."},
            {"speaker": "customer", "text": "I can't pay."},
            {"speaker": "agent", "text": "Okay?"},
        ]
    }
    spoken = spoken_words(truth, "agent")
    assert spoken == ["your", "balance", "is", "due", "okay"]
    assert share_heard(spoken, "Your balance is DUE, okay") == 1.0
    assert share_heard(spoken, "you're balance is okay") == pytest.approx(0.6)
    assert share_heard(spoken, "") == 0.0 and share_heard([], "anything") == 0.0
