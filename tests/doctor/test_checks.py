"""Each check, on machines that lack what it looks for."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assist.capture.devices import Access, Device, Kind
from assist.doctor import machine
from assist.doctor.audio import check_devices, check_portaudio, check_sound_server
from assist.doctor.examine import can_run, examine, run_check
from assist.doctor.finding import Finding
from assist.doctor.machine import check_disk, check_display, check_python
from assist.doctor.models import check_pitch, check_recognition, check_text_model, check_voice_activity
from assist.doctor.own_files import check_own_files
from assist.modelstore import ModelStore
from tests.cli.command import needs_recognition, needs_voice_activity
from tests.pulse import PulseServer


def device(kind: Kind, name: str, *, is_default: bool = False) -> Device:
    access: Access = "pulse_microphone" if kind == "microphone" else "pulse_monitor"
    return Device(
        kind=kind, name=name, label=name, backend="PulseAudio", channels=1, rate=16_000, access=access, address=name,
        is_default=is_default,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------- devices
def states(*devices: Device) -> list[str]:
    return [finding.state for finding in check_devices(devices)]


def test_devices_present() -> None:
    findings = check_devices([device("microphone", "headset"), device("output", "speaker", is_default=True)])
    assert [finding.state for finding in findings] == ["ok", "ok"]
    assert '"headset" by default' in findings[0].text and '"speaker" by default' in findings[1].text


def test_one_side_alone_is_a_call_with_fewer_cues_and_none_is_no_call() -> None:
    assert states(device("microphone", "headset")) == ["ok", "attention"]
    assert states(device("output", "speaker")) == ["attention", "ok"]
    assert states() == ["missing", "missing"]


def test_several_devices_without_a_default() -> None:
    (finding, _) = check_devices([device("microphone", "a"), device("microphone", "b"), device("output", "c")])
    assert finding.state == "attention" and "--microphone" in finding.text


# -------------------------------------------------------------------------------------------------- sound system
def test_no_sound_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    finding = check_sound_server()
    assert finding.state == "missing"
    assert "pactl" in finding.text or "libpulse" in finding.text


@pytest.mark.audio
def test_sound_server_and_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    with PulseServer() as pulse:
        pulse.add_null_sink("softphone")
        pulse.add_microphone("headset")
        monkeypatch.setenv("PULSE_SERVER", pulse.server)
        assert check_sound_server().state == "ok"
        assert all(finding.state != "missing" for finding in check_devices())
        monkeypatch.setattr(shutil, "which", lambda _: None)
        finding = check_sound_server()
        assert finding.state == "missing" and "pulseaudio-utils" in finding.text


def test_portaudio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("ctypes.util.find_library", lambda _: "libportaudio.so.2")
    assert check_portaudio().state == "ok"
    monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
    assert check_portaudio().state == "missing" and "libportaudio2" in check_portaudio().text
    monkeypatch.setattr(sys, "platform", "darwin")
    assert check_portaudio().state == "ok"


# --------------------------------------------------------------------------------------------------------- program
def test_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_python().state == "ok"
    monkeypatch.setattr(
        importlib.metadata, "requires", lambda _: ["numpy>=1.26", "there-is-no-such<2", 'torch; extra == "train"']
    )
    finding = check_python()
    assert finding.state == "missing" and "pip install there-is-no-such'" in finding.text


def test_packages_of_other_systems_are_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: ["numpy", "there-is-no-such; sys_platform == 'beos'"])
    assert check_python().state == "ok"
    monkeypatch.setattr(sys, "platform", "beos")
    assert check_python().state == "missing"


def test_program_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> list[str]:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", fail)
    assert check_python().state == "attention"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert check_python().state == "ok"


def test_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "OLDEST_PYTHON", (99, 0))
    assert check_python().state == "missing"


# ------------------------------------------------------------------------------------------------------------ disk
def test_room_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    assert check_disk(folder).state == "ok"
    assert not (tmp_path / "not").exists() and list(tmp_path.iterdir()) == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=460_800_000))
    finding = check_disk(folder)
    assert finding.state == "attention" and "461 MB are free, 2.0 hours" in finding.text


def test_disk_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", fail)
    finding = check_disk(tmp_path)
    assert finding.state == "attention" and "Read-only file system" in finding.text and str(tmp_path) in finding.text


# --------------------------------------------------------------------------------------------------------- display
def test_without_a_display() -> None:
    finding = check_display({}, "linux")
    assert finding.state == "attention" and "--headless" in finding.text and "DISPLAY" in finding.text


def test_wayland_without_an_x_server() -> None:
    finding = check_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert finding.state == "attention" and "XWayland" in finding.text


def test_other_systems_always_have_one() -> None:
    assert check_display({}, "win32").state == "ok"


@pytest.mark.gui
def test_with_a_display() -> None:
    assert check_display().state == "ok"


# ---------------------------------------------------------------------------------------------------------- models
def store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    """A store that knows only what is in `folder`."""
    monkeypatch.setattr("assist.modelstore.store.package_folder", lambda *_: None)
    return ModelStore(folders=[folder], memory=folder / "memory.json")


def test_models_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = store(tmp_path, monkeypatch)
    for finding in (check_voice_activity(models), check_recognition(models)):
        assert finding.state == "missing" and ("assist models install" in finding.text or "pip install" in finding.text)


def test_models_half_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "silero-vad").mkdir()
    (tmp_path / "silero-vad" / "silero_vad_16k_op15.onnx").write_bytes(b"half")
    finding = check_voice_activity(store(tmp_path, monkeypatch))
    assert finding.state == "missing" and "4 instead of" in finding.text


def test_model_that_onnxruntime_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ModelStore, "verify", lambda *_: tmp_path)
    finding = check_voice_activity(store(tmp_path, monkeypatch))
    assert finding.state == "missing" and "cannot be loaded" in finding.text


@pytest.mark.model
@needs_voice_activity
def test_voice_activity_model_is_whole() -> None:
    assert check_voice_activity(ModelStore()) == Finding("voice activity", "ok", "silero-vad is whole and loads.")


def test_without_the_pitch_model_a_call_can_still_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = check_pitch(store(tmp_path, monkeypatch))
    assert finding.state == "attention" and "assist models install swift-f0" in finding.text


def test_without_the_text_model_a_call_can_still_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ModelStore, "verify", lambda *_: tmp_path)
    finding = check_text_model(ModelStore())
    assert finding.state == "attention" and "cannot be used" in finding.text and "plain word rules" in finding.text


def test_the_text_model_is_whole() -> None:
    assert check_text_model(ModelStore()) == Finding("text model", "ok", "leap-text is whole and loads.")


def test_own_files(tmp_path: Path) -> None:
    assert [finding.state for finding in check_own_files(tmp_path)] == ["ok"]
    (tmp_path / "phrases.toml").write_text('pause = ["Breathe."]')
    (finding,) = check_own_files(tmp_path)
    assert finding.state == "ok" and "phrases.toml" in finding.text
    (tmp_path / "prompts.toml").write_text("[pauze]")
    (tmp_path / "playbooks.toml").write_text("[a")
    findings = check_own_files(tmp_path)
    assert [finding.state for finding in findings] == ["attention", "attention"]
    assert "did you mean [pause]?" in findings[0].text and "not valid TOML" in findings[1].text


@pytest.mark.model
@needs_recognition
def test_recognition_model_is_whole() -> None:
    assert check_recognition(ModelStore()).state == "ok"


# -------------------------------------------------------------------------------------------------------- together
def test_every_part_is_looked_at() -> None:
    parts = [finding.part for finding in examine(system="linux")]
    assert parts == [
        "program", "sound server", "PortAudio", "microphone", "softphone audio", "voice activity", "pitch", "text model",
        "own files", "recognition", "display", "disk",
    ]  # fmt: skip
    assert "sound server" not in [finding.part for finding in examine(system="win32")]


def test_a_check_that_breaks_is_a_finding() -> None:
    def broken() -> Finding:
        raise RuntimeError("the driver\nis on fire")

    (finding,) = run_check("microphone", broken)
    assert finding.state == "missing" and "(the driver)" in finding.text and finding.part == "microphone"


def test_what_keeps_a_call_from_running() -> None:
    fine, odd, gone = (Finding("x", state, "") for state in ("ok", "attention", "missing"))
    assert can_run([fine, odd]) and not can_run([fine, gone])
