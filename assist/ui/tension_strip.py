"""The caller's tension over the last three minutes: a quiet strip, off by default. It says nothing about the agent.

The three states differ in form as well as in colour: settled is a thin line, rising is hatched, high is filled.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from assist.events import AnyEvent, TensionState
from assist.ui.look import Look
from assist.ui.tension_trail import SPAN_SECONDS, Stretch, TensionTrail
from assist.ui.text import set_lines
from assist.ui.throttle import Throttle
from assist.ui.wording import tension_text

LEAST_SECONDS_BETWEEN_PAINTS = 0.25
_MOVE_ON_MILLISECONDS = 1000
_PAD = 12
_PLOT = 24
_GAP = 3
_INK: dict[TensionState, str] = {"settled": "muted", "rising": "warning", "high": "error"}
_FILL: dict[TensionState, Qt.BrushStyle] = {
    "settled": Qt.BrushStyle.NoBrush,
    "rising": Qt.BrushStyle.BDiagPattern,
    "high": Qt.BrushStyle.SolidPattern,
}
_SPAN_LABEL = "3 min"


class TensionStrip(QWidget):
    """The strip. Repaints at most four times a second, and once a second while a call goes on and nothing changes.

    Args:
        look: colours and lengths.
        clock: seconds that only go forward.
        parent: the overlay.
    """

    def __init__(self, look: Look, clock: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._trail = TensionTrail(clock)
        self._throttle = Throttle(self.update, LEAST_SECONDS_BETWEEN_PAINTS, clock, self)
        self._move_on = QTimer(self, interval=_MOVE_ON_MILLISECONDS)
        self._move_on.timeout.connect(self._throttle.ask)
        self._name()

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        self.update()

    def take(self, event: AnyEvent) -> None:
        """Show what an event changes; collected while hidden as well, so that the strip is whole when switched on."""
        before = self._trail.state
        if not self._trail.take(event):
            return
        if self._trail.state != before:
            self._name()
        self._keep_moving()
        if self.isVisible():
            self._throttle.ask()

    def height_for(self, width: int) -> int:
        """How high it is, logical pixels."""
        del width
        look = self._look
        return math.ceil(QFontMetricsF(look.small).height()) + look.px(_GAP) + look.px(_PLOT) + look.px(_PAD)

    def event(self, event: QEvent) -> bool:
        """Stand still while nobody can see it."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._keep_moving()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw label and levels."""
        del event
        look = self._look
        painter = QPainter(self)
        metrics = QFontMetricsF(look.small)
        left, width = look.px(_PAD), self.width() - 2 * look.px(_PAD)
        row = QRectF(left, 0, width, metrics.height())
        painter.setFont(look.small)
        painter.setPen(look.color("muted"))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _SPAN_LABEL)
        state = self._trail.state
        if state is not None:
            painter.setPen(look.color(_INK[state]))
        room = width - metrics.horizontalAdvance(_SPAN_LABEL) - look.px(_GAP)
        words = set_lines(tension_text(state), look.small, room, 1)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "".join(words.lines))
        plot = QRectF(left, row.bottom() + look.px(_GAP), width, look.px(_PLOT))
        painter.setPen(QPen(look.color("border"), max(1.0, look.unit)))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        for stretch in self._trail.stretches():
            self._paint_stretch(painter, plot, stretch)

    def _paint_stretch(self, painter: QPainter, plot: QRectF, stretch: Stretch) -> None:
        look = self._look
        ink = look.color(_INK[stretch.state])
        x1 = plot.right() - plot.width() * stretch.start / SPAN_SECONDS
        x2 = plot.right() - plot.width() * stretch.end / SPAN_SECONDS
        top = plot.bottom() - plot.height() * min(1.0, max(0.0, stretch.level))
        area = QRectF(QPointF(x1, top), QPointF(x2, plot.bottom()))
        style = _FILL[stretch.state]
        if style != Qt.BrushStyle.NoBrush:
            fill = QColor(ink)
            fill.setAlphaF(0.55 if style == Qt.BrushStyle.SolidPattern else 0.85)
            painter.fillRect(area, QBrush(fill, style))
        painter.setPen(QPen(ink, 1.6 * look.unit))
        painter.drawLine(area.topLeft(), area.topRight())

    def _name(self) -> None:
        self.setAccessibleName(tension_text(self._trail.state))
        self.setAccessibleDescription("The caller's tension over the last 3 minutes, against the caller's own opening.")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def _keep_moving(self) -> None:
        if self.isVisible() and self._trail.running:
            if not self._move_on.isActive():
                self._move_on.start()
        else:
            self._move_on.stop()
