"""The settings that are shown, one below the other. A row is made when it is first shown and kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from assist.profile.draft import Draft
from assist.ui.controls import coloured
from assist.ui.look import Look
from assist.ui.settings.row import SettingRow
from assist.ui.window_look import dress_part


class Rows(QScrollArea):
    """Rows of settings.

    Args:
        draft: the values.
        look: colours and lengths.
    """

    edited = Signal()
    """The draft has changed."""

    def __init__(self, draft: Draft, look: Look) -> None:
        super().__init__()
        self._draft = draft
        self._look = look
        self._made: dict[str, SettingRow] = {}
        self._shown: Sequence[str] = ()
        self._nothing = coloured(QLabel("Nothing is shown here."), look, "muted")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, look.px(14), 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self.setWidget(inside)

    def row(self, name: str) -> SettingRow:
        """The row of a setting."""
        row = self._made.get(name)
        if row is None:
            row = self._made[name] = SettingRow(name, self._draft, self._look)
            row.editor.show_value(self._draft.value(name))
            row.edited.connect(self.edited)
            dress_part(row, self._look)
            row.message.set_look(self._look)
        return row

    def show_names(self, names: Sequence[str], with_group: bool) -> None:
        """Show these, in this order.

        Args:
            names: full names.
            with_group: say in each row which group it belongs to.
        """
        for name in self._shown:
            self._column.removeWidget(self._made[name])
            self._made[name].hide()
        self._shown = tuple(names)
        for number, name in enumerate(self._shown):
            row = self.row(name)
            row.group.setVisible(with_group)
            self._column.insertWidget(number, row)
            row.show()
        self._nothing.setVisible(not self._shown)
        self._tab_order()
        self.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Show again what the draft says about the rows on the screen."""
        for name in self._shown:
            self._made[name].refresh()

    def show_values(self) -> None:
        """Show the draft's values in all editors."""
        for row in self._made.values():
            row.show_value()

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: N802 - Qt's name
        """Move the focus, and bring it into view."""
        moved = super().focusNextPrevChild(forwards)
        widget = self.window().focusWidget()
        if moved and widget is not None and self.isAncestorOf(widget):
            self.ensureWidgetVisible(widget)
        return moved

    def _tab_order(self) -> None:
        """Rows that were made in another order are still walked through from top to bottom."""
        before: QWidget | None = None
        for name in self._shown:
            row = self._made[name]
            if before is not None:
                QWidget.setTabOrder(before, row.editor.widget)
            QWidget.setTabOrder(row.editor.widget, row.reset)
            before = row.reset
