"""Our own small pictures, drawn with paths on a grid of 24 by 24, so that they are sharp at any scaling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

GRID = 24.0
_STROKE = 2.0


@dataclass(frozen=True, slots=True)
class Picture:
    """An icon: what is stroked and what is filled, both in one colour."""

    lines: QPainterPath
    areas: QPainterPath


def _polyline(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)


def _pause() -> Picture:
    areas = QPainterPath()
    areas.addRoundedRect(QRectF(5.5, 4, 4.5, 16), 1.6, 1.6)
    areas.addRoundedRect(QRectF(14, 4, 4.5, 16), 1.6, 1.6)
    return Picture(QPainterPath(), areas)


def _bubble() -> QPainterPath:
    """Speech bubble with its tail at the lower left."""
    path = QPainterPath(QPointF(7, 3.5))
    path.lineTo(17, 3.5)
    path.quadTo(21.5, 3.5, 21.5, 8)
    path.lineTo(21.5, 12)
    path.quadTo(21.5, 16.5, 17, 16.5)
    path.lineTo(11.5, 16.5)
    path.lineTo(6.5, 21)
    path.lineTo(6.5, 16.5)
    path.quadTo(2.5, 16, 2.5, 12)
    path.lineTo(2.5, 8)
    path.quadTo(2.5, 3.5, 7, 3.5)
    path.closeSubpath()
    return path


def _acknowledge() -> Picture:
    heart = QPainterPath(QPointF(12, 13.9))
    heart.cubicTo(8.2, 11.4, 7.6, 9.6, 7.9, 8.3)
    heart.cubicTo(8.4, 6.2, 11.1, 5.9, 12, 8.0)
    heart.cubicTo(12.9, 5.9, 15.6, 6.2, 16.1, 8.3)
    heart.cubicTo(16.4, 9.6, 15.8, 11.4, 12, 13.9)
    return Picture(_bubble(), heart)


def _ask_what_changed() -> Picture:
    lines = _bubble()
    lines.moveTo(9.4, 8.2)
    lines.cubicTo(9.6, 5.6, 14.6, 5.6, 14.5, 8.2)
    lines.cubicTo(14.4, 9.7, 12, 9.5, 12, 11.2)
    dot = QPainterPath()
    dot.addEllipse(QPointF(12, 13.9), 1.25, 1.25)
    return Picture(lines, dot)


def _offer_choices() -> Picture:
    lines = QPainterPath()
    _polyline(lines, (12, 21), (12, 15.5))
    lines.moveTo(12, 15.5)
    lines.cubicTo(12, 11, 5, 12.5, 5, 7.5)
    lines.moveTo(12, 15.5)
    lines.cubicTo(12, 11, 19, 12.5, 19, 7.5)
    _polyline(lines, (12, 15.5), (12, 7.5))
    areas = QPainterPath()
    for x in (5.0, 12.0, 19.0):
        areas.addEllipse(QPointF(x, 5.2), 2.6, 2.6)
    return Picture(lines, areas)


def _reframe() -> Picture:
    lines = QPainterPath(QPointF(5.5, 20.5))
    lines.lineTo(5.5, 10.5)
    lines.cubicTo(5.5, 2.2, 17.5, 2.2, 17.5, 10.5)
    lines.lineTo(17.5, 18.5)
    _polyline(lines, (13.2, 15), (17.5, 19.5), (21.8, 15))
    return Picture(lines, QPainterPath())


def _slow_down() -> Picture:
    """A tortoise."""
    areas = QPainterPath(QPointF(2.8, 15.5))
    areas.cubicTo(3.2, 4.2, 16.2, 4.2, 16.6, 15.5)
    areas.closeSubpath()
    areas.addEllipse(QPointF(19.9, 11.8), 2.3, 2.3)
    lines = QPainterPath()
    _polyline(lines, (16.2, 15.5), (18, 15), (18.9, 13))
    _polyline(lines, (6, 16), (5.2, 19.2))
    _polyline(lines, (13.4, 16), (14.2, 19.2))
    return Picture(lines, areas)


def _let_them_in() -> Picture:
    """An open door."""
    lines = QPainterPath()
    _polyline(lines, (2.5, 20.5), (6, 20.5), (6, 3.5), (18, 3.5), (18, 20.5), (21.5, 20.5))
    areas = QPainterPath()
    areas.addPolygon(QPolygonF([QPointF(6, 3.5), QPointF(13, 6.6), QPointF(13, 23), QPointF(6, 20.5)]))
    areas.closeSubpath()
    knob = QPainterPath()
    knob.addEllipse(QPointF(10.8, 13.8), 1.2, 1.2)
    return Picture(lines, areas.subtracted(knob))


def _check_in() -> Picture:
    """An hourglass."""
    lines = QPainterPath()
    _polyline(lines, (5, 3), (19, 3))
    _polyline(lines, (5, 21), (19, 21))
    lines.moveTo(7, 3)
    lines.cubicTo(7, 9.5, 11, 9.5, 11, 12)
    lines.cubicTo(11, 14.5, 7, 14.5, 7, 21)
    lines.moveTo(17, 3)
    lines.cubicTo(17, 9.5, 13, 9.5, 13, 12)
    lines.cubicTo(13, 14.5, 17, 14.5, 17, 21)
    sand = QPainterPath(QPointF(8.2, 20))
    sand.quadTo(12, 13.5, 15.8, 20)
    sand.closeSubpath()
    return Picture(lines, sand)


def _safety() -> Picture:
    """A shield with a cross."""
    lines = QPainterPath(QPointF(12, 2.5))
    lines.lineTo(20, 5.5)
    lines.lineTo(20, 11.5)
    lines.cubicTo(20, 16.5, 16.5, 19.8, 12, 21.8)
    lines.cubicTo(7.5, 19.8, 4, 16.5, 4, 11.5)
    lines.lineTo(4, 5.5)
    lines.closeSubpath()
    _polyline(lines, (12, 7.8), (12, 15.4))
    _polyline(lines, (8.2, 11.6), (15.8, 11.6))
    return Picture(lines, QPainterPath())


def _listening() -> Picture:
    """Sound."""
    lines = QPainterPath()
    for x, half in ((3.5, 2.0), (7.75, 5.0), (12.0, 8.5), (16.25, 5.0), (20.5, 2.0)):
        _polyline(lines, (x, 12 - half), (x, 12 + half))
    return Picture(lines, QPainterPath())


def _dots() -> Picture:
    areas = QPainterPath()
    for x in (4.5, 12.0, 19.5):
        areas.addEllipse(QPointF(x, 12), 2.2, 2.2)
    return Picture(QPainterPath(), areas)


def _warning() -> Picture:
    lines = QPainterPath(QPointF(12, 3.2))
    lines.lineTo(22, 20.5)
    lines.lineTo(2, 20.5)
    lines.closeSubpath()
    _polyline(lines, (12, 9.8), (12, 13.6))
    dot = QPainterPath()
    dot.addEllipse(QPointF(12, 17.1), 1.3, 1.3)
    return Picture(lines, dot)


def _error() -> Picture:
    lines = QPainterPath()
    lines.addEllipse(QPointF(12, 12), 9.5, 9.5)
    _polyline(lines, (8.6, 8.6), (15.4, 15.4))
    _polyline(lines, (15.4, 8.6), (8.6, 15.4))
    return Picture(lines, QPainterPath())


def _tick() -> Picture:
    lines = QPainterPath()
    _polyline(lines, (4, 12.8), (9.6, 18.4), (20.5, 6.4))
    return Picture(lines, QPainterPath())


def _chevron(tip: float) -> Picture:
    """A corner that points to where more comes, or to where it goes; `tip` is its lower or upper end."""
    lines = QPainterPath()
    end = GRID - tip
    _polyline(lines, (5.5, end), (12, tip), (18.5, end))
    return Picture(lines, QPainterPath())


def _grip() -> Picture:
    """Six dots to take hold of."""
    areas = QPainterPath()
    for x in (8.5, 15.5):
        for y in (5.0, 12.0, 19.0):
            areas.addEllipse(QPointF(x, y), 2.0, 2.0)
    return Picture(QPainterPath(), areas)


_DRAWN: dict[str, Callable[[], Picture]] = {
    "pause": _pause,
    "acknowledge": _acknowledge,
    "ask_what_changed": _ask_what_changed,
    "offer_choices": _offer_choices,
    "reframe": _reframe,
    "slow_down": _slow_down,
    "let_them_in": _let_them_in,
    "check_in": _check_in,
    "safety": _safety,
    "listening": _listening,
    "dots": _dots,
    "warning": _warning,
    "error": _error,
    "tick": _tick,
    "more": lambda: _chevron(15.5),
    "less": lambda: _chevron(8.5),
    "grip": _grip,
}

ICON_NAMES = tuple(_DRAWN)
"""Every icon: one per cue, those of the state line, and of small buttons."""


def paint_icon(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Draw an icon into `rect` (kept square)."""
    picture = _DRAWN[name]()
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center().x() - side / 2, rect.center().y() - side / 2)
    painter.scale(side / GRID, side / GRID)
    painter.fillPath(picture.areas, QBrush(color))
    pen = QPen(color, _STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(picture.lines, pen)
    painter.restore()


def app_icon(name: str = "acknowledge", ink: str = "#ffffff", tile: str = "#1560bd") -> QIcon:
    """The program's icon for tray and windows: a white sign on a coloured tile, so it shows on any panel colour."""
    icon = QIcon()
    for side in (16, 22, 24, 32, 48, 64, 128):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tile))
        painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.24, side * 0.24)
        margin = side * 0.16
        paint_icon(painter, name, QRectF(margin, margin, side - 2 * margin, side - 2 * margin), QColor(ink))
        painter.end()
        icon.addPixmap(pixmap)
    return icon
