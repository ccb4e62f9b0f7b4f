"""Start, pause, end, quit: the menu of the tray icon, and of the overlay where the desktop has no tray."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from assist.ui.icons import app_icon
from assist.ui.status import Phase, Status
from assist.ui.wording import state_text

_TILES: dict[Phase, tuple[str, str]] = {
    "listening": ("acknowledge", "#1560bd"),
    "paused": ("pause", "#576272"),
    "failed": ("error", "#b3261e"),
    "waiting": ("dots", "#576272"),
}
_RESTING = ("acknowledge", "#576272")


class Tray(QObject):
    """The program's menu, with an icon in the system tray when there is one.

    `menu` belongs to the overlay too: on desktops without a tray it is the only one.
    """

    start = Signal()
    pause = Signal()
    resume = Signal()
    end = Signal()
    quit = Signal()
    review = Signal()
    """The agent wants to look at the last call."""
    show_beat = Signal(bool)
    """The agent switched the beat ring on or off."""
    automatic = Signal(bool)
    """The agent switched on or off that calls begin and end by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.menu = QMenu("Leap Assist")
        self._start = self._add("Start", self.start)
        self._pause = self._add("Pause", self.pause)
        self._resume = self._add("Resume", self.resume)
        self._end = self._add("End call", self.end)
        self._review = self._add("Review last call…", self.review)
        self._review.setVisible(False)
        self.menu.addSeparator()
        self._automatic = self.menu.addAction("Notice calls by itself")
        self._automatic.setCheckable(True)
        self._automatic.setVisible(False)
        self._automatic.setToolTip(
            "A call begins with the caller's voice on the softphone's output, and ends with silence"
        )
        self._automatic.triggered.connect(self.automatic)
        self._show_beat = self.menu.addAction("Show the beat")
        self._show_beat.setCheckable(True)
        self._show_beat.setToolTip("A ring that fills while you leave a beat after the caller stopped")
        self._show_beat.triggered.connect(self.show_beat)
        self.menu.addSeparator()
        self._quit = self._add("Quit", self.quit)
        self._phase: Phase | None = None
        self._icon: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = QSystemTrayIcon(self)
            self._icon.setContextMenu(self.menu)
        self.show_status(Status())
        if self._icon is not None:
            self._icon.show()

    @property
    def has_icon(self) -> bool:
        """Whether the desktop shows an icon of ours."""
        return self._icon is not None

    def show_status(self, status: Status) -> None:
        """Offer what can be done now, and tell the state in the icon's tooltip."""
        if self._icon is not None:
            self._icon.setToolTip(f"Leap Assist: {state_text(status).headline}")
        if status.phase == self._phase:
            return
        self._phase = status.phase
        running = status.phase in ("listening", "paused", "starting")
        self._start.setVisible(not running)
        self._pause.setVisible(status.phase in ("listening", "starting"))
        self._pause.setEnabled(status.phase == "listening")
        self._resume.setVisible(status.phase == "paused")
        self._end.setEnabled(status.phase in ("listening", "paused"))
        if self._icon is not None:
            name, tile = _TILES.get(status.phase, _RESTING)
            self._icon.setIcon(app_icon(name, tile=tile))

    def offer_review(self) -> None:
        """Offer the menu's entry for the last call."""
        self._review.setVisible(True)

    def check_show_beat(self, on: bool) -> None:
        """Tick the menu's entry for the beat ring, or not."""
        self._show_beat.setChecked(on)

    def check_automatic(self, on: bool) -> None:
        """Offer the menu's entry for noticing calls, ticked or not."""
        self._automatic.setVisible(True)
        self._automatic.setChecked(on)

    def close(self) -> None:
        """Take icon and menu away."""
        if self._icon is not None:
            self._icon.hide()
        self.menu.deleteLater()
        self.deleteLater()

    def _add(self, text: str, signal: object) -> QAction:
        action = self.menu.addAction(text)
        action.triggered.connect(lambda _checked=False: signal.emit())  # type: ignore[attr-defined]
        return action
