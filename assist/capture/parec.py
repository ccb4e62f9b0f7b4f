"""Record a PulseAudio or PipeWire source by name with the server's own recorder, `parec`.

PortAudio never lists monitors, so this is how the softphone's output is heard on Linux. The monitor is named, never
`@DEFAULT_MONITOR@`, which may turn out to be the microphone.
"""

from __future__ import annotations

import array
import fcntl
import os
import select
import shutil
import subprocess
import termios
import threading
import time
import uuid

import numpy as np

from assist.capture.devices import Device
from assist.capture.microphone import check_pulse_source
from assist.capture.pulse import STREAM_PROPERTY
from assist.capture.source import Block, SourceError

LATENCY_MS = 30
"""Length of the fragments the server sends."""
PIPE_BYTES = 65_536
"""Most that is read at once; a pipe holds no more."""
BLOCK_SECONDS = 0.020
"""Shorter blocks are only work."""
STOP_SECONDS = 1.0


class ParecSource:
    """One `parec` process."""

    def __init__(self, device: Device) -> None:
        """Prepare; nothing starts yet.

        Args:
            device: with access `pulse_monitor` or `pulse_microphone`.
        """
        self._device = device
        self._name = uuid.uuid4().hex
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._never = threading.Event()

    @property
    def device(self) -> Device:
        """What is recorded."""
        return self._device

    @property
    def idle_is_silent(self) -> bool:
        """A monitor delivers silence while nothing plays."""
        return False

    def open(self) -> None:
        """Start the recorder at the device's own rate and channel count."""
        if shutil.which("parec") is None:
            raise SourceError("device_lost", "The program parec is missing: install the package pulseaudio-utils.")
        command = [
            "parec", "--raw", f"--device={self._device.address}", "--format=s16le", f"--rate={self._device.rate}",
            f"--channels={self._device.channels}", f"--latency-msec={LATENCY_MS}", "--client-name=Leap Assist",
            f"--stream-name={self._device.kind}", f"--property={STREAM_PROPERTY}={self._name}",
            "--property=node.dont-reconnect=true",  # PipeWire: end rather than record another device
        ]  # fmt: skip
        self._rest = b""
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip

    def read(self, timeout_seconds: float) -> list[Block]:
        """What has come, as one block; waits for it."""
        process = self._process
        if process is None or process.stdout is None:
            raise SourceError("device_lost", f'"{self._device.label}" is not being recorded.')
        pipe = process.stdout.fileno()
        if not select.select([pipe], [], [], timeout_seconds)[0]:
            return []
        frame_bytes = 2 * self._device.channels
        if 0 < _waiting_bytes(pipe) < frame_bytes * self._device.rate * BLOCK_SECONDS:
            self._never.wait(BLOCK_SECONDS)  # the server sends halves and thirds of a fragment; take them together
        data = os.read(pipe, PIPE_BYTES)
        now = time.monotonic()
        if not data:
            raise SourceError("device_lost", self._reason())
        data = self._rest + data
        whole = len(data) - len(data) % frame_bytes
        self._rest = data[whole:]
        samples = np.frombuffer(data[:whole], np.int16).reshape(-1, self._device.channels)
        # The newest sample in the pipe is captured about now; what was read is older by all that is there.
        age_seconds = (len(data) + _waiting_bytes(pipe)) / frame_bytes / self._device.rate
        return [Block(samples, self._device.rate, now - age_seconds)]

    def check(self) -> None:
        """Ask the server which source this recording hears."""
        check_pulse_source(self._device, self._name)

    def close(self) -> None:
        """End the recorder."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()

    def _reason(self) -> str:
        """Why the recorder ended, as a sentence."""
        text = b""
        if self._process and self._process.stderr:
            self._process.terminate()
            text = self._process.stderr.read()
        if b"Connection" in text:
            return "The sound server does not answer: check that PulseAudio or PipeWire runs (`pactl info`)."
        return f'"{self._device.label}" is gone: plug it in again or choose another one.'


def _waiting_bytes(pipe: int) -> int:
    """Bytes that can be read at once."""
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]
