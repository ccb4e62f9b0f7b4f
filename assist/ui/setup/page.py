"""What every page of the assistant is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.coaching.promptbook import PromptBookError
from assist.profile.keeping import KeepError
from assist.profile.load import ProfileError
from assist.ui.look import Look

SAVING_ERRORS = (KeepError, ProfileError, PromptBookError)
"""What `Page.save` may raise; the message is one sentence for the agent."""


class Page(QWidget):
    """One step. The assistant calls `enter` when it is shown and `leave` when it is not any more.

    Args:
        title: a few words.
        lead: one or two sentences under it.
        look: colours and lengths.
    """

    complained = Signal(str)
    """A sentence about what is wrong on the page, or nothing."""

    def __init__(self, title: str, lead: str, look: Look) -> None:
        super().__init__()
        self.title, self.lead, self.look = title, lead, look
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look.px(10))

    def enter(self) -> None:
        """The page is shown."""

    def leave(self) -> None:
        """The page is left, whichever way."""

    def save(self) -> None:
        """Keep what was chosen; nothing of it is kept before.

        Raises:
            KeepError: it cannot be written.
            ProfileError: the agent's profile cannot be used.
            PromptBookError: the agent's phrases cannot be used.
        """
