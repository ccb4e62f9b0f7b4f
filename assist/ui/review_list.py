"""The stored calls as a table that reads a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from assist.review.timeline_picture import clock
from assist.store.call import CallEntry

PAGE = 100
"""Calls read at once."""
_HEADS = ("Call", "Began", "Length", "Prompts", "Tension peaks", "Root cause and note")
_RIGHT = frozenset({0, 2, 3, 4})
_NONE = QModelIndex()


class CallList(QAbstractTableModel):
    """The list.

    Args:
        read: gives calls, newest first: search words, most calls, how many to leave out.
    """

    def __init__(self, read: Callable[[str, int, int], list[CallEntry]]) -> None:
        super().__init__()
        self._read = read
        self._search = ""
        self._calls: list[CallEntry] = []
        self._more = False

    def search(self, words: str) -> None:
        """Show the calls in which all these words occur; all calls for none."""
        self.beginResetModel()
        self._search = words
        self._calls = self._read(words, PAGE, 0)
        self._more = len(self._calls) == PAGE
        self.endResetModel()

    def entry(self, row: int) -> CallEntry:
        """The call of a row."""
        return self._calls[row]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:  # noqa: N802 - Qt's name
        """Calls read so far."""
        return 0 if parent.isValid() else len(self._calls)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:  # noqa: N802 - Qt's name
        """What is told of each."""
        return 0 if parent.isValid() else len(_HEADS)

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: N802 - Qt's name
        """May there be more?"""
        return self._more and not parent.isValid()

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802 - Qt's name
        """Read the next page."""
        found = self._read(self._search, PAGE, len(self._calls))
        self._more = len(found) == PAGE
        if found:
            self.beginInsertRows(QModelIndex(), len(self._calls), len(self._calls) + len(found) - 1)
            self._calls += found
            self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802 - Qt's name
        """Names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignRight if section in _RIGHT else Qt.AlignmentFlag.AlignLeft
            )
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        """What a cell shows."""
        call, column = self._calls[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(call)[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == len(_HEADS) - 1:
            return self._texts(call)[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_HEADS[column]}: {self._texts(call)[column]}"
        return None

    @staticmethod
    def _texts(call: CallEntry) -> tuple[str, ...]:
        said = " · ".join(part.replace("\n", " ") for part in (call.marks.root_cause, call.marks.note) if part)
        state = {"running": "still running", "cut_short": "cut short", "ended": ""}[call.state]
        return (
            str(call.number),
            f"{call.started_at.astimezone():%a %d %b %Y, %H:%M}",
            clock(call.length),
            str(call.prompts),
            str(call.spikes),
            " · ".join(part for part in (state, said) if part),
        )
