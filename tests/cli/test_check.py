"""doctor, selftest and devices on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.capture.devices import Device
from assist.doctor.finding import Finding
from assist.doctor.selftest import Outcome
from assist.session.settings import Choice, remember
from tests.cli.command import assist, assist_here, needs_recognition


def findings(state: str) -> Iterator[Finding]:
    yield Finding("disk", "ok", "there is room.")
    yield Finding("display", state, "look at it.")  # type: ignore[arg-type]


@pytest.mark.parametrize(("state", "code"), [("ok", 0), ("attention", 0), ("missing", 1)])
def test_doctor(state: str, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.doctor.examine.examine", lambda: findings(state))
    answer = assist_here(capsys, "doctor")
    assert (answer.code, answer.err) == (code, "")
    disk, display, verdict = answer.out.splitlines()
    assert disk.split()[:2] == ["ok", "disk"] and display.split()[:2] == [state, "display"]
    assert verdict.startswith("A call can run" if code == 0 else "A call cannot run")
    told = assist_here(capsys, "doctor", "--json")
    content = json.loads(told.out)
    assert told.code == code and content["can_run"] is (code == 0)
    assert content["findings"][1] == {"part": "display", "state": state, "text": "look at it."}


def test_doctor_for_real() -> None:
    """On whatever machine this is: a line each, and an exit code that agrees with them."""
    answer = assist("doctor")
    *lines, _ = answer.out.splitlines()
    states = [line.split()[0] for line in lines]
    assert set(states) <= {"ok", "attention", "missing"} and len(lines) >= 7
    assert answer.code == (1 if "missing" in states else 0) and answer.err == ""
    assert all(line.endswith(".") for line in lines)


def test_selftest_tells_what_broke(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = [Outcome("cues", True, "talk over", 0.1), Outcome("overlay", False, "no fonts", 0.2)]
    monkeypatch.setattr("assist.doctor.selftest.selftest", lambda: iter(outcomes))
    answer = assist_here(capsys, "selftest")
    assert answer.code == 1 and "this does not work: overlay" in answer.sentence
    assert [line.split()[:2] for line in answer.out.splitlines()] == [["ok", "cues"], ["broken", "overlay"]]
    told = assist_here(capsys, "selftest", "--json")
    assert told.code == 1 and json.loads(told.out)["works"] is False


@pytest.mark.model
@needs_recognition
def test_selftest_for_real() -> None:
    answer = assist("selftest", environment={"DISPLAY": ""}, seconds=60)
    assert (answer.code, answer.err) == (0, ""), answer
    *parts, last = answer.out.splitlines()
    assert last == "Everything works." and all(part.startswith("ok") for part in parts) and len(parts) == 8


HEADSET = Device(
    kind="microphone", name="alsa_input.usb", label="USB Headset", backend="PulseAudio", channels=1, rate=48_000,
    access="pulse_microphone", address="alsa_input.usb", is_default=True,
)  # fmt: skip
SPEAKER = Device(
    kind="output", name="alsa_output.usb", label="USB Headset", backend="PulseAudio", channels=2, rate=44_100,
    access="pulse_monitor", address="alsa_output.usb.monitor",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.session.settings.settings_file", lambda: tmp_path / "settings.toml")


def test_devices(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.capture.devices.list_devices", lambda: [HEADSET, SPEAKER])
    remember(Choice(output="alsa_output.usb"))
    out = assist_here(capsys, "devices").out
    microphones, outputs = out.split("Outputs that can be heard")
    assert "alsa_input.usb  (USB Headset)" in microphones and "48000 Hz, 1 channel, the system's default" in microphones
    assert "alsa_output.usb  (USB Headset)" in outputs and "2 channels, chosen last time" in outputs
    listed = json.loads(assist_here(capsys, "devices", "--json").out)["devices"]
    assert [device["name"] for device in listed] == ["alsa_input.usb", "alsa_output.usb"]
    assert listed[1] == {
        "kind": "output", "name": "alsa_output.usb", "label": "USB Headset", "backend": "PulseAudio", "channels": 2,
        "rate": 44_100, "is_default": False, "chosen": True,
    }  # fmt: skip


def test_no_devices(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.capture.devices.list_devices", list)
    answer = assist_here(capsys, "devices")
    assert answer.code == 0 and answer.out.count("none") == 2 and "assist doctor" in answer.out
