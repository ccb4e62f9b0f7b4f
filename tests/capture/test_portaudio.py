"""PortAudio's frozen list, identity instead of indices, and the callback; with a sounddevice of the test's own."""

from __future__ import annotations

import os
import struct
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assist.capture.devices import Device
from assist.capture.microphone import MicrophoneSource
from assist.capture.portaudio import PortAudioHost, index_of, microphones, virtual_outputs
from assist.capture.source import SourceError


class PortAudioError(Exception):
    """As sounddevice's."""


class FakeSoundDevice:
    """A PortAudio that looks for devices only when it starts."""

    def __init__(self) -> None:
        self.plugged: list[tuple[str, int, int, int]] = []  # name, inputs, rate, host API
        self.apis = ["ALSA"]
        self.starts = 0
        self.streams: list[FakeStream] = []
        self.error: Exception | None = None
        self.environments: list[dict[str, str]] = []
        self.default = SimpleNamespace(device=(0, 0))
        self._initialize()

    def _initialize(self) -> None:
        self.starts += 1
        self.seen = list(self.plugged)

    def _terminate(self) -> None:
        assert not [stream for stream in self.streams if not stream.closed], "PortAudio was ended under an open stream"

    def query_hostapis(self) -> list[dict[str, str]]:
        return [{"name": api} for api in self.apis]

    def query_devices(self) -> list[dict[str, Any]]:
        return [
            {"name": name, "max_input_channels": inputs, "default_samplerate": float(rate), "hostapi": api}
            for name, inputs, rate, api in self.seen
        ]

    def RawInputStream(self, **arguments: Any) -> FakeStream:  # noqa: N802
        if self.error:
            raise self.error
        self.environments.append(dict(os.environ))
        self.streams.append(FakeStream(arguments))
        return self.streams[-1]


class FakeStream:
    def __init__(self, arguments: dict[str, Any]) -> None:
        self.arguments = arguments
        self.started = self.closed = False

    def start(self) -> None:
        self.started = True

    def abort(self, ignore_errors: bool = True) -> None:
        pass

    def close(self, ignore_errors: bool = True) -> None:
        self.closed = True

    def deliver(self, frames: int, *, value: int = 100, age: float = 0.03, overflow: bool = False) -> None:
        data = struct.pack("<h", value) * frames * self.arguments["channels"]
        times = SimpleNamespace(currentTime=50.0, inputBufferAdcTime=50.0 - age)
        self.arguments["callback"](data, frames, times, SimpleNamespace(input_overflow=overflow))


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> FakeSoundDevice:
    fake = FakeSoundDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    fake.plugged = [("HDA Analog", 2, 48_000, 0), ("HDMI", 0, 48_000, 0)]
    fake._initialize()
    return fake


@pytest.fixture
def host(library: FakeSoundDevice) -> PortAudioHost:
    return PortAudioHost()


def named(name: str, host: PortAudioHost) -> Device:
    return next(device for device in microphones(host) if device.name == name)


def test_only_what_records_is_listed(host: PortAudioHost) -> None:
    assert [(d.name, d.channels, d.rate, d.backend, d.is_default) for d in microphones(host)] == [
        ("HDA Analog", 2, 48_000, "ALSA", True)
    ]


def test_a_new_headset_is_seen_after_the_list_was_marked_stale(library: FakeSoundDevice, host: PortAudioHost) -> None:
    library.plugged.append(("Jabra", 1, 16_000, 0))
    assert len(microphones(host)) == 1
    host.mark_stale()
    assert [d.name for d in microphones(host)] == ["HDA Analog", "Jabra"]
    assert not host.stale


def test_the_list_is_not_renewed_under_an_open_stream(library: FakeSoundDevice, host: PortAudioHost) -> None:
    source = MicrophoneSource(named("HDA Analog", host), host)
    source.open()
    starts = library.starts
    host.mark_stale()
    microphones(host)
    assert library.starts == starts
    with pytest.raises(SourceError, match="renewed"):
        source.check()
    source.close()
    microphones(host)
    assert library.starts == starts + 1


def test_a_shifted_index_never_opens_another_device(library: FakeSoundDevice, host: PortAudioHost) -> None:
    chosen = named("HDA Analog", host)
    library.plugged.insert(0, ("Webcam", 2, 48_000, 0))
    host.mark_stale()
    assert index_of(chosen, host) == 1
    source = MicrophoneSource(chosen, host)
    source.open()
    assert library.streams[-1].arguments["device"] == 1
    library.plugged = [("Webcam", 2, 48_000, 0)]
    source.close()
    host.mark_stale()
    with pytest.raises(SourceError, match="not connected"):
        MicrophoneSource(chosen, host).open()


