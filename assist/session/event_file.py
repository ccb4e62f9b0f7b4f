"""Events into a JSON Lines file that the user named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assist.eventlog import write_line
from assist.events import SAMPLE_RATE, AnyEvent
from assist.session.call_files import InputError
from assist.session.recorder import RecorderError
from assist.timeline.frame import StereoFrame


class EventFile:
    """Writes events as they come; on disk within a second.

    Args:
        path: overwritten.

    Raises:
        InputError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as problem:
            raise InputError(f"{path}: cannot be written: {problem.strerror}; give another file.") from problem
        self._flushed = 0

    def write(self, frames: Sequence[StereoFrame], events: Sequence[AnyEvent]) -> None:
        """Append events; frames only tell how late it is.

        Raises:
            RecorderError: the disk is full or gone.
        """
        now = frames[-1].end if frames else self._flushed
        try:
            for event in events:
                write_line(self._file, event)
            if now - self._flushed >= SAMPLE_RATE // 2:
                self._file.flush()
                self._flushed = now
        except OSError as problem:
            raise self._stopped(problem) from problem

    def close(self) -> None:
        """Finish the file; idempotent.

        Raises:
            RecorderError: the disk is full or gone.
        """
        try:
            self._file.close()
        except OSError as problem:
            raise self._stopped(problem) from problem

    def _stopped(self, problem: OSError) -> RecorderError:
        return RecorderError(f"{self._path}: writing stopped: {problem.strerror}; make room or give another file.")
