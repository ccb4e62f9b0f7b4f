"""One prompt: a picture, one to three large words, at most one line of the agent's own, and three quiet buttons."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from assist.events import Action, PromptShown
from assist.ui.icons import paint_icon
from assist.ui.look import Look
from assist.ui.quiet_button import QuietButton
from assist.ui.text import Lines, fit_words, set_lines
from assist.ui.wording import evidence_html

LEGIBLE_OPACITY = 0.65
"""From this strength on a fading-in prompt counts as painted: its title then has a contrast of 4.5:1 (tested)."""

_PAD = 12
_TILE = 38
_TILE_ICON = 23
_GAP = 12
_OUTER = 9
_INNER = 4
_LINE_GAP = 2
_TITLE_LINES = 2
_SMALLEST_TITLE = 0.7
_LINE_LINES = 2
_SAFETY_LINES = 8

_BUTTONS: tuple[tuple[Action, str, str], ...] = (
    ("dismiss", "Dismiss", "Take this prompt away"),
    ("not_helpful", "Not helpful", "This was the wrong moment or the wrong prompt; learn from it"),
    ("snooze", "Snooze", "No prompts for a while"),
)


class PromptCard(QWidget):
    """Shows one prompt. Emits what the agent clicked, and when a new prompt has really been painted."""

    acted = Signal(str, object)
    """Action and prompt number."""
    painted = Signal(object)
    """The PromptShown event, once, after the first frame in which it can be read."""

    evidence_wanted = Signal(str)
    """The mouse rests on the card: rich text to show beside it; empty: no more."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._prompt: PromptShown | None = None
        self._awaiting_paint = False
        self._above = False
        self._opacity = 1.0
        self._title_font = look.title
        self._title = Lines((), elided=False, line_height=0)
        self._line = Lines((), elided=False, line_height=0)
        self._buttons: list[QuietButton] = []
        for action, text, tooltip in _BUTTONS:
            button = QuietButton(text, tooltip, look, self)
            button.clicked.connect(lambda _checked=False, name=action: self._clicked(name))
            self._buttons.append(button)

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        for button in self._buttons:
            button.set_look(look)
        self.update()

    def set_above(self, above: bool) -> None:
        """Say whether the card is above the strip, where its outer edge is the upper one."""
        self._above = above
        self.update()

    @property
    def prompt(self) -> PromptShown | None:
        """What is shown."""
        return self._prompt

    @property
    def elided(self) -> bool:
        """True when words had to be left out."""
        return self._title.elided or self._line.elided

    def show_prompt(self, prompt: PromptShown) -> None:
        """Show another prompt."""
        self._prompt = prompt
        self._awaiting_paint = True
        self.setAccessibleName(prompt.title)
        self.setAccessibleDescription(prompt.line)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))  # screen readers speak it
        self.update()

    def set_opacity(self, opacity: float) -> None:
        """Fade, 0..1."""
        self._opacity = opacity
        for button in self._buttons:
            button.set_opacity(opacity)
        self.update()

    def height_for(self, width: int) -> int:
        """Set the text for a width and say how high that is, logical pixels."""
        if self._prompt is None:
            return 0
        look = self._look
        room = width - self._text_left() - look.px(_PAD)
        most = _SAFETY_LINES if self._prompt.cue == "safety" else _LINE_LINES
        self._title_font = fit_words(self._prompt.title, look.title, room, _SMALLEST_TITLE)
        self._title = set_lines(self._prompt.title, self._title_font, room, _TITLE_LINES)
        self._line = set_lines(self._prompt.line, look.line, room, most)
        buttons_top = self._top() + math.ceil(max(self._text_height(), look.px(_TILE))) + look.px(6)
        self._place_buttons(buttons_top)
        return buttons_top + self._buttons[0].height() + look.px(_INNER if self._above else _OUTER)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw picture, title and line."""
        if self._prompt is None:
            return
        look = self._look
        accent = look.theme.accents[self._prompt.cue]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._opacity)
        tile = QRectF(look.px(_PAD), self._top(), look.px(_TILE), look.px(_TILE))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(accent.tile))
        painter.drawRoundedRect(tile, look.px(10), look.px(10))
        margin = (look.px(_TILE) - look.px(_TILE_ICON)) / 2
        paint_icon(painter, self._prompt.cue, tile.adjusted(margin, margin, -margin, -margin), QColor(accent.ink))

        top = self._top() + max(0.0, (look.px(_TILE) - self._text_height()) / 2)
        painter.setPen(look.color("text"))
        painter.setFont(self._title_font)
        self._paint_lines(painter, self._title, top)
        painter.setFont(look.line)
        self._paint_lines(painter, self._line, top + self._title.height + look.px(_LINE_GAP))
        painter.end()
        if self._awaiting_paint and self._opacity >= LEGIBLE_OPACITY:
            self._awaiting_paint = False
            # The frame reaches the screen when this paint event returns; a timer of zero runs right after that.
            QTimer.singleShot(0, self, lambda prompt=self._prompt: self.painted.emit(prompt))

    def event(self, event: QEvent) -> bool:
        """The mouse rests on the card, or leaves it."""
        if event.type() == QEvent.Type.ToolTip and self._prompt is not None:
            self.evidence_wanted.emit(evidence_html(self._prompt, self._prompt.line if self._line.elided else ""))
            return True
        if event.type() == QEvent.Type.Leave:
            self.evidence_wanted.emit("")
        return super().event(event)

    def _paint_lines(self, painter: QPainter, lines: Lines, top: float) -> None:
        left = self._text_left()
        for number, line in enumerate(lines.lines):
            rect = QRectF(left, top + number * lines.line_height, self.width() - left, lines.line_height)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)

    def _place_buttons(self, top: int) -> None:
        left = self._text_left() - self._buttons[0].inset
        for button in self._buttons:
            button.resize(button.sizeHint())
            button.move(left, top)
            left += button.width() + self._look.px(2)

    def _top(self) -> int:
        return self._look.px(_OUTER + 2 if self._above else _INNER)

    def _text_height(self) -> float:
        gap = self._look.px(_LINE_GAP) if self._line.lines else 0
        return self._title.height + gap + self._line.height

    def _text_left(self) -> int:
        return self._look.px(_PAD) + self._look.px(_TILE) + self._look.px(_GAP)

    def _clicked(self, action: Action) -> None:
        if self._prompt is not None:
            self.acted.emit(action, self._prompt.prompt)
