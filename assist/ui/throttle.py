"""Does something at most so many times a second, and never misses the last time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Throttle(QObject):
    """Bundles what is asked for too often.

    Args:
        action: what to do.
        seconds: least time from one to the next.
        clock: seconds that only go forward.
        parent: whoever owns it.
    """

    def __init__(self, action: Callable[[], None], seconds: float, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._action = action
        self._seconds = seconds
        self._clock = clock
        self._last: float | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._do)

    def ask(self) -> None:
        """Do it now, or as soon as it may be done again."""
        if self._timer.isActive():
            return
        wait = 0.0 if self._last is None else self._last + self._seconds - self._clock()
        if wait <= 0:
            self._do()
        else:
            self._timer.start(round(wait * 1000) + 1)

    def _do(self) -> None:
        self._last = self._clock()
        self._action()
