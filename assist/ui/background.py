"""The plain card that everything is drawn on: surface and thin border."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from assist.ui.look import Look
from assist.ui.wording import CardTone

_RADIUS = 12
_BORDERS: dict[CardTone, float] = {"calm": 1.0, "firm": 1.5, "urgent": 2.5}
"""Design pixels: the tone shows in the form too, not only in colour."""
_STRONG_BORDERS: dict[CardTone, float] = {"calm": 2.0, "firm": 3.0, "urgent": 3.5}


def paint_background(widget: QWidget, look: Look, rounded: bool, tone: CardTone = "calm") -> None:
    """Fill a window; call it from its paint event.

    Args:
        widget: the window.
        look: colours and lengths.
        rounded: round corners; False where the screen cannot show what is behind them.
        tone: `firm` has a thicker border, `urgent` a thicker one still, in the colour of errors.
    """
    theme = look.theme
    thick = (_STRONG_BORDERS if theme.high_contrast else _BORDERS)[tone] * max(1.0, look.unit)
    ink = {"calm": theme.border, "firm": theme.muted, "urgent": theme.error}[tone]
    painter = QPainter(widget)
    painter.setPen(QPen(QColor(ink), thick))
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
