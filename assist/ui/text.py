"""Breaking text into the lines that fit, with an ellipsis only when even the last allowed line is full."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

_BREAKS = re.compile(r"[ \t\r\n]+")  # not the spaces that must not break, as in "20 s"

_NEAR = 8.0
"""Lines are balanced to this accuracy, logical pixels."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Text set in lines."""

    lines: tuple[str, ...]
    elided: bool
    """True when something did not fit."""
    line_height: float

    @property
    def height(self) -> float:
        """Height of all lines, logical pixels."""
        return self.line_height * len(self.lines)


def set_lines(text: str, font: QFont, width: float, most: int) -> Lines:
    """Break `text` into at most `most` lines of `width` logical pixels; a word too long for a line is broken too.

    Args:
        text: plain text; line breaks in it count as spaces.
        font: font it will be drawn with.
        width: width of a line, logical pixels.
        most: greatest number of lines, at least 1.
    """
    metrics = QFontMetricsF(font)
    text = _BREAKS.sub(" ", text).strip()
    if not text:
        return Lines((), elided=False, line_height=metrics.height())
    spans = _break(text, font, width)
    if 1 < len(spans) <= most:
        spans = _balance(text, font, width, spans)
    units = text.encode("utf-16-le")  # Qt counts UTF-16 units, Python counts characters

    def piece(start: int, end: int | None) -> str:
        return units[2 * start : None if end is None else 2 * end].decode("utf-16-le").strip()

    if len(spans) <= most:
        lines = tuple(piece(start, start + length) for start, length in spans)
        return Lines(lines, elided=False, line_height=metrics.height())
    kept = [piece(start, start + length) for start, length in spans[: most - 1]]
    rest = metrics.elidedText(piece(spans[most - 1][0], None), Qt.TextElideMode.ElideRight, width)
    return Lines((*kept, rest), elided=True, line_height=metrics.height())


def _break(text: str, font: QFont, width: float) -> list[tuple[int, int]]:
    """Start and length of each line, in UTF-16 units."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    spans: list[tuple[int, int]] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        spans.append((line.textStart(), line.textLength()))
    layout.endLayout()
    return spans


def _balance(text: str, font: QFont, width: float, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Make lines about equally long, so that no word stands alone in the last one; never more lines than before."""
    widths = [QFontMetricsF(font).horizontalAdvance(word) + 1 for word in text.split()]
    # Only words that are broken anyway may be broken elsewhere.
    least = max((wide for wide in widths if wide <= width), default=width / len(spans))
    most = width
    while most - least > _NEAR:
        middle = (least + most) / 2
        narrower = _break(text, font, middle)
        if len(narrower) > len(spans):
            least = middle
        else:
            most, spans = middle, narrower
    return spans


def fit_words(text: str, font: QFont, width: float, least: float) -> QFont:
    """The font, made smaller when one word of `text` alone is wider than a line, but not below the share `least`."""
    widest = max((QFontMetricsF(font).horizontalAdvance(word) for word in text.split()), default=0.0)
    if widest <= width:
        return font
    smaller = QFont(font)
    share = max(least, width / widest)
    if font.pointSizeF() > 0:
        smaller.setPointSizeF(font.pointSizeF() * share)
    else:
        smaller.setPixelSize(int(font.pixelSize() * share))
    return smaller
