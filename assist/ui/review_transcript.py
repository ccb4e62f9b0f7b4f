"""What was said, with a link at every turn that goes to its moment."""

from __future__ import annotations

import html

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from assist.events import PromptShown
from assist.review.record import CallRecord
from assist.review.timeline_picture import clock
from assist.review.wording import WHO
from assist.session.transcript import Turn
from assist.ui.look import Look
from assist.ui.review_style import lane_colours

_NO_WORDS = "No words were recognised in this call."


class Transcript(QTextBrowser):
    """The turns of a call; arrows scroll, Tab goes from turn to turn.

    Args:
        look: colours and fonts.
    """

    jumped = Signal(int)
    """The agent chose a turn: where it begins, in samples."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._turns: tuple[Turn, ...] = ()
        self._blocks: list[int] = []
        """Of each turn, its paragraph."""
        self.setFont(look.normal)
        self.setOpenLinks(False)
        self.setAccessibleName("Transcript")
        self.setAccessibleDescription("What was said, redacted. Tab goes from turn to turn, Return to its moment.")
        self.anchorClicked.connect(self._clicked)

    def show_call(self, call: CallRecord) -> None:
        """Show a call's words."""
        self._turns = call.turns
        self.setExtraSelections([])
        if not call.turns:
            self.setHtml(f"<p>{_NO_WORDS}</p>")
            return
        prompts = [event for event in call.events if isinstance(event, PromptShown)]
        self._blocks = []
        rows: list[str] = []
        for number, turn in enumerate(call.turns):
            self._blocks.append(len(rows))
            rows += self._turn(number, turn, prompts)
        self.setHtml("".join(rows))

    def show_moment(self, at: int) -> None:
        """Scroll to the turn that runs at a moment, or the last before it, and mark it."""
        before = [number for number, turn in enumerate(self._turns) if turn.start <= at]
        if not self._turns:
            return
        number = before[-1] if before else 0
        self.scrollToAnchor(f"turn{number}")
        cursor = QTextCursor(self.document().findBlockByNumber(self._blocks[number]))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        style = QTextCharFormat()
        style.setBackground(QColor(self._look.theme.hover))
        style.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        mark.format = style
        self.setExtraSelections([mark])

    def _turn(self, number: int, turn: Turn, prompts: list[PromptShown]) -> list[str]:
        theme, colours = self._look.theme, lane_colours(self._look.theme)
        until = self._turns[number + 1].start if number + 1 < len(self._turns) else None
        mine = [p for p in prompts if turn.start <= p.known_at and (until is None or p.known_at < until)]
        rows = [
            f'<p style="margin:0 0 8px 0"><a name="turn{number}" href="#{turn.start}" style="color:{theme.muted};'
            f'text-decoration:none">{clock(turn.start)}</a>&nbsp; '
            f'<b style="color:{colours[turn.speaker]}">{WHO[turn.speaker]}</b>'
            f"&nbsp; {html.escape(turn.text)}</p>"
        ]
        return rows + [
            f'<p style="margin:0 0 8px 40px;color:{theme.muted}">{clock(p.known_at)} Prompt: <b>{html.escape(p.title)}</b> '
            f"{html.escape(p.line)}</p>"
            for p in mine
        ]

    def _clicked(self, link: QUrl) -> None:
        if link.fragment().isdigit():
            self.jumped.emit(int(link.fragment()))
