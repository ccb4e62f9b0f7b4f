"""One thread per side that owns its device: opens, reads, checks, closes, and tries again."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from assist.capture.devices import Device, Kind
from assist.capture.source import Block, Source, SourceError
from assist.capture.watchdog import Notice, Watchdog

READ_SECONDS = 0.05
"""Longest wait for sound, so that a stop is noticed."""
CHECK_SECONDS = 0.3
"""Between two looks whether it is still the right device: until then the wrong speaker is heard. A look costs 1 ms."""
RETURN_SECONDS = 1.0
"""While a substitute is used: between two looks whether the chosen device is back."""
KEPT_ITEMS = 2_000
"""About a minute of blocks for a reader that has stopped reading; then the oldest go, and the hole becomes a gap."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A device delivers from here on."""

    idle_is_silent: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """No device delivers from here on."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Sound, and the host time at which it was taken over."""

    block: Block
    at_seconds: float


Item = Opened | Closed | Arrived | Notice


@dataclass(frozen=True, slots=True)
class Choice:
    """What to record now: the chosen device, or a substitute while it is not there."""

    device: Device
    substitute: bool


Chooser = Callable[[], Choice]
"""Looks at the devices there are; raises SourceError if there is none to use."""


class Watch:
    """Keeps one side recorded, whatever happens to its device. What it notices waits in `take`."""

    def __init__(self, kind: Kind, choose: Chooser, make: Callable[[Device], Source], ready: threading.Event) -> None:
        """Prepare; `start` begins.

        Args:
            kind: which side.
            choose: what to record now.
            make: the recording for a device.
            ready: set whenever there is something to take.
        """
        self._choose, self._make, self._ready = choose, make, ready
        self._items: deque[Item] = deque(maxlen=KEPT_ITEMS)
        self._stop = threading.Event()
        self._watchdog = _watchdog(kind)
        self._source: Source | None = None
        self._substitute = False
        self._next_check = 0.0
        self._settled = threading.Event()
        # A daemon: a driver that never returns from close must not keep the program alive.
        self._thread = threading.Thread(target=self._run, name=f"capture-{kind}", daemon=True)

    @property
    def settled(self) -> bool:
        """True once the first sound came or the first attempt failed."""
        return self._settled.is_set()

    def start(self) -> None:
        """Begin to record."""
        self._thread.start()

    def take(self) -> list[Item]:
        """What has happened since the last call, in order."""
        items = []
        while self._items:
            items.append(self._items.popleft())
        return items

    def ask_stop(self) -> None:
        """Tell the thread to close the device and end."""
        self._stop.set()

    def join(self, timeout_seconds: float) -> bool:
        """Wait for the end; False if a driver holds the thread."""
        if self._thread.ident is not None:
            self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            now = time.monotonic()
            if self._source is not None:
                self._listen(self._source)
            elif self._watchdog.due(now):
                self._open(now)
            else:
                self._stop.wait(0.02)
        self._close()
        self._tell(self._watchdog.stopped(time.monotonic()))

    def _open(self, now: float) -> None:
        source: Source | None = None
        try:
            choice = self._choose()
            source = self._make(choice.device)
            source.open()
        except SourceError as error:
            if source:
                source.close()
            self._tell(self._watchdog.failed(now, error))
            self._settled.set()
            return
        now = time.monotonic()
        self._source, self._substitute, self._next_check = source, choice.substitute, now + CHECK_SECONDS
        self._put(Opened(source.idle_is_silent))
        name = f'"{choice.device.label}"' if choice.substitute else ""
        self._tell(self._watchdog.opened(now, always_delivers=not source.idle_is_silent, substitute=name))

    def _listen(self, source: Source) -> None:
        try:
            blocks = source.read(READ_SECONDS)
            now = time.monotonic()
            for block in blocks:
                self._put(Arrived(block, now))
                self._tell(self._watchdog.data(now, block.duration_seconds, silent=block.silent))
                self._settled.set()
            error, notices = self._watchdog.overdue(now, source.device.label)
            self._tell(notices)
            if error:
                raise error
            if now >= self._next_check:
                self._check(source, now)
        except SourceError as error:
            self._close()
            self._tell(self._watchdog.failed(time.monotonic(), error))
            self._settled.set()

    def _check(self, source: Source, now: float) -> None:
        source.check()
        self._next_check = now + CHECK_SECONDS
        if self._substitute:
            self._next_check = now + RETURN_SECONDS
            choice = self._choose()
            if choice.device.identity != source.device.identity:
                self._close()
                self._watchdog.reopen(now)

    def _close(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.close()
            self._put(Closed())

    def _tell(self, notices: list[Notice]) -> None:
        for notice in notices:
            self._put(notice)

    def _put(self, item: Item) -> None:
        self._items.append(item)
        self._ready.set()


def _watchdog(kind: Kind) -> Watchdog:
    if kind == "output":
        return Watchdog(zeros=None)
    if sys.platform == "darwin":
        return Watchdog(
            zeros="no_permission",
            zeros_message="The microphone gives perfect silence: allow Leap Assist under System Settings, Privacy & "
            "Security, Microphone, then start it again.",
        )
    return Watchdog(
        zeros="no_audio",
        zeros_message="The microphone gives no sound at all: check whether it is muted or switched off.",
    )
