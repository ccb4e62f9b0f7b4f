"""The door as a named pipe, for Windows: the system lets nobody but this user (and administrators) write to it."""

from __future__ import annotations

import contextlib
import threading
from multiprocessing.connection import Client, Connection, Listener

from assist.session.door import BUSY, LONGEST, MOST_AT_ONCE, READ_SECONDS, Answerer, DoorError

FAMILY = "AF_PIPE"
_END = b"\n"
"""What the door sends itself to close."""


class PipeDoor:
    """Listens on a pipe; each message is one line.

    Args:
        answer: a line in, a line out.
        name: of the pipe.
        family: of the connection; tests use what their system has.

    Raises:
        DoorError: another Leap Assist has it, or it cannot be made.
    """

    def __init__(self, answer: Answerer, name: str, family: str = FAMILY) -> None:
        self._answer, self._name, self._family = answer, name, family
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._closing = False
        try:
            self._listener = Listener(name, family)
        except OSError:
            raise DoorError(
                "Another Leap Assist is running and answers 'assist call'; this one does not. Quit one of them."
            ) from None
        self._thread = threading.Thread(target=self._run, name="assist-door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more requests; idempotent."""
        if self._closing:
            return
        self._closing = True
        with contextlib.suppress(OSError), Client(self._name, self._family) as door:
            door.send_bytes(_END)
        self._thread.join(READ_SECONDS)
        self._listener.close()

    def _run(self) -> None:
        while not self._closing:
            try:
                asker = self._listener.accept()
            except OSError:  # it went away before it was let in
                continue
            if self._closing or not self._room.acquire(blocking=False):
                with asker, contextlib.suppress(OSError):
                    asker.send_bytes(BUSY)
                continue
            threading.Thread(target=self._serve, args=(asker,), name="assist-asker", daemon=True).start()

    def _serve(self, asker: Connection) -> None:
        try:
            with asker, contextlib.suppress(OSError, EOFError):
                if asker.poll(READ_SECONDS):
                    asker.send_bytes(self._answer(_line(asker)))
        finally:
            self._room.release()


def _line(asker: Connection) -> bytes:
    try:
        return asker.recv_bytes(LONGEST)
    except OSError:
        return b"?" * LONGEST  # longer than a request may be: the answer says so


def ask_pipe(line: bytes, name: str, seconds: float, family: str = FAMILY) -> bytes:
    """Ask and read the answer.

    Raises:
        OSError: nobody is there; TimeoutError: no answer in time.
    """
    with Client(name, family) as door:
        door.send_bytes(line)
        if not door.poll(seconds):
            raise TimeoutError
        try:
            return door.recv_bytes(LONGEST)
        except EOFError:
            raise OSError("closed without an answer") from None
