"""Small buttons that keep quiet: a word or a sign that fades with the prompt it belongs to."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from assist.ui.icons import paint_icon
from assist.ui.look import Look

_SIDE = 7
_TOP = 3
_SIGN = 14


class QuietButton(QAbstractButton):
    """A word to click on; its background shows only under the mouse. Takes no focus unless it is told to.

    Args:
        text: the word; also the name for screen readers.
        tooltip: what it does; also the description for screen readers.
        look: colours and fonts.
        parent: the card.
        sign: an icon to draw in place of the word.
    """

    def __init__(self, text: str, tooltip: str, look: Look, parent: QWidget, sign: str = "") -> None:
        super().__init__(parent)
        self._look = look
        self._opacity = 1.0
        self._sign = sign
        self.say(text, tooltip, sign)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str, tooltip: str, sign: str = "") -> None:
        """Be another button."""
        self._sign = sign
        self.setText(text)
        self.setToolTip(tooltip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tooltip)
        self.update()

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
        inside = self._look.px(_SIGN) if self._sign else math.ceil(metrics.horizontalAdvance(self.text()))
        return QSize(inside + 2 * self._look.px(_SIDE), math.ceil(metrics.height()) + 2 * self._look.px(_TOP))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw word or sign."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._opacity)
        near = self.underMouse() or self.isDown() or self.hasFocus()
        if near:
            inset = look.unit
            painter.setPen(QPen(look.color("text"), 1.5 * look.unit) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(look.color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), look.px(5), look.px(5))
        ink = look.color("text" if near else "muted")
        if self._sign:
            side = look.px(_SIGN)
            place = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            paint_icon(painter, self._sign, place, ink)
            return
        painter.setFont(look.small)
        painter.setPen(ink)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Show the background."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the background."""
        self.update()
        super().leaveEvent(event)
