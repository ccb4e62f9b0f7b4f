"""Paints the overlay without a screen: proof that Qt, its fonts and our drawing work on this computer."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from assist.events import AnyEvent
from assist.ui.overlay import Overlay
from assist.ui.placement import Placement
from assist.ui.theme import LIGHT


def paint_overlay(events: Iterable[AnyEvent]) -> QImage:
    """A picture of the overlay after these events, drawn without a display; in a process that shows no windows."""
    existing = QApplication.instance()
    if existing is None:
        # As an argument: an environment variable would be handed on to every program this one starts.
        existing = QApplication(["assist", "-platform", "offscreen"])
    overlay = Overlay(Placement(), reduced_motion=True, theme=LIGHT, rounded=False)
    try:
        for event in events:
            overlay.handle(event)
        return overlay.grab().toImage()
    finally:
        overlay.deleteLater()


def colours_in(picture: QImage) -> int:
    """How many different colours a picture has; text and icons have dozens, an empty card has a handful."""
    return len({picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())})
