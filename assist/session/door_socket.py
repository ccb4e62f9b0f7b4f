"""The door as a Unix domain socket; nothing else of the socket module is used, which a test checks."""

from __future__ import annotations

import contextlib
import fcntl
import os
import selectors
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from assist.session.door import BUSY, LONGEST, MOST_AT_ONCE, READ_SECONDS, Answerer, DoorError, make_private

_SOCKET, _LOCK = "call.sock", "call.lock"
_DRAIN_SECONDS = 0.5


class SocketDoor:
    """Listens on a socket in a private folder; whose it is, a lock says that the system drops with the process.

    Args:
        answer: a line in, a line out.
        folder: made if it is not there.

    Raises:
        DoorError: another Leap Assist has it, or it cannot be made.
    """

    def __init__(self, answer: Answerer, folder: Path) -> None:
        self._answer = answer
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._path = folder / _SOCKET
        make_private(folder)
        with contextlib.ExitStack() as undo:
            try:
                self._lock = undo.enter_context((folder / _LOCK).open("w"))
                _take(self._lock)
                self._path.unlink(missing_ok=True)  # left by a program that was killed
                self._socket = undo.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
                self._socket.bind(str(self._path))
                self._path.chmod(0o600)
                self._socket.listen(MOST_AT_ONCE)
            except OSError as problem:
                raise DoorError(
                    f"{self._path}: 'assist call' is off, because of: {problem.strerror or problem}."
                ) from None
            undo.pop_all()
        self._socket.setblocking(False)
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="assist-door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more requests; idempotent."""
        if self._lock.closed:
            return
        self._wake.close()
        self._thread.join()
        self._woken.close()
        self._socket.close()
        self._path.unlink(missing_ok=True)
        self._lock.close()

    def _run(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._socket, selectors.EVENT_READ)
            waiting.register(self._woken, selectors.EVENT_READ)
            while True:
                if any(key.fileobj is self._woken for key, _ in waiting.select()):
                    return
                with contextlib.suppress(OSError):
                    asker, _ = self._socket.accept()
                    self._serve(asker)

    def _serve(self, asker: socket.socket) -> None:
        if not self._room.acquire(blocking=False):
            with asker:
                asker.sendall(BUSY)
            return

        def serve() -> None:
            try:
                with asker, contextlib.suppress(OSError):
                    line = _read_line(asker, READ_SECONDS)
                    if line:
                        asker.settimeout(READ_SECONDS)
                        asker.sendall(self._answer(line))
                        _let_finish(asker)
            finally:
                self._room.release()

        threading.Thread(target=serve, name="assist-asker", daemon=True).start()


def _take(lock: IO[str]) -> None:
    """Take the lock that says whose door it is.

    Raises:
        DoorError: another program has it.
    """
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DoorError(
            "Another Leap Assist is running and answers 'assist call'; this one does not. Quit one of them."
        ) from None


def ask_socket(line: bytes, folder: Path, seconds: float) -> bytes:
    """Ask and read the answer.

    Raises:
        OSError: nobody is there; TimeoutError: no answer in time.
    """
    if folder.lstat().st_uid != os.getuid():
        raise PermissionError(f"{folder} is somebody else's")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.settimeout(seconds)
        door.connect(str(folder / _SOCKET))
        with contextlib.suppress(BrokenPipeError):  # it has answered already, without listening
            door.sendall(line)
        return _read_line(door, seconds)


def _read_line(other: socket.socket, seconds: float) -> bytes:
    """Up to the line end, the end of what is sent, or the longest line.

    Raises:
        TimeoutError: not in time, however slowly it drips in.
    """
    deadline = time.monotonic() + seconds
    line = b""
    for piece in _pieces(other, deadline):
        line += piece
        if b"\n" in piece or len(line) >= LONGEST:
            break
    head, end, _ = line.partition(b"\n")
    return (head + end)[:LONGEST]


def _pieces(other: socket.socket, deadline: float) -> Iterator[bytes]:
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        other.settimeout(left)
        piece = other.recv(LONGEST)
        if not piece:
            return
        yield piece


def _let_finish(asker: socket.socket) -> None:
    """Let one that still sends read the answer: closing on it would break its writing off."""
    asker.shutdown(socket.SHUT_WR)
    for _ in _pieces(asker, time.monotonic() + _DRAIN_SECONDS):
        pass
