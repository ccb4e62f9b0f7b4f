"""How loud a side is just now: a bar, and a word for those who do not see it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from assist.ui.look import Look

LOWEST_DB, HIGHEST_DB = -70.0, -10.0
HEARD_DB = -58.0
"""From this level on the meter says that something is heard."""
_FALL_SHARE = 0.12
"""How much of its length the bar falls from one picture to the next, so that the eye can follow."""
_SEGMENTS = 24


class LevelMeter(QWidget):
    """A bar of segments.

    Args:
        name: whose level, for screen readers.
        look: colours and lengths.
    """

    def __init__(self, name: str, look: Look) -> None:
        super().__init__()
        self._name = name
        self._look = look
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._say(heard=False)

    @property
    def share(self) -> float:
        """Length of the bar, 0..1."""
        return self._share

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        self.updateGeometry()
        self.update()

    def show_level(self, level_db: float) -> None:
        """Show a level; rises at once and falls slowly."""
        new = min(max((level_db - LOWEST_DB) / (HIGHEST_DB - LOWEST_DB), 0.0), 1.0)
        share = max(new, self._share - _FALL_SHARE)
        if share != self._share:
            self._share = share
            self._say(heard=share * (HIGHEST_DB - LOWEST_DB) + LOWEST_DB >= HEARD_DB)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        return QSize(self._look.px(180), self._look.px(12))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It can be made narrow."""
        return QSize(self._look.px(60), self._look.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw the segments; the last ones, where a voice is too loud, in another colour."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = self.width() / _SEGMENTS
        lit = round(self._share * _SEGMENTS)
        for number in range(_SEGMENTS):
            colour = "border" if number >= lit else "warning" if number >= _SEGMENTS - 2 else "good"
            painter.setBrush(QColor(self._look.color(colour)))
            painter.drawRoundedRect(QRectF(number * step, 0, step * 0.7, self.height()), 2, 2)

    def _say(self, *, heard: bool) -> None:
        name = f"{self._name}: {'sound is heard' if heard else 'quiet'}"
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setToolTip(name)
