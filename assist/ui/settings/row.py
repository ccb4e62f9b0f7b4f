"""One setting on the screen: name, editor with unit and range, sentence, who set it, what it was, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from assist.profile.draft import Draft
from assist.profile.kinds import Phrases
from assist.profile.labels import label, title, with_unit
from assist.profile.render import limits
from assist.profile.schema import setting_of
from assist.ui.controls import Elided, Message, button, coloured, wrapped
from assist.ui.look import Look
from assist.ui.settings.editors import make_editor

_EDITOR_WIDTH = 170


class SettingRow(QWidget):
    """A setting.

    Args:
        name: its full name.
        draft: the values.
        look: colours and lengths.
    """

    edited = Signal()
    """The draft has changed."""

    def __init__(self, name: str, draft: Draft, look: Look) -> None:
        super().__init__()
        self.name = name
        self._draft = draft
        self._look = look
        about = setting_of(name)
        self._wide = isinstance(about, Phrases)
        self.heading = wrapped(label(name))
        self.group = coloured(QLabel(title(name.split(".", maxsplit=1)[0])), look, "muted")
        self.group.setFont(look.small)
        self.editor = make_editor(about, f"{title(name.split('.', maxsplit=1)[0])}: {label(name)}", look, self._entered)
        self.heading.setBuddy(self.editor.widget)
        self.heading.setToolTip(name)
        allowed = limits(name) if self._wide or about.unit else about.range
        self.range = coloured(QLabel(f"{allowed} {about.unit}".rstrip() if not self._wide else allowed), look, "muted")
        self.range.setFont(look.small)
        self.sentence = coloured(wrapped(about.sentence), look, "muted")
        self.was = QLabel()
        self.was.setFont(look.small)
        self.by = Elided()
        coloured(self.by, look, "muted")
        self.by.setFont(look.small)
        self.reset = button("Reset", flat=True)
        self.reset.setFont(look.small)
        self.reset.setAccessibleName(f"Reset {label(name)}")
        self.reset.clicked.connect(self._on_reset)
        self.message = Message(look)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show what the draft says; what is being entered stays."""
        draft, name = self._draft, self.name
        value, inherited = draft.value(name), draft.inherited(name)
        changed = value != inherited
        self.heading.setFont(self._look.strong if changed else self._look.normal)
        self.was.setText(f"was {with_unit(name, inherited)}" if changed else "")
        self.was.setVisible(changed)
        self.by.show_text(draft.origin(name))
        wrong = [objection.text for objection in draft.objections() if name in objection.names]
        self.reset.setEnabled(changed or bool(wrong))
        self.message.show_text(wrong[0] if wrong else "")

    def show_value(self) -> None:
        """Show the draft's value in the editor too."""
        self.editor.show_value(self._draft.value(self.name))
        self.refresh()

    def _entered(self, value: object) -> None:
        self._draft.put(self.name, value)
        self.edited.emit()

    def _on_reset(self) -> None:
        self._draft.reset([self.name])
        self.show_value()
        self.editor.widget.setFocus()
        self.edited.emit()

    def _lay_out(self) -> None:
        px = self._look.px
        grid = QGridLayout(self)
        grid.setContentsMargins(0, px(7), 0, px(7))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(3))
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.group, 0, 0)
        grid.addWidget(self.heading, 1, 0)
        if self._wide:
            grid.addWidget(self.editor.widget, 2, 0, 1, 2)
            grid.addWidget(self.range, 1, 1, Qt.AlignmentFlag.AlignRight)
        else:
            self.editor.widget.setMinimumWidth(px(_EDITOR_WIDTH))
            grid.addWidget(self.editor.widget, 1, 1)
            grid.addWidget(self.range, 3, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.sentence, 3, 0, 1, 2 if self._wide else 1)
        about = QHBoxLayout()
        about.setSpacing(px(8))
        about.addWidget(self.was)
        about.addWidget(self.by, 1)
        about.addWidget(self.reset)
        grid.addLayout(about, 4, 0, 1, 2)
        grid.addWidget(self.message, 5, 0, 1, 2)
