"""How things look here and now: the theme the system asks for, fonts, and one length unit that follows the font."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette

from assist.ui.theme import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Theme

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

    def sized(self, font: QFont, share: float) -> QFont:
        """A font made larger or smaller by a share."""
        return _derive(font, share, font.weight())

    def color(self, name: str) -> QColor:
        """A colour of the theme by its field name."""
        return QColor(getattr(self.theme, name))


def make_look(theme: Theme, font: QFont | None = None) -> Look:
    """Derive fonts and lengths from the system font, or from the given one."""
    base = QFont(font if font is not None else QGuiApplication.font())

    return Look(
        theme=theme,
        unit=QFontMetricsF(base).height() / _USUAL_LINE_HEIGHT,
        normal=_derive(base, 1.0, QFont.Weight.Normal),
        line=_derive(base, 1.08, QFont.Weight.Normal),
        strong=_derive(base, 1.0, QFont.Weight.DemiBold),
        title=_derive(base, 1.55, QFont.Weight.DemiBold),
        small=_derive(base, 0.92, QFont.Weight.Normal),
    )


def _derive(base: QFont, share: float, weight: QFont.Weight) -> QFont:
    derived = QFont(base)
    derived.setWeight(weight)
    # A font is sized either in points or in pixels; the other one reads -1.
    if base.pointSizeF() > 0:
        derived.setPointSizeF(base.pointSizeF() * share)
    else:
        derived.setPixelSize(round(base.pixelSize() * share))
    return derived


def system_theme(high_contrast: bool = False) -> Theme:
    """Light or dark, as the system says; where it does not say, as its window colour is.

    Args:
        high_contrast: take the one of the two with strong contrasts.
    """
    scheme = QGuiApplication.styleHints().colorScheme()
    if scheme == Qt.ColorScheme.Unknown:
        window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
        dark = window.lightnessF() < 0.5
    else:
        dark = scheme == Qt.ColorScheme.Dark
    if high_contrast:
        return HIGH_DARK if dark else HIGH_LIGHT
    return DARK if dark else LIGHT
