"""Reads the agent's checks by week in a thread of its own: it may take seconds, and windows do not wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from assist.review.scorecard import KINDS
from assist.review.trends import since, trends
from assist.store.errors import StoreError
from assist.store.store import Store


class WeeksReader(QObject):
    """One reading at a time.

    Args:
        store: of the calls; None for none.
        now: wall clock with its time zone.
    """

    done = Signal(list)
    """The weeks, the oldest first."""

    def __init__(self, store: Store | None, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._store, self._now = store, now
        self._thread: threading.Thread | None = None

    def read(self) -> None:
        """Read; returns at once. Does nothing while a reading runs."""
        if self._store is None or (self._thread is not None and self._thread.is_alive()):
            return
        self._thread = threading.Thread(
            target=self._read, args=(self._store, self._now()), name="assist-weeks", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Wait for a reading that runs, so that the store can be closed."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _read(self, store: Store, until: datetime) -> None:
        began = since(until)
        try:
            calls = {entry.number: entry.started_at for entry in store.calls(since=began, limit=None)}
            found = trends(calls, store.moments(KINDS, began), until)
        except StoreError:
            return  # the list beside it says what is wrong
        self.done.emit(found)
