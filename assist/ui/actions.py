"""What the agent can ask of the overlay, whichever way: hotkey, menu, or a command from outside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from assist.ui.overlay import Overlay

ACTION_TEXTS: dict[str, str] = {
    "evidence": "Why this prompt?",
    "dismiss": "Dismiss",
    "not_helpful": "Not helpful",
    "snooze": "Snooze prompts",
    "hide": "Hide the overlay",
    "show": "Show the overlay",
    "hide_show": "Hide or show the overlay",
    "transcript": "Read the transcript",
    "menu": "Open the menu",
}
"""Action -> how a menu names it."""

OVERLAY_ACTIONS = tuple(ACTION_TEXTS)


class OverlayActions(QObject):
    """Does what is asked for, and says in a sentence what became of it.

    Args:
        overlay: the overlay.
    """

    away_changed = Signal(bool)
    """The overlay was hidden, or shown again."""
    _asked = Signal(str)

    def __init__(self, overlay: Overlay) -> None:
        super().__init__()
        self._overlay = overlay
        self._asked.connect(self.do, Qt.ConnectionType.QueuedConnection)
        self._doing: dict[str, Callable[[], str]] = {
            "evidence": self._evidence,
            "dismiss": lambda: self._about_prompt("dismiss", "Dismissed."),
            "not_helpful": lambda: self._about_prompt("not_helpful", "Noted as not helpful."),
            "snooze": self._snooze,
            "hide": lambda: self._put_away(True),
            "show": lambda: self._put_away(False),
            "hide_show": lambda: self._put_away(not overlay.put_away),
            "transcript": self._transcript,
            "menu": self._menu,
        }

    def ask(self, name: str) -> None:
        """Have it done soon; from any thread.

        Raises:
            ValueError: there is no such action; the message names those there are.
        """
        _check(name)
        self._asked.emit(name)

    def do(self, name: str) -> str:
        """Do it now; GUI thread only.

        Returns:
            A sentence for whoever asked.

        Raises:
            ValueError: there is no such action; the message names those there are.
        """
        _check(name)
        return self._doing[name]()

    def _about_prompt(self, action: str, done: str) -> str:
        if self._overlay.status.prompt is None:
            return "There is no prompt on screen."
        self._overlay.act(action)
        return done

    def _snooze(self) -> str:
        if self._overlay.status.phase not in ("listening", "paused"):
            return "There is no call, so there are no prompts to snooze."
        self._overlay.act("snooze")
        self._overlay.show_notice("Prompts snoozed")
        return "Prompts are snoozed for a while; Safety still comes."

    def _evidence(self) -> str:
        if self._overlay.status.prompt is None:
            return "There is no prompt on screen."
        return "The evidence is shown." if self._overlay.toggle_evidence() else "The evidence is hidden."

    def _put_away(self, away: bool) -> str:
        self._overlay.set_put_away(away)
        self.away_changed.emit(away)
        return "The overlay is hidden; Safety still comes." if away else "The overlay is shown."

    def _transcript(self) -> str:
        self._overlay.read_transcript()
        return "The transcript is open."

    def _menu(self) -> str:
        self._overlay.open_menu()
        return "The menu is open."


def _check(name: str) -> None:
    if name not in OVERLAY_ACTIONS:
        raise ValueError(f"The overlay knows no “{name}”; it knows {', '.join(OVERLAY_ACTIONS)}.")