@pytest.mark.parametrize(("code", "what"), [(-9985, "device_busy"), (-9996, "device_lost"), (-9999, "device_lost")])
def test_errors_have_a_name_and_a_sentence(code: int, what: str, library: FakeSoundDevice, host: PortAudioHost) -> None:
    library.error = PortAudioError("Error opening RawInputStream", code)
    with pytest.raises(SourceError) as caught:
        MicrophoneSource(named("HDA Analog", host), host).open()
    assert caught.value.what == what
    assert "HDA Analog" in str(caught.value)
    assert str(caught.value).count("\n") == 0


def test_opened_at_the_devices_own_format(library: FakeSoundDevice, host: PortAudioHost) -> None:
    source = MicrophoneSource(named("HDA Analog", host), host)
    source.open()
    arguments = library.streams[-1].arguments
    assert (arguments["samplerate"], arguments["channels"], arguments["blocksize"]) == (48_000, 2, 1_200)
    assert (arguments["latency"], arguments["dtype"]) == ("high", "int16")
    source.close()
    source.close()
    assert library.streams[-1].closed


def test_blocks_carry_their_capture_time_and_overflow(library: FakeSoundDevice, host: PortAudioHost) -> None:
    source = MicrophoneSource(named("HDA Analog", host), host)
    source.open()
    stream = library.streams[-1]
    stream.deliver(1_200, age=0.060)
    stream.deliver(1_200, age=0.0, overflow=True)
    first, second = source.read(0.0)
    assert first.samples.shape == (1_200, 2)
    assert (first.samples == 100).all()
    assert (first.overflow, second.overflow) == (False, True)
    # Without a usable age the block counts as captured up to its arrival: 25 ms instead of 60 ms earlier.
    assert 0.030 < second.captured_at - first.captured_at < 5.0
    assert source.read(0.0) == []
    source.close()


def test_a_reader_that_stopped_reading_is_told_of_the_loss(library: FakeSoundDevice, host: PortAudioHost) -> None:
    source = MicrophoneSource(named("HDA Analog", host), host)
    source.open()
    for value in range(500):
        library.streams[-1].deliver(10, value=value)
    blocks = source.read(0.0)
    assert len(blocks) == 400
    assert int(blocks[-1].samples[0, 0]) == 499
    assert blocks[0].overflow
    assert not blocks[1].overflow
    source.close()


def test_a_stream_that_ended_by_itself_is_lost(library: FakeSoundDevice, host: PortAudioHost) -> None:
    source = MicrophoneSource(named("HDA Analog", host), host)
    source.open()
    library.streams[-1].deliver(10)
    library.streams[-1].arguments["finished_callback"]()
    assert len(source.read(0.0)) == 1
    with pytest.raises(SourceError, match="stopped recording"):
        source.read(0.0)
    source.close()


def test_a_pulse_source_is_named_only_while_it_opens(library: FakeSoundDevice, host: PortAudioHost) -> None:
    library.plugged.append(("pulse", 32, 44_100, 0))
    host.mark_stale()
    chosen = Device(
        kind="microphone", name="jabra", label="Jabra", backend="PulseAudio", channels=1, rate=16_000,
        access="pulse_microphone", address="alsa_input.jabra",
    )  # fmt: skip
    before = dict(os.environ)
    source = MicrophoneSource(chosen, host)
    source.open()
    assert library.environments[-1]["PULSE_SOURCE"] == "alsa_input.jabra"
    assert "leap.assist.stream=" in library.environments[-1]["PULSE_PROP"]
    assert dict(os.environ) == before
    assert library.streams[-1].arguments["device"] == 2
    source.close()


def test_windows_lists_each_microphone_once(
    library: FakeSoundDevice, host: PortAudioHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    library.apis = ["MME", "Windows WASAPI"]
    library.plugged = [
        ("Headset Microphone (Jabra Evolv", 2, 44_100, 0),
        ("Headset Microphone (Jabra Evolve2 40)", 1, 16_000, 1),
        ("Line In", 2, 48_000, 1),
    ]
    host.mark_stale()
    assert [(d.name, d.is_default) for d in microphones(host)] == [
        ("Headset Microphone (Jabra Evolve2 40)", True),
        ("Line In", False),
    ]


def test_macos_virtual_devices_are_outputs(library: FakeSoundDevice, host: PortAudioHost) -> None:
    library.plugged.append(("BlackHole 2ch", 2, 48_000, 0))
    host.mark_stale()
    assert [(d.kind, d.name, d.access) for d in virtual_outputs(host)] == [("output", "BlackHole 2ch", "portaudio")]
    assert [d.name for d in microphones(host)] == ["HDA Analog"]


def test_a_broken_portaudio_means_no_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    assert microphones(PortAudioHost()) == []
    assert np.array(virtual_outputs(PortAudioHost())).size == 0
