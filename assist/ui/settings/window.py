"""The settings window: groups and search at the left, the settings at the right, what keeps them from being saved below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from assist.profile.draft import Draft
from assist.profile.keeping import KeepError
from assist.profile.labels import about, title
from assist.profile.load import ProfileError
from assist.profile.schema import ALL, GROUPS
from assist.profile.where import DEFAULT, known_names
from assist.ui.controls import Elided, ElidedBox, Message, button, coloured, wrapped
from assist.ui.look import make_look, system_theme
from assist.ui.settings.found import found
from assist.ui.settings.rows import Rows
from assist.ui.theme import Theme
from assist.ui.window_look import dress, use_plain_style

_WIDTH, _HEIGHT, _SIDE = 900, 640, 210
_MOST_OF_SCREEN = 0.94
_CHANGED = ""
"""Data of the list's entry for everything that differs."""
_USUAL_GROUP = "prompts"
MOST_FOUND = 25
"""More than these nobody reads, and making them all would take seconds."""
SAVED = "Saved. It counts from the next call on."


class SettingsWindow(QDialog):
    """Edits a profile file.

    Args:
        draft: the file.
        theme: fixed colours; None follows the system.
    """

    saved = Signal()
    """The file was written."""

    def __init__(self, draft: Draft, theme: Theme | None = None) -> None:
        use_plain_style()
        super().__init__()
        self.setWindowTitle("Leap Assist settings")
        self.draft = draft
        look = self._look = make_look(theme or system_theme())
        self.setFont(look.normal)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search in names and sentences")
        self.groups = QListWidget()
        self.groups.setAccessibleName("Groups of settings")
        self.groups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for table in (_CHANGED, *GROUPS):
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, table)
            self.groups.addItem(item)
        self.heading = Elided()
        self.heading.setFont(look.title)
        self.lead = coloured(wrapped(""), look, "muted")
        self.rows = Rows(draft, look)
        self.message = Message(look)
        self.reset_shown = button("Reset these", tooltip="Take back what differs in the settings shown")
        self.reset_all = button("Reset all", tooltip="Take back everything that differs")
        self.close_button = button("&Close")
        self.save_button = button("&Save", primary=True)
        self.base = ElidedBox("Adds to")
        self.file = coloured(Elided(f"Your file: {draft.path}"), look, "muted")
        self.file.setFont(look.small)
        self._lay_out()
        self._fill_bases()
        self._connect()
        dress(self, look)
        self._fit()
        self.groups.setCurrentRow(1 + list(GROUPS).index(_USUAL_GROUP))
        self._refresh()
        self.message.show_text(draft.problem or "", "warning")
        self.search.setFocus()

    # ------------------------------------------------------------------------------------------------ what is shown
    def shown(self) -> Sequence[str]:
        """Full names of the settings that are shown."""
        words = self.search.text().strip()
        if words:
            return found(words)[:MOST_FOUND]
        table = self._table()
        if table == _CHANGED:
            return self.draft.changed()
        return [name for name in ALL if name.startswith(f"{table}.")]

    def _table(self) -> str:
        item = self.groups.currentItem()
        return _CHANGED if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def _show(self, *_: object) -> None:
        """Show the group that is chosen, or what is searched for."""
        words, names, table = self.search.text().strip(), self.shown(), self._table()
        if words:
            count = len(found(words))
            head, lead = "Search", f"{count} setting{'s' * (count != 1)} for “{words}”."
            lead += f" These are the first {MOST_FOUND}; type on to find fewer." if count > MOST_FOUND else ""
        elif table == _CHANGED:
            head, lead = "What differs", self._differing(len(names))
        else:
            head, lead = title(table), about(table)
        self.heading.show_text(head)
        self.lead.setText(lead)
        self.rows.show_names(names, with_group=bool(words) or table == _CHANGED)
        if (item := self.groups.currentItem()) is not None:
            item.setSelected(not words)
        self._refresh()

    def _differing(self, count: int) -> str:
        base = "the defaults" if self.draft.inherits == DEFAULT else f"“{self.draft.inherits}”"
        if not count:
            return f"Nothing differs from {base}."
        return f"{count} setting{'s differ' if count != 1 else ' differs'} from {base}."

    def _refresh(self) -> None:
        """Bring everything in step with the draft."""
        draft = self.draft
        changed = draft.changed()
        for number in range(self.groups.count()):
            item = self.groups.item(number)
            table = str(item.data(Qt.ItemDataRole.UserRole))
            mine = [name for name in changed if name.startswith(f"{table}.")] if table else changed
            text = title(table) if table else "What differs"
            item.setText(f"{text} ({len(mine)})" if mine else text)
            item.setFont(self._look.strong if mine else self._look.normal)
        self.rows.refresh()
        objections = draft.objections()
        if objections:
            self.message.show_text(objections[0].text)
        elif self.message.text not in (SAVED, draft.problem):
            self.message.show_text("")
        self.save_button.setEnabled(draft.dirty and not objections)
        self.reset_all.setEnabled(bool(changed))
        self.reset_shown.setEnabled(any(name in changed for name in self.shown()))

    # -------------------------------------------------------------------------------------------------- what is done
    def _edited(self) -> None:
        self.message.show_text("")
        self._refresh()

    def _save(self) -> None:
        if not self.save_button.isEnabled():
            return
        try:
            self.draft.save()
        except (ProfileError, KeepError) as problem:
            self.message.show_text(str(problem))
            return
        self.message.show_text(SAVED, "good")
        self._refresh()
        self.saved.emit()

    def _reset(self, names: Sequence[str]) -> None:
        self.draft.reset(names)
        self.rows.show_values()
        self._edited()
        if self._table() == _CHANGED and not self.search.text().strip():
            self._show()

    def _build_on(self, number: int) -> None:
        try:
            self.draft.build_on(str(self.base.itemData(number)))
        except ProfileError as problem:
            self._fill_bases()
            self.message.show_text(str(problem))
            return
        self.rows.show_values()
        self._edited()
        self._show()

    def _fill_bases(self) -> None:
        self.base.blockSignals(True)
        self.base.clear()
        names = [DEFAULT, *(name for name in known_names() if name not in (self.draft.path.stem, DEFAULT))]
        for name in [*names, *([self.draft.inherits] if self.draft.inherits not in names else [])]:
            self.base.add("the defaults" if name == DEFAULT else name, name)
        self.base.setCurrentIndex(self.base.findData(self.draft.inherits))
        self.base.blockSignals(False)

    def reject(self) -> None:
        """Close, also when the window manager does; asks before anything is lost."""
        if self._may_close():
            super().reject()

    def _may_close(self) -> bool:
        if not self.draft.dirty:
            return True
        if not self.ask_about_changes():
            return False
        self.draft.undo()
        return True

    def ask_about_changes(self) -> bool:
        """Whether changes that are not saved may be forgotten."""
        box = QMessageBox(self)
        box.setWindowTitle(self.windowTitle())
        box.setText("There are changes that are not saved.")
        forget = box.addButton("Forget them", QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton("Go on editing", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        dress(box, self._look)
        box.exec()
        return box.clickedButton() is forget

    # -------------------------------------------------------------------------------------------------------- layout
    def _connect(self) -> None:
        self.search.textChanged.connect(self._show)
        self.groups.currentRowChanged.connect(self._on_group)
        self.rows.edited.connect(self._edited)
        self.save_button.clicked.connect(self._save)
        self.close_button.clicked.connect(self.reject)
        self.reset_shown.clicked.connect(lambda: self._reset(self.shown()))
        self.reset_all.clicked.connect(lambda: self._reset(ALL))
        self.base.activated.connect(self._build_on)
        QShortcut(QKeySequence.StandardKey.Save, self, self._save)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)

    def _on_group(self, *_: object) -> None:
        self.search.clear()
        self._show()

    def _lay_out(self) -> None:
        px = self._look.px
        side = QVBoxLayout()
        side.addWidget(self.search)
        side.addWidget(self.groups, 1)
        left = QWidget()
        left.setFixedWidth(px(_SIDE))
        left.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        right = QVBoxLayout()
        right.setSpacing(px(6))
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.reset_shown)
        for part in (top, self.lead, self.rows):
            right.addLayout(part) if isinstance(part, QHBoxLayout) else right.addWidget(part, int(part is self.rows))
        both = QHBoxLayout()
        both.setSpacing(px(18))
        both.addWidget(left)
        both.addLayout(right, 1)
        name = coloured(QLabel("Adds &to"), self._look, "muted")
        name.setFont(self._look.small)
        name.setBuddy(self.base)
        about_file = QHBoxLayout()
        about_file.addWidget(self.file, 2)
        about_file.addWidget(name)
        about_file.addWidget(self.base, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.reset_all)
        bottom.addStretch(1)
        bottom.addWidget(coloured(QLabel("Changes count from the next call on."), self._look, "muted"))
        bottom.addWidget(self.close_button)
        bottom.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(16), px(18), px(14))
        column.setSpacing(px(8))
        column.addLayout(both, 1)
        column.addWidget(self.message)
        column.addLayout(about_file)
        column.addLayout(bottom)

    def _fit(self) -> None:
        free = self.screen().availableGeometry().size() * _MOST_OF_SCREEN
        px = self._look.px
        self.resize(min(px(_WIDTH), free.width()), min(px(_HEIGHT), free.height()))
