"""What the system says about motion and contrast. Asked once at the start, read-only, and never in the way of it."""

from __future__ import annotations

import configparser
import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

_ASK_SECONDS = 0.5
_GET_ANIMATION = 0x1042  # SPI_GETCLIENTAREAANIMATION


def prefers_reduced_motion(system: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the system is set to show less motion; False where it does not say.

    Linux: GNOME's setting, GTK's settings files and KDE's animation speed. Windows: "Animation effects". macOS: "Reduce
    motion" (neither of these two has been tried on such a machine).
    """
    if system == "win32":
        return _windows_animations() is False
    if system == "darwin":
        return _said(["defaults", "read", "com.apple.universalaccess", "reduceMotion"]) == "1"
    folder = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    if _ini(folder / "kdeglobals", "KDE", "AnimationDurationFactor") in ("0", "0.0"):
        return True
    files = [folder / version / "settings.ini" for version in ("gtk-4.0", "gtk-3.0")]
    if any(_ini(file, "Settings", "gtk-enable-animations") in ("0", "false") for file in files):
        return True
    return _said(["gsettings", "get", "org.gnome.desktop.interface", "enable-animations"]) == "false"


def prefers_high_contrast() -> bool:
    """Whether the system is set to a high contrast; False where it or this Qt (before 6.10) does not say."""
    hints = getattr(QGuiApplication.styleHints(), "accessibility", None)
    return hints is not None and hints().contrastPreference() == Qt.ContrastPreference.HighContrast


def _ini(file: Path, section: str, name: str) -> str:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
        return parser.get(section, name, fallback="").strip().lower()
    except (OSError, ValueError, configparser.Error):
        return ""


def _said(command: list[str]) -> str:
    """The first line that a program prints; nothing when it is not there or takes too long."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        done = subprocess.run(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_ASK_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().lower() if done.returncode == 0 else ""


def _windows_animations() -> bool | None:
    library = getattr(ctypes, "windll", None)
    if library is None:
        return None
    on = ctypes.c_int(1)
    asked = library.user32.SystemParametersInfoW(_GET_ANIMATION, 0, ctypes.byref(on), 0)
    return bool(on.value) if asked else None
