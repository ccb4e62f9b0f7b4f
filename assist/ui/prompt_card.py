"""One prompt: a picture, one to three large words, at most one line of the agent's own, and quiet buttons.

Expanded it has all of that; compact it is one row with the picture and the words, and a sign that opens the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from assist.events import Action, PromptShown
from assist.ui.icons import ICON_NAMES, paint_icon
from assist.ui.look import Look
from assist.ui.quiet_button import QuietButton
from assist.ui.text import Lines, fit_words, set_lines
from assist.ui.wording import card_tone, evidence_html, evidence_text

LEGIBLE_OPACITY = 0.65
"""From this strength on a fading-in prompt counts as painted: its title then has a contrast of 4.5:1 (tested)."""

_PAD = 12
_GAP = 12
_OUTER = 9
_INNER = 4
_LINE_GAP = 2
_SMALLEST_TITLE = 0.7
_BAR = 3
_NOTHING = Lines((), elided=False, line_height=0)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Lengths in design pixels, and numbers of lines."""

    tile: int
    icon: int
    title: float
    """Size of the title against the full one."""
    title_lines: int
    text_lines: int


_EXPANDED = _Shape(tile=38, icon=23, title=1.0, title_lines=2, text_lines=2)
_SAFETY = _Shape(tile=38, icon=23, title=1.0, title_lines=2, text_lines=8)
_COMPACT = _Shape(tile=26, icon=16, title=0.78, title_lines=2, text_lines=0)

_BUTTONS: tuple[tuple[Action, str, str], ...] = (
    ("dismiss", "Dismiss", "Take this prompt away"),
    ("not_helpful", "Not helpful", "This was the wrong moment or the wrong prompt; learn from it"),
    ("snooze", "Snooze", "No prompts for a while"),
)
_MORE = ("More", "Show prompts with their line and buttons", "more")
_LESS = ("Less", "Show prompts in one row", "less")


