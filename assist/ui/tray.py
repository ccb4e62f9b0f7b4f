"""Start, pause, end, quit: the menu of the tray icon, and of the overlay where the desktop has no tray."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from assist.session.keys import Key
from assist.ui.actions import ACTION_TEXTS
from assist.ui.choices import CHOICES, ChoiceName
from assist.ui.icons import app_icon
from assist.ui.status import Phase, Status
from assist.ui.wording import state_text

_TILES: dict[Phase, tuple[str, str]] = {
    "listening": ("acknowledge", "#1560bd"),
    "paused": ("pause", "#576272"),
    "failed": ("error", "#b3261e"),
    "waiting": ("dots", "#576272"),
}
_PROBLEM = "Settings problem"
_RESTING = ("acknowledge", "#576272")


class Tray(QObject):
    """The program's menu, with an icon in the system tray when there is one.

    `menu` belongs to the overlay too: on desktops without a tray it is the only one.
    """

    start = Signal()
    pause = Signal()
    resume = Signal()
    end = Signal()
    quit = Signal()
    asked = Signal(str)
    """The agent asked the overlay for something: a name of `assist.ui.actions.OVERLAY_ACTIONS`."""
    problem_asked = Signal(str, str)
    """The agent wants to read what is wrong with the settings: a headline and the sentence."""
    chosen = Signal(str, bool)
    """The agent switched a `ChoiceName` on or off."""
    review = Signal()
    """The agent wants to look at the last call."""
    automatic = Signal(bool)
    """The agent switched on or off that calls begin and end by themselves."""
    settings = Signal()
    setup = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.menu = QMenu("Leap Assist")
        self._start = self._add("Start", self.start)
        self._pause = self._add("Pause", self.pause)
        self._resume = self._add("Resume", self.resume)
        self._end = self._add("End call", self.end)
        self._review = self._add("Review last call…", self.review)
        self._review.setVisible(False)
        self.menu.addSeparator()
        self._automatic = self.menu.addAction("Notice calls by itself")
        self._automatic.setCheckable(True)
        self._automatic.setVisible(False)
        self._automatic.setToolTip(
            "A call begins with the caller's voice on the softphone's output, and ends with silence"
        )
        self._automatic.triggered.connect(self.automatic)
        self._prompt_entries = {name: self._ask(name) for name in ("evidence", "dismiss", "not_helpful")}
        self._snooze = self._ask("snooze")
        self.menu.addSeparator()
        self._hide, self._show = self._ask("hide"), self._ask("show")
        self._ask("transcript")
        self._view = self.menu.addMenu("View")
        self._choices = {name: self._choice(name) for name in CHOICES}
        self.menu.addSeparator()
        self._problem = self.menu.addAction(_PROBLEM)
        self._problem.setVisible(False)
        self._problem.triggered.connect(
            lambda _checked=False: self.problem_asked.emit(_PROBLEM, self._problem.toolTip())
        )
        self._settings = self._add("Settings…", self.settings)
        self._setup = self._add("Set up again…", self.setup)
        self.menu.addSeparator()
        self._quit = self._add("Quit", self.quit)
        self._phase: Phase | None = None
        self._away = False
        self._can_come_back = False
        self._icon: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = QSystemTrayIcon(self)
            self._icon.setContextMenu(self.menu)
        self.show_status(Status())
        self.show_keys({})
        if self._icon is not None:
            self._icon.show()

    @property
    def has_icon(self) -> bool:
        """Whether the desktop shows an icon of ours."""
        return self._icon is not None

    def show_status(self, status: Status) -> None:
        """Offer what can be done now, and tell the state in the icon's tooltip."""
        if self._icon is not None:
            self._icon.setToolTip(f"Leap Assist: {state_text(status).headline}")
        for entry in self._prompt_entries.values():
            entry.setVisible(status.prompt is not None)
        if status.phase == self._phase:
            return
        self._phase = status.phase
        running = status.phase in ("listening", "paused", "starting")
        self._start.setVisible(not running)
        self._setup.setVisible(not running)  # a call has the devices
        self._pause.setVisible(status.phase in ("listening", "starting"))
        self._pause.setEnabled(status.phase == "listening")
        self._resume.setVisible(status.phase == "paused")
        self._end.setEnabled(status.phase in ("listening", "paused"))
        self._snooze.setVisible(running)
        if self._icon is not None:
            name, tile = _TILES.get(status.phase, _RESTING)
            self._icon.setIcon(app_icon(name, tile=tile))

    def check(self, name: ChoiceName, on: bool) -> None:
        """Tick an entry of the view, or not."""
        self._choices[name].setChecked(on)

    def show_keys(self, keys: Mapping[str, Key]) -> None:
        """Write the hotkeys that work beside their entries."""
        entries = {**self._prompt_entries, "snooze": self._snooze, "hide_show": self._hide}
        for name, entry in entries.items():
            text = ACTION_TEXTS[name if name != "hide_show" else "hide"]
            entry.setText(f"{text}\t{keys[name]}" if name in keys else text)
        self._can_come_back = self.has_icon or "hide_show" in keys
        self.show_away(self._away)

    def show_problem(self, text: str) -> None:
        """Keep what is wrong with settings or hotkeys where the agent finds it; nothing takes it away."""
        self._problem.setToolTip(text)
        self._problem.setVisible(bool(text))

    def show_away(self, away: bool) -> None:
        """Offer to hide the overlay, if there is a way back, or to show it again."""
        self._away = away
        self._hide.setVisible(not away and self._can_come_back)
        self._show.setVisible(away)

    def offer_review(self) -> None:
        """Offer the menu's entry for the last call."""
        self._review.setVisible(True)

    def check_automatic(self, on: bool) -> None:
        """Offer the menu's entry for noticing calls, ticked or not."""
        self._automatic.setVisible(True)
        self._automatic.setChecked(on)

    def close(self) -> None:
        """Take icon and menu away."""
        if self._icon is not None:
            self._icon.hide()
        self.menu.deleteLater()
        self.deleteLater()

    def _add(self, text: str, signal: object) -> QAction:
        action = self.menu.addAction(text)
        action.triggered.connect(lambda _checked=False: signal.emit())  # type: ignore[attr-defined]
        return action

    def _ask(self, name: str) -> QAction:
        action = self.menu.addAction(ACTION_TEXTS[name])
        action.triggered.connect(lambda _checked=False: self.asked.emit(name))
        return action

    def _choice(self, name: ChoiceName) -> QAction:
        choice = CHOICES[name]
        action = self._view.addAction(choice.text)
        action.setCheckable(True)
        action.setChecked(choice.usually)
        action.setToolTip(choice.tooltip)
        action.triggered.connect(lambda on: self.chosen.emit(name, on))
        return action
