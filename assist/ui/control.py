"""The session as the windows see it, and the one thread that talks to it, so that a slow device never freezes them."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from assist.events import AnyEvent

if TYPE_CHECKING:
    from assist.session.day_state import DayState


class SessionControl(Protocol):
    """What the windows need of a session.

    Called from one thread, one call at a time, in this order: start, then any of pause, resume and act, then stop; then
    perhaps start again.
    """

    def start(self, on_event: Callable[[AnyEvent], None]) -> None:
        """Open the audio, load the models, begin. May take seconds.

        Args:
            on_event: called with every event, from any thread; returns at once.

        Raises:
            Exception: it cannot start; its text is one sentence for the agent.
        """
        ...

    def pause(self) -> None:
        """Stop listening, keep the call."""
        ...

    def resume(self) -> None:
        """Listen again."""
        ...

    def act(self, action: str, prompt: int | None) -> None:
        """The agent used the overlay: an action of `assist.events.Action` about a prompt."""
        ...

    def stop(self) -> None:
        """End the call and join every thread and process; idempotent; also called before a start and after a failure."""
        ...


class DayControl(Protocol):
    """What the windows need of a day whose calls also begin and end without them."""

    def attach(self, on_event: Callable[[AnyEvent], None], on_change: Callable[[], None]) -> None:
        """Tell of events and changes from now on, from any thread."""
        ...

    def state(self) -> DayState:
        """How the day stands now."""
        ...

    def set_automatic(self, on: bool) -> None:
        """Notice calls by what is heard, or not."""
        ...


class ControlLane(QObject):
    """Runs the calls to a session one after the other in a thread of its own.

    Args:
        control: the session.
        on_event: handed to the session for its events.
    """

    failed = Signal(str)
    """In the GUI thread: one sentence about a call that did not work; the session is stopped then."""
    started = Signal()
    """In the GUI thread: the session runs."""
    stopped = Signal()
    """In the GUI thread: the session has stopped."""

    def __init__(self, control: SessionControl, on_event: Callable[[AnyEvent], None]) -> None:
        super().__init__()
        self._control = control
        self._on_event = on_event
        self._calls: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="assist-control", daemon=True)
        self._thread.start()

    def start(self) -> None:
        """Start the session."""
        self._calls.put(self._start)

    def pause(self) -> None:
        """Pause it."""
        self._calls.put(self._control.pause)

    def resume(self) -> None:
        """Resume it."""
        self._calls.put(self._control.resume)

    def act(self, action: str, prompt: int | None) -> None:
        """Tell it what the agent did."""
        self._calls.put(lambda: self._control.act(action, prompt))

    def stop(self) -> None:
        """Stop it."""
        self._calls.put(self._stop)

    def close(self, timeout_seconds: float) -> bool:
        """Stop the session and end the thread.

        Returns:
            Whether all that happened within the time; a device driver that hangs must not keep the program alive.
        """
        self.blockSignals(True)
        self.stop()
        self._calls.put(None)
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            try:
                call()
            except Exception as error:  # noqa: BLE001 - whatever went wrong is shown to the agent as a sentence
                # What failed is over: a session that half works would listen without anyone knowing.
                with contextlib.suppress(Exception):
                    self._control.stop()
                self.failed.emit(sentence(error))

    def _start(self) -> None:
        self._control.start(self._on_event)
        self.started.emit()

    def _stop(self) -> None:
        self._control.stop()
        self.stopped.emit()


def sentence(error: BaseException) -> str:
    """An error as one sentence: its own text, or its name when it has none."""
    text = " ".join(str(error).split())
    return text or f"It stopped with {type(error).__name__}; please report this."
