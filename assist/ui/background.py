"""The plain card that everything is drawn on: surface and thin border."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from assist.ui.look import Look

_RADIUS = 12


def paint_background(widget: QWidget, look: Look, rounded: bool, urgent: bool = False) -> None:
    """Fill a window; call it from its paint event.

    Args:
        widget: the window.
        look: colours and lengths.
        rounded: round corners; False where the screen cannot show what is behind them.
        urgent: a thicker border in the colour of errors.
    """
    thick = (2.0 if urgent else 1.0) * max(1.0, look.unit)
    painter = QPainter(widget)
    painter.setPen(QPen(QColor(look.theme.error if urgent else look.theme.border), thick))
    painter.setBrush(look.color("surface"))
    area = QRectF(widget.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    if rounded:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(area, look.px(_RADIUS), look.px(_RADIUS))
    else:
        painter.drawRect(area)


def tooltip_style(look: Look) -> str:
    """A style sheet that gives tooltips the same surface."""
    theme = look.theme
    return (
        f"QToolTip {{ color: {theme.text}; background: {theme.surface}; border: 1px solid {theme.border};"
        f" padding: {look.px(6)}px; }}"
    )
