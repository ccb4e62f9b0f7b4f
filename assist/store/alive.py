"""A lock that the system lets go of when its process ends, however it ends: tells a running call from a crashed one."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path


class AliveLock:
    """Held as long as the process that took it lives and has not let go.

    Args:
        path: a small file for it; deleted on release.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Take it; False if somebody, in this process or another, has it.

        Raises:
            OSError: the file cannot be made.
        """
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let go; idempotent."""
        if self._handle is None:
            return
        if sys.platform == "win32":  # an open file cannot be deleted there
            os.close(self._handle)
        with contextlib.suppress(OSError):
            self._path.unlink()
        if sys.platform != "win32":
            os.close(self._handle)
        self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
