"""The picture at the top of the README: idle, a beat, a prompt and its evidence, in light and in dark."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from assist.ui.evidence_panel import EvidencePanel
from assist.ui.film import BACKDROP, picture_after
from assist.ui.gallery_states import sample_prompt, sample_states
from assist.ui.look import make_look
from assist.ui.placement import Area
from assist.ui.theme import DARK, LIGHT, Theme
from assist.ui.wording import evidence_html

_STATES = ("caller_talks", "beat_almost_over", "beat_kept", "prompt_acknowledge")
_WIDTH = 900
_GAP = 22
_NEAR = 6
_ROOM = 2000


def readme_picture() -> QPixmap:
    """Both themes side by side."""
    columns = [(theme, _column(theme)) for theme in (LIGHT, DARK)]
    height = 2 * _GAP + max(_height(pictures) for _, pictures in columns)
    sheet = QPixmap(_WIDTH, height)
    painter = QPainter(sheet)
    half = _WIDTH // 2
    for left, (theme, pictures) in zip((0, half), columns, strict=True):
        painter.fillRect(QRect(left, 0, half, height), QColor(BACKDROP[theme.name]))
        top = _GAP
        for gap, picture in pictures:
            top += gap
            painter.drawPixmap(QPoint(left + (half - picture.width()) // 2, top), picture)
            top += picture.height()
    painter.end()
    return sheet


def _column(theme: Theme) -> list[tuple[int, QPixmap]]:
    """Pictures from top to bottom, each with the gap above it."""
    states = sample_states()
    pictures = [(_GAP if number else 0, picture_after(states[name], theme)) for number, name in enumerate(_STATES)]
    return [*pictures, (_NEAR, _evidence(theme, pictures[-1][1].width()))]


def _evidence(theme: Theme, width: int) -> QPixmap:
    owner = QWidget()
    panel = EvidencePanel(make_look(theme), rounded=True, parent=owner)
    panel.show_beside(evidence_html(sample_prompt("acknowledge")), Area(0, 0, width, 0), Area(0, 0, _ROOM, _ROOM))
    picture = panel.grab()
    panel.hide()
    owner.deleteLater()
    return picture


def _height(pictures: list[tuple[int, QPixmap]]) -> int:
    return sum(gap + picture.height() for gap, picture in pictures)
