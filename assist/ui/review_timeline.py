"""The timeline of a call: who spoke, overlaps, tension, prompts, moments of the scorecard; zoom and pan by mouse and keyboard.

Mouse: wheel zooms at the pointer, drag moves, a click goes to a moment. Keys: left and right move the moment, with Shift the
picture; plus and minus zoom, 0 shows all, Home and End go to the ends, Page Up and Page Down to the marked moments.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from assist.events import SAMPLE_RATE
from assist.review.lanes import Lanes
from assist.review.timeline_picture import clock
from assist.ui.look import Look
from assist.ui.review_paint import HEIGHT, LanePainter

LEAST_SPAN = 5 * SAMPLE_RATE
"""The closest zoom shows five seconds."""
ZOOM = 1.4
_DRAG_PIXELS = 4
_STEP_SHARE = 0.02
_PAN_SHARE = 0.25
HELP = (
    "Wheel or plus and minus: zoom. Drag or Shift and arrows: move. Click or arrows: go to a moment. "
    "Page Up, Page Down: next marked moment. 0: whole call."
)


class Timeline(QWidget):
    """The picture.

    Args:
        look: colours and fonts.
    """

    jumped = Signal(int)
    """The agent chose a moment, in samples."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lanes = Lanes(1)
        self._start, self._span = 0.0, 1.0
        self._moment = 0
        self._pressed: tuple[QPointF, float] | None = None
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline of the call")
        self.setAccessibleDescription(HELP)
        self.setWhatsThis(HELP)

    # ------------------------------------------------------------------------------------------------ what is shown
    def show_call(self, lanes: Lanes) -> None:
        """Show a call, whole."""
        self._lanes, self._moment = lanes, 0
        self.show_all()

    @property
    def window_samples(self) -> tuple[int, int]:
        """First and last sample that are shown."""
        return round(self._start), round(self._start + self._span)

    @property
    def moment(self) -> int:
        """The moment that is marked, samples."""
        return self._moment

    def set_moment(self, at: int) -> None:
        """Mark a moment and bring it into view."""
        self._moment = min(max(at, 0), self._lanes.length)
        if not self._start <= self._moment <= self._start + self._span:
            self._show(self._moment - self._span / 2, self._span)
        self.setAccessibleDescription(f"At {clock(self._moment)}. {self.text_at(self._moment)} {HELP}")
        self.update()

    def show_all(self) -> None:
        """The whole call."""
        self._show(0.0, float(self._lanes.length))

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show more (factor above 1) or less of the call.

        Args:
            factor: by which the shown time changes.
            around: sample that stays where it is; None for the marked moment.
        """
        still = float(self._moment) if around is None else around
        span = min(max(self._span * factor, LEAST_SPAN), float(self._lanes.length))
        share = (still - self._start) / self._span if self._span else 0.0
        self._show(still - share * span, span)

    def pan(self, share: float) -> None:
        """Move by a share of what is shown."""
        self._show(self._start + share * self._span, self._span)

    def text_at(self, at: int) -> str:
        """What is at a moment, in words."""
        near = max(self._span * 0.008, 1.0)
        found = [text for moment, text in self._lanes.stops() if abs(moment - at) <= near]
        found += [p.text for p in self._lanes.prompts if p.number is None and abs(p.at - at) <= near]
        found += [overlap.text for overlap in self._lanes.overlaps if overlap.start <= at <= overlap.end]
        found += [step.text for step in self._lanes.tension if step.start <= at < step.end]
        return "\n".join(found)

    def _show(self, start: float, span: float) -> None:
        length = float(self._lanes.length)
        self._span = min(max(span, min(LEAST_SPAN, length)), length)
        self._start = min(max(start, 0.0), length - self._span)
        self.update()

    # ------------------------------------------------------------------------------------------------------ drawing
    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All lanes."""
        return QSize(self._look.px(700), self._look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All lanes, narrow."""
        return QSize(self._look.px(260), self._look.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw everything."""
        del event
        painter = QPainter(self)
        self._painter().paint(painter, self._moment, focused=self.hasFocus())

    def _painter(self) -> LanePainter:
        return LanePainter(self._look, self._lanes, self._start, self._span, self.width())

    # ------------------------------------------------------------------------------------------------------ keyboard
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """See the head of this file."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        sign = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if sign and shift:
            self.pan(sign * _PAN_SHARE)
        elif sign:
            self._go(round(self._moment + sign * max(self._span * _STEP_SHARE, SAMPLE_RATE / 2)))
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1 / ZOOM)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(ZOOM)
        elif event.key() == Qt.Key.Key_0:
            self.show_all()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if event.key() == Qt.Key.Key_Home else self._lanes.length)
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._next(forward=event.key() == Qt.Key.Key_PageDown)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._go(self._moment)
        else:
            super().keyPressEvent(event)

    def _next(self, *, forward: bool) -> None:
        moments = [at for at, _ in self._lanes.stops()]
        ahead = [at for at in moments if (at > self._moment if forward else at < self._moment)]
        if ahead:
            self._go(ahead[0] if forward else ahead[-1])

    def _go(self, at: int) -> None:
        self.set_moment(at)
        self.jumped.emit(self._moment)

    # --------------------------------------------------------------------------------------------------------- mouse
    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom at the pointer; sideways or with Shift, move."""
        along, across = event.angleDelta().y(), event.angleDelta().x()
        if across or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(-_PAN_SHARE * (across or along) / 240)
        elif along:
            self.zoom(1 / ZOOM if along > 0 else ZOOM, self._painter().sample(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = (event.position(), self._start), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move it."""
        if self._pressed is None:
            return
        place, start = self._pressed
        moved = event.position().x() - place.x()
        if self._dragged or abs(moved) >= _DRAG_PIXELS:
            self._dragged = True
            self._show(start - moved * self._painter().samples_a_pixel, self._span)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click goes to a moment."""
        if self._pressed is not None and not self._dragged:
            self._go(round(self._painter().sample(event.position().x())))
        self._pressed = None

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.text_at(round(self._painter().sample(event.pos().x())))
            QToolTip.showText(event.globalPos(), text or HELP, self)
            return True
        return super().event(event)
