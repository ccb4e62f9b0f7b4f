"""What stands in the overlay, from top to bottom: strip, tension, transcript, and the card of a prompt."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from assist.events import AnyEvent
from assist.ui.choices import ChoiceName
from assist.ui.frame import Frame
from assist.ui.look import Look
from assist.ui.prompt_card import PromptCard
from assist.ui.status import Status
from assist.ui.strip import Strip
from assist.ui.tension_strip import TensionStrip
from assist.ui.transcript import Transcript
from assist.ui.transcript_view import TranscriptView


class Content:
    """The parts of the overlay and how they are laid out.

    Args:
        look: colours and lengths.
        clock: seconds that only go forward.
        reduced_motion: nothing sweeps.
        parent: the overlay.
    """

    def __init__(self, look: Look, clock: Callable[[], float], reduced_motion: bool, parent: QWidget) -> None:
        self.strip = Strip(look, clock, reduced_motion, parent)
        self.tension = TensionStrip(look, clock, parent)
        self.transcript = Transcript()
        self.transcript_view = TranscriptView(look, self.transcript, clock, parent)
        self.card = PromptCard(look, parent)
        self.card_height = 0
        """Of the whole card, logical pixels."""
        for hidden in (self.tension, self.transcript_view, self.card):
            hidden.hide()

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        for part in (self.strip, self.tension, self.transcript_view, self.card):
            part.set_look(look)

    def take(self, event: AnyEvent, listening: bool) -> None:
        """Show what an event changes in the parts that follow the call by themselves."""
        if listening:
            self.strip.ring.take(event)
        self.tension.take(event)
        self.transcript_view.take(event)

    def choose(self, name: ChoiceName, on: bool) -> None:
        """Switch what is a matter of the parts alone."""
        if name == "show_beat":
            self.strip.ring.set_on(on)
        elif name == "compact":
            self.card.set_compact(on)
        elif name == "show_tension":
            self.tension.setVisible(on)
        elif name == "show_transcript":
            self.transcript_view.setVisible(on)
        elif name == "docked":
            self.card.set_takes_focus(on)

    def height_without_card(self, width: int) -> int:
        """Of what is there without a prompt too, logical pixels."""
        return sum(part.height_for(width) for part in self._always())

    def arrange(self, frame: Frame, status: Status, share: float) -> None:
        """Lay out the parts, and fit the window around what is to be seen of them.

        Args:
            frame: the window.
            status: what is shown.
            share: how much of the card is to be seen, 0..1.
        """
        width = frame.width
        heights = [(part, part.height_for(width)) for part in self._always()]
        if status.prompt is not None or status.followed is not None:
            self.card_height = self.card.height_for(width)
        shown = round(self.card_height * share)
        fitted = frame.fit(sum(height for _, height in heights), self.card_height if shown else 0, shown)
        top, used = fitted.strip_top, 0
        for part, height in heights:
            used = fitted.spare if part is self.transcript_view else 0
            part.setGeometry(0, top, width, height + used)
            top += height + used
        self.card.setGeometry(0, fitted.card_top + used, width, self.card_height)

    def _always(self) -> list[Strip | TensionStrip | TranscriptView]:
        extras = (part for part in (self.tension, self.transcript_view) if not part.isHidden())
        return [self.strip, *extras]
