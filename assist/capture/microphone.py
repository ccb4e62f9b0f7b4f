"""Record through PortAudio: the microphone everywhere, and the virtual device on macOS.

PortAudio calls back from its own thread; the callback copies and stamps, takes no lock and never waits. Everything
else happens in the thread that owns the source.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import deque
from typing import Any, NamedTuple

import numpy as np

from assist.capture.devices import Device
from assist.capture.portaudio import HOST, PortAudioHost, index_of, pulse_index
from assist.capture.pulse import STREAM_PROPERTY, PulseClient, PulseError
from assist.capture.source import Block, SourceError

BLOCK_SECONDS = 0.025
"""Long enough for a loaded machine, short enough for a cue."""
QUEUE_SECONDS = 10.0
"""Sound kept for a reader that has stopped reading; what is older is lost, and flagged."""
POLL_SECONDS = 0.005
"""The reader looks so often, because the callback may not take the lock that waking it would need."""
PULSE_PLUGIN_SECONDS = 0.018
"""Time that ALSA's PulseAudio plugin holds sound back, beyond the block: 12 to 25 ms against `parec` on one source."""
MAX_LATENCY_SECONDS = 1.0
"""A reported age of sound beyond this is nonsense."""
ANY_COUNT = 8
"""Devices that claim more channels than this (ALSA plugins say 32) take any count; two are recorded."""

_DEVICE_UNAVAILABLE = -9985
_INVALID_DEVICE = -9996


class _Raw(NamedTuple):
    arrived_at: float
    age_seconds: float
    """Of the first sample, according to PortAudio."""
    data: bytes
    overflow: bool


class MicrophoneSource:
    """One PortAudio recording."""

    def __init__(self, device: Device, host: PortAudioHost = HOST) -> None:
        """Prepare; nothing opens yet.

        Args:
            device: with access `portaudio` or `pulse_microphone`.
            host: PortAudio.
        """
        self._device = device
        self._host = host
        self._pulse = device.access == "pulse_microphone"
        self._channels = device.channels if device.channels <= ANY_COUNT else 2
        self._queue: deque[_Raw] = deque(maxlen=round(QUEUE_SECONDS / BLOCK_SECONDS))
        self._dropped = False
        self._stream: Any = None
        self._finished = False
        self._name = uuid.uuid4().hex
        self._never = threading.Event()

    @property
    def device(self) -> Device:
        """What is recorded."""
        return self._device

    @property
    def idle_is_silent(self) -> bool:
        """A microphone always delivers."""
        return False

    def open(self) -> None:
        """Start recording at the device's own rate and channel count."""
        index = pulse_index(self._host) if self._pulse else index_of(self._device, self._host)
        if index is None:
            self._host.mark_stale()
            raise SourceError("device_lost", f'"{self._device.label}" is not connected: plug it in again.')
        environment = {}
        if self._pulse:
            environment = {
                "PULSE_SOURCE": self._device.address,
                "PULSE_PROP": f"application.name='Leap Assist' {STREAM_PROPERTY}={self._name} node.dont-reconnect=true",
            }
        try:
            self._stream = self._host.open(
                environment,
                device=index,
                samplerate=self._device.rate,
                channels=self._channels,
                dtype="int16",
                blocksize=round(self._device.rate * BLOCK_SECONDS),
                latency="high",
                callback=self._callback,
                finished_callback=self._on_finished,
            )
        except Exception as error:
            self._host.mark_stale()
            raise _translated(error, self._device) from error

    def read(self, timeout_seconds: float) -> list[Block]:
        """Blocks that have come; waits for the first."""
        deadline = time.monotonic() + timeout_seconds
        while not self._queue and not self._finished and time.monotonic() < deadline:
            self._never.wait(POLL_SECONDS)
        blocks = []
        while self._queue:
            blocks.append(self._block(self._queue.popleft()))
        if not blocks and self._finished:
            self._host.mark_stale()
            raise SourceError("device_lost", f'"{self._device.label}" has stopped recording: plug it in again.')
        return blocks

    def check(self) -> None:
        """On PulseAudio: ask the server which source this recording hears."""
        if self._host.stale:
            raise SourceError("device_lost", "The list of sound devices is being renewed; this takes a moment.")
        if self._pulse:
            check_pulse_source(self._device, self._name)

    def close(self) -> None:
        """Stop recording."""
        if self._stream is not None:
            self._host.close(self._stream)
            self._stream = None

    def _callback(self, data: Any, frames: int, times: Any, status: Any) -> None:
        del frames
        if len(self._queue) == self._queue.maxlen:
            self._dropped = True
        self._queue.append(
            _Raw(
                time.monotonic(), times.currentTime - times.inputBufferAdcTime, bytes(data), bool(status.input_overflow)
            )
        )

    def _on_finished(self) -> None:
        self._finished = True

    def _block(self, raw: _Raw) -> Block:
        samples = np.frombuffer(raw.data, np.int16).reshape(-1, self._channels)
        length_seconds = len(samples) / self._device.rate
        age_seconds = length_seconds
        if self._pulse:
            # The plugin's own guess of its delay wanders by 15 ms; arrival is steady to 1 ms.
            age_seconds += PULSE_PLUGIN_SECONDS
        elif 0.0 < raw.age_seconds < MAX_LATENCY_SECONDS:
            age_seconds = max(raw.age_seconds, length_seconds)
        overflow, self._dropped = raw.overflow or self._dropped, False
        return Block(samples, self._device.rate, raw.arrived_at - age_seconds, overflow)


def check_pulse_source(device: Device, stream: str) -> None:
    """Make sure that a recording still hears its own source: a moved one would be the wrong speaker.

    Args:
        device: what should be heard.
        stream: value of `pulse.STREAM_PROPERTY` of the recording.

    Raises:
        SourceError: another source is heard.
    """
    try:
        with PulseClient() as client:
            heard = client.recorded_source(stream)
    except PulseError:
        return  # without a server no sound comes either, and that is noticed by itself
    if heard is not None and heard != device.address:
        raise SourceError(
            "wrong_source",
            f'The system moved the recording of "{device.label}" to "{heard}"; it is taken back so that nobody is mixed up.',
        )


def _translated(error: Exception, device: Device) -> SourceError:
    code = error.args[1] if len(error.args) > 1 else None
    if code == _DEVICE_UNAVAILABLE:
        return SourceError(
            "device_busy",
            f'"{device.label}" is used by another program: close that program or choose another microphone.',
        )
    if code == _INVALID_DEVICE:
        return SourceError("device_lost", f'"{device.label}" is not connected: plug it in again.')
    reason = str(error.args[0]).rstrip(".") if error.args else type(error).__name__
    return SourceError(
        "device_lost", f'"{device.label}" cannot be opened ({reason}): plug it in again or choose another one.'
    )
