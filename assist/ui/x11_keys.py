"""Hotkeys that work whichever program has the keyboard, on X11: the server gives us the key and nobody else.

Through a connection of our own to the X server (Xlib by ctypes): Qt has no such thing, and nothing else is needed.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QObject, QSocketNotifier

from assist.session.keys import Key, Modifier

_KEY_PRESS, _KEY_RELEASE, _MAPPING_NOTIFY = 2, 3, 34
_BAD_ACCESS = 10
_GRAB_ASYNC = 1
_MASKS: dict[Modifier, int] = {"Shift": 1, "Ctrl": 4, "Alt": 8, "Super": 64}
_CAPS_LOCK, _NUM_LOCK = 2, 16
_LOCKS = (0, _CAPS_LOCK, _NUM_LOCK, _CAPS_LOCK | _NUM_LOCK)
_RELEVANT = sum(_MASKS.values())
_KEYSYMS = {"Space": "space", "Backspace": "BackSpace", "PageUp": "Prior", "PageDown": "Next"}
"""Keys that X11 names otherwise."""


class _KeyEvent(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("root", ctypes.c_ulong), ("subwindow", ctypes.c_ulong), ("time", ctypes.c_ulong),
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("x_root", ctypes.c_int), ("y_root", ctypes.c_int),
        ("state", ctypes.c_uint), ("keycode", ctypes.c_uint), ("same_screen", ctypes.c_int),
    ]  # fmt: skip


class _Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("key", _KeyEvent), ("room", ctypes.c_long * 24)]


class _ErrorEvent(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("display", ctypes.c_void_p), ("resourceid", ctypes.c_ulong), ("serial", ctypes.c_ulong),
        ("error_code", ctypes.c_ubyte), ("request_code", ctypes.c_ubyte), ("minor_code", ctypes.c_ubyte),
    ]  # fmt: skip


_Handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(_ErrorEvent))


class X11Keys(QObject):
    """Takes keys from the X server for this program alone.

    Args:
        pressed: called in the GUI thread with the action whose key was pressed.

    Raises:
        OSError: there is no X library or no X server.
    """

    def __init__(self, pressed: Callable[[str], object]) -> None:
        super().__init__()
        self._pressed = pressed
        self._x = _library()
        display = self._x.XOpenDisplay(None)
        if not display:
            raise OSError("the X server cannot be reached")
        self._display = ctypes.c_void_p(display)
        self._root = self._x.XDefaultRootWindow(self._display)
        self._keys: dict[str, Key] = {}
        self._codes: dict[tuple[int, int], str] = {}
        self._down: dict[int, str] = {}
        self._x.XkbSetDetectableAutoRepeat(self._display, 1, None)  # a key that is held down comes up once
        self._notifier = QSocketNotifier(self._x.XConnectionNumber(self._display), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def take(self, keys: Mapping[str, Key]) -> list[str]:
        """Take these keys in place of those taken before.

        Args:
            keys: action -> key.

        Returns:
            Actions whose key could not be had: another program has it, or this keyboard has no such key.
        """
        self._give_back()
        self._keys = dict(keys)
        refused = [action for action, key in keys.items() if not self._take_one(action, key)]
        self._x.XFlush(self._display)
        return refused

    def close(self) -> None:
        """Give everything back."""
        self._notifier.setEnabled(False)
        self._give_back()
        self._x.XCloseDisplay(self._display)

    def _take_one(self, action: str, key: Key) -> bool:
        name = _KEYSYMS.get(key.name, key.name if len(key.name) > 1 else key.name.lower())
        code = self._x.XKeysymToKeycode(self._display, self._x.XStringToKeysym(name.encode()))
        if code == 0:
            return False
        mask = sum(_MASKS[modifier] for modifier in key.modifiers)
        with self._refusals() as refusals:
            for locks in _LOCKS:  # the server counts Caps Lock and Num Lock as held keys
                self._x.XGrabKey(self._display, code, mask | locks, self._root, 0, _GRAB_ASYNC, _GRAB_ASYNC)
        if _BAD_ACCESS in refusals:
            self._release(code, mask)
            return False
        self._codes[code, mask] = action
        return True

    def _give_back(self) -> None:
        for code, mask in self._codes:
            self._release(code, mask)
        self._codes.clear()

    def _release(self, code: int, mask: int) -> None:
        for locks in _LOCKS:
            self._x.XUngrabKey(self._display, code, mask | locks, self._root)

    @contextmanager
    def _refusals(self) -> Iterator[list[int]]:
        """Collect the server's errors meanwhile; Xlib would end the process for them."""
        codes: list[int] = []

        def note(_display: int, error: ctypes._Pointer[_ErrorEvent]) -> int:
            codes.append(error.contents.error_code)
            return 0

        handler = _Handler(note)
        before = self._x.XSetErrorHandler(ctypes.cast(handler, ctypes.c_void_p))
        try:
            yield codes
            self._x.XSync(self._display, 0)
        finally:
            self._x.XSetErrorHandler(ctypes.c_void_p(before))

    def _read(self) -> None:
        event = _Event()
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, ctypes.byref(event))
            if event.type == _KEY_PRESS:
                action = self._codes.get((event.key.keycode, event.key.state & _RELEVANT))
                if action is not None:
                    self._down[event.key.keycode] = action
            elif event.type == _KEY_RELEASE:
                # Only now: until the key comes up the server holds the keyboard for us, and a menu could not have it.
                action = self._down.pop(event.key.keycode, None)
                if action is not None:
                    self._pressed(action)
            elif event.type == _MAPPING_NOTIFY:  # another keyboard layout: the same keys have other codes
                self._x.XRefreshKeyboardMapping(ctypes.byref(event))
                self.take(self._keys)


def _library() -> ctypes.CDLL:
    x = ctypes.CDLL("libX11.so.6")
    display, number = ctypes.c_void_p, ctypes.c_ulong
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XDefaultRootWindow.restype = number
    x.XStringToKeysym.restype = number
    x.XSetErrorHandler.restype = ctypes.c_void_p
    x.XKeysymToKeycode.restype = ctypes.c_ubyte
    x.XKeysymToKeycode.argtypes = (display, number)
    x.XGrabKey.argtypes = (display, ctypes.c_int, ctypes.c_uint, number, ctypes.c_int, ctypes.c_int, ctypes.c_int)
    x.XUngrabKey.argtypes = (display, ctypes.c_int, ctypes.c_uint, number)
    x.XkbSetDetectableAutoRepeat.argtypes = (display, ctypes.c_int, ctypes.c_void_p)
    return x
