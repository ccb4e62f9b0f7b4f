"""Windows: listen to an output through WASAPI loopback, with PyAudioWPatch.

The whole endpoint is heard, not one program: per-process loopback is silent for some softphones. Loopback delivers
nothing while nothing plays, so silence is no trouble here, and the time line fills the holes.
"""

from __future__ import annotations

import importlib
import threading
import time
from collections import deque
from typing import Any

import numpy as np

from assist.capture.devices import Device
from assist.capture.microphone import BLOCK_SECONDS, MAX_LATENCY_SECONDS, POLL_SECONDS, QUEUE_SECONDS
from assist.capture.source import Block, SourceError

BACKEND = "Windows WASAPI"
_SUFFIX = " [Loopback]"
_INPUT_OVERFLOW = 2
_UNAVAILABLE = -9985


def outputs() -> list[Device]:
    """Every enabled playback device; empty where there is no WASAPI."""
    try:
        library = importlib.import_module("pyaudiowpatch")
        audio = library.PyAudio()
    except (ImportError, OSError):
        return []
    try:
        default = _default_name(audio)
        return [
            Device(
                kind="output", name=_plain(info["name"]), label=_plain(info["name"]), backend=BACKEND,
                channels=info["maxInputChannels"], rate=round(info["defaultSampleRate"]), access="wasapi_loopback",
                address=info["name"], is_default=info["name"] == default,
            )
            for info in audio.get_loopback_device_info_generator()
        ]  # fmt: skip
    except OSError:
        return []
    finally:
        audio.terminate()


class WasapiLoopbackSource:
    """One loopback recording."""

    def __init__(self, device: Device) -> None:
        """Prepare; nothing opens yet.

        Args:
            device: with access `wasapi_loopback`.
        """
        self._device = device
        self._queue: deque[tuple[float, float, bytes, bool]] = deque(maxlen=round(QUEUE_SECONDS / BLOCK_SECONDS))
        self._dropped = False
        self._audio: Any = None
        self._stream: Any = None
        self._library: Any = None
        self._never = threading.Event()

    @property
    def device(self) -> Device:
        """What is recorded."""
        return self._device

    @property
    def idle_is_silent(self) -> bool:
        """Nothing comes while nothing plays."""
        return True

    def open(self) -> None:
        """Start listening at the endpoint's own rate and channel count: shared mode takes no other."""
        self._library = importlib.import_module("pyaudiowpatch")
        self._audio = self._library.PyAudio()
        index = next(
            (
                info["index"]
                for info in self._audio.get_loopback_device_info_generator()
                if info["name"] == self._device.address and info["maxInputChannels"] == self._device.channels
            ),
            None,
        )
        if index is None:
            self.close()
            raise SourceError("device_lost", f'"{self._device.label}" is not connected: plug it in again.')
        try:
            self._stream = self._audio.open(
                format=self._library.paInt16,
                channels=self._device.channels,
                rate=self._device.rate,
                input=True,
                input_device_index=index,
                frames_per_buffer=round(self._device.rate * BLOCK_SECONDS),
                stream_callback=self._callback,
            )
        except OSError as error:
            self.close()
            raise _translated(error, self._device) from error

    def read(self, timeout_seconds: float) -> list[Block]:
        """Blocks that have come; waits for the first."""
        deadline = time.monotonic() + timeout_seconds
        while not self._queue and time.monotonic() < deadline:
            self._never.wait(POLL_SECONDS)
        blocks = []
        while self._queue:
            arrived_at, age_seconds, data, overflow = self._queue.popleft()
            samples = np.frombuffer(data, np.int16).reshape(-1, self._device.channels)
            length_seconds = len(samples) / self._device.rate
            age_seconds = max(age_seconds, length_seconds) if age_seconds < MAX_LATENCY_SECONDS else length_seconds
            blocks.append(Block(samples, self._device.rate, arrived_at - age_seconds, overflow or self._dropped))
            self._dropped = False
        return blocks

    def check(self) -> None:
        """An endpoint that was unplugged or disabled ends its stream."""
        if self._stream is not None and not self._stream.is_active():
            raise SourceError(
                "device_lost", f'"{self._device.label}" is gone: plug it in again or choose another output.'
            )

    def close(self) -> None:
        """Stop listening."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        if self._audio is not None:
            self._audio.terminate()
            self._audio = None

    def _callback(self, data: bytes, frames: int, times: dict[str, float], status: int) -> tuple[None, int]:
        del frames
        if len(self._queue) == self._queue.maxlen:
            self._dropped = True
        age_seconds = times["current_time"] - times["input_buffer_adc_time"]
        self._queue.append((time.monotonic(), age_seconds, bytes(data), bool(status & _INPUT_OVERFLOW)))
        return None, int(self._library.paContinue)


def _default_name(audio: Any) -> str:
    try:
        return str(audio.get_default_wasapi_loopback()["name"])
    except (OSError, LookupError):
        return ""


def _plain(name: str) -> str:
    return name.removesuffix(_SUFFIX)


def _translated(error: OSError, device: Device) -> SourceError:
    if error.errno == _UNAVAILABLE or _UNAVAILABLE in error.args:
        return SourceError(
            "device_busy", f'"{device.label}" is used by one program alone: turn off its exclusive mode.'
        )
    return SourceError(
        "device_lost", f'"{device.label}" cannot be listened to: plug it in again or choose another output.'
    )
