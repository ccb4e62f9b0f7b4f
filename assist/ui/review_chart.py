"""The agent's own four checks over the last weeks, one small chart each. Nobody else is in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from assist.review.scorecard import CHECKS, CheckName
from assist.review.trends import Week
from assist.review.wording import CHECK_LABELS
from assist.ui.look import Look
from assist.ui.review_style import lane_colours

_HEIGHT = 118
_TOP, _BOTTOM, _LEFT, _GAP = 26, 22, 6, 18
NO_WEEKS = "Your own checks by week stand here once there are calls of the last twelve weeks."


class TrendsChart(QWidget):
    """Share of the calls with an occasion in which each check was done, by week.

    Args:
        look: colours and fonts.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._weeks: Sequence[Week] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Your checks by week")

    def show_weeks(self, weeks: Sequence[Week]) -> None:
        """Show other weeks, the oldest first."""
        self._weeks = weeks
        self.setAccessibleDescription(trend_text(weeks))
        self.setToolTip(trend_text(weeks))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Four charts in a row."""
        return QSize(self._look.px(640), self._look.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Four narrow ones."""
        return QSize(self._look.px(360), self._look.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw them."""
        del event
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not any(week.calls for week in self._weeks):
            painter.setFont(look.normal)
            painter.setPen(look.color("muted"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), NO_WEEKS)
            return
        gap = look.px(_GAP)
        width = (self.width() - 3 * gap) / 4
        for number, check in enumerate(CHECKS):
            self._chart(painter, check, QRectF(number * (width + gap), 0, width, self.height()))

    def _chart(self, painter: QPainter, check: CheckName, room: QRectF) -> None:
        look = self._look
        colour = lane_colours(look.theme)[check]
        painter.setFont(look.small)
        metrics = QFontMetricsF(look.small)
        painter.setPen(look.color("text"))
        title = metrics.elidedText(CHECK_LABELS[check], Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QPointF(room.left() + look.px(_LEFT), look.px(4) + metrics.ascent()), title)
        plot = room.adjusted(look.px(_LEFT), look.px(_TOP), -look.px(_LEFT), -look.px(_BOTTOM))
        painter.setPen(QPen(look.color("border"), 1))
        for share in (0.0, 0.5, 1.0):
            y = plot.bottom() - share * plot.height()
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(look.color("muted"))
        base = QPointF(plot.left(), room.bottom() - look.px(5))
        first, last = f"{self._weeks[0].monday:%d %b}", f"{self._weeks[-1].monday:%d %b}"
        if metrics.horizontalAdvance(first + "  " + last) <= plot.width():
            painter.drawText(base, first)
        painter.drawText(QPointF(plot.right() - metrics.horizontalAdvance(last), base.y()), last)
        self._line(painter, check, plot, colour)

    def _line(self, painter: QPainter, check: CheckName, plot: QRectF, colour: str) -> None:
        look = self._look
        step = plot.width() / max(len(self._weeks) - 1, 1)
        before: QPointF | None = None
        ink = QColor(colour)
        for number, week in enumerate(self._weeks):
            share = week.share(check)
            if share is None:
                before = None
                continue
            place = QPointF(plot.left() + number * step, plot.bottom() - share * plot.height())
            painter.setPen(QPen(ink, look.px(2)))
            if before is not None:
                painter.drawLine(before, place)
            painter.setBrush(ink)
            painter.drawEllipse(place, look.px(2.5), look.px(2.5))
            before = place


def trend_text(weeks: Sequence[Week]) -> str:
    """The charts in words: the last week that had calls."""
    last = next((week for week in reversed(weeks) if week.calls), None)
    if last is None:
        return NO_WEEKS
    told = [
        f"{CHECK_LABELS[check]}: {last.done[check]} of {last.occasions[check]} calls that gave an occasion"
        for check in CHECKS
    ]
    return f"Week of {last.monday:%d %B}, {last.calls} calls. " + ". ".join(told) + "."
