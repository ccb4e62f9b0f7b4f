"""The history: a search, the list of stored calls, and the agent's own checks by week."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from assist.review.trends import Week
from assist.store.call import CallEntry
from assist.ui.look import Look
from assist.ui.review_chart import TrendsChart
from assist.ui.review_list import CallList
from assist.ui.review_parts import label

SEARCH_MILLISECONDS = 150
"""The list follows the search when typing rests so long."""
NO_CALLS = "No calls are stored yet. Calls of 'assist run' are kept here, redacted, for as long as you set."
NO_HITS = "No stored call holds all these words."


class HistoryPage(QWidget):
    """The list of calls.

    Args:
        look: colours and fonts.
        read: gives calls, newest first: search words, most calls, how many to leave out.
    """

    chosen = Signal(int)
    """Number of a call to look at."""
    export_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, look: Look, read: Callable[[str, int, int], list[CallEntry]]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look = look
        self.calls = CallList(read)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search what was said, root causes, notes")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search calls")
        self.search.installEventFilter(self)
        self.report_button = QPushButton("Save re&port…")
        self.report_button.setToolTip("A report of the last weeks, as HTML or PDF")
        self.export_button = QPushButton("&Export…")
        self.export_button.setToolTip("Take all your calls out into a folder")
        self.chart = TrendsChart(look)
        self.told = label("", look.normal, quiet=True)
        self.table = self._table()
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_MILLISECONDS)
        self._typing.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._typed)
        self.report_button.clicked.connect(self.report_wanted)
        self.export_button.clicked.connect(self.export_wanted)
        self._lay_out()

    def refresh(self) -> None:
        """Read the list anew."""
        self._typing.stop()
        self.calls.search(self.search.text())
        empty = self.calls.rowCount() == 0
        self.told.setVisible(empty)
        self.told.setText(NO_HITS if self.search.text().strip() else NO_CALLS)
        self.table.setVisible(not empty)
        if not empty:
            self.table.selectRow(0)
        has_any = not empty or bool(self.search.text().strip())
        self.export_button.setEnabled(has_any)
        self.report_button.setEnabled(has_any)

    def _typed(self) -> None:
        self._typing.start()

    def show_weeks(self, weeks: Sequence[Week]) -> None:
        """Show the agent's checks by week."""
        self.chart.show_weeks(weeks)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Down or Return in the search goes to the list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._pressed(watched, event.key())
        ):
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, watched: QObject, key: int) -> bool:
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.table and enter:
            self._open(self.table.currentIndex())
            return True
        if watched is self.search and (enter or key == Qt.Key.Key_Down):
            self.refresh()
            self.table.setFocus()
            return True
        if watched is self.search and key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        return False

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.calls.entry(index.row()).number)

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.calls)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self._look.px(28))
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumHeight(self._look.px(32))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setStretchLastSection(True)
        for column, width in enumerate((60, 210, 80, 84, 128)):
            table.setColumnWidth(column, self._look.px(width))
        table.setAccessibleName("Stored calls")
        table.setAccessibleDescription("Return opens a call")
        table.installEventFilter(self)
        table.doubleClicked.connect(self._open)
        return table

    def _lay_out(self) -> None:
        px = self._look.px
        head = QHBoxLayout()
        head.addWidget(label("Calls", self._look.title), 1)
        head.addWidget(self.report_button)
        head.addWidget(self.export_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(14), px(12), px(14), px(12))
        whole.setSpacing(px(8))
        whole.addLayout(head)
        whole.addWidget(
            label(
                "Your own checks by week: of the calls that gave an occasion, how many had it",
                self._look.small,
                quiet=True,
            )
        )
        whole.addWidget(self.chart)
        whole.addWidget(self.search)
        whole.addWidget(self.told)
        whole.addWidget(self.table, 1)
        whole.addStretch(0)
