"""Paints the lanes of a call between two moments: in the window, and into reports on paper."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from assist.events import SAMPLE_RATE
from assist.review.lanes import Lanes, PromptMark
from assist.review.timeline_picture import LETTERS, clock
from assist.ui.look import Look
from assist.ui.review_style import lane_colours

HEIGHT = 172
"""Of all lanes, design pixels."""
_GUTTER = 68
_RIGHT = 14
_PROMPTS, _AGENT, _CALLER, _TENSION, _LEAP, _AXIS = 4, 32, 60, 88, 124, 148
_LANE = 22
_TENSION_HEIGHT = 30
_TICK_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_TICK_PIXELS = 80
_SIGNS = {"followed": "✓", "expired": "-", "dismissed": "x", "not_helpful": "x", None: "-"}


class LanePainter:
    """Maps samples to pixels and draws.

    Args:
        look: colours and fonts.
        lanes: the call.
        start: first sample shown.
        span: samples shown.
        width: of the picture, logical pixels.
    """

    def __init__(self, look: Look, lanes: Lanes, start: float, span: float, width: int) -> None:
        self._look, self._lanes = look, lanes
        self._start, self._span = start, max(span, 1.0)
        self._left = look.px(_GUTTER)
        self._room = max(width - self._left - look.px(_RIGHT), 1)
        self._colours = {name: QColor(colour) for name, colour in lane_colours(look.theme).items()}

    @property
    def samples_a_pixel(self) -> float:
        """Scale."""
        return self._span / self._room

    def x(self, at: float) -> float:
        """Where a sample is."""
        return self._left + (at - self._start) / self.samples_a_pixel

    def sample(self, x: float) -> float:
        """The sample at a place, within the call."""
        at = self._start + (x - self._left) * self.samples_a_pixel
        return min(max(at, 0.0), float(self._lanes.length))

    def paint(self, painter: QPainter, moment: int | None = None, *, focused: bool = False) -> None:
        """Draw everything.

        Args:
            painter: on the picture.
            moment: to mark; None for none.
            focused: draw the frame of the keyboard's focus.
        """
        look = self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._labels(painter)
        painter.save()
        painter.setClipRect(QRectF(self._left - look.px(10), 0, self._room + look.px(20), look.px(HEIGHT)))
        self._axis(painter)
        self._speech(painter)
        self._tension(painter)
        self._overlaps(painter)
        self._points(painter)
        self._prompts(painter)
        if moment is not None:
            x = self.x(moment)
            painter.setPen(QPen(look.color("text"), look.px(1.5)))
            painter.drawLine(QPointF(x, look.px(_PROMPTS)), QPointF(x, look.px(_AXIS)))
        painter.restore()
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("talking"), 2))
            whole = QRectF(1, 1, self._left + self._room + look.px(_RIGHT) - 2, look.px(HEIGHT) - 2)
            painter.drawRoundedRect(whole, look.px(6), look.px(6))

    def _labels(self, painter: QPainter) -> None:
        look = self._look
        painter.setFont(look.small)
        painter.setPen(look.color("muted"))
        for top, height, text in (
            (_PROMPTS, _LANE, "Prompts"), (_AGENT, _LANE, "You"), (_CALLER, _LANE, "Caller"),
            (_TENSION, _TENSION_HEIGHT, "Tension"), (_LEAP, _LANE, "LEAP"),
        ):  # fmt: skip
            room = QRectF(look.px(6), look.px(top), self._left - look.px(10), look.px(height))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)

    def _axis(self, painter: QPainter) -> None:
        look = self._look
        painter.setFont(look.small)
        metrics = QFontMetricsF(look.small)
        least = look.px(_TICK_PIXELS) * self.samples_a_pixel / SAMPLE_RATE
        seconds = next((s for s in _TICK_SECONDS if s >= least), _TICK_SECONDS[-1])
        step = seconds * SAMPLE_RATE
        at = -(-int(self._start) // step) * step
        while at <= self._start + self._span:
            x = self.x(at)
            painter.setPen(QPen(look.color("border"), 1))
            painter.drawLine(QPointF(x, look.px(_AGENT)), QPointF(x, look.px(_AXIS)))
            painter.setPen(look.color("muted"))
            text = clock(at)
            width = metrics.horizontalAdvance(text)
            left = min(max(x - width / 2, self._left - look.px(10)), self._left + self._room + look.px(10) - width)
            painter.drawText(QPointF(left, look.px(_AXIS) + metrics.ascent() + 2), text)
            at += step

    def _speech(self, painter: QPainter) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        for top in (_AGENT, _CALLER):
            painter.setBrush(look.color("hover"))
            painter.drawRect(QRectF(self._left, look.px(top), self._room, look.px(_LANE)))
        for span in self._lanes.speech:
            if self._visible(span.start, span.end):
                painter.setBrush(self._colours[span.speaker])
                top = _AGENT if span.speaker == "agent" else _CALLER
                painter.drawRoundedRect(self._bar(span.start, span.end, top, _LANE), 2, 2)

    def _overlaps(self, painter: QPainter) -> None:
        look = self._look
        painter.setFont(look.strong)
        for overlap in self._lanes.overlaps:
            if not self._visible(overlap.start, overlap.end):
                continue
            colour = QColor(self._colours[overlap.verdict])
            bar = self._bar(overlap.start, overlap.end, _AGENT + _LANE, _CALLER - _AGENT - _LANE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRect(bar)
            colour.setAlphaF(0.25)
            painter.setBrush(colour)
            painter.drawRect(self._bar(overlap.start, overlap.end, _AGENT, _CALLER + _LANE - _AGENT))
            if overlap.verdict == "interruption" or bar.width() > look.px(12):
                painter.setPen(look.color("surface"))
                letter = QRectF(bar.center().x() - look.px(10), look.px(_AGENT), look.px(20), look.px(_LANE))
                painter.drawText(letter, int(Qt.AlignmentFlag.AlignCenter), LETTERS[overlap.verdict])

    def _tension(self, painter: QPainter) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("hover"))
        painter.drawRect(QRectF(self._left, look.px(_TENSION), self._room, look.px(_TENSION_HEIGHT)))
        for step in self._lanes.tension:
            if self._visible(step.start, step.end) and step.level > 0:
                height = max(step.level * look.px(_TENSION_HEIGHT), 1.0)
                top = look.px(_TENSION) + look.px(_TENSION_HEIGHT) - height
                left, right = max(self.x(step.start), self._left), min(self.x(step.end), self._left + self._room)
                painter.setBrush(self._colours[step.state])
                painter.drawRect(QRectF(left, top, max(right - left, 1.0), height))

    def _points(self, painter: QPainter) -> None:
        look = self._look
        half, y = look.px(5), look.px(_LEAP) + look.px(_LANE) / 2
        for point in self._lanes.points:
            if not self._visible(point.at, point.at):
                continue
            x = self.x(point.at)
            diamond = QPolygonF(
                [QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half), QPointF(x - half, y)]
            )
            painter.setPen(QPen(look.color("good" if point.met else "warning"), look.px(1.5)))
            painter.setBrush(look.color("good" if point.met else "surface"))
            painter.drawPolygon(diamond)

    def _prompts(self, painter: QPainter) -> None:
        look = self._look
        ordered = sorted(self._lanes.prompts, key=lambda mark: mark.number is not None)
        for mark in ordered:
            if self._visible(mark.at, mark.at):
                self._prompt(painter, mark, self.x(mark.at), look.px(_PROMPTS) + look.px(_LANE) / 2)

    def _prompt(self, painter: QPainter, mark: PromptMark, x: float, y: float) -> None:
        look = self._look
        if mark.number is None:
            painter.setPen(QPen(look.color("muted"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, y), look.px(3), look.px(3))
            return
        ink = look.color("good" if mark.why == "followed" else "muted")
        painter.setPen(QPen(ink, look.px(1.5)))
        painter.setBrush(ink if mark.why == "followed" else look.color("surface"))
        painter.drawEllipse(QPointF(x, y), look.px(9), look.px(9))
        painter.setPen(look.color("surface") if mark.why == "followed" else ink)
        painter.setFont(look.small)
        room = QRectF(x - look.px(9), y - look.px(9), look.px(18), look.px(18))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), _SIGNS[mark.why])

    def _visible(self, start: int, end: int) -> bool:
        return end >= self._start and start <= self._start + self._span

    def _bar(self, start: int, end: int, top: int, height: int) -> QRectF:
        left, right = max(self.x(start), self._left), min(self.x(end), self._left + self._room)
        return QRectF(left, self._look.px(top), max(right - left, 1.0), self._look.px(height))
