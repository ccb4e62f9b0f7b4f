"""Lets the mouse through a window to what is below it."""

from __future__ import annotations

import ctypes
import functools

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_SET, _INPUT, _UNSORTED, _NO_PIXMAP = 0, 2, 0, 0


def let_mouse_through(window: QWidget, on: bool) -> None:
    """Let the mouse through, or not; without making the window anew, as QWidget would.

    On X11 the window's input shape is set here: Qt's own way remembers the size that the window has at that moment, and
    a card that opens later would not be clickable. A window manager looks at it only once the window is mapped.

    Args:
        window: a top-level window.
        on: whether the mouse goes through.
    """
    handle = window.windowHandle()
    if handle is None:
        return
    if QGuiApplication.platformName() != "xcb":
        handle.setFlag(Qt.WindowType.WindowTransparentForInput, on)
        return
    shape = _x11_shape()
    if shape is not None:
        shape.set_input(int(window.winId()), nothing=on)


class _X11Shape:
    """A connection to the X server for the shape extension (Nonrectangular Window Shape Extension, version 1.1)."""

    def __init__(self, xcb: ctypes.CDLL, shape: ctypes.CDLL, connection: ctypes.c_void_p) -> None:
        self._xcb, self._shape, self._connection = xcb, shape, connection

    def set_input(self, window: int, nothing: bool) -> None:
        """Make a window take the mouse nowhere, or wherever it is."""
        target = ctypes.c_uint32(window)
        if nothing:
            self._shape.xcb_shape_rectangles(self._connection, _SET, _INPUT, _UNSORTED, target, 0, 0, 0, None)
        else:
            self._shape.xcb_shape_mask(self._connection, _SET, _INPUT, target, 0, 0, _NO_PIXMAP)
        self._xcb.xcb_flush(self._connection)


@functools.cache
def _x11_shape() -> _X11Shape | None:
    try:
        xcb, shape = ctypes.CDLL("libxcb.so.1"), ctypes.CDLL("libxcb-shape.so.0")
    except OSError:
        return None
    xcb.xcb_connect.restype = ctypes.c_void_p
    # Both functions give back a number in a structure, which nobody needs here.
    byte, short, word = ctypes.c_uint8, ctypes.c_int16, ctypes.c_uint32
    shape.xcb_shape_rectangles.argtypes = (
        ctypes.c_void_p, byte, byte, byte, word, short, short, word, ctypes.c_void_p,
    )  # fmt: skip
    shape.xcb_shape_mask.argtypes = (ctypes.c_void_p, byte, byte, word, short, short, word)
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    return None if xcb.xcb_connection_has_error(connection) else _X11Shape(xcb, shape, connection)
