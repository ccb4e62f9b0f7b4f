"""Devices that exist only in a test's memory."""

from __future__ import annotations

import threading
import time

import numpy as np

from assist.capture.devices import Access, Device, Kind
from assist.capture.source import Block, SourceError


def device(
    name: str,
    kind: Kind = "microphone",
    *,
    is_default: bool = False,
    channels: int = 1,
    backend: str = "Test",
    access: Access = "portaudio",
    master: str = "",
) -> Device:
    """A device as `list_devices` would give it."""
    return Device(
        kind=kind, name=name, label=f"{name} label", backend=backend, channels=channels, rate=16_000,
        access=access, address=f"{name}.monitor" if kind == "output" else name, is_default=is_default, master=master,
    )  # fmt: skip


class FakeSource:
    """Delivers a constant level in real time until the test lets it fail."""

    def __init__(self, of: Device, room: FakeRoom) -> None:
        self._device, self._room = of, room
        self._next = 0.0

    @property
    def device(self) -> Device:
        return self._device

    @property
    def idle_is_silent(self) -> bool:
        return False

    def open(self) -> None:
        error = self._room.open_errors.get(self._device.name)
        if error:
            raise error
        self._room.opened.append(self._device.name)
        self._next = time.monotonic()

    def read(self, timeout_seconds: float) -> list[Block]:
        if self._device not in self._room.devices:
            raise SourceError("device_lost", f"{self._device.name} is gone.")
        if self._device.name in self._room.stalled:
            self._room.never.wait(timeout_seconds)
            return []
        self._room.never.wait(max(self._next + 0.02 - time.monotonic(), 0.0))
        at, self._next = self._next, self._next + 0.02
        return [Block(np.full((320, 1), self._room.level, np.int16), 16_000, at)]

    def check(self) -> None:
        error = self._room.check_errors.pop(self._device.name, None)
        if error:
            raise error

    def close(self) -> None:
        self._room.closed.append(self._device.name)


class FakeRoom:
    """What is plugged in."""

    def __init__(self, *devices: Device) -> None:
        self.devices = list(devices)
        self.stalled: set[str] = set()
        self.open_errors: dict[str, SourceError] = {}
        self.check_errors: dict[str, SourceError] = {}
        self.opened: list[str] = []
        self.closed: list[str] = []
        self.level = 1_000
        self.never = threading.Event()

    def list_devices(self) -> list[Device]:
        return list(self.devices)

    def make_source(self, of: Device) -> FakeSource:
        return FakeSource(of, self)
