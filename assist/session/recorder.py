"""Records a call: the aligned frames bit for bit, and every event. Off unless asked for.

A recorded call is a folder: `audio.wav` (16 kHz, left agent, right customer), `events.jsonl`, `call.json` (what it was made
with). Everything is on disk within a second, and only the owner may read it.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from assist import __version__
from assist.eventlog import write_line
from assist.events import SAMPLE_RATE, SCHEMA, AnyEvent
from assist.timeline.frame import StereoFrame

AUDIO, EVENTS, ABOUT = "audio.wav", "events.jsonl", "call.json"
_HEADER = 44
_FLUSH_SAMPLES = SAMPLE_RATE // 2


class RecorderError(Exception):
    """The call cannot be recorded; the message names the folder and the remedy."""

    goes_on = False
    """True if what could not be written is tried again, so that the writer must stay."""


def _private(path: Path) -> BinaryIO:
    """A new file that only its owner may read."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(handle, "w+b")


class Recorder:
    """Writes a recorded call.

    Args:
        folder: made anew; must not exist yet.
        about: what the call was made with (profile, thresholds, devices), written to `call.json`.

    Raises:
        RecorderError: the folder exists or cannot be written.
    """

    def __init__(self, folder: Path, about: dict[str, Any]) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, mode=0o700)
            self._audio: BinaryIO = _private(folder / AUDIO)
            self._events: TextIO = TextIOWrapper(
                _private(folder / EVENTS), encoding="utf-8", errors="backslashreplace", newline="\n"
            )
            with _private(folder / ABOUT) as file:
                file.write(json.dumps({"schema": SCHEMA, "app_version": __version__, **about}, indent=1).encode())
        except FileExistsError as problem:
            raise RecorderError(
                f"{folder}: there is something here already; give a new folder for this call."
            ) from problem
        except OSError as problem:
            raise RecorderError(f"{folder}: the call cannot be recorded here: {problem.strerror}.") from problem
        self._samples = self._flushed = 0
        self._closed = False
        self._write_header()

    def write(self, frames: Sequence[StereoFrame], events: Sequence[AnyEvent]) -> None:
        """Append frames and events.

        Raises:
            RecorderError: the disk is full or gone; what was written so far stays.
        """
        try:
            for frame in frames:
                self._audio.write(frame.audio.astype("<i2", copy=False).tobytes())
                self._samples += len(frame.audio)
            for event in events:
                write_line(self._events, event)
            if self._samples - self._flushed >= _FLUSH_SAMPLES:
                self._flush()
        except OSError as problem:
            raise RecorderError(f"{self.folder}: recording stopped: {problem.strerror}.") from problem

    def close(self) -> None:
        """Finish the files; idempotent. A call that never began leaves nothing.

        Raises:
            RecorderError: the disk is full or gone.
        """
        if self._closed:
            return
        self._closed = True
        problem: OSError | None = None
        for finish in (self._flush, self._audio.close, self._events.close):
            try:
                finish()
            except OSError as found:
                problem = problem or found
        if problem is not None:
            raise RecorderError(f"{self.folder}: recording stopped: {problem.strerror}.") from problem
        if self._samples == 0 and (self.folder / EVENTS).stat().st_size == 0:
            for name in (AUDIO, EVENTS, ABOUT):
                (self.folder / name).unlink()
            self.folder.rmdir()

    def _flush(self) -> None:
        self._write_header()
        self._audio.flush()
        self._events.flush()
        self._flushed = self._samples

    def _write_header(self) -> None:
        """The 44 bytes of a WAV header for what is written so far."""
        data = self._samples * 4
        self._audio.seek(0)
        self._audio.write(
            struct.pack(
                "<4sI4s4sIHHIIHH4sI",
                *(b"RIFF", _HEADER - 8 + data, b"WAVE", b"fmt ", 16, 1, 2, SAMPLE_RATE, SAMPLE_RATE * 4, 4, 16),
                *(b"data", data),
            )
        )
        self._audio.seek(0, os.SEEK_END)
