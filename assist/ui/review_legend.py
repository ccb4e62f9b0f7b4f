"""What the signs of the timeline mean."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from assist.review.timeline_picture import LETTERS
from assist.ui.look import Look
from assist.ui.review_style import lane_colours


def legend(look: Look) -> QLabel:
    """One line, or more where there is no room."""
    colours, theme = lane_colours(look.theme), look.theme
    parts = [f'<span style="color:{colours[v]}">■</span>&nbsp;{LETTERS[v]}&nbsp;{v}' for v in LETTERS]
    parts += [
        "tension: "
        + " ".join(f'<span style="color:{colours[s]}">■</span>&nbsp;{s}' for s in ("settled", "rising", "high")),
        "prompt: ✓&nbsp;followed -&nbsp;expired x&nbsp;dismissed ○&nbsp;held&nbsp;back",
        f'LEAP: <span style="color:{theme.good}">◆</span>&nbsp;done <span style="color:{theme.warning}">◇</span>&nbsp;missed',
    ]
    shown = QLabel(" &nbsp; ".join(parts))
    shown.setTextFormat(Qt.TextFormat.RichText)
    shown.setFont(look.small)
    shown.setWordWrap(True)
    shown.setProperty("quiet", True)
    return shown
