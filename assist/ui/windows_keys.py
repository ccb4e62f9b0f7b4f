"""Hotkeys that work whichever program has the keyboard, on Windows (RegisterHotKey).

Written from the system's documentation; it has not been run on a Windows machine yet.
"""

from __future__ import annotations

import ctypes
import ctypes.wintypes
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

from assist.session.keys import Key, Modifier

_WM_HOTKEY = 0x0312
_NO_REPEAT = 0x4000
_MASKS: dict[Modifier, int] = {"Alt": 1, "Ctrl": 2, "Shift": 4, "Super": 8}
_CODES = {
    "Space": 0x20, "Tab": 0x09, "Return": 0x0D, "Escape": 0x1B, "Backspace": 0x08, "Insert": 0x2D, "Delete": 0x2E,
    "Home": 0x24, "End": 0x23, "PageUp": 0x21, "PageDown": 0x22, "Left": 0x25, "Up": 0x26, "Right": 0x27, "Down": 0x28,
    "Pause": 0x13,
}  # fmt: skip


class WindowsKeys(QAbstractNativeEventFilter):
    """Registers keys with the system for the GUI thread.

    Args:
        pressed: called in the GUI thread with the action whose key was pressed.

    Raises:
        OSError: this is not Windows.
    """

    def __init__(self, pressed: Callable[[str], object]) -> None:
        super().__init__()
        library = getattr(ctypes, "windll", None)
        application = QCoreApplication.instance()
        if library is None or application is None:
            raise OSError("these hotkeys are for Windows")
        self._user: Any = library.user32
        self._pressed = pressed
        self._actions: dict[int, str] = {}
        self._application = application
        application.installNativeEventFilter(self)

    def take(self, keys: Mapping[str, Key]) -> list[str]:
        """Take these keys in place of those taken before.

        Args:
            keys: action -> key.

        Returns:
            Actions whose key another program has.
        """
        self._give_back()
        refused = []
        for number, (action, key) in enumerate(keys.items(), start=1):
            mask = sum(_MASKS[modifier] for modifier in key.modifiers) | _NO_REPEAT
            if self._user.RegisterHotKey(None, number, mask, virtual_key(key.name)):
                self._actions[number] = action
            else:
                refused.append(action)
        return refused

    def close(self) -> None:
        """Give everything back."""
        self._give_back()
        self._application.removeNativeEventFilter(self)

    def nativeEventFilter(  # noqa: N802 - Qt's name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        """See the system's messages; ours end here."""
        if bytes(QByteArray(kind).data()) in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            told = ctypes.wintypes.MSG.from_address(int(message))
            action = self._actions.get(told.wParam) if told.message == _WM_HOTKEY else None
            if action is not None:
                self._pressed(action)
                return True, 0
        return False, 0

    def _give_back(self) -> None:
        for number in self._actions:
            self._user.UnregisterHotKey(None, number)
        self._actions.clear()


def virtual_key(name: str) -> int:
    """The system's number of a key."""
    if len(name) == 1:
        return ord(name)
    if name in _CODES:
        return _CODES[name]
    return 0x70 + int(name[1:]) - 1  # F1 is 0x70
