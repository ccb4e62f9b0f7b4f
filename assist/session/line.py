"""The devices, open all day, and the calls cut out of their sound: what belongs to one call goes to that call only."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from assist.events import SAMPLE_RATE, Gap, Speaker, Trouble
from assist.session.runner import READ_SECONDS, FrameSource
from assist.speech.call_ear import CallEar
from assist.speech.call_watch import CallBegan, CallOver
from assist.timeline.frame import StereoFrame

Item = StereoFrame | Gap | Trouble

MOST_WAITING = 60 * SAMPLE_RATE
"""Sound that may wait for a call that is being opened; opening takes one or two seconds."""
JOIN_SECONDS = 5.0


class CallFeed:
    """The sound of one call on the line, from sample `at` of the line on; a `FrameSource` whose time begins with 0.

    Args:
        at: where the call begins, in samples of the line.
        heard_before: samples that had been heard already when it was noticed.
    """

    def __init__(self, at: int, heard_before: int) -> None:
        self._at = at
        self.heard_before = heard_before
        self._condition = threading.Condition()
        self._items: deque[Item] = deque()
        self._waiting = 0
        self._over = False
        self._problem: str | None = None

    @property
    def ended(self) -> bool:
        """True when the call is over and all of it has been read."""
        with self._condition:
            return self._over and not self._items

    def start(self) -> None:
        """The line is open already."""

    def read(self, timeout_seconds: float) -> Sequence[Item]:
        """What came in since the last time; waits at most `timeout_seconds` for something.

        Raises:
            RuntimeError: the line broke, or this call was not read for so long that sound would be lost.
        """
        with self._condition:
            if not (self._items or self._over or self._problem):
                self._condition.wait(timeout_seconds)
            if self._problem is not None and not self._items:
                raise RuntimeError(self._problem)
            items, self._waiting = list(self._items), 0
            self._items.clear()
            return items

    def stop(self) -> None:
        """Take nothing more."""
        self.finish()

    def put(self, item: Item) -> None:
        """Take what the line heard."""
        own = _since(item, self._at)
        with self._condition:
            if own is None or self._over or self._problem is not None:
                return
            self._items.append(own)
            if isinstance(own, StereoFrame):
                self._waiting += len(own.audio)
                if self._waiting > MOST_WAITING:
                    self._problem = "this computer did not keep up with the sound"
            self._condition.notify_all()

    def finish(self) -> None:
        """The call is over; what was heard until now can still be read."""
        with self._condition:
            self._over = True
            self._condition.notify_all()

    def break_off(self, problem: str) -> None:
        """Nothing will come any more, because of a problem."""
        with self._condition:
            self._problem = self._problem or problem
            self._condition.notify_all()


class Line:
    """Reads both devices in a thread of its own, listens for calls, and holds the last seconds in memory only.

    Args:
        source: the devices.
        ear: notices calls.
        keep_samples: how far back a call may begin.
        lock: held while anything here changes and while the functions below are called; shared with their owner, so that
            what is heard and what is commanded come one after the other.
        on_heard: a call has begun or is over.
        on_trouble: something is wrong with a device, or right again.
        on_broken: the line broke; one clause that says why.
    """

    def __init__(
        self,
        source: FrameSource,
        ear: CallEar,
        keep_samples: int,
        lock: threading.RLock | threading.Condition,
        on_heard: Callable[[CallBegan | CallOver], None],
        on_trouble: Callable[[Trouble], None],
        on_broken: Callable[[str], None],
    ) -> None:
        self._source, self._ear, self._keep, self._lock = source, ear, keep_samples, lock
        self._on_heard, self._on_trouble, self._on_broken = on_heard, on_trouble, on_broken
        self._recent: deque[StereoFrame | Gap] = deque()
        self._troubles: dict[tuple[str, Speaker | None], Trouble] = {}
        self._feed: CallFeed | None = None
        self._now = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open the devices and begin.

        Raises:
            Exception: they cannot be opened.
        """
        self._source.start()
        self._thread = threading.Thread(target=self._run, name="assist-line", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the devices and join the thread; not from under the lock."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(JOIN_SECONDS)
        self._source.stop()
        with self._lock:
            if self._feed is not None:
                self._feed.finish()
            self._recent.clear()

    @property
    def troubles(self) -> list[Trouble]:
        """What is wrong with the devices now."""
        with self._lock:
            return [replace(trouble, at=0, known_at=0, since=0) for trouble in self._troubles.values()]

    def begin(self, at: int | None = None) -> CallFeed:
        """Cut out a call.

        Args:
            at: its first sample, as `CallBegan.at`; None: it begins now, at somebody's word.
        """
        with self._lock:
            if at is None:
                self._ear.begun()
            kept = next((item.start for item in self._recent if isinstance(item, StereoFrame)), self._now)
            start = self._now if at is None else max(at, kept)
            self._feed = CallFeed(start, max(self._now - start, 0))
            for trouble in self._troubles.values():
                self._feed.put(trouble)
            for item in self._recent:
                self._feed.put(item)
            return self._feed

    def end(self) -> None:
        """The call is over, at somebody's word or because it could not begin; the next one begins with later sound."""
        with self._lock:
            if self._feed is not None:
                self._feed.finish()
                self._feed = None
            self._ear.ended()
            self._recent.clear()

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                items = self._source.read(READ_SECONDS)
                for item in items:
                    with self._lock:
                        self._take(item)
        except Exception as problem:  # noqa: BLE001  (whatever breaks is told in the overlay)
            with self._lock:
                if self._feed is not None:
                    self._feed.break_off(str(problem))
                self._on_broken(str(problem))

    def _take(self, item: Item) -> None:
        if self._feed is not None:
            self._feed.put(item)
        if isinstance(item, Trouble):
            self._remember(item)
            self._on_trouble(item)
            return
        self._recent.append(item)
        while self._recent and self._recent[0].end < self._now - self._keep:
            self._recent.popleft()
        if isinstance(item, StereoFrame):
            self._now = item.end
            for heard in self._ear.take(item):
                self._on_heard(heard)

    def _remember(self, trouble: Trouble) -> None:
        if trouble.until is None:
            self._troubles[trouble.what, trouble.speaker] = trouble
            return
        for what, speaker in list(self._troubles):
            if what == trouble.what and trouble.speaker in (None, speaker):
                del self._troubles[what, speaker]


def _since(item: Item, at: int) -> Item | None:
    """An item in the time of a call that began at sample `at`; None if it belongs to the time before."""
    if isinstance(item, StereoFrame):
        before = max(at - item.start, 0)
        return StereoFrame(item.start + before - at, item.audio[before:]) if item.end > at else None
    moment, known_at = max(item.at - at, 0), max(item.known_at - at, 0)
    if isinstance(item, Gap):
        if item.end <= at:
            return None
        return replace(item, at=moment, known_at=known_at, start=max(item.start - at, 0), end=item.end - at)
    until = None if item.until is None else max(item.until - at, 0)
    return replace(item, at=moment, known_at=known_at, since=max(item.since - at, 0), until=until)
