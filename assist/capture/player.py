"""Plays the sound of a recorded call, from any moment: both sides, through the system's default output."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

from assist.capture.portaudio import HOST, PortAudioHost


class PlayerError(Exception):
    """The sound cannot be played; one sentence says why."""


class Player:
    """One sound file and one output stream at a time.

    The file is read in the stream's callback, a few kilobytes at a time: it is a local file that the system has in its memory
    after the first block, and a click in a playback loses nothing.

    Args:
        path: a sound file.
        host: PortAudio. When its list of devices must be made anew, which only works while nothing is open, playing ends:
            the microphone of a running call goes first.

    Raises:
        PlayerError: it cannot be read.
    """

    def __init__(self, path: Path, host: PortAudioHost = HOST) -> None:
        self._host = host
        try:
            self._file = soundfile.SoundFile(str(path))
        except (OSError, soundfile.LibsndfileError) as problem:
            raise PlayerError(
                f"{path}: the recording cannot be played; it is damaged or not there any more."
            ) from problem
        self._lock = threading.Lock()
        self._stream: Any = None
        self._over = threading.Event()
        self._over.set()

    @property
    def playing(self) -> bool:
        """False before it began, when it was stopped, and at its end."""
        return not self._over.is_set()

    @property
    def seconds(self) -> float:
        """Where it is."""
        with self._lock:
            return float(self._file.tell()) / float(self._file.samplerate)

    def play(self, from_seconds: float) -> None:
        """Play from a moment; what plays already stops.

        Raises:
            PlayerError: there is no output that plays it.
        """
        self.stop()
        with self._lock:
            self._file.seek(min(max(round(from_seconds * self._file.samplerate), 0), self._file.frames))
        try:
            self._over.clear()
            self._stream = self._host.open_output(
                samplerate=self._file.samplerate,
                channels=self._file.channels,
                dtype="float32",
                callback=self.fill,
                finished_callback=self._over.set,
            )
        except Exception as problem:
            self._over.set()
            self._stream = None
            raise PlayerError(
                "The recording cannot be played: there is no output that takes it; connect a headset or a loudspeaker."
            ) from problem

    def stop(self) -> None:
        """Stop, and stay where it is; idempotent."""
        stream, self._stream = self._stream, None
        if stream is not None:
            self._host.close(stream)
        self._over.set()

    def close(self) -> None:
        """Stop, and let go of the file; idempotent."""
        self.stop()
        with self._lock:
            self._file.close()

    def fill(self, out: npt.NDArray[np.float32], frames: int, time: object, status: object) -> None:
        """The stream's callback: the next samples, silence after the last.

        Args:
            out: to be filled, shape (frames, channels).
            frames: how many.
            time: the stream's clocks, not used.
            status: what the stream says of itself, not used.
        """
        del time, status
        with self._lock:
            read = self._file.read(frames, dtype="float32", always_2d=True)
        out[: len(read)] = read
        out[len(read) :] = 0.0
        if len(read) < frames or self._host.stale:
            import sounddevice  # noqa: PLC0415 - loaded already: it calls this

            raise sounddevice.CallbackStop
