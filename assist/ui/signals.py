"""Ctrl-C and "please end" from the system, while Qt holds the main thread."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier


class SignalWatch(QObject):
    """Calls a function in the GUI thread on SIGINT and SIGTERM; no timer, so an idle program stays idle.

    Python notices a signal only when it runs Python code, and Qt's event loop does not. So the C part of Python writes a
    byte into a socket pair and Qt wakes up for it. Outside the main thread, where signals cannot be handled, it does nothing.

    Args:
        on_signal: what to do.
    """

    def __init__(self, on_signal: Callable[[], None]) -> None:
        super().__init__()
        self._on_signal = on_signal
        self._caught = False
        self._active = threading.current_thread() is threading.main_thread()
        if not self._active:
            return
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._old_descriptor = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._old_handlers = {number: signal.signal(number, self._handle) for number in (signal.SIGINT, signal.SIGTERM)}

    def close(self) -> None:
        """Put everything back as it was."""
        if not self._active:
            return
        self._active = False
        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_descriptor)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._caught = True
        self._on_signal()

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._reader.recv(64)
        if self._caught:  # again, for a signal that came before the event loop ran and could be ended
            self._on_signal()
