"""Is there a screen, and how does it draw? Asked before Qt starts, because Qt ends the whole process when there is none."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

_NEEDS_NO_DISPLAY = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs"})


class NoDisplay(Exception):  # noqa: N818 - a state of the machine more than a mistake
    """There is no screen to draw on; the message is one sentence that says how to go on."""


def choose_platform(environment: MutableMapping[str, str], system: str = sys.platform) -> None:
    """Run through X11 also on Wayland, which knows neither "always on top" nor a window's own place.

    Does nothing when the user chose a platform, or when the Wayland session offers no X server.
    """
    if system.startswith("linux") and environment.get("WAYLAND_DISPLAY") and environment.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "xcb")


def require_display(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> None:
    """Make sure that Qt can open a window here.

    Raises:
        NoDisplay: no display is set, it cannot be reached, or a library that Qt needs for it is missing.
    """
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if not system.startswith("linux") or platform in _NEEDS_NO_DISPLAY:
        return
    name = environment.get("DISPLAY", "")
    if platform.startswith("wayland") or (environment.get("WAYLAND_DISPLAY") and platform != "xcb"):
        return
    if not name:
        raise NoDisplay("No display is available (DISPLAY is not set); run it in a desktop session or without windows.")
    _require_plugin()
    x11 = _X11.open(name)
    if x11 is None:
        raise NoDisplay(f"The display {name} cannot be opened; check DISPLAY and that you may use that screen.")
    x11.close()


def is_composited(platform_name: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether windows may have transparent corners: always, except on an X11 screen without a compositing manager."""
    if platform_name != "xcb":
        return True
    x11 = _X11.open(environment.get("DISPLAY", ""))
    if x11 is None:
        return False
    try:
        return x11.has_compositor()
    finally:
        x11.close()


def _require_plugin() -> None:
    """Load Qt's X11 part: when a system library is missing, the loader names it, and Qt would only end the process."""
    import PySide6  # noqa: PLC0415 - heavy, and only needed here

    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():  # a system-wide Qt keeps its plugins, and their libraries, in order itself
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        missing = str(error).split(":", maxsplit=1)[0]
        raise NoDisplay(
            f"Qt cannot open windows because the system library {missing} is missing; install the package that has it "
            "(on Debian and Ubuntu: sudo apt install libxcb-cursor0 libxkbcommon-x11-0 libegl1)."
        ) from error


class _X11:
    """One short connection to an X server."""

    def __init__(self, library: ctypes.CDLL, display: int) -> None:
        self._library = library
        self._display = ctypes.c_void_p(display)

    @classmethod
    def open(cls, name: str) -> _X11 | None:
        try:
            library = ctypes.CDLL("libX11.so.6")
        except OSError:
            return None
        library.XOpenDisplay.restype = ctypes.c_void_p
        library.XInternAtom.restype = ctypes.c_ulong
        library.XGetSelectionOwner.restype = ctypes.c_ulong
        library.XGetSelectionOwner.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        display = library.XOpenDisplay(name.encode())
        return cls(library, display) if display else None

    def has_compositor(self) -> bool:
        """A compositing manager owns the selection _NET_WM_CM_Sn of its screen (Extended Window Manager Hints)."""
        screen = int(self._library.XDefaultScreen(self._display))
        atom = self._library.XInternAtom(self._display, f"_NET_WM_CM_S{screen}".encode(), 0)
        return bool(self._library.XGetSelectionOwner(self._display, atom))

    def close(self) -> None:
        self._library.XCloseDisplay(self._display)
