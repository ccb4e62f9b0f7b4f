"""The private screen as somebody in front of it sees it: windows by name, their place, pictures of them."""

from __future__ import annotations

import subprocess

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QImage

from tests.live.waiting import until


def visible_windows(title: str) -> list[str]:
    """Windows on the screen that have this title."""
    done = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"], capture_output=True, text=True, check=False
    )
    return done.stdout.split()


def place_of(window: str) -> QRect:
    """Where a window is."""
    done = subprocess.run(
        ["xdotool", "getwindowgeometry", "--shell", window], capture_output=True, text=True, check=True
    )
    values = dict(line.split("=") for line in done.stdout.splitlines())
    return QRect(*(int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))


def overlay_place() -> QRect:
    """Where the overlay is, once it is up."""
    return until(lambda: next((place_of(window) for window in visible_windows("Leap Assist")), None), "the overlay")


def picture() -> QImage:
    """The whole screen, with everything that is on it."""
    screen = QGuiApplication.primaryScreen()
    return screen.grabWindow(0).toImage().convertToFormat(QImage.Format.Format_RGB32)


def changed_share(before: QImage, after: QImage, place: QRect) -> float:
    """Share of the pixels at a place that differ between two pictures of the screen."""
    points = [(x, y) for x in range(place.left(), place.right()) for y in range(place.top(), place.bottom())]
    return sum(before.pixel(x, y) != after.pixel(x, y) for x, y in points) / len(points)


def colours(image: QImage, place: QRect) -> int:
    """How many colours there are at a place: a blank window has one, drawn text has dozens."""
    part = image.copy(place)
    return len({part.pixel(x, y) for x in range(part.width()) for y in range(part.height())})
