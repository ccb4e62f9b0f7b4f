"""The screens that are there now, as plain rectangles, and word of any change."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from assist.ui.placement import Area, ScreenArea

_LEAST_SIDE = 64
"""A screen smaller than this, in logical pixels, is none that anyone looks at."""


def screen_areas() -> list[ScreenArea]:
    """Name and free area of every screen that has one, the primary one first, in logical pixels.

    Empty while there is none: locked, asleep, or between two cables. Qt then makes up a screen without a size.
    """
    primary = QGuiApplication.primaryScreen()
    areas = []
    for screen in sorted(QGuiApplication.screens(), key=lambda s: s is not primary):
        free = screen.availableGeometry()
        if free.width() >= _LEAST_SIDE and free.height() >= _LEAST_SIDE:
            areas.append(ScreenArea(screen.name(), Area(free.x(), free.y(), free.width(), free.height())))
    return areas


class ScreenWatch(QObject):
    """Says once when screens came, went or changed their free area."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # Qt reports screens one by one and sometimes before their areas are known: look once, when it is done.
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self.changed)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # noqa: S101 - Qt itself needs it for any widget
        application.screenAdded.connect(self._added)
        application.screenRemoved.connect(self._some_change)
        application.primaryScreenChanged.connect(self._some_change)
        for screen in QGuiApplication.screens():
            self._watch(screen)

    def _added(self, screen: QScreen) -> None:
        self._watch(screen)
        self._some_change()

    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._some_change)
        screen.logicalDotsPerInchChanged.connect(self._some_change)

    def _some_change(self, *_: object) -> None:
        self._settle.start()
