"""A small text button that never takes the keyboard focus and fades with the prompt it belongs to."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from assist.ui.look import Look

_SIDE = 7
_TOP = 3


class QuietButton(QAbstractButton):
    """A word to click on; its background shows only under the mouse."""

    def __init__(self, text: str, tooltip: str, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._opacity = 1.0
        self.setText(text)
        self.setToolTip(tooltip)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        self.update()

    def set_opacity(self, opacity: float) -> None:
        """Fade, 0..1."""
        self._opacity = opacity
        self.update()

    @property
    def inset(self) -> int:
        """Room left of the text, logical pixels: shift by it to align the text with other text."""
        return self._look.px(_SIDE)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the text."""
        metrics = QFontMetricsF(self._look.small)
        width = math.ceil(metrics.horizontalAdvance(self.text())) + 2 * self._look.px(_SIDE)
        return QSize(width, math.ceil(metrics.height()) + 2 * self._look.px(_TOP))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw the word."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._opacity)
        near = self.underMouse() or self.isDown()
        if near:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), look.px(5), look.px(5))
        painter.setFont(look.small)
        painter.setPen(look.color("text" if near else "muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Show the background."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the background."""
        self.update()
        super().leaveEvent(event)
