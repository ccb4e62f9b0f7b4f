from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

from assist.ui.text import fit_words, set_lines

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


def test_short_text_is_one_line(qapp: QApplication) -> None:
    lines = set_lines("Let them finish", qapp.font(), 500, 2)
    assert (lines.lines, lines.elided) == (("Let them finish",), False)
    assert lines.height == QFontMetricsF(qapp.font()).height()


def test_no_text_is_no_line(qapp: QApplication) -> None:
    assert set_lines("  ", qapp.font(), 500, 2).lines == ()


def test_text_wraps_between_words_and_loses_nothing(qapp: QApplication) -> None:
    text = "one two three four five six seven eight nine ten"
    lines = set_lines(text, qapp.font(), 120, 20)
    assert len(lines.lines) > 2
    assert " ".join(lines.lines) == text
    assert not lines.elided
    metrics = QFontMetricsF(qapp.font())
    assert all(metrics.horizontalAdvance(line) <= 120 for line in lines.lines)


def test_too_much_text_ends_with_an_ellipsis(qapp: QApplication) -> None:
    lines = set_lines("word " * 60, qapp.font(), 120, 2)
    assert len(lines.lines) == 2
    assert lines.elided
    assert lines.lines[-1].endswith("…")


def test_no_word_is_left_alone_in_the_last_line(qapp: QApplication) -> None:
    font, text = qapp.font(), "Two or three real options, then let them pick."
    almost = QFontMetricsF(font).horizontalAdvance(text) - 5
    first, last = set_lines(text, font, almost, 2).lines
    assert first + " " + last == text
    assert abs(len(first) - len(last)) < 12


def test_a_word_too_long_for_a_line_is_broken(qapp: QApplication) -> None:
    word = "Rechtsschutzversicherungsgesellschaften"
    lines = set_lines(word, qapp.font(), 90, 9)
    assert "".join(lines.lines) == word
    assert len(lines.lines) > 1


def test_characters_outside_the_basic_plane_stay_whole(qapp: QApplication) -> None:
    text = "🙂 one two 🙂 three four 🙂 five six"
    assert " ".join(set_lines(text, qapp.font(), 100, 20).lines) == text


def test_a_space_that_must_not_break_does_not(qapp: QApplication) -> None:
    assert set_lines("20\N{NO-BREAK SPACE}s", qapp.font(), 500, 1).lines == ("20\N{NO-BREAK SPACE}s",)


@pytest.mark.parametrize("in_pixels", [False, True])
def test_a_long_title_becomes_smaller_but_not_tiny(qapp: QApplication, in_pixels: bool) -> None:
    font = QFont(qapp.font())
    if in_pixels:
        font.setPixelSize(30)
    else:
        font.setPointSizeF(22.5)
    assert fit_words("Pause", font, 500, 0.7) == font
    word = "Entscheidungsmöglichkeiten"
    wide = QFontMetricsF(font).horizontalAdvance(word)
    fitted = fit_words(word, font, wide * 0.85, 0.7)
    assert QFontMetricsF(fitted).horizontalAdvance(word) <= wide * 0.87
    tiny = fit_words(word, font, wide * 0.1, 0.7)
    assert QFontMetricsF(tiny).horizontalAdvance(word) == pytest.approx(wide * 0.7, rel=0.05)
