"""What makes a window stay on top of everything without ever taking the keyboard from the agent's work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

TOPMOST = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)
"""Flags for the window's constructor."""

PANEL = Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint
"""Flags of the side panel: an ordinary window, which a Wayland desktop can place and the agent can give the focus to."""


def keep_out_of_the_way(window: QWidget, rounded: bool) -> None:
    """Set what the flags alone do not say.

    Args:
        window: made with `TOPMOST`.
        rounded: let what is behind the window be seen at its corners.
    """
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
    # Qt shows tooltips in the active window only, and this one never is.
    window.setAttribute(Qt.WidgetAttribute.WA_AlwaysShowToolTips)
    window.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, rounded)
    window.setFocusPolicy(Qt.FocusPolicy.NoFocus)
