"""Draws the states of the review: `python -m assist.ui.gallery` writes them beside those of the overlay."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from assist.store.call import CallEntry
from assist.ui.look import make_look
from assist.ui.review_call import CallPage
from assist.ui.review_history import HistoryPage
from assist.ui.review_states import empty_record, long_record, sample_entries, sample_record, sample_weeks
from assist.ui.review_style import apply_style
from assist.ui.theme import Theme

_SIZE = (1120, 800)
_NARROW = (820, 620)


def review_pictures(theme: Theme) -> dict[str, QPixmap]:
    """A picture of every state in one theme."""
    pictures: dict[str, QPixmap] = {}
    for number, name in enumerate(("scorecard", "tension", "marks", "follow_up")):
        page = _page(theme)
        page.show_call(sample_record())
        page.tabs.setCurrentIndex(number)
        page.go_to(30 * 16_000)
        pictures[f"review_{name}"] = _picture(page, _SIZE)
    for name, record in (("long_words", long_record()), ("nothing_heard", empty_record())):
        page = _page(theme)
        page.show_call(record)
        pictures[f"review_{name}"] = _picture(page, _NARROW)
    zoomed = _page(theme)
    zoomed.show_call(sample_record())
    zoomed.timeline.set_moment(21 * 16_000)
    zoomed.timeline.zoom(0.25)
    pictures["review_zoomed"] = _picture(zoomed, _NARROW)
    for name, entries, weeks in (("history", sample_entries(), sample_weeks()), ("history_empty", [], ())):
        look = make_look(theme)
        history = HistoryPage(look, partial(_read, entries))
        apply_style(history, look)
        history.refresh()
        history.show_weeks(weeks)
        pictures[f"review_{name}"] = _picture(history, _SIZE)
    return pictures


def _read(entries: Sequence[CallEntry], search: str, most: int, leave_out: int) -> list[CallEntry]:
    return [] if search else list(entries[leave_out : leave_out + most])


def _page(theme: Theme) -> CallPage:
    look = make_look(theme)
    page = CallPage(look)
    apply_style(page, look)
    return page


def _picture(page: QWidget, size: tuple[int, int]) -> QPixmap:
    page.resize(QSize(*size))
    page.show()
    QCoreApplication.processEvents()
    picture = page.grab()
    page.hide()
    page.deleteLater()
    return picture
