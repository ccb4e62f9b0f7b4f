"""The review as a program of its own."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication

from assist.review.record import CallRecord
from assist.store.store import Store
from assist.ui.display import choose_platform, require_display
from assist.ui.icons import app_icon
from assist.ui.review_window import ReviewWindow
from assist.ui.signals import SignalWatch


def run_review(store: Store | None, call: CallRecord | None) -> int:
    """Show a call or the history until the window is closed; returns the exit code.

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
    application.setWindowIcon(app_icon())
    window = ReviewWindow(store)
    if call is None:
        window.show_history()
    else:
        window.show_record(call)
    window.show()
    signals = SignalWatch(application.quit)
    application.exec()
    window.close()
    signals.close()
    window.deleteLater()
    return 0
