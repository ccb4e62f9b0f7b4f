"""Offers the review of the last call from the overlay's menu, and opens it after a call where the agent wants that."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from assist.store.errors import StoreError
from assist.store.store import Store
from assist.ui.review_window import ReviewWindow

_QUIET = Qt.WidgetAttribute.WA_ShowWithoutActivating


class ReviewOpener(QObject):
    """One review window at most, in the program that also runs the calls.

    Args:
        open_store: opens the store of this user's calls; asked each time the window opens.
        at_once: open the window by itself when a call has ended; it never takes the keyboard's focus then.
    """

    def __init__(self, open_store: Callable[[], Store], at_once: bool = False) -> None:
        super().__init__()
        self._open_store, self._at_once = open_store, at_once
        self._store: Store | None = None
        self.window: ReviewWindow | None = None

    def call_ended(self) -> None:
        """A call is over, and on disk."""
        if self._at_once:
            self.show_last(taking_focus=False)

    def show_last(self, *, taking_focus: bool = True) -> None:
        """Show the newest call, or the history if there is none."""
        try:
            store = self._store or self._open_store()
            newest = store.calls(limit=1)
        except StoreError as problem:
            if taking_focus:
                QMessageBox.warning(None, "Leap Assist", str(problem))
            return
        self._store = store
        window = self.window or ReviewWindow(store)
        if self.window is None:
            self.window = window
            window.closed.connect(self._forget)
        if newest:
            window.show_call(newest[0].number)
        else:
            window.show_history()
        window.setAttribute(_QUIET, not taking_focus)
        window.show()
        if taking_focus:
            window.raise_()
            window.activateWindow()

    def close(self) -> None:
        """Leave no window behind."""
        if self.window is not None:
            self.window.close()

    def _forget(self) -> None:
        window, self.window = self.window, None
        store, self._store = self._store, None
        if window is not None:
            window.deleteLater()
        if store is not None:
            store.close()
