"""The window that the overlay is: where the mouse goes, and the menu. What it shows is not its business."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent, QMoveEvent
from PySide6.QtWidgets import QMenu, QWidget

from assist.ui.display import is_composited
from assist.ui.frame import Frame
from assist.ui.look import Look
from assist.ui.placement import Placement
from assist.ui.screens import ScreenWatch
from assist.ui.topmost import TOPMOST, keep_out_of_the_way


class DesktopWindow(QWidget):
    """A window on top of everything that can be dragged, has a menu, and comes back into sight when screens change.

    Args:
        placement: remembers where the agent put it.
        look: colours and lengths.
        rounded: draw round corners; None does where the screen can show them.
    """

    screens_changed = Signal()
    """Screens came, went or changed: the window belongs somewhere else now."""
    dragged = Signal()
    """The agent has moved the window."""

    def __init__(self, placement: Placement, look: Look, rounded: bool | None) -> None:
        super().__init__(None, TOPMOST)
        self._may_be_rounded = is_composited(QGuiApplication.platformName()) if rounded is None else rounded
        keep_out_of_the_way(self, self._may_be_rounded)
        self.setWindowTitle("Leap Assist")
        self.setAccessibleName("Leap Assist")
        self._menu: QMenu | None = None
        self._frame = Frame(self, placement, self._may_be_rounded, look, self._open_menu_at)
        self._frame.moved.connect(self.dragged)
        self._screens = ScreenWatch(self)
        self._screens.changed.connect(self.screens_changed)

    def set_menu(self, menu: QMenu) -> None:
        """Take the menu that a right click opens."""
        self._menu = menu

    def open_menu(self) -> None:
        """Open the menu beside the window, with its first entry chosen: for the keyboard."""
        if self._menu is None:
            return
        area = self._frame.area
        self._open_menu_at(QPoint(area.x, area.y + area.height))
        usable = (a for a in self._menu.actions() if a.isVisible() and a.isEnabled() and not a.isSeparator())
        first = next(usable, None)
        if first is not None:
            self._menu.setActiveAction(first)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the window."""
        if not self._frame.docked:
            self._frame.mover.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move with the mouse."""
        self._frame.mover.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go, and remember the place."""
        self._frame.mover.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Open the menu: the only one where the desktop has no tray."""
        self._open_menu_at(event.globalPos())

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where the desktop moved a side panel."""
        super().moveEvent(event)
        self._frame.note_moved()

    def _open_menu_at(self, place: QPoint) -> None:
        if self._menu is not None:
            self._menu.popup(place)
