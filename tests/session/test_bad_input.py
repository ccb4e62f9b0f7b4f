"""What users give that cannot work: one sentence that names it and the remedy, exit 2, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from assist.doctor.selftest import selftest_call
from assist.eventlog import read_events
from assist.events import CallEnded, CallStarted, SpeechEnded
from assist.modelstore import ModelStore
from tests.cli.command import Answer, assist, assist_here, needs_voice_activity

Audio = npt.NDArray[np.float64]
CALL, _ = soundfile.read(selftest_call(), always_2d=True)


def wav(path: Path, audio: Audio, rate: int = 16_000, subtype: str = "PCM_16") -> None:
    soundfile.write(path, audio, rate, subtype=subtype)


def cut_in_half(path: Path, suffix: str) -> None:
    whole = path.with_name("whole" + suffix)
    wav(whole, CALL)
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])


def with_one(value: float) -> Audio:
    audio: Audio = CALL.copy()
    audio[5_000, 1] = value
    return audio


BAD_SOUND: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "empty": ("a.wav", lambda p: p.write_bytes(b""), "the file is empty"),
    "no samples": ("a.wav", lambda p: wav(p, CALL[:0]), "holds no audio"),
    "truncated wav": ("a.wav", lambda p: cut_in_half(p, ".wav"), "is truncated"),
    "truncated flac": ("a.flac", lambda p: cut_in_half(p, ".flac"), "is truncated or damaged"),
    "truncated header": ("a.wav", lambda p: p.write_bytes(b"RIFF\xff\xff\0\0WAVEfmt "), "WAV or FLAC"),
    "mono": ("a.wav", lambda p: wav(p, CALL[:, 0]), "--agent and --customer"),
    "six channels": ("a.wav", lambda p: wav(p, np.repeat(CALL, 3, axis=1)), "6 channels"),
    "not a number": ("a.wav", lambda p: wav(p, with_one(np.nan), subtype="FLOAT"), "not numbers"),
    "infinite": ("a.wav", lambda p: wav(p, with_one(np.inf), subtype="DOUBLE"), "not numbers"),
    "text": ("a.wav", lambda p: p.write_text("Dear diary,\n" * 99), "WAV or FLAC"),
    "rate of nothing": ("a.wav", lambda p: wav(p, CALL, rate=1_000), "convert it to 16000"),
    "missing": ("a.wav", lambda _: None, "there is no such file"),
    "folder": ("a.wav", lambda p: p.mkdir(), "this is a folder"),
}
BAD_CTM: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "", "is empty"),
    "comments only": (b";; nothing\n", "", "no words"),
    "start": (b"c A 0.0 0.5 hi\nc A x 0.5 there\n", ":2", 'start "x"'),
    "duration": (b"c A 0.0 -1 hi\n", ":1", 'duration "-1"'),
    "not a number": (b"c A nan 0.5 hi\n", ":1", 'start "nan"'),
    "endless": (b"c A 1e12 0.5 hi\n", ":1", "start"),
    "channel": (b"c A 0.0 0.5 hi\n\nc Q 1.0 0.5 hi\n", ":3", "A (agent) or B (customer)"),
    "fields": (b"c A 0.0\n", ":1", "5 or 6 fields"),
    "confidence": (b"c A 0.0 0.5 hi sure\n", ":1", 'confidence "sure"'),
    "not text": (b"\xff\xfe\x00c", "", "not a text file"),
}
BAD_PROFILES: dict[str, tuple[str, str]] = {
    "out of range": ("[prompts]\ngap_seconds = 1\n", ":2: prompts.gap_seconds = 1 is out of range"),
    "unknown name": ("[prompts]\ngap_second = 30\n", 'did you mean "gap_seconds"?'),
    "unknown table": ("[promts]\n", 'did you mean "prompts"?'),
    "not a number": ('[prompts]\ngap_seconds = "long"\n', "must be a number from 5 to 300 s"),
    "not toml": ("[prompts\n", "not valid TOML"),
    "not a table": ("prompts = 3\n", "must be a table"),
}


@pytest.mark.parametrize("case", BAD_SOUND)
def test_sound_that_cannot_be_replayed(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, make, expected = BAD_SOUND[case]
    path = tmp_path / name
    make(path)
    answer = assist_here(capsys, "replay", path, "--asr", "none")
    assert (answer.code, answer.out) == (2, "")
    assert f"{path}: " in answer.sentence and expected in answer.sentence


@pytest.mark.parametrize("case", BAD_CTM)
def test_words_that_cannot_be_replayed(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, line, expected = BAD_CTM[case]
    path = tmp_path / "call.ctm"
    path.write_bytes(content)
    answer = assist_here(capsys, "replay", path)
    assert (answer.code, answer.out) == (2, "")
    assert f"{path}{line}: " in answer.sentence and expected in answer.sentence


@pytest.mark.parametrize("case", BAD_PROFILES)
def test_profile_with_wrong_values(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, expected = BAD_PROFILES[case]
    path = tmp_path / "strict.toml"
    path.write_text(content)
    answer = assist_here(capsys, "replay", selftest_call(), "--asr", "none", "--profile", path)
    assert (answer.code, answer.out) == (2, "")
    assert str(path) in answer.sentence and expected in answer.sentence


def test_missing_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = assist_here(capsys, "replay", selftest_call(), "--profile", tmp_path / "no.toml")
    assert answer.code == 2 and "no.toml" in answer.sentence


@pytest.mark.parametrize("option", ["--events", "--report"])
class TestOutputs:
    def ctm(self, folder: Path) -> Path:
        path = folder / "call.ctm"
        path.write_text("c A 0.0 0.5 hello\nc B 1.0 0.5 hi\n")
        return path

    def replay(self, capsys: pytest.CaptureFixture[str], option: str, call: Path, out: Path) -> Answer:
        return assist_here(capsys, "replay", call, "--quiet", option, out)

    def test_written(self, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        answer = self.replay(capsys, option, self.ctm(tmp_path), tmp_path / "out")
        assert (answer.code, answer.err) == (0, "") and (tmp_path / "out").stat().st_size > 0

    def test_folder_is_missing(self, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / "no" / "out"
        answer = self.replay(capsys, option, self.ctm(tmp_path), out)
        assert answer.code == 2 and f"{out}: there is no folder" in answer.sentence

    def test_is_a_folder(self, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        answer = self.replay(capsys, option, self.ctm(tmp_path), tmp_path)
        assert answer.code == 2 and f"{tmp_path}: this is a folder" in answer.sentence

    def test_must_not_be_the_call(self, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        call = self.ctm(tmp_path)
        before = call.read_bytes()
        answer = self.replay(capsys, option, call, tmp_path / "." / "call.ctm")
        assert answer.code == 2 and "would be overwritten" in answer.sentence
        assert call.read_bytes() == before

    def test_must_not_lie_in_a_recorded_call(
        self, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        answer = self.replay(capsys, option, tmp_path, tmp_path / "events.jsonl")
        assert answer.code == 2 and "would be overwritten" in answer.sentence

    @pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is a folder that nobody can write to")
    def test_cannot_be_made(self, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        answer = self.replay(capsys, option, self.ctm(tmp_path), Path("/proc/out"))
        assert answer.code == 2 and "/proc/out: " in answer.sentence

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full stands for a full disk")
    def test_disk_is_full(self, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        answer = self.replay(capsys, option, self.ctm(tmp_path), Path("/dev/full"))
        assert answer.code in (1, 2) and "/dev/full: " in answer.sentence and "No space left" in answer.sentence


def test_two_results_in_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    answer = assist_here(capsys, "replay", selftest_call(), "--events", out, "--report", out)
    assert answer.code == 2 and "the same file" in answer.sentence


ARGUMENTS: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "give a call to replay"),
    "both forms": ([str(selftest_call()), "--agent", "a.wav"], "not both"),
    "no such engine": ([str(selftest_call()), "--asr", "siri"], "'siri' is not one of"),
    "no such option": (["--loud"], "No such option"),
    "stereo side": (["--agent", str(selftest_call())], "one-channel files"),
}


@pytest.mark.parametrize("case", ARGUMENTS)
def test_arguments_that_make_no_sense(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, expected = ARGUMENTS[case]
    answer = assist_here(capsys, "replay", *arguments)
    assert answer.code == 2 and expected in answer.sentence


def test_without_any_model(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.modelstore.store.search_folders", lambda: [tmp_path])
    monkeypatch.setattr("assist.modelstore.store.package_folder", lambda *_: None)
    answer = assist_here(capsys, "replay", selftest_call(), "--asr", "none")
    assert answer.code == 1 and "assist models install silero-vad" in answer.sentence
    answer = assist_here(capsys, "replay", selftest_call())
    assert answer.code == 1 and "moonshine" in answer.sentence and "pip install" in answer.sentence
    answer = assist_here(capsys, "replay", selftest_call(), "--asr", "vosk")
    assert answer.code == 1 and "no English Vosk model is installed" in answer.sentence


def test_half_copied_model(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "silero-vad").mkdir()
    (tmp_path / "silero-vad" / "silero_vad_16k_op15.onnx").write_bytes(b"half")
    monkeypatch.setattr("assist.modelstore.store.search_folders", lambda: [tmp_path])
    answer = assist_here(capsys, "replay", selftest_call(), "--asr", "none")
    assert answer.code == 1 and "4 instead of 1289603 bytes" in answer.sentence
    assert "assist models install silero-vad" in answer.sentence


def test_in_a_process_of_its_own(tmp_path: Path) -> None:
    answer = assist("replay", tmp_path / "no.wav")
    assert (answer.code, answer.out) == (2, "") and "no.wav: there is no such file" in answer.sentence


def other_rate(rate: int) -> Audio:
    import soxr

    resampled: Audio = soxr.resample(CALL, 16_000, rate)
    return resampled


GOOD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "8 bit": ("a.wav", lambda p: wav(p, CALL, subtype="PCM_U8")),
    "96 kHz": ("a.wav", lambda p: wav(p, other_rate(96_000), rate=96_000)),
    "8 kHz telephone": ("a.wav", lambda p: wav(p, other_rate(8_000), rate=8_000, subtype="ULAW")),
    "24 bit": ("a.flac", lambda p: wav(p, CALL, subtype="PCM_24")),
    "float": ("a.wav", lambda p: wav(p, CALL, subtype="FLOAT")),
    "too loud": ("a.wav", lambda p: wav(p, CALL * 40, subtype="FLOAT")),
}


@pytest.mark.model
@needs_voice_activity
@pytest.mark.parametrize("case", GOOD)
def test_unusual_sound_works(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, make = GOOD[case]
    path, out = tmp_path / name, tmp_path / "events.jsonl"
    make(path)
    answer = assist_here(capsys, "replay", path, "--asr", "none", "--events", out)
    assert (answer.code, answer.err) == (0, "")
    events = list(read_events(out))
    assert abs(events[-1].at - len(CALL)) <= 512 and isinstance(events[-1], CallEnded)
    assert {event.speaker for event in events if isinstance(event, SpeechEnded)} == {"agent", "customer"}


@pytest.mark.model
@needs_voice_activity
def test_shorter_than_a_hop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wav(tmp_path / "short.wav", CALL[:100])
    answer = assist_here(capsys, "replay", tmp_path / "short.wav", "--asr", "none", "--report", tmp_path / "r.html")
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.model
@needs_voice_activity
def test_two_mono_files_and_one_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wav(tmp_path / "a.wav", CALL[:, 0])
    wav(tmp_path / "c.wav", CALL[: len(CALL) // 2, 1])
    both = assist_here(
        capsys, "replay", "--agent", tmp_path / "a.wav", "--customer", tmp_path / "c.wav", "--asr", "none"
    )
    assert (both.code, both.err) == (0, "")
    one = assist_here(capsys, "replay", "--customer", tmp_path / "c.wav", "--asr", "none")
    assert one.code == 0 and "Only the caller's side is there" in one.out


@pytest.mark.model
@needs_voice_activity
def test_damage_in_the_middle_is_told_when_it_is_reached(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "damaged.flac"
    content = bytearray(selftest_call().read_bytes())
    middle = len(content) // 2
    content[middle : middle + 1_000] = bytes(1_000)
    path.write_bytes(content)
    answer = assist_here(capsys, "replay", path, "--asr", "none")
    assert answer.code == 2 and f"{path}: cannot be read to its end" in answer.sentence


@pytest.mark.model
@needs_voice_activity
def test_long_silence_ends_and_prompts_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Six minutes; an hour takes ten times as long and nothing else."""
    wav(tmp_path / "silence.flac", np.zeros((16_000 * 360, 2)))
    out = tmp_path / "events.jsonl"
    answer = assist_here(capsys, "replay", tmp_path / "silence.flac", "--asr", "none", "--events", out)
    assert (answer.code, answer.err) == (0, "") and "0 words, 0 prompts in 6.0 minutes" in answer.out
    events = list(read_events(out))
    assert isinstance(events[0], CallStarted) and isinstance(events[-1], CallEnded) and len(events) < 10


