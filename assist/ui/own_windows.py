"""Settings and set-up: by themselves as commands, or beside the overlay from its menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QMessageBox

from assist.profile.draft import Draft
from assist.profile.load import ProfileError
from assist.profile.schema import SpeakerBleed
from assist.session.ears import LiveEars
from assist.session.first_start import FirstStart, usual_places
from assist.session.settings import own_profile_file, usual_base
from assist.ui.application import the_application
from assist.ui.settings.window import SettingsWindow
from assist.ui.setup.assistant import Assistant
from assist.ui.signals import SignalWatch


def run_setup(first: bool = False) -> None:
    """Show the first-start assistant, and return when it is done or skipped.

    Args:
        first: the program starts for the first time.

    Raises:
        NoDisplay: there is no screen.
    """
    the_application()
    _run(_assistant(first=first, with_place=True))


def run_settings(path: Path | None = None) -> None:
    """Show the settings window, and return when it is closed.

    Args:
        path: the profile file to edit; None for the agent's own.

    Raises:
        NoDisplay: there is no screen.
        ProfileError: the file, or one that it adds to, cannot be read.
    """
    the_application()
    _run(_settings(path))


class OwnWindows:
    """The windows that the overlay's menu opens; at most one of each."""

    def __init__(self) -> None:
        self._open: dict[str, QDialog] = {}
        self._gone: QDialog | None = None

    def settings(self) -> None:
        """Open the settings, or bring them to the front."""
        try:
            self._show("settings", self._open.get("settings") or _settings(None))
        except ProfileError as problem:
            box = QMessageBox(QMessageBox.Icon.Warning, "Leap Assist settings", str(problem))
            self._show("settings", box)

    def setup(self) -> None:
        """Open the assistant, or bring it to the front; the overlay is on the screen and needs no page there."""
        self._show("setup", self._open.get("setup") or _assistant(first=False, with_place=False))

    def close_setup(self) -> None:
        """A call starts: the devices belong to it."""
        if (window := self._open.get("setup")) is not None:
            window.reject()

    def close(self) -> None:
        """Leave no window behind; what was not saved is forgotten."""
        for window in list(self._open.values()):
            window.done(QDialog.DialogCode.Rejected)

    def _show(self, name: str, window: QDialog) -> None:
        if name not in self._open:
            self._open[name] = window
            window.finished.connect(lambda _: self._forget(name))
        window.show()
        window.raise_()
        window.activateWindow()

    def _forget(self, name: str) -> None:
        """A window is closing; it must outlive the signal by which it says so."""
        self._gone = self._open.pop(name, None)
        if self._gone is not None:
            self._gone.deleteLater()


def _settings(path: Path | None) -> SettingsWindow:
    return SettingsWindow(Draft(path or own_profile_file(), usual_base()))


def _assistant(*, first: bool, with_place: bool) -> Assistant:
    return Assistant(FirstStart(usual_places()), LiveEars(SpeakerBleed()), first=first, with_place=with_place)


def _run(window: QDialog) -> None:
    """Show a window by itself; an interrupt closes it."""
    signals = SignalWatch(lambda: window.done(QDialog.DialogCode.Rejected))
    try:
        window.exec()
    finally:
        signals.close()
        signals.deleteLater()
        window.deleteLater()
