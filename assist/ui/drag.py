"""Moving a window with the mouse: takes hold, follows, snaps to the edges of the screen, and lets go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from assist.ui.anchor import Anchor
from assist.ui.screens import screen_areas


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


class Mover:
    """Moves the strip with the mouse, whichever window the mouse is on.

    Args:
        anchor: where the strip stands.
        moved: called after each step.
        dropped: called when the agent lets go.
    """

    def __init__(self, anchor: Anchor, moved: Callable[[], None], dropped: Callable[[], None]) -> None:
        self._anchor = anchor
        self._moved = moved
        self._dropped = dropped
        self._drag = Drag()
        self.reach = 0
        """From this near an edge of the screen on the strip snaps to it, logical pixels."""

    @property
    def active(self) -> bool:
        """Whether the agent is dragging."""
        return self._drag.active

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        if event.button() == Qt.MouseButton.LeftButton:
            strip = self._anchor.strip
            self._drag.press(event.globalPosition().toPoint(), QPoint(strip.x, strip.y))

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved."""
        place = self._drag.move(event.globalPosition().toPoint())
        if place is not None:
            self._anchor.move_to(place.x(), place.y())
            self._anchor.snap(screen_areas(), self.reach)
            self._moved()

    def release(self, event: QMouseEvent) -> None:
        """A button came up: stay here, and remember it."""
        del event
        if self._drag.release():
            self._anchor.drop(screen_areas())
            self._dropped()
