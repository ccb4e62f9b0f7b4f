"""The sign of the grip: six dots at the left end of the strip."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from assist.ui.icons import paint_icon
from assist.ui.look import Look

GRIP_WIDTH = 18
"""Design pixels; the strip's own content begins to the right of it."""
GRIP_INSET = 3
"""Design pixels of the strip's border that the grip leaves free."""
_ICON = 14


def paint_grip(painter: QPainter, look: Look, area: QRectF) -> None:
    """Draw the dots.

    Args:
        painter: of the strip, or of the grip's own window.
        look: colours and lengths.
        area: the left end of the strip, its border included.
    """
    side = look.px(_ICON)
    left = (area.left() + look.px(GRIP_INSET) + area.right() - side) / 2
    paint_icon(painter, "grip", QRectF(left, area.center().y() - side / 2, side, side), look.color("muted"))
