"""The agent's hotkeys, in whichever way this desktop gives them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QGuiApplication

from assist.session.keys import Key
from assist.ui.windows_keys import WindowsKeys
from assist.ui.x11_keys import X11Keys


class KeyTaker(Protocol):
    """One way to have keys."""

    def take(self, keys: Mapping[str, Key]) -> list[str]:
        """Take keys; the actions whose key could not be had."""
        ...

    def close(self) -> None:
        """Give them back."""
        ...


class Hotkeys:
    """Takes the keys, and says which it could not have.

    Args:
        keys: action -> key.
        pressed: called in the GUI thread with the action whose key was pressed.
        settings: the file in which the agent can choose others.
    """

    def __init__(self, keys: Mapping[str, Key], pressed: Callable[[str], object], settings: Path) -> None:
        self.working: dict[str, Key] = {}
        """Action -> key, those that were to be had."""
        self.problem = ""
        """One sentence for the agent, or nothing."""
        self._taker: KeyTaker | None = None
        if not keys:
            return
        why = _unavailable()
        if why:
            self.problem = f"Hotkeys {why}; use the menu instead."
            return
        try:
            self._taker = WindowsKeys(pressed) if sys.platform == "win32" else X11Keys(pressed)
        except OSError as error:
            self.problem = f"Hotkeys are off because {error}; use the menu instead."
            return
        refused = self._taker.take(keys)
        self.working = {action: key for action, key in keys.items() if action not in refused}
        if refused:
            names = _joined([str(keys[action]) for action in refused])
            one = len(refused) == 1
            self.problem = (
                f"{names} {'is' if one else 'are'} taken by another program or not on this keyboard;"
                f" choose {'another key' if one else 'other keys'} for {_joined(refused)} under [hotkeys] in {settings}."
            )

    def close(self) -> None:
        """Give the keys back."""
        if self._taker is not None:
            self._taker.close()
            self._taker = None


def _unavailable() -> str:
    """Why this desktop gives no hotkeys, as the end of a sentence; nothing when it does."""
    if sys.platform == "darwin":
        return "are not built for macOS yet"
    if sys.platform == "win32":
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return "do not exist for programs on a Wayland desktop"
    return "" if QGuiApplication.platformName() == "xcb" else "need an X11 screen"


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
