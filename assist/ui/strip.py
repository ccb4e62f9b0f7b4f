"""The thin strip that is always there: state line, beat ring and floor light in one row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assist.ui.beat_ring import BeatRing
from assist.ui.grip_sign import GRIP_WIDTH
from assist.ui.look import Look
from assist.ui.state_line import ROW_HEIGHT, StateLine
from assist.ui.status import Status
from assist.ui.talk_light import TalkLight
from assist.ui.wording import state_text

_WIDTH = 320
_PAD_RIGHT = 6
_RING_GAP = 6


class Strip(QWidget):
    """The strip.

    Args:
        look: colours and lengths.
        clock: what the beat ring moves by, seconds.
        reduced_motion: the beat ring goes in steps.
        parent: the overlay.
    """

    def __init__(self, look: Look, clock: Callable[[], float], reduced_motion: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._has_grip = False
        self._state_line = StateLine(look, self)
        self._talk_light = TalkLight(look, self)
        self.ring = BeatRing(look, clock, reduced_motion, self)
        self.show_status(Status())

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        self._talk_light.set_look(look)
        self.ring.set_look(look)
        beside = look.px(_PAD_RIGHT) + self._talk_light.width() + look.px(_RING_GAP) + self.ring.width()
        self._state_line.set_look(look, beside)
        self.set_grip(self._has_grip)
        self._arrange()

    def set_grip(self, on: bool) -> None:
        """Leave room for the grip, or not."""
        self._has_grip = on
        self._state_line.set_grip(self._look.px(GRIP_WIDTH) if on else 0)

    def show_status(self, status: Status) -> None:
        """Show how things are; there is no beat while nobody listens."""
        self._talk_light.show_status(status)
        self._state_line.show_state(state_text(status))
        if status.phase != "listening":
            self.ring.clear()

    @property
    def elided(self) -> bool:
        """True when words had to be left out."""
        return self._state_line.elided

    def usual_width(self) -> int:
        """Width at which no usual headline needs a second line, logical pixels."""
        return max(self._look.px(_WIDTH), self._state_line.usual_width())

    def height_for(self, width: int) -> int:
        """Set the text for a width and say how high that is, logical pixels."""
        return self._state_line.height_for(width)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay out the parts."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        look, light, ring = self._look, self._talk_light, self.ring
        self._state_line.setGeometry(self.rect())
        row = look.px(ROW_HEIGHT)
        light.move(self.width() - light.width() - look.px(_PAD_RIGHT), (row - light.height()) // 2)
        ring.move(light.x() - look.px(_RING_GAP) - ring.width(), (row - ring.height()) // 2)
