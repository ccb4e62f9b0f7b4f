"""The review window: the history of calls, and one call of it, or one call from a file alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QStackedWidget

from assist.review.record import CallRecord, of_stored
from assist.review.report import write_report
from assist.review.trends import since
from assist.session.call_files import InputError
from assist.store.call import CallEntry, Marks
from assist.store.errors import StoreError
from assist.store.store import Store
from assist.ui.look import Look, make_look, system_theme
from assist.ui.review_call import CallPage
from assist.ui.review_history import HistoryPage
from assist.ui.review_pdf import write_pdf, write_period
from assist.ui.review_style import apply_style
from assist.ui.review_weeks import WeeksReader
from assist.ui.theme import Theme

FILTER = "Web page (*.html);;PDF (*.pdf)"


class ReviewWindow(QMainWindow):
    """Looks at calls.

    Args:
        store: of the calls; None when only a file is looked at.
        theme: fixed colours; None follows the system.
        now: wall clock with its time zone, for the weeks.
    """

    closed = Signal()
    """The agent closed the window."""

    def __init__(
        self,
        store: Store | None,
        theme: Theme | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__()
        self._store, self._now = store, now
        self._look: Look = make_look(theme or system_theme())
        self.setWindowTitle("Leap Assist: review")
        self.history = HistoryPage(self._look, self._read)
        self.page = CallPage(self._look)
        self._weeks = WeeksReader(store, now)
        self._weeks.done.connect(self.history.show_weeks)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.history)
        self._stack.addWidget(self.page)
        self.setCentralWidget(self._stack)
        apply_style(self, self._look)
        self.resize(self._look.px(1120), self._look.px(800))
        self.page.back_button.setVisible(store is not None)
        self._connect()

    @property
    def shows_call(self) -> bool:
        """A call, not the history."""
        return self._stack.currentWidget() is self.page

    def show_history(self) -> None:
        """The list, with the weeks once it stands."""
        self.page.keep()
        self._stack.setCurrentWidget(self.history)
        self._try(self.history.refresh)
        self.history.search.setFocus()
        self._weeks.read()

    def show_call(self, number: int) -> None:
        """A call of the store."""
        if self._store is not None:
            store = self._store
            self._try(lambda: self.show_record(of_stored(store.call(number))))

    def show_record(self, call: CallRecord) -> None:
        """Any call."""
        self.page.show_call(call)
        self._stack.setCurrentWidget(self.page)
        self.page.timeline.setFocus()

    # ------------------------------------------------------------------------------------------------- what is asked
    def save_report(self, path: Path) -> None:
        """A report of the call that is shown, or of the last weeks; PDF if the name says so.

        Raises:
            InputError: it cannot be written.
            StoreError: the calls cannot be read.
        """
        pdf = path.suffix.lower() == ".pdf"
        call = self.page.call
        if self.shows_call and call is not None:
            write_pdf(call, path) if pdf else write_report(call.events, path, call)
        elif self._store is not None:
            write_period(self._store, path, since(self._now()), self._now(), pdf=pdf)

    def delete_call(self) -> None:
        """Delete the call that is shown, for good, and go back to the list."""
        call = self.page.call
        if self._store is not None and call is not None and call.number is not None:
            store, number = self._store, call.number
            self.page.sound.close_sound()  # an open file cannot be deleted everywhere
            self._try(lambda: store.delete(number))
            self.page.forget()
            self.show_history()

    # -------------------------------------------------------------------------------------------------------- inside
    def _connect(self) -> None:
        self.history.chosen.connect(self.show_call)
        self.history.report_wanted.connect(self._ask_report)
        self.history.export_wanted.connect(self._ask_export)
        self.page.back.connect(self.show_history)
        self.page.report_wanted.connect(self._ask_report)
        self.page.delete_wanted.connect(self._ask_delete)
        self.page.marked.connect(self._mark)
        for keys, action in (
            ("Alt+Left", self._back), ("Ctrl+F", self._find), ("Ctrl+S", self._ask_report), ("Ctrl+W", self.close),
            ("Escape", self._back),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        for number in range(self.page.tabs.count()):
            QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self).activated.connect(
                lambda n=number: self.page.tabs.setCurrentIndex(n)
            )

    def _read(self, search: str, most: int, leave_out: int) -> list[CallEntry]:
        return [] if self._store is None else self._store.calls(search, limit=most, offset=leave_out)

    def _mark(self, marks: Marks) -> None:
        call = self.page.call
        if self._store is not None and call is not None and call.number is not None:
            store, number = self._store, call.number
            self._try(lambda: store.mark(number, marks))

    def _back(self) -> None:
        if self.shows_call and self._store is not None:
            self.show_history()

    def _find(self) -> None:
        if self._store is not None:
            if self.shows_call:
                self.show_history()
            self.history.search.setFocus()
            self.history.search.selectAll()

    def _ask_report(self) -> None:
        call = self.page.call if self.shows_call else None
        name = "calls-report.html" if call is None else f"{call.title.lower().replace(' ', '-')}-report.html"
        path, chosen = QFileDialog.getSaveFileName(self, "Save report", name, FILTER)
        if path:
            file = Path(path)
            if not file.suffix:
                file = file.with_suffix(".pdf" if "pdf" in chosen else ".html")
            self._try(lambda: self.save_report(file))

    def _ask_export(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Export into a new or empty folder")
        if folder and self._store is not None:
            store = self._store
            self._try(lambda: store.export(Path(folder), "html"))

    def _ask_delete(self) -> None:
        call = self.page.call
        if call is None:
            return
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Warning)
        question.setText(f"Delete {call.title.lower()} for good?")
        question.setInformativeText(
            "Its words, moments and marks go, and its audio if it was kept. This cannot be undone."
        )
        delete = question.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        keep = question.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(keep)
        question.setEscapeButton(keep)
        question.exec()
        if question.clickedButton() is delete:
            self.delete_call()

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except (StoreError, InputError) as problem:
            told = QMessageBox(QMessageBox.Icon.Warning, "Leap Assist", str(problem), parent=self)
            told.open()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what was typed."""
        self.page.keep()
        self.page.sound.close_sound()
        self._weeks.close()
        super().closeEvent(event)
        self.closed.emit()
