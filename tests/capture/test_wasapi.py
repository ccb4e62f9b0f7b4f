"""WASAPI loopback, with a PyAudioWPatch of the test's own: it cannot run on this system."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from assist.capture import wasapi
from assist.capture.devices import Device
from assist.capture.source import SourceError


class FakeStream:
    def __init__(self, arguments: dict[str, Any]) -> None:
        self.arguments = arguments
        self.active = True
        self.closed = False

    def is_active(self) -> bool:
        return self.active

    def close(self) -> None:
        self.closed = True

    def deliver(self, frames: int, *, age: float = 0.03, status: int = 0) -> object:
        data = struct.pack("<h", 7) * frames * self.arguments["channels"]
        times = {"current_time": 9.0, "input_buffer_adc_time": 9.0 - age, "output_buffer_dac_time": 0.0}
        return self.arguments["stream_callback"](data, frames, times, status)


class FakePyAudio:
    """What the module offers."""

    paInt16, paContinue = 8, 0  # noqa: N815

    def __init__(self) -> None:
        self.names = ["Speakers (Realtek) [Loopback]", "Headset (Jabra) [Loopback]"]
        self.error: OSError | None = None
        self.open_instances = 0
        self.streams: list[FakeStream] = []

    def PyAudio(self) -> FakePyAudio:  # noqa: N802
        self.open_instances += 1
        return self

    def terminate(self) -> None:
        self.open_instances -= 1

    def get_loopback_device_info_generator(self) -> Iterator[dict[str, Any]]:
        for index, name in enumerate(self.names):
            yield {"index": 10 + index, "name": name, "maxInputChannels": 2, "defaultSampleRate": 48_000.0}

    def get_default_wasapi_loopback(self) -> dict[str, Any]:
        if not self.names:
            raise OSError("no default")
        return {"name": self.names[-1]}

    def open(self, **arguments: Any) -> FakeStream:
        if self.error:
            raise self.error
        self.streams.append(FakeStream(arguments))
        return self.streams[-1]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> FakePyAudio:
    fake = FakePyAudio()
    monkeypatch.setitem(sys.modules, "pyaudiowpatch", fake)
    return fake


@pytest.fixture
def headset(library: FakePyAudio) -> Device:
    return wasapi.outputs()[1]


def test_outputs_have_plain_names(library: FakePyAudio) -> None:
    assert [(d.kind, d.name, d.channels, d.rate, d.is_default) for d in wasapi.outputs()] == [
        ("output", "Speakers (Realtek)", 2, 48_000, False),
        ("output", "Headset (Jabra)", 2, 48_000, True),
    ]
    assert library.open_instances == 0


def test_no_outputs_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyaudiowpatch", None)
    assert wasapi.outputs() == []


def test_opened_by_name_at_its_own_format(library: FakePyAudio, headset: Device) -> None:
    library.names.insert(0, "Another [Loopback]")
    source = wasapi.WasapiLoopbackSource(headset)
    source.open()
    arguments = library.streams[0].arguments
    assert (arguments["input_device_index"], arguments["rate"], arguments["channels"]) == (12, 48_000, 2)
    assert source.idle_is_silent
    source.close()
    source.close()
    assert library.streams[0].closed
    assert library.open_instances == 0


def test_blocks(library: FakePyAudio, headset: Device) -> None:
    source = wasapi.WasapiLoopbackSource(headset)
    source.open()
    assert source.read(0.0) == []
    assert library.streams[0].deliver(1_200, age=0.05) == (None, 0)
    library.streams[0].deliver(1_200, age=0.05, status=2)
    first, second = source.read(0.0)
    assert first.samples.shape == (1_200, 2)
    assert (first.overflow, second.overflow) == (False, True)
    source.close()


def test_unplugged(library: FakePyAudio, headset: Device) -> None:
    source = wasapi.WasapiLoopbackSource(headset)
    source.open()
    source.check()
    library.streams[0].active = False
    with pytest.raises(SourceError, match="gone"):
        source.check()
    source.close()
    library.names.clear()
    with pytest.raises(SourceError, match="not connected"):
        wasapi.WasapiLoopbackSource(headset).open()
    assert library.open_instances == 0


def test_exclusive_mode_is_busy(library: FakePyAudio, headset: Device) -> None:
    library.error = OSError(-9985, "Device unavailable")
    with pytest.raises(SourceError, match="exclusive") as caught:
        wasapi.WasapiLoopbackSource(headset).open()
    assert caught.value.what == "device_busy"
    assert library.open_instances == 0
