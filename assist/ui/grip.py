"""The one place that takes the mouse while the overlay lets everything else through to what is below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from assist.ui.drag import Mover
from assist.ui.grip_sign import GRIP_INSET, GRIP_WIDTH, paint_grip
from assist.ui.look import Look
from assist.ui.topmost import TOPMOST, keep_out_of_the_way


class Grip(QWidget):
    """Six dots at the left end of the strip, in a window of their own: to drag, and for the menu.

    Args:
        look: colours and lengths.
        mover: moves the overlay.
        open_menu: opens the overlay's menu at a point of the desktop.
        parent: the overlay.
    """

    def __init__(self, look: Look, mover: Mover, open_menu: Callable[[QPoint], None], parent: QWidget) -> None:
        super().__init__(parent, TOPMOST)
        keep_out_of_the_way(self, rounded=False)
        self._look = look
        self._mover = mover
        self._open_menu = open_menu
        self.setWindowTitle("Leap Assist: grip")
        self.setAccessibleName("Leap Assist: move it here, or right-click for the menu")
        self.setToolTip(
            "Drag to move. Right-click for the menu. The mouse goes through the rest while there is no prompt."
        )
        self.setCursor(Qt.CursorShape.SizeAllCursor)

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        self.update()

    def stand_at(self, x: int, y: int, height: int) -> None:
        """Stand at the left end of a strip, inside its border."""
        inset = self._look.px(GRIP_INSET)
        self.setGeometry(x + inset, y + inset, self._look.px(GRIP_WIDTH) - inset, max(1, height - 2 * inset))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw the dots."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("surface"))
        paint_grip(painter, self._look, QRectF(self.rect()).adjusted(-self._look.px(GRIP_INSET), 0, 0, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the overlay."""
        self._mover.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move the overlay with the mouse."""
        self._mover.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        self._mover.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Open the menu."""
        self._open_menu(event.globalPos())
