"""The agent's own marks of a call; whatever is changed is kept at once."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPlainTextEdit, QRadioButton, QVBoxLayout

from assist.store.call import Marks
from assist.ui.look import Look
from assist.ui.review_parts import Page, label

TYPING_MILLISECONDS = 600
"""Text is kept when typing rests so long, and when the field or the call is left."""
_RESOLVED: tuple[tuple[str, bool | None], ...] = (("&Yes", True), ("&No", False), ("Not said", None))
_SOUNDED = (("A &person", "human"), ("A &recording", "recording"), ("Not said", None))
UNKEPT = "This call is from a file: marks are kept for stored calls only."


class MarksPage(Page):
    """Resolved on the first contact, root cause, how I sounded, a note.

    Args:
        look: fonts and lengths.
    """

    changed = Signal()
    """Something was marked; `marks` tells all."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._showing = False
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.changed)
        self._unkept = label(UNKEPT, look.normal, quiet=True)
        self.column.addWidget(self._unkept)
        self._resolved = self._choice("Was it resolved on the first contact?", _RESOLVED)
        self.cause = QLineEdit()
        self.cause.setPlaceholderText("Why did they have to call?")
        self._field("Root cause", self.cause)
        self._sounded = self._choice("Did I sound like a person or a recording?", _SOUNDED)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText("Anything you want to remember")
        self.note.setMinimumHeight(look.px(90))
        self._field("Note", self.note)
        self.column.addStretch(1)
        self.cause.textChanged.connect(self._typed)
        self.note.textChanged.connect(self._typed)
        self.cause.editingFinished.connect(self.keep)
        self.follow_focus()

    def show_marks(self, marks: Marks, *, kept: bool) -> None:
        """Show a call's marks.

        Args:
            marks: of the call.
            kept: whether there is a store to keep them in.
        """
        self._showing = True
        self._unkept.setVisible(not kept)
        _choose(self._resolved, _RESOLVED, marks.resolved_first_contact)
        _choose(self._sounded, _SOUNDED, marks.human_or_recording)
        self.cause.setText(marks.root_cause)
        self.note.setPlainText(marks.note)
        for field in (self.cause, self.note, *self._resolved.buttons(), *self._sounded.buttons()):
            field.setEnabled(kept)
        self._showing = False

    def marks(self, follow_up: str) -> Marks:
        """What is marked now, with the message from the other page."""
        sounded = _SOUNDED[self._sounded.checkedId()][1]
        return Marks(
            resolved_first_contact=_RESOLVED[self._resolved.checkedId()][1],
            root_cause=self.cause.text().strip(),
            human_or_recording="human" if sounded == "human" else "recording" if sounded == "recording" else None,
            note=self.note.toPlainText().strip(),
            follow_up=follow_up,
        )

    def keep(self) -> None:
        """Keep at once what was typed and is not kept yet."""
        if self._typing.isActive():
            self._typing.stop()
            self.changed.emit()

    def _typed(self) -> None:
        if not self._showing:
            self._typing.start()

    def _chosen(self) -> None:
        if not self._showing:
            self._typing.stop()
            self.changed.emit()

    def _choice(self, question: str, answers: tuple[tuple[str, object], ...]) -> QButtonGroup:
        group = QButtonGroup(self)
        box = QVBoxLayout()
        box.setSpacing(self._look.px(2))
        box.addWidget(label(question, self._look.strong))
        row = QHBoxLayout()
        for number, (text, _) in enumerate(answers):
            button = QRadioButton(text)
            button.setAccessibleName(f"{question} {text.replace('&', '')}")
            group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        box.addLayout(row)
        self.column.addLayout(box)
        group.idClicked.connect(self._chosen)
        return group

    def _field(self, title: str, field: QLineEdit | QPlainTextEdit) -> None:
        box = QVBoxLayout()
        box.setSpacing(self._look.px(2))
        name = label(title, self._look.strong)
        name.setBuddy(field)
        field.setAccessibleName(title)
        box.addWidget(name)
        box.addWidget(field)
        self.column.addLayout(box)


def _choose(group: QButtonGroup, answers: tuple[tuple[str, object], ...], value: object) -> None:
    number = next((n for n, (_, answer) in enumerate(answers) if answer == value), len(answers) - 1)
    group.button(number).setChecked(True)
