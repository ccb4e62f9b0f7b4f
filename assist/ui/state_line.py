"""The quiet line that says how things are: an icon, a few words, and a sentence below when something is wrong."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from assist.ui.grip_sign import paint_grip
from assist.ui.icons import paint_icon
from assist.ui.look import Look
from assist.ui.text import Lines, set_lines
from assist.ui.wording import StateText, Tone

ROW_HEIGHT = 40
"""Height of the first row, design pixels."""
PAD = 12
_PAD_BESIDE_GRIP = 4
_ICON = 15
_ICON_GAP = 8
_DETAIL_RISE = 7
_BOTTOM = 10
_HEADLINE_LINES = 2
_DETAIL_LINES = 6

_USUAL = ("Recognition restarting", "One channel: caller only", "No access: microphone")
"""The longest usual headlines; the strip is as wide as they need, so it does not change its width during a call."""

_INK: dict[Tone, str] = {"calm": "muted", "quiet_good": "good", "good": "good", "warning": "warning", "error": "error"}


class StateLine(QWidget):
    """The state line. `reserved` is the room at the right of its first row that belongs to the talk light."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._reserved = 0
        self._grip = 0
        self._state = StateText("dots", "")
        self._headline = Lines((), elided=False, line_height=0)
        self._detail = Lines((), elided=False, line_height=0)

    def set_look(self, look: Look, reserved: int) -> None:
        """Take other colours or fonts."""
        self._look = look
        self._reserved = reserved
        self.update()

    @property
    def elided(self) -> bool:
        """True when words had to be left out."""
        return self._headline.elided or self._detail.elided

    def usual_width(self) -> int:
        """Width at which no usual headline needs a second line, logical pixels, the reserved room included."""
        metrics = QFontMetricsF(self._look.strong)
        longest = max(metrics.horizontalAdvance(text) for text in _USUAL)
        return math.ceil(longest) + 2 + self._text_left() + self._look.px(PAD) + self._reserved

    def set_grip(self, width: int) -> None:
        """Leave room for the grip at the left, logical pixels; 0 for none."""
        self._grip = width
        self.update()

    def show_state(self, state: StateText) -> None:
        """Say something else."""
        if state == self._state:
            return
        self._state = state
        self.setToolTip(state.tooltip)
        self.setAccessibleName(f"{state.headline}. {state.detail}".strip())
        self.update()

    def height_for(self, width: int) -> int:
        """Set the text for a width and say how high that is, logical pixels."""
        look = self._look
        left = self._text_left()
        room = width - left - look.px(PAD)
        self._headline = set_lines(self._state.headline, self._font(), room - self._reserved, _HEADLINE_LINES)
        self._detail = set_lines(self._state.detail, look.small, room, _DETAIL_LINES)
        height = self._row_height()
        if self._detail.lines:
            height += math.ceil(self._detail.height) + look.px(_BOTTOM) - look.px(_DETAIL_RISE)
        return height

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw icon, headline and detail."""
        look = self._look
        painter = QPainter(self)
        ink = look.color(_INK[self._state.tone])
        row = self._row_height()
        side = look.px(_ICON)
        paint_icon(painter, self._state.icon, QRectF(self._left(), (row - side) / 2, side, side), ink)
        if self._grip:
            paint_grip(painter, look, QRectF(0, 0, self._grip, row))
        top = (row - self._headline.height) / 2
        painter.setFont(self._font())
        self._paint_lines(painter, self._headline, top, ink)
        painter.setFont(look.small)
        self._paint_lines(painter, self._detail, row - look.px(_DETAIL_RISE), look.color("muted"))

    def _paint_lines(self, painter: QPainter, lines: Lines, top: float, ink: QColor) -> None:
        painter.setPen(ink)
        left = self._text_left()
        for number, line in enumerate(lines.lines):
            rect = QRectF(left, top + number * lines.line_height, self.width() - left, lines.line_height)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)

    def _font(self) -> QFont:
        """Quiet while all is well, so that a prompt's title is the first thing the eye meets."""
        return self._look.normal if self._state.tone in ("calm", "quiet_good") else self._look.strong

    def _text_left(self) -> int:
        return self._left() + self._look.px(_ICON) + self._look.px(_ICON_GAP)

    def _left(self) -> int:
        return self._grip + self._look.px(_PAD_BESIDE_GRIP if self._grip else PAD)

    def _row_height(self) -> int:
        return max(self._look.px(ROW_HEIGHT), math.ceil(self._headline.height) + self._look.px(PAD))
