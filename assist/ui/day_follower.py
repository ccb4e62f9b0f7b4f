"""Keeps overlay and tray in step with calls that begin and end without them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from assist.ui.control import DayControl
from assist.ui.overlay import Overlay
from assist.ui.tray import Tray

FAILURE_MILLISECONDS = 8000
"""How long the sentence about a call that failed stays before "Waiting for a call" takes its place."""


class DayFollower(QObject):
    """Looks at the day's state whenever it may have changed, so that what was posted late never wins over what is so now.

    Args:
        day: the session.
        overlay: shows it.
        tray: offers to switch noticing calls on and off.
    """

    changed = Signal()
    """To be emitted, from any thread, when the day's state may have changed."""
    over = Signal()
    """The day wants the program to end."""

    def __init__(self, day: DayControl, overlay: Overlay, tray: Tray) -> None:
        super().__init__()
        self._day, self._overlay, self._tray = day, overlay, tray
        self._read = QTimer(self, singleShot=True, interval=FAILURE_MILLISECONDS)
        self._read.timeout.connect(self._failure_read)
        self.changed.connect(self.look, Qt.ConnectionType.QueuedConnection)
        tray.automatic.connect(day.set_automatic)

    def look(self) -> None:
        """Show how the day stands."""
        state, shown = self._day.state(), self._overlay.status.phase
        self._tray.check_automatic(state.automatic)
        if state.phase == "over":
            self.over.emit()
        elif state.phase == "on_call":
            # Until its first event says so, it is at least starting.
            if shown in ("listening", "paused") and state.since is not None:
                self._overlay.set_since(f"{state.since:%H:%M}")
        elif state.phase == "starting":
            if shown in ("ready", "waiting", "ended", "failed"):
                self._overlay.set_phase("starting")
        elif state.phase in ("waiting", "ready"):
            self._show_rest(state.phase == "waiting")

    def close(self) -> None:
        """Look no more."""
        self._day.attach(lambda _: None, lambda: None)
        self._read.stop()
        self.deleteLater()

    def _show_rest(self, waiting: bool) -> None:
        shown = self._overlay.status.phase
        if shown == "failed":
            if waiting and not self._read.isActive():
                self._read.start()
        elif waiting and shown in ("ready", "starting", "ended"):
            self._overlay.set_phase("waiting")
        elif not waiting and shown in ("waiting", "starting"):
            self._overlay.set_phase("ready")

    def _failure_read(self) -> None:
        if self._overlay.status.phase == "failed" and self._day.state().phase == "waiting":
            self._overlay.set_phase("waiting")
