"""The beat ring: fills while the agent leaves a beat after the caller stopped, and ends as a tick on calm green."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from assist.events import AnyEvent
from assist.ui.beat import Beat, take
from assist.ui.icons import paint_icon
from assist.ui.look import Look
from assist.ui.wording import beat_text

_SIDE = 28
_STROKE = 4.0
_TRACK = 1.2
_TICK = 17
_DASHES = 8
_DASH_SHARE = 0.6
_FULL_TURN = 360.0


class BeatRing(QWidget):
    """The ring. Hidden, without a timer, while there is no beat.

    Args:
        look: colours and lengths.
        clock: seconds that only ever go forward; the ring moves by it and by nothing else.
        reduced_motion: three steps instead of a sweep, and no fading.
        parent: the strip.
    """

    def __init__(self, look: Look, clock: Callable[[], float], reduced_motion: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._clock = clock
        self._steps = reduced_motion
        self._beat: Beat | None = None
        self._on = True
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.refresh)
        self.set_look(look)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        self.setFixedSize(look.px(_SIDE), look.px(_SIDE))
        self.update()

    def set_on(self, on: bool) -> None:
        """Switch the ring on or off."""
        self._on = on
        if not on:
            self.clear()

    @property
    def beat(self) -> Beat | None:
        """What is shown."""
        return self._beat

    @property
    def moving(self) -> bool:
        """Whether a timer runs."""
        return self._timer.isActive()

    def take(self, event: AnyEvent) -> None:
        """Show what an event changes; most change nothing."""
        before = self._beat
        if self._on:
            self._beat = take(before, event, self._clock())
        if self._beat != before:
            self.refresh()

    def clear(self) -> None:
        """Take the ring away at once."""
        self._beat = None
        self.refresh()

    def refresh(self) -> None:
        """Show this moment, and come back when the next picture is due."""
        now = self._clock()
        beat = self._beat
        if beat is not None and beat.is_gone(now, self._steps):
            beat = self._beat = None
        self._timer.stop()
        self.setVisible(beat is not None)
        if beat is None:
            return
        name, tooltip = beat_text(beat.face, beat.length)
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setToolTip(tooltip)
        self.update()
        wait = beat.wait_seconds(now, self._steps)
        if wait is not None:
            self._timer.start(math.ceil(wait * 1000))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw the beat as it is now."""
        beat = self._beat
        if beat is None:
            return
        now = self._clock()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(beat.strength(now, self._steps))
        turned = beat.turned(now, self._steps)
        if turned < 1.0:
            self._paint_ring(painter, beat.breathing, 1.0 if beat.kept else beat.share(now, self._steps))
        if turned > 0.0:
            painter.setOpacity(painter.opacity() * turned)
            self._paint_tick(painter)

    def _paint_ring(self, painter: QPainter, broken: bool, share: float) -> None:
        look = self._look
        accent = look.theme.beat_breathing if broken else look.theme.beat_running
        stroke = _STROKE * look.unit
        side = float(self.width())
        disc = QRectF(0, 0, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(accent.tile))
        painter.drawEllipse(disc)
        inset = stroke / 2 + 0.5 * look.unit
        rect = disc.adjusted(inset, inset, -inset, -inset)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        cap = Qt.PenCapStyle.FlatCap if broken else Qt.PenCapStyle.RoundCap
        # A thin track below, so that the form tells a breath from a beat before anything is filled.
        for width, filled in ((_TRACK * look.unit, 1.0), (stroke, share)):
            painter.setPen(QPen(QColor(accent.ink), width, Qt.PenStyle.SolidLine, cap))
            for first, last in dashes(filled) if broken else [(0.0, filled)]:
                if last > first:
                    _arc(painter, rect, first, last)

    def _paint_tick(self, painter: QPainter) -> None:
        """A full disc with the tick cut in: the form changes together with the colour."""
        accent = self._look.theme.beat_kept
        side, tick = float(self.width()), self._look.px(_TICK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(accent.ink))
        painter.drawEllipse(QPointF(side / 2, side / 2), side / 2, side / 2)
        margin = (side - tick) / 2
        paint_icon(painter, "tick", QRectF(margin, margin, tick, tick), QColor(accent.tile))


def dashes(share: float) -> list[tuple[float, float]]:
    """The dashes of a broken ring that is filled up to `share`: first and last share of each."""
    starts = [number / _DASHES for number in range(_DASHES)]
    return [(first, min(share, first + _DASH_SHARE / _DASHES)) for first in starts if first < share]


def _arc(painter: QPainter, rect: QRectF, first: float, last: float) -> None:
    """Draw a part of a ring, in shares of it from the top and clockwise; Qt counts sixteenths, and the other way."""
    start = _FULL_TURN / 4 - first * _FULL_TURN
    painter.drawArc(rect, round(start * 16), round(-(last - first) * _FULL_TURN * 16))
