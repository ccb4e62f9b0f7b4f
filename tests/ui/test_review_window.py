"""The review window over a real store: history, paging, marks at once, jumping, deleting, reports; by keyboard alone."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMessageBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from assist.events import SAMPLE_RATE
from assist.store.call import CallEntry, Marks, NewCall
from assist.store.errors import StoreError
from assist.store.store import Store
from assist.ui.review_follow_up import ABOUT
from assist.ui.review_history import NO_CALLS, NO_HITS
from assist.ui.review_list import PAGE, CallList
from assist.ui.review_marks import UNKEPT
from assist.ui.review_moment import MomentButton
from assist.ui.review_opener import ReviewOpener
from assist.ui.review_states import BEGAN, empty_record, long_record, sample_entries, sample_events, sample_record
from assist.ui.review_window import ReviewWindow
from assist.ui.theme import LIGHT

S = SAMPLE_RATE


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store, None, None]:
    with Store.open(tmp_path / "calls") as opened:
        for number in range(3):
            writer = opened.begin(NewCall(BEGAN + timedelta(hours=number)))
            writer.take(sample_events())
            writer.close()
        opened.mark(2, Marks(root_cause="late delivery"))
        yield opened


@pytest.fixture
def window(qapp: QApplication, store: Store) -> Generator[ReviewWindow, None, None]:
    made = ReviewWindow(store, LIGHT, now=lambda: BEGAN + timedelta(days=1))
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_history_lists_searches_and_opens_by_keyboard(qtbot: QtBot, window: ReviewWindow) -> None:
    window.show_history()
    history = window.history
    assert [history.calls.entry(row).number for row in range(history.calls.rowCount())] == [3, 2, 1]
    QTest.keyClicks(history.search, "delivery")
    QTest.keyClick(history.search, Qt.Key.Key_Return)
    assert [history.calls.entry(row).number for row in range(history.calls.rowCount())] == [2]
    QTest.keyClick(history.table, Qt.Key.Key_Return)
    assert window.shows_call and window.page.title.whole() == "Call 2"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not window.shows_call)
    assert history.search.text() == "delivery"
    history.search.setText("nowhere said")
    history.refresh()
    assert history.told.text() == NO_HITS and not history.table.isVisible()


def test_weeks_stand_in_the_history(qtbot: QtBot, window: ReviewWindow) -> None:
    window.show_history()
    qtbot.waitUntil(lambda: bool(window.history.chart.accessibleDescription()))
    assert "Week of 02 March, 3 calls" in window.history.chart.accessibleDescription()


def test_an_empty_store(qtbot: QtBot, tmp_path: Path) -> None:
    with Store.open(tmp_path / "none") as empty:
        made = ReviewWindow(empty, LIGHT, now=lambda: BEGAN)
        made.show_history()
        assert made.history.told.text() == NO_CALLS and not made.history.export_button.isEnabled()
        made.close()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_two_thousand_calls_are_read_a_page_at_a_time(qapp: QApplication) -> None:
    entries, asked = sample_entries(2000), []

    def read(search: str, most: int, leave_out: int) -> list[CallEntry]:
        asked.append((search, most, leave_out))
        return entries[leave_out : leave_out + most]

    calls = CallList(read)
    calls.search("")
    assert (calls.rowCount(), asked) == (PAGE, [("", PAGE, 0)])
    while calls.canFetchMore(calls.index(-1, -1)):
        calls.fetchMore(calls.index(-1, -1))
    assert calls.rowCount() == 2000 and len(asked) == 21
    assert [calls.entry(row).number for row in range(2000)] == list(range(2000, 0, -1))


def test_marks_are_kept_at_once(qtbot: QtBot, window: ReviewWindow, store: Store) -> None:
    window.show_call(1)
    marks = window.page.marks
    buttons = {b.accessibleName(): b for b in marks.findChildren(QAbstractButton) if b.accessibleName()}
    buttons["Was it resolved on the first contact? Yes"].click()
    assert store.call(1).entry.marks.resolved_first_contact is True
    buttons["Did I sound like a person or a recording? A recording"].click()
    QTest.keyClicks(marks.note, "my card is 4111 1111 1111 1111")
    marks.cause.setText("moved house")
    window.show_call(3)  # leaving the call keeps what was typed
    kept = store.call(1).entry.marks
    assert (kept.human_or_recording, kept.root_cause, kept.note) == ("recording", "moved house", "my card is [card]")
    assert store.call(3).entry.marks == Marks()
    window.show_call(1)
    assert marks.cause.text() == "moved house"


def test_typing_is_kept_when_it_rests(qtbot: QtBot, window: ReviewWindow, store: Store) -> None:
    window.show_call(1)
    with qtbot.waitSignal(window.page.marked):
        QTest.keyClicks(window.page.marks.cause, "late")
    assert store.call(1).entry.marks.root_cause == "late"


def test_the_draft_is_kept_only_when_changed_and_can_be_copied(window: ReviewWindow, store: Store) -> None:
    window.show_call(1)
    page = window.page.follow_up
    assert page.told.text() == ABOUT and "four payments" in page.message.toPlainText()
    page.copy.click()
    assert QGuiApplication.clipboard().text() == page.message.toPlainText()
    page.keep()
    assert store.call(1).entry.marks.follow_up == ""
    page.message.appendPlainText("Nina")
    window.close()
    assert store.call(1).entry.marks.follow_up.endswith("Nina")
    window.show_call(1)
    assert page.message.toPlainText().endswith("Nina")
    page.again.click()
    assert store.call(1).entry.marks.follow_up == ""


def test_every_moment_goes_to_timeline_and_transcript(window: ReviewWindow) -> None:
    window.show_call(1)
    for pages in (window.page.scorecard, window.page.spikes):
        buttons = pages.findChildren(MomentButton)
        assert buttons
        for button in buttons:
            button.click()
            assert window.page.timeline.moment == button.at
            assert window.page.transcript.extraSelections()


def test_marks_of_a_file_are_not_kept(qapp: QApplication) -> None:
    made = ReviewWindow(None, LIGHT)
    for record in (empty_record(), long_record(), sample_record()):
        made.show_record(record)
        made.grab()
    made.show_record(empty_record())
    assert not made.page.marks.cause.isEnabled() and not made.page.delete_button.isVisibleTo(made.page)
    assert UNKEPT in [label.text() for label in made.page.marks.findChildren(type(made.page.follow_up.told))]
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_call_is_deleted_and_what_was_typed_of_it_too(window: ReviewWindow, store: Store) -> None:
    window.show_call(2)
    window.page.marks.note.setPlainText("half a thought")
    window.delete_call()
    assert not window.shows_call and [call.number for call in store.calls()] == [3, 1]
    assert window.history.calls.rowCount() == 2
    with pytest.raises(StoreError):
        store.call(2)


def test_reports_of_a_call_and_of_the_weeks(window: ReviewWindow, tmp_path: Path) -> None:
    window.show_call(2)
    window.save_report(tmp_path / "call.html")
    window.save_report(tmp_path / "call.pdf")
    assert "late delivery" in (tmp_path / "call.html").read_text(encoding="utf-8")
    assert (tmp_path / "call.pdf").read_bytes().startswith(b"%PDF")
    window.show_history()
    window.save_report(tmp_path / "weeks.html")
    text = (tmp_path / "weeks.html").read_text(encoding="utf-8")
    assert "3 calls" in text and "late delivery" in text


def test_a_problem_is_told_in_one_sentence(window: ReviewWindow) -> None:
    window.show_call(99)
    (told,) = window.findChildren(QMessageBox)
    assert told.text() == "there is no call 99; 'assist calls list' shows which there are."
    told.close()


def test_all_that_can_be_used_has_a_name_and_can_be_reached_by_tab(qtbot: QtBot, window: ReviewWindow) -> None:
    window.show_call(1)
    reached: set[QWidget] = set()
    for page in range(window.page.tabs.count()):
        window.page.tabs.setCurrentIndex(page)
        widget: QWidget | None = window.page.timeline
        while widget is not None and widget not in reached:
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                reached.add(widget)
            widget = widget.nextInFocusChain()
            if widget is window.page.timeline:
                break
        wanted = [w for w in window.page.tabs.currentWidget().findChildren(QWidget) if w.isVisible()]
        for thing in wanted:
            if isinstance(thing, MomentButton | QLineEdit | QPlainTextEdit | QAbstractButton) and thing.isEnabled():
                name = thing.accessibleName() or getattr(thing, "text", str)()
                assert name, thing
                assert thing.focusPolicy() & Qt.FocusPolicy.TabFocus or thing.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_last_call_from_the_menu_and_by_itself(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    asked = []

    def open_store() -> Store:
        asked.append(1)
        return Store.open(tmp_path / "calls")

    opener = ReviewOpener(open_store)
    opener.call_ended()
    assert opener.window is None and asked == []
    opener.show_last()
    assert opener.window is not None and opener.window.page.title.whole() == "Call 3"
    opener.show_last()
    assert asked == [1]
    opener.close()
    assert opener.window is None
    eager = ReviewOpener(open_store, at_once=True)
    eager.call_ended()
    assert eager.window is not None and eager.window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    eager.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
