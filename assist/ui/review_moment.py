"""A moment that can be gone to: its time, what happened, and who said what, on a button that breaks its lines."""

from __future__ import annotations

import re
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from assist.events import Evidence
from assist.review.timeline_picture import clock
from assist.review.wording import WHO
from assist.ui.look import Look

Sign = Literal["met", "missed", "none"]
_MARGIN = 7
_COLUMN = 46
_LONGEST_QUOTE = 160
_LONG_WORD = re.compile(r"\S{25,}")
_PIECE = 8


class MomentButton(QAbstractButton):
    """Jumps to a moment when clicked or pressed by Space or Return.

    Args:
        look: colours and fonts.
        at: the moment, samples.
        text: what happened.
        evidence: who said what.
        sign: a tick, a ring or nothing before it.
    """

    jumped = Signal(int)
    """The moment, in samples."""

    def __init__(
        self, look: Look, at: int, text: str, evidence: tuple[Evidence, ...] = (), sign: Sign = "none"
    ) -> None:
        super().__init__()
        self._look, self._at, self._sign = look, at, sign
        quotes = [f"{WHO[piece.speaker]}: “{_short(piece.text)}”" for piece in evidence if piece.text]
        self._lines = [_breakable(line) for line in (text, *quotes) if line]
        self._title = bool(text)
        self.setText(text)
        said = {"met": "Done well. ", "missed": "Missed. ", "none": ""}[sign]
        self.setAccessibleName(f"{clock(at)}. {said}{'. '.join(line for line in (text, *quotes) if line)}")
        self.setAccessibleDescription("Press to go to this moment")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda: self.jumped.emit(self._at))

    @property
    def at(self) -> int:
        """The moment."""
        return self._at

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Yes: lines break."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Room for all lines."""
        return sum(rect.height() for rect in self._rects(width)) + 2 * self._look.px(_MARGIN)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A usual width."""
        width = self._look.px(320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as words allow."""
        return QSize(self._look.px(140), self.heightForWidth(max(self.width(), self._look.px(140))))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the height that the new width needs."""
        super().resizeEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return does what Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw sign, time and lines."""
        del event
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown() or self.hasFocus():
            painter.setBrush(look.color("hover"))
            painter.setPen(QPen(look.color("talking"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), look.px(6), look.px(6))
        rects = self._rects(self.width())
        painter.setFont(look.small)
        painter.setPen(look.color("muted"))
        top = rects[0].top()
        line = QFontMetrics(look.normal).height()
        painter.drawText(
            QRect(look.px(_MARGIN), top, look.px(_COLUMN), line), Qt.AlignmentFlag.AlignVCenter, clock(self._at)
        )
        self._paint_sign(painter, top + line // 2)
        for number, (rect, text) in enumerate(zip(rects, self._lines, strict=True)):
            painter.setFont(look.normal if self._strong(number) else look.small)
            painter.setPen(look.color("text" if self._strong(number) else "muted"))
            painter.drawText(rect, int(Qt.TextFlag.TextWordWrap), text)

    def _strong(self, number: int) -> bool:
        return self._title and number == 0

    def _paint_sign(self, painter: QPainter, y: int) -> None:
        look = self._look
        x, half = look.px(_MARGIN + _COLUMN + 7), look.px(4)
        if self._sign == "met":
            painter.setPen(QPen(look.color("good"), look.px(2)))
            painter.drawPolyline([QPoint(x - half, y), QPoint(x - half // 3, y + half), QPoint(x + half + 1, y - half)])
        elif self._sign == "missed":
            painter.setPen(QPen(look.color("warning"), look.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPoint(x, y), half, half)

    def _rects(self, width: int) -> list[QRect]:
        look = self._look
        left = look.px(_MARGIN + _COLUMN + (20 if self._sign != "none" else 0))
        room = max(width - left - look.px(_MARGIN), look.px(40))
        top, rects = look.px(_MARGIN), []
        for number, text in enumerate(self._lines):
            metrics = QFontMetrics(look.normal if self._strong(number) else look.small)
            height = metrics.boundingRect(QRect(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), text).height()
            rects.append(QRect(left, top, room, height))
            top += height
        return rects


def _breakable(text: str) -> str:
    """Places in very long words where a line may end."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(f".{{1,{_PIECE}}}", word.group())), text)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + " …"
