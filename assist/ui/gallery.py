"""Draws every state of the overlay, and the windows, to PNG files: `python -m assist.ui.gallery OUT_DIR [SCALE]`.

For the documentation and for looking at a change before an agent does. SCALE is 1 (default), 1.5 or 2. The picture at the
top of the README comes from `python -m assist.ui.gallery --readme packaging/pictures/overlay.png`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from assist.ui.display import NoDisplay, choose_platform, require_display
from assist.ui.film import BACKDROP, picture_after
from assist.ui.gallery_states import chosen_states, sample_states
from assist.ui.gallery_windows import settings_pictures, setup_pictures
from assist.ui.overlay import Overlay
from assist.ui.placement import Placement
from assist.ui.readme_picture import readme_picture
from assist.ui.review_gallery import review_pictures
from assist.ui.status import Phase
from assist.ui.theme import THEMES, Theme

_FAILURE = "The microphone “USB Headset” is not there; plug it in, or choose another one with assist devices."
_README = "--readme"
_GAP = 18
_COLUMNS = 3


def draw_states(theme: Theme) -> dict[str, QPixmap]:
    """A picture of every state in one theme."""
    pictures: dict[str, QPixmap] = {}
    for name, events in sample_states().items():
        pictures[name] = picture_after(events, theme)
    for name, (choices, events) in chosen_states().items():
        pictures[name] = picture_after(events, theme, choices)
    phases: tuple[tuple[Phase, str], ...] = (("waiting", ""), ("starting", ""), ("paused", ""), ("failed", _FAILURE))
    for phase, failure in phases:
        overlay = Overlay(Placement(), reduced_motion=True, theme=theme, rounded=True)
        overlay.set_phase(phase, failure)
        pictures[phase] = overlay.grab()
        overlay.deleteLater()
    overlay = Overlay(Placement(), reduced_motion=True, theme=theme, rounded=True)
    overlay.set_phase("listening")
    overlay.set_since("10:42")
    pictures["on_a_call"] = overlay.grab()
    overlay.deleteLater()
    return pictures


def contact_sheet(pictures: dict[str, QPixmap], backdrop: str) -> QPixmap:
    """All pictures in columns on a plain background."""
    ratio = max(picture.devicePixelRatio() for picture in pictures.values())
    sizes = {name: picture.deviceIndependentSize().toSize() for name, picture in pictures.items()}
    width = max(size.width() for size in sizes.values())
    bottoms = [_GAP] * _COLUMNS
    places: dict[str, QPoint] = {}
    for name, size in sizes.items():
        column = bottoms.index(min(bottoms))
        places[name] = QPoint(_GAP + column * (width + _GAP), bottoms[column])
        bottoms[column] += size.height() + _GAP
    sheet = QPixmap(round((_GAP + _COLUMNS * (width + _GAP)) * ratio), round(max(bottoms) * ratio))
    sheet.setDevicePixelRatio(ratio)
    sheet.fill(QColor(backdrop))
    painter = QPainter(sheet)
    for name, picture in pictures.items():
        painter.drawPixmap(places[name], picture)
    painter.end()
    return sheet


def main(arguments: list[str]) -> int:
    """Draw into the folder that the first argument names."""
    if not arguments or len(arguments) > 2 or arguments == [_README]:
        sys.stderr.write(f"usage: python -m assist.ui.gallery OUT_DIR [SCALE], or {_README} OUT.png\n")
        return 2
    for_readme = arguments[0] == _README
    if len(arguments) == 2 and not for_readme:
        os.environ["QT_SCALE_FACTOR"] = arguments[1]
    choose_platform(os.environ)
    try:
        require_display()
    except NoDisplay as error:
        sys.stderr.write(f"{error}\n")
        return 1
    application = QApplication([])
    if for_readme:
        return 0 if readme_picture().save(arguments[1]) else 2
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        pictures = draw_states(theme)
        for name, picture in pictures.items():
            picture.save(str(out / f"{name}-{theme.name}.png"))
        contact_sheet(pictures, BACKDROP[theme.name.removeprefix("high-")]).save(str(out / f"all-{theme.name}.png"))
        for name, picture in (*setup_pictures(theme), *settings_pictures(theme)):
            picture.save(str(out / f"{name}-{theme.name}.png"))
        for name, picture in review_pictures(theme).items():
            picture.save(str(out / f"{name}-{theme.name}.png"))
    application.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