class PromptCard(QWidget):
    """Shows one prompt. Emits what the agent clicked, and when a new prompt has really been painted."""

    acted = Signal(str, object)
    """Action and prompt number."""
    painted = Signal(object)
    """The PromptShown event, once, after the first frame in which it can be read."""
    evidence_wanted = Signal(str)
    """The mouse rests on the card: rich text to show beside it; empty: no more."""
    compact_wanted = Signal(bool)
    """The agent asked for one row, or for more."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._prompt: PromptShown | None = None
        self._followed = False
        self._compact = False
        self._awaiting_paint = False
        self._above = False
        self._opacity = 1.0
        self._title_font = look.title
        self._title = _NOTHING
        self._line = _NOTHING
        self._buttons: list[QuietButton] = []
        for action, text, tooltip in _BUTTONS:
            button = QuietButton(text, tooltip, look, self)
            button.clicked.connect(lambda _checked=False, name=action: self._clicked(name))
            self._buttons.append(button)
        self._fold = QuietButton(*_LESS[:2], look, self, sign=_LESS[2])
        self._fold.clicked.connect(lambda _checked=False: self.compact_wanted.emit(not self._compact))

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        for button in (*self._buttons, self._fold):
            button.set_look(look)
        self.update()

    def set_above(self, above: bool) -> None:
        """Say whether the card is above the strip, where its outer edge is the upper one."""
        self._above = above
        self.update()

    def set_compact(self, compact: bool) -> None:
        """One row, or everything."""
        self._compact = compact
        self._fold.say(*(_MORE if compact else _LESS))
        self.update()

    def set_takes_focus(self, on: bool) -> None:
        """Let the buttons be reached with Tab; only for a window that has the focus because the agent gave it."""
        for button in (*self._buttons, self._fold):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if on else Qt.FocusPolicy.NoFocus)

    @property
    def prompt(self) -> PromptShown | None:
        """What is shown."""
        return self._prompt

    @property
    def elided(self) -> bool:
        """True when words had to be left out."""
        return self._title.elided or self._line.elided

    def evidence(self) -> str:
        """Why the prompt is there, as rich text, with the line where the card has no room for it."""
        if self._prompt is None:
            return ""
        hidden = self._line.elided or (self._is_compact() and self._prompt.line)
        return evidence_html(self._prompt, self._prompt.line if hidden else "")

    def show_prompt(self, prompt: PromptShown) -> None:
        """Show another prompt."""
        self._prompt = prompt
        self._followed = False
        self._awaiting_paint = True
        self.setAccessibleName(prompt.title)
        self.setAccessibleDescription(". ".join(text for text in (prompt.line, evidence_text(prompt)) if text))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))  # screen readers speak it
        self.update()

    def show_followed(self) -> None:
        """Show that the agent did it: a tick in place of the picture, and nothing left to click."""
        if self._prompt is None:
            return
        self._followed = True
        self.setAccessibleName(f"{self._prompt.title}: done")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        for button in (*self._buttons, self._fold):
            button.hide()
        self.update()

    def set_opacity(self, opacity: float) -> None:
        """Fade, 0..1."""
        self._opacity = opacity
        for button in (*self._buttons, self._fold):
            button.set_opacity(opacity)
        self.update()

    def height_for(self, width: int) -> int:
        """Set the text for a width and say how high that is, logical pixels."""
        prompt = self._prompt
        if prompt is None:
            return 0
        look, shape = self._look, self._shape()
        room = width - self._text_left() - look.px(_PAD)
        fold = self._fold.sizeHint()
        title_room = room - (fold.width() if self._is_compact() else 0)
        self._title_font = fit_words(prompt.title, look.sized(look.title, shape.title), title_room, _SMALLEST_TITLE)
        self._title = set_lines(prompt.title, self._title_font, title_room, shape.title_lines)
        self._line = set_lines(prompt.line, look.line, room, shape.text_lines) if shape.text_lines else _NOTHING
        bottom = self._top() + math.ceil(max(self._text_height(), look.px(shape.tile)))
        margin = look.px(_INNER if self._above else _OUTER)
        for button in self._buttons:
            button.setVisible(not self._followed and not self._is_compact())
        self._fold.setVisible(not self._followed and prompt.cue != "safety")
        self._fold.resize(fold)
        right = width - look.px(_PAD) + self._fold.inset - fold.width()
        if self._is_compact():
            self._fold.move(right, (self._top() + bottom - fold.height()) // 2)
            return bottom + margin
        top = bottom + look.px(6)
        self._fold.move(right, top)
        self._place_buttons(top)
        return top + self._buttons[0].height() + margin

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw picture, title and line."""
        if self._prompt is None:
            return
        look, shape = self._look, self._shape()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._opacity)
        self._paint_picture(
            painter, self._prompt, QRectF(look.px(_PAD), self._top(), look.px(shape.tile), look.px(shape.tile))
        )
        top = self._top() + max(0.0, (look.px(shape.tile) - self._text_height()) / 2)
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
            self.evidence_wanted.emit(self.evidence())
            return True
        if event.type() == QEvent.Type.Leave:
            self.evidence_wanted.emit("")
        return super().event(event)

    def _paint_picture(self, painter: QPainter, prompt: PromptShown, tile: QRectF) -> None:
        """The picture on its tile: urgent is cut out of a full tile, firm has a bar beside it, followed is a tick."""
        look, shape = self._look, self._shape()
        accent = look.theme.beat_kept if self._followed else look.theme.accents[prompt.cue]
        tone = card_tone(prompt)
        full = self._followed or tone == "urgent"
        ink, ground = (accent.tile, accent.ink) if full else (accent.ink, accent.tile)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(tile, look.px(10), look.px(10))
        if tone == "firm" and not self._followed:
            painter.setBrush(QColor(accent.ink))
            bar = QRectF(look.px(6), tile.top(), look.px(_BAR), max(tile.height(), self._text_height()))
            painter.drawRoundedRect(bar, look.px(2), look.px(2))
        name = prompt.icon if prompt.icon in ICON_NAMES else prompt.cue
        margin = (tile.width() - look.px(shape.icon)) / 2
        place = tile.adjusted(margin, margin, -margin, -margin)
        paint_icon(painter, "tick" if self._followed else name, place, QColor(ink))

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

    def _is_compact(self) -> bool:
        """Safety always says everything."""
        return self._compact and self._prompt is not None and self._prompt.cue != "safety"

    def _shape(self) -> _Shape:
        if self._is_compact():
            return _COMPACT
        return _SAFETY if self._prompt is not None and self._prompt.cue == "safety" else _EXPANDED

    def _top(self) -> int:
        return self._look.px(_OUTER + 2 if self._above else _INNER)

    def _text_height(self) -> float:
        gap = self._look.px(_LINE_GAP) if self._line.lines else 0
        return self._title.height + gap + self._line.height

    def _text_left(self) -> int:
        return self._look.px(_PAD) + self._look.px(self._shape().tile) + self._look.px(_GAP)

    def _clicked(self, action: Action) -> None:
        if self._prompt is not None:
            self.acted.emit(action, self._prompt.prompt)
