"""The floor light: "You" and "Caller", who talks now (a filled dot or a hollow one), who holds the floor (a frame around).

Voice and floor are different forms, so that one glance at an interruption says both: two filled dots, one frame.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from assist.events import SPEAKERS, Speaker
from assist.ui.look import Look
from assist.ui.status import Status
from assist.ui.wording import SIDE_LABELS, talk_tooltip

_DOT = 9
_DOT_GAP = 5
_HALF_PAD = 9
_HEIGHT = 26


class TalkLight(QWidget):
    """The talk light. It repaints only the half that changed, and only when it changed."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._talking: frozenset[Speaker] = frozenset()
        self._floor: Speaker | None = None
        self._halves: dict[Speaker, QRectF] = {}
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        fonts = (QFontMetricsF(look.strong), QFontMetricsF(look.normal))
        left = 0.0
        for side in SPEAKERS:
            label = max(metrics.horizontalAdvance(SIDE_LABELS[side]) for metrics in fonts)
            width = math.ceil(label) + look.px(_DOT) + look.px(_DOT_GAP) + 2 * look.px(_HALF_PAD)
            self._halves[side] = QRectF(left, 0, width, look.px(_HEIGHT))
            left += width
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Both halves side by side."""
        last = self._halves[SPEAKERS[-1]]
        return QSize(math.ceil(last.right()), math.ceil(last.height()))

    def show_status(self, status: Status) -> None:
        """Show who talks and who holds the floor."""
        if status.speaking == self._talking and status.floor == self._floor:
            return
        changed = [
            side
            for side in SPEAKERS
            if (side in status.speaking) != (side in self._talking) or (status.floor == side) != (self._floor == side)
        ]
        self._talking, self._floor = status.speaking, status.floor
        for side in changed:
            self.update(self._halves[side].toAlignedRect())
        self.setToolTip(talk_tooltip(status))
        self.setAccessibleName(talk_tooltip(status))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the halves that need it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for side, half in self._halves.items():
            if half.intersects(QRectF(event.rect())):
                self._paint_half(painter, side, half)

    def _paint_half(self, painter: QPainter, side: Speaker, half: QRectF) -> None:
        look = self._look
        talking = side in self._talking
        if self._floor == side:
            self._paint_frame(painter, half)
        dot = look.px(_DOT)
        left = half.left() + look.px(_HALF_PAD)
        center = QPointF(left + dot / 2, half.center().y())
        if talking:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("talking"))
            painter.drawEllipse(center, dot / 2, dot / 2)
        else:
            stroke = 1.4 * look.unit
            painter.setPen(QPen(look.color("muted"), stroke))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, (dot - stroke) / 2, (dot - stroke) / 2)
        painter.setFont(look.strong if talking else look.normal)
        painter.setPen(look.color("text" if talking else "muted"))
        label = QRectF(left + dot + look.px(_DOT_GAP), half.top(), half.width(), half.height())
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, SIDE_LABELS[side])

    def _paint_frame(self, painter: QPainter, half: QRectF) -> None:
        look = self._look
        thick = 1.6 * look.unit
        inset = thick / 2 + look.unit
        area = half.adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(look.color("talking"), thick))
        painter.setBrush(look.color("hover"))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
