"""Carries events from any thread into the GUI thread: bounded, and never late because of what nobody needs any more."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, Qt, Signal

from assist.events import (
    AnyEvent,
    Availability,
    BeatClosed,
    BeatOpened,
    Credit,
    FloorChanged,
    PromptClosed,
    PromptShown,
    SpeechEnded,
    SpeechStarted,
    Tension,
    Trouble,
    Words,
)
from assist.ui.status import SHOWN_EVENTS

MOST_WAITING = 256
"""Events that may wait for the GUI; beyond it, prompts that were closed before anyone could see them go first."""


MOST_WORDS = 64
"""Utterances that may wait, for the live transcript."""


class EventBridge(QObject):
    """A mailbox between the session's threads and the GUI.

    While the GUI keeps up, every event arrives in order. When it lags, a newer state of the same thing (one side's voice,
    the floor, one trouble) takes the place of the older one, so the mailbox stays small; prompts always arrive.

    Args:
        deliver: called in the GUI thread with each event.
    """

    _mail = Signal()

    def __init__(self, deliver: Callable[[AnyEvent], None]) -> None:
        super().__init__()
        self._deliver = deliver
        self._lock = threading.Lock()
        self._waiting: dict[Hashable, AnyEvent] = {}
        self._numbers = itertools.count()
        self._words = itertools.count()
        self._open = True
        self._told = False
        self._mail.connect(self._empty, Qt.ConnectionType.QueuedConnection)

    def post(self, event: AnyEvent) -> None:
        """Hand over an event; from any thread, never blocks for the GUI. Events that show nothing are let go."""
        if not isinstance(event, SHOWN_EVENTS):
            return
        with self._lock:
            if not self._open:
                return
            key = self._key(event)
            self._waiting.pop(key, None)  # the newer one goes to the end: order among the rest stays as it happened
            self._waiting[key] = event
            if len(self._waiting) > MOST_WAITING:
                self._forget_unseen_prompts()
            if not self._told:
                self._told = True
                # Inside the lock, so that `close` cannot pull the object away between the check and the call.
                self._mail.emit()

    def close(self) -> None:
        """Let nothing through any more; what waits is dropped. GUI thread."""
        with self._lock:
            self._open = False
            self._waiting.clear()

    @property
    def waiting(self) -> int:
        """How many events wait for the GUI."""
        with self._lock:
            return len(self._waiting)

    def _empty(self) -> None:
        with self._lock:
            events = list(self._waiting.values())
            self._waiting.clear()
            self._told = False
        for event in events:
            self._deliver(event)

    def _key(self, event: AnyEvent) -> Hashable:
        match event:
            case SpeechStarted() | SpeechEnded():
                return "voice", event.speaker
            case FloorChanged() | BeatOpened() | BeatClosed() | Credit() | Tension():
                return type(event).__name__
            case Words():  # a transcript shows the newest few; the oldest make room
                return "words", event.speaker if event.stability == "partial" else next(self._words) % MOST_WORDS
            case Trouble():
                return "trouble", event.what, event.speaker
            case Availability():
                return "availability", event.cues
            case _:
                return next(self._numbers)

    def _forget_unseen_prompts(self) -> None:
        closed = {event.prompt for event in self._waiting.values() if isinstance(event, PromptClosed)}
        for key, event in list(self._waiting.items()):
            if isinstance(event, PromptShown | PromptClosed) and event.prompt in closed:
                del self._waiting[key]
