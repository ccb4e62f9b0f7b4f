"""The review as a program of its own."""

from __future__ import annotations

from assist.review.record import CallRecord
from assist.store.store import Store
from assist.ui.application import the_application
from assist.ui.review_window import ReviewWindow
from assist.ui.signals import SignalWatch


def run_review(store: Store | None, call: CallRecord | None) -> int:
    """Show a call or the history until the window is closed; returns the exit code.

    Raises:
        NoDisplay: there is no screen.
    """
    application = the_application()
    # Beside the overlay the program outlives its windows; here the window is the program.
    application.setQuitOnLastWindowClosed(True)
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
