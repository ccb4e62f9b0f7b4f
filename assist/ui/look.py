"""How things look here and now: the theme the system asks for, fonts, and one length unit that follows the font."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette

from assist.ui.theme import DARK, LIGHT, Theme

_USUAL_LINE_HEIGHT = 15.0
"""Height of a line of the usual system font at 96 dpi; lengths below are given for it."""


@dataclass(frozen=True, slots=True)
class Look:
    """Theme, fonts and lengths. Fonts are in points and lengths follow them, so any scaling of text keeps the layout."""

    theme: Theme
    unit: float
    """One design pixel, in logical pixels."""
    normal: QFont
    line: QFont
    strong: QFont
    title: QFont
    small: QFont

    def px(self, design_pixels: float) -> int:
        """A length of the design in logical pixels."""
        return max(1, round(design_pixels * self.unit))

    def color(self, name: str) -> QColor:
        """A colour of the theme by its field name."""
        return QColor(getattr(self.theme, name))


def make_look(theme: Theme, font: QFont | None = None) -> Look:
    """Derive fonts and lengths from the system font, or from the given one."""
    base = QFont(font if font is not None else QGuiApplication.font())

    def derive(share: float, weight: QFont.Weight) -> QFont:
        derived = QFont(base)
        derived.setWeight(weight)
        # A font is sized either in points or in pixels; the other one reads -1.
        if base.pointSizeF() > 0:
            derived.setPointSizeF(base.pointSizeF() * share)
        else:
            derived.setPixelSize(round(base.pixelSize() * share))
        return derived

    return Look(
        theme=theme,
        unit=QFontMetricsF(base).height() / _USUAL_LINE_HEIGHT,
        normal=derive(1.0, QFont.Weight.Normal),
        line=derive(1.08, QFont.Weight.Normal),
        strong=derive(1.0, QFont.Weight.DemiBold),
        title=derive(1.55, QFont.Weight.DemiBold),
        small=derive(0.92, QFont.Weight.Normal),
    )


def system_theme() -> Theme:
    """Light or dark, as the system says; where it does not say, as its window colour is."""
    scheme = QGuiApplication.styleHints().colorScheme()
    if scheme == Qt.ColorScheme.Unknown:
        window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
        return DARK if window.lightnessF() < 0.5 else LIGHT
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
