"""The screens that are there now, as plain rectangles."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from assist.ui.placement import Area, ScreenArea


def screen_areas() -> list[ScreenArea]:
    """Name and free area of every screen, the primary one first, in logical pixels. Never empty while Qt runs."""
    primary = QGuiApplication.primaryScreen()
    areas = []
    for screen in sorted(QGuiApplication.screens(), key=lambda s: s is not primary):
        free = screen.availableGeometry()
        areas.append(ScreenArea(screen.name(), Area(free.x(), free.y(), free.width(), free.height())))
    return areas
