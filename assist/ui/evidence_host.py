"""When the evidence is to be seen: while the mouse rests on the card, or from one press of a key to the next."""

from __future__ import annotations

from collections.abc import Callable

from assist.ui.evidence_panel import EvidencePanel
from assist.ui.frame import Frame


class EvidenceHost:
    """Shows and hides the evidence panel.

    Args:
        panel: the panel.
        frame: the window it stands beside.
        text: the evidence of the prompt on screen, as rich text; nothing when there is none.
    """

    def __init__(self, panel: EvidencePanel, frame: Frame, text: Callable[[], str]) -> None:
        self._panel = panel
        self._frame = frame
        self._text = text
        self.pinned = False
        """Whether it stays without the mouse."""

    def hover(self, text: str) -> None:
        """The mouse rests on the card; without text, no more."""
        if text and not self._frame.mover.active:
            self._panel.show_beside(text, self._frame.area, self._frame.free)
        elif not self.pinned:
            self._panel.hide()

    def toggle(self) -> bool:
        """Show it until asked again or until the prompt goes; whether it is shown now."""
        if self.pinned or not self._text():
            self.hide()
            return False
        self._panel.show_beside(self._text(), self._frame.area, self._frame.free)
        self._panel.announce()
        self.pinned = True
        return True

    def hide(self) -> None:
        """Take it away."""
        self.pinned = False
        self._panel.hide()