@pytest.mark.model
@needs_voice_activity
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there names need not be text")
def test_name_that_is_not_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/anruf\xff\n.flac"))
    path.write_bytes(selftest_call().read_bytes())
    answer = assist_here(capsys, "replay", path, "--asr", "none", "--quiet", "--events", tmp_path / "e.jsonl")
    assert (answer.code, answer.err) == (0, "")
    started = next(iter(read_events(tmp_path / "e.jsonl")))
    assert isinstance(started, CallStarted) and started.source == "anruf?\n.flac"


def test_models_are_not_touched_by_bad_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong file name is told before seconds are spent on loading models."""

    def fail(*_: object) -> None:
        raise AssertionError("models were looked up")

    monkeypatch.setattr(ModelStore, "path", fail)
    from assist.cli.playback import replay
    from assist.session.call_files import InputError
    from assist.session.texts import Wanted

    with pytest.raises(InputError, match="no such file"):
        replay(tmp_path / "no.wav", None, None, "auto", None, None, None, Wanted(), quiet=True)


@pytest.mark.parametrize("command", [["run", "--headless"], ["demo"], ["demo", "--headless"]])
def test_live_commands_look_at_their_output_first(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = assist_here(capsys, *command, "--events", tmp_path / "no" / "e.jsonl")
    assert (answer.code, answer.out) == (2, "") and "there is no folder" in answer.sentence


def test_nothing_to_listen_to(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.session.live.list_devices", list)
    answer = assist_here(capsys, "run", "--headless", "--seconds", "1")
    assert answer.code == 1 and "nothing to listen to" in answer.sentence
    answer = assist_here(capsys, "run", "--headless", "--microphone", "headset")
    assert answer.code == 1 and "There is no microphone at all" in answer.sentence
