"""The one Qt application of this process, made when the first window needs it."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication

from assist.ui.display import choose_platform, require_display
from assist.ui.icons import app_icon


def the_application() -> QApplication:
    """The application; every window, in whatever order they come, shares it.

    Raises:
        NoDisplay: there is no screen.
    """
    existing = QApplication.instance()
    if existing is None:
        choose_platform(os.environ)
        require_display()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Leap Assist")
    application.setDesktopFileName("leap-assist")
    application.setQuitOnLastWindowClosed(False)
    application.setWindowIcon(app_icon())
    return application
