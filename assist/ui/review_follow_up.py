"""The message to the caller: drafted, edited by the agent, copied by the agent; sent by nobody here."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton

from assist.review.follow_up import draft, why_no_draft
from assist.review.record import CallRecord
from assist.ui.look import Look
from assist.ui.review_marks import TYPING_MILLISECONDS
from assist.ui.review_parts import Page, label

ABOUT = "Drafted from what was agreed. Read it, change it, copy it; nothing is sent from here."


class FollowUpPage(Page):
    """The draft and what can be done with it.

    Args:
        look: fonts and lengths.
    """

    changed = Signal()
    """The agent changed the message."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._call: CallRecord | None = None
        self._drafted = ""
        self._showing = False
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.changed)
        self.told = label(ABOUT, look.normal, quiet=True)
        self.column.addWidget(self.told)
        self.message = QPlainTextEdit()
        self.message.setTabChangesFocus(True)
        self.message.setAccessibleName("Follow-up message")
        self.message.setMinimumHeight(look.px(220))
        self.column.addWidget(self.message, 1)
        row = QHBoxLayout()
        self.copy = QPushButton("&Copy")
        self.again = QPushButton("&Draft again")
        self.again.setToolTip("Throw this text away and draft from the call's words once more")
        for button in (self.copy, self.again):
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.copy.clicked.connect(self._copy)
        self.again.clicked.connect(self._draft_again)
        self.message.textChanged.connect(self._typed)

    def show_call(self, call: CallRecord) -> None:
        """Show the message that is kept, else a draft."""
        self._call, self._showing = call, True
        self._drafted = draft(call.turns)
        self.message.setPlainText(call.marks.follow_up or self._drafted)
        self.message.setPlaceholderText("" if self._drafted else why_no_draft(call.turns))
        self.told.setText(ABOUT if self._drafted else why_no_draft(call.turns))
        self.again.setEnabled(bool(self._drafted))
        self.copy.setText("&Copy")
        self._showing = False

    def text(self) -> str:
        """What to keep: nothing while the draft is as it was drafted."""
        text = self.message.toPlainText().strip()
        return "" if text == self._drafted.strip() else text

    def keep(self) -> None:
        """Keep at once what was typed and is not kept yet."""
        if self._typing.isActive():
            self._typing.stop()
            self.changed.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.message.toPlainText())
        self.copy.setText("&Copied")

    def _draft_again(self) -> None:
        self.message.setPlainText(self._drafted)
        self.keep()

    def _typed(self) -> None:
        self.copy.setText("&Copy")
        if not self._showing:
            self._typing.start()
