"""Draws every state at the scaling in QT_SCALE_FACTOR and says, a line each, what is cut off or left out."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication

from assist.events import AnyEvent
from assist.ui.choices import ChoiceName
from assist.ui.gallery_states import chosen_states, sample_states
from assist.ui.overlay import Overlay
from assist.ui.placement import Placement
from assist.ui.quiet_button import QuietButton
from assist.ui.talk_light import TalkLight
from assist.ui.theme import THEMES, Theme

MAY_BE_ELIDED = {"long_words"}
"""A line longer than the card has room for; the evidence panel shows it whole."""
STATES: dict[str, tuple[dict[ChoiceName, bool], tuple[AnyEvent, ...]]] = {
    **{name: ({}, events) for name, events in sample_states().items()},
    **chosen_states(),
}


def ink_at_the_edges(image: QImage, theme: Theme, ratio: float) -> bool:
    """Whether anything but the surface is drawn in the free margin just inside the border."""
    inside = round(4.5 * ratio)
    width, height = image.width(), image.height()
    rows = [(x, y) for x in range(inside, width - inside) for y in (inside, height - inside)]
    columns = [(x, y) for y in range(inside, height - inside) for x in (inside, width - inside)]
    return any(image.pixelColor(x, y).name() != theme.surface for x, y in rows + columns)


def problems(name: str, overlay: Overlay, theme: Theme) -> Iterator[str]:
    """What is wrong with what an overlay shows."""
    if overlay.elided and name not in MAY_BE_ELIDED:
        yield "text left out"
    picture = overlay.grab()
    unit = max(1.0, overlay._look.unit)
    if ink_at_the_edges(picture.toImage(), theme, picture.devicePixelRatio() * unit):
        yield "text runs into the border"
    screen = overlay.screen().availableGeometry()
    if not screen.contains(overlay.geometry()):
        yield f"window {overlay.geometry()} outside the screen {screen}"
    light = overlay.findChildren(TalkLight)[0]
    if light.geometry().right() > overlay.width():
        yield "talk light cut off"
    buttons = overlay.findChildren(QuietButton) if overlay.status.prompt is not None else []
    for button in buttons:
        if not button.isHidden() and (
            button.width() < button.sizeHint().width() or button.geometry().right() > overlay.width()
        ):
            yield f"button {button.text()} cut off"


def main() -> None:
    application = QApplication([])
    base = application.font()
    for size in (1.0, 1.35):
        font = QFont(base)
        font.setPointSizeF(base.pointSizeF() * size)
        application.setFont(font)
        for theme in THEMES:
            for name, (choices, events) in STATES.items():
                overlay = Overlay(Placement(), reduced_motion=True, theme=theme, rounded=False)
                for choice, on in choices.items():
                    overlay.choose(choice, on)
                for event in events:
                    overlay.handle(event)
                for problem in problems(name, overlay, theme):
                    print(f"{name}, {theme.name}, font {size}: {problem}")
                overlay.deleteLater()
    print(f"drawn at {application.primaryScreen().devicePixelRatio():g}")
    sys.exit(0)


if __name__ == "__main__":
    main()
