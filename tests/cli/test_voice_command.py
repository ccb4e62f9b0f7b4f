"""`assist voice` and `assist replay --one-channel`, as a user meets them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.eventlog import read_events
from assist.events import CallEnded, Trouble, TurnEnded
from assist.modelstore import ModelError, ModelStore
from assist.session import assemble, enrolling, voice_file
from assist.session.voice_file import EnrolledVoice, load_voice, save_voice
from assist.speech.silero import SileroActivity
from assist.speech.voiceprint import MODEL, VoiceModel
from tests.cli.command import assist_here, needs_voice_activity
from tests.speech.two_tones import HIGH_HZ, LOW_HZ, LoudIsVoice, Mono, ToneModel, pause, talk, tone

Capture = pytest.CaptureFixture[str]


class NamedToneModel(ToneModel):
    name = MODEL


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home" / "voice" / "agent.json"
    monkeypatch.setattr(voice_file, "voice_file", lambda: place)
    return place


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    def activity(models: ModelStore) -> LoudIsVoice:
        return LoudIsVoice()

    def voices(models: ModelStore) -> VoiceModel:
        return NamedToneModel()

    for module in (assemble, enrolling):
        monkeypatch.setattr(module, "activity_model", activity)
        monkeypatch.setattr(module, "voice_model", voices)


def wav(path: Path, sound: Mono, rate: int = 16_000) -> Path:
    soundfile.write(path, sound, rate, subtype="PCM_16")
    return path


@pytest.mark.usefixtures("stand_ins")
def test_enrol_show_forget(tmp_path: Path, home: Path, capsys: Capture) -> None:
    assert "No voice is enrolled" in assist_here(capsys, "voice", "show").out
    file = wav(tmp_path / "me.wav", talk(*[(LOW_HZ, 3.0), (0, 0.5)] * 9))
    answer = assist_here(capsys, "voice", "enrol", "--from", file)
    assert answer.code == 0 and "27 s of speech" in answer.out and str(home) in answer.out
    shown = assist_here(capsys, "voice", "show")
    assert shown.code == 0 and "27 s of speech" in shown.out and MODEL in shown.out
    assert "was deleted" in assist_here(capsys, "voice", "forget").out and not home.exists()
    assert "No voice was enrolled" in assist_here(capsys, "voice", "forget").out


@pytest.mark.usefixtures("stand_ins")
def test_what_cannot_be_enrolled_is_one_sentence(tmp_path: Path, home: Path, capsys: Capture) -> None:
    text = tmp_path / "text.wav"
    text.write_text("Dear diary\n" * 50)
    for file, sentence in (
        (wav(tmp_path / "short.wav", talk((LOW_HZ, 9.0), (0, 2.0))), "at least 20 s are needed"),
        (wav(tmp_path / "silent.wav", pause(30.0)), "no voice is heard in 30 s"),
        (text, "not a sound file"),
        (tmp_path / "none.wav", "there is no such file"),
    ):
        answer = assist_here(capsys, "voice", "enrol", "--from", file)
        assert answer.code == 2 and sentence in answer.sentence and file.name in answer.sentence
    assert not home.exists()


@pytest.mark.parametrize("options", [(), ("--from", "a.wav", "--microphone", "b")], ids=["neither", "both"])
def test_one_source_is_needed(options: tuple[str, ...], capsys: Capture) -> None:
    answer = assist_here(capsys, "voice", "enrol", *options)
    assert answer.code == 2 and "either --from FILE or --microphone NAME" in answer.sentence


def test_without_the_model_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def missing(models: ModelStore) -> VoiceModel:
        raise ModelError(f"the model {MODEL} is not installed: run 'assist models install {MODEL}'")

    monkeypatch.setattr(enrolling, "activity_model", lambda models: LoudIsVoice())
    monkeypatch.setattr(enrolling, "voice_model", missing)
    monkeypatch.setattr(assemble, "voice_model", missing)
    file = wav(tmp_path / "me.wav", tone(LOW_HZ, 30.0))
    answer = assist_here(capsys, "voice", "enrol", "--from", file)
    assert answer.code == 1 and f"assist models install {MODEL}" in answer.sentence
    save_voice(EnrolledVoice(MODEL, (1.0, 0.0), 0.8, 0.1, 25.0))
    replayed = assist_here(capsys, "replay", file, "--one-channel", "--tell-apart", "--asr", "none")
    assert replayed.code == 1 and f"assist models install {MODEL}" in replayed.sentence


@pytest.mark.usefixtures("stand_ins")
def test_one_channel_without_a_voice_says_that_turn_cues_are_off(tmp_path: Path, capsys: Capture) -> None:
    file = wav(tmp_path / "call.wav", talk((HIGH_HZ, 3), (0, 1), (LOW_HZ, 3)))
    answer = assist_here(capsys, "replay", file, "--one-channel", "--tell-apart", "--asr", "none")
    assert answer.code == 0 and "turn cues are off" in answer.out and "assist voice enrol" in answer.out
    assert assist_here(capsys, "voice", "enrol", "--from", wav(tmp_path / "me.wav", tone(LOW_HZ, 30.0))).code == 0
    unasked = assist_here(capsys, "replay", file, "--one-channel", "--asr", "none")
    assert unasked.code == 0 and "turn cues are off" in unasked.out and "--tell-apart" in unasked.out


@pytest.mark.usefixtures("stand_ins")
@pytest.mark.parametrize("channels", [1, 2])
def test_one_channel_with_a_voice_tells_both_apart(tmp_path: Path, capsys: Capture, channels: int) -> None:
    assert assist_here(capsys, "voice", "enrol", "--from", wav(tmp_path / "me.wav", tone(LOW_HZ, 30.0))).code == 0
    call = talk((HIGH_HZ, 4), (0, 1), (LOW_HZ, 4), (0, 1.5))
    file = wav(tmp_path / "call.wav", call if channels == 1 else np.repeat(call[:, None], 2, axis=1))
    events = tmp_path / "events.jsonl"
    answer = assist_here(capsys, "replay", file, "--one-channel", "--tell-apart", "--asr", "none", "--events", events)
    assert answer.code == 0 and "talking over are off" in answer.out
    written = list(read_events(events))
    assert [e.speaker for e in written if isinstance(e, TurnEnded)] == ["customer", "agent"]
    assert [e.what for e in written if isinstance(e, Trouble)] == ["mixed_overlaps"]
    assert isinstance(written[-1], CallEnded) and written[-1].at == len(call)


@pytest.mark.usefixtures("stand_ins")
def test_a_voice_of_another_model_must_be_enrolled_again(tmp_path: Path, capsys: Capture) -> None:
    save_voice(EnrolledVoice("older", (1.0, 0.0), 0.8, 0.1, 25.0))
    file = wav(tmp_path / "call.wav", tone(LOW_HZ, 3.0))
    answer = assist_here(capsys, "replay", file, "--one-channel", "--tell-apart", "--asr", "none")
    assert answer.code == 2 and "enrol again" in answer.sentence


def test_one_channel_takes_one_sound_file(tmp_path: Path, capsys: Capture) -> None:
    words = tmp_path / "words.ctm"
    words.write_text("c A 0.0 0.5 hi\n")
    for arguments in ([], [words], ["--agent", words], [tmp_path]):
        answer = assist_here(capsys, "replay", "--one-channel", *arguments)
        assert answer.code == 2 and (arguments == [tmp_path] or "takes one sound file" in answer.sentence)


def test_a_mono_file_says_what_to_do(tmp_path: Path, capsys: Capture) -> None:
    answer = assist_here(capsys, "replay", wav(tmp_path / "call.wav", tone(LOW_HZ, 1.0)), "--asr", "none")
    assert answer.code == 2 and "--one-channel" in answer.sentence


@needs_voice_activity
def test_the_network_hears_no_voice_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(enrolling, "voice_model", lambda models: NamedToneModel())
    answer = assist_here(capsys, "voice", "enrol", "--from", wav(tmp_path / "silent.wav", pause(25.0), 8_000))
    assert answer.code == 2 and "no voice is heard" in answer.sentence
    assert isinstance(assemble.activity_model(ModelStore()), SileroActivity) and load_voice() is None
