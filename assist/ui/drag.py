"""Moving a window with the mouse: takes hold, and says how far the mouse went."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication


class Drag:
    """One hold of the mouse on a window. A press that hardly moves is a click and drags nothing."""

    def __init__(self) -> None:
        self._pressed_at: QPoint | None = None
        self._window_at = QPoint()
        self.active = False
        """Whether the mouse has moved far enough to mean it."""

    def press(self, mouse: QPoint, window: QPoint) -> None:
        """The button went down, with the window there."""
        self._pressed_at, self._window_at = mouse, window
        self.active = False

    def move(self, mouse: QPoint) -> QPoint | None:
        """Where the window belongs now; None when this is no drag."""
        if self._pressed_at is None:
            return None
        way = mouse - self._pressed_at
        self.active = self.active or way.manhattanLength() >= QApplication.startDragDistance()
        return self._window_at + way if self.active else None

    def release(self) -> bool:
        """The button came up; whether that was the end of a drag."""
        dragged, self.active, self._pressed_at = self.active, False, None
        return dragged
