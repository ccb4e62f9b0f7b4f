"""The last lines of the live transcript, below the strip: off by default, kept nowhere but on the screen."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assist.events import AnyEvent
from assist.ui.look import Look
from assist.ui.text import Lines, set_lines
from assist.ui.throttle import Throttle
from assist.ui.transcript import SpokenLine, Transcript
from assist.ui.wording import SIDE_LABELS

LEAST_ROWS = 5
LEAST_SECONDS_BETWEEN_PAINTS = 0.25
_PAD = 12
_GAP = 8
_MOST_ROWS_A_LINE = 3
_ANY_NUMBER = 10_000
_EMPTY = "What is said will stand here."


class TranscriptView(QWidget):
    """Shows as many of the newest lines as fit, the newest at the bottom.

    Args:
        look: colours and lengths.
        transcript: what was said.
        clock: seconds that only go forward.
        parent: the overlay.
    """

    def __init__(self, look: Look, transcript: Transcript, clock: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._transcript = transcript
        self._rows: list[tuple[SpokenLine, Lines]] = []
        self._stale = True
        self._throttle = Throttle(self.update, LEAST_SECONDS_BETWEEN_PAINTS, clock, self)
        self.setAccessibleName("Live transcript")

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        self._stale = True
        self.update()

    def take(self, event: AnyEvent) -> None:
        """Take an event into the transcript, and show what it changed."""
        if self._transcript.take(event):
            self._stale = True
            if self.isVisible():
                self._throttle.ask()

    def height_for(self, width: int) -> int:
        """Least height, logical pixels."""
        del width
        return math.ceil(QFontMetricsF(self._look.small).height() * LEAST_ROWS) + self._look.px(_PAD)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the lines anew."""
        super().resizeEvent(event)
        self._stale = True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw from the newest line upwards."""
        del event
        if self._stale:
            self._set_lines()
        look = self._look
        painter = QPainter(self)
        painter.setFont(look.small)
        left, beside = look.px(_PAD), self._label_width()
        bottom = float(self.height() - look.px(_PAD) // 2)
        if not self._rows:
            painter.setPen(look.color("muted"))
            painter.drawText(QRectF(left, 0, self.width() - 2 * left, bottom), Qt.AlignmentFlag.AlignBottom, _EMPTY)
        for line, rows in reversed(self._rows):
            top = bottom - rows.height
            painter.setPen(look.color("muted"))
            painter.drawText(QRectF(left, top, beside, rows.line_height), 0, SIDE_LABELS[line.speaker])
            painter.setPen(look.color("text" if line.settled else "muted"))
            for number, text in enumerate(rows.lines):
                row = QRectF(left + beside, top + number * rows.line_height, self.width() - left, rows.line_height)
                painter.drawText(row, 0, text)
            bottom = top

    def _label_width(self) -> float:
        metrics = QFontMetricsF(self._look.small)
        return max(metrics.horizontalAdvance(label) for label in SIDE_LABELS.values()) + self._look.px(_GAP)

    def _set_lines(self) -> None:
        """Break as many of the newest lines as there is room for."""
        self._stale = False
        look = self._look
        room = max(1.0, self.width() - 2 * look.px(_PAD) - self._label_width())
        free = float(self.height() - look.px(_PAD) // 2)
        rows: list[tuple[SpokenLine, Lines]] = []
        for line in reversed(self._transcript.lines()):
            if free < QFontMetricsF(look.small).height():
                break
            most = min(_MOST_ROWS_A_LINE, int(free // QFontMetricsF(look.small).height()))
            # The end of what somebody says is what an agent looks for; the beginning of a long line may go.
            lines = _last_rows(line.text, look, room, most)
            rows.insert(0, (line, lines))
            free -= lines.height
        self._rows = rows
        said = [f"{SIDE_LABELS[line.speaker]}: {line.text}" for line, _ in rows]
        self.setAccessibleDescription(said[-1] if said else _EMPTY)


def _last_rows(text: str, look: Look, room: float, most: int) -> Lines:
    whole = set_lines(text, look.small, room - QFontMetricsF(look.small).horizontalAdvance("…"), _ANY_NUMBER)
    if len(whole.lines) <= most:
        return whole
    kept = whole.lines[-most:]
    return Lines((f"…{kept[0]}", *kept[1:]), elided=True, line_height=whole.line_height)
