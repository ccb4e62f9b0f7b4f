"""A working day: one call after the other, begun and ended by a button, by the softphone, or by what is heard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from assist.events import SAMPLE_RATE, AnyEvent, CallEnded, Trouble
from assist.session.day_state import CallBrokenError, CallRefusedError, Calls, DayPhase, DayState
from assist.session.line import CallFeed, Line
from assist.session.runner import CallRunner
from assist.speech.call_watch import CallBegan, CallOver

STOP_SECONDS = 20.0
DRAIN_SECONDS = 5.0
USUAL_AT_REST = ("no_audio",)
"""Between two calls a muted microphone is no trouble; the next call is told of it."""
KEPT_FAILURES = 8
"""Of so many calls it is known why they could not begin, or broke."""


class Day:
    """Runs one call at a time, each with its own pipeline and files; implements the windows' `SessionControl`.

    Two numbers say it all: the call that is wanted and the call that runs. Commands change the first, from any thread and
    at once; one thread makes the second follow, and closes a call whole before it opens the next.

    Args:
        calls: opens devices, models and files.
        automatic: notice calls by what is heard.
        now: the wall clock.
    """

    def __init__(
        self,
        calls: Calls,
        *,
        automatic: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._calls, self._clock = calls, now
        self._lock = threading.Condition(threading.RLock())
        self._runner = CallRunner(lambda: self._calls.open(self._feed), "live")
        self._on_event: Callable[[AnyEvent], None] = lambda _: None
        self._on_change: Callable[[], None] = lambda: None
        self._number = 0
        self._wanted: int | None = None
        self._running: int | None = None
        self._opened: int | None = None
        self._since: datetime | None = None
        self._feeds: dict[int, CallFeed] = {}
        self._feed: CallFeed | None = None
        self._failures: dict[int, Exception] = {}
        self._automatic = automatic
        self._problem = ""
        self._line: Line | None = None
        self._over = self._closing = False
        self._thread = threading.Thread(target=self._run, name="assist-day", daemon=True)
        self._thread.start()

    # ------------------------------------------------------------------------------------------ what anyone may ask
    def attach(self, on_event: Callable[[AnyEvent], None], on_change: Callable[[], None]) -> None:
        """Tell of events, and that the state may have changed; both are called from any thread and return at once."""
        with self._lock:
            self._on_event, self._on_change = on_event, on_change

    def state(self) -> DayState:
        """How the day stands."""
        with self._lock:
            return DayState(self._phase(), self._number, self._since, self._automatic, self._problem)

    def begin(self, *, next_call: bool = False) -> int:
        """Begin a call; returns its number at once.

        Args:
            next_call: end the one that runs first.

        Raises:
            CallRefusedError: one is running.
        """
        with self._lock:
            if self._over or self._closing:
                raise CallRefusedError("Leap Assist is about to end; start it again with 'assist run'.")
            if self._wanted is not None:
                if not next_call:
                    raise CallRefusedError(f"{self.state().sentence} End it first, or use --next.")
                self._end()
            return self._want(None if self._line is None else self._line.begin())

    def end(self) -> int:
        """End the call; returns its number at once.

        Raises:
            CallRefusedError: there is none.
        """
        with self._lock:
            if self._wanted is None:
                raise CallRefusedError("No call is running.")
            number = self._wanted
            self._end()
            return number

    def wait(self, seconds: float = STOP_SECONDS) -> bool:
        """Wait until no call is starting or ending; returns False if that takes longer."""
        with self._lock:
            return self._lock.wait_for(lambda: self._phase() not in ("starting", "ending"), seconds)

    def failure_of(self, number: int) -> Exception | None:
        """Why call `number` could not begin, or broke, if so."""
        with self._lock:
            return self._failures.get(number)

    def set_automatic(self, on: bool) -> None:
        """Notice calls by what is heard, or not; a call that is running goes on and is not cut out of another line."""
        with self._lock:
            self._automatic, self._problem = on, ""
            self._changed()

    def finish(self) -> None:
        """End the call, and let the program end."""
        with self._lock:
            self._over = True
            self._end()

    def close(self) -> None:
        """End everything and join every thread; idempotent."""
        with self._lock:
            self._closing = True
            self._end()
        self._thread.join(STOP_SECONDS)

    # ---------------------------------------------------------------------------------- the windows' SessionControl
    def start(self, on_event: Callable[[AnyEvent], None]) -> None:
        """Begin a call and wait until it runs; nothing if one does already. If it cannot, a Trouble `failed` says why."""
        with self._lock:
            self._on_event = on_event
            if self._wanted is not None:
                return
            self.begin()
        self.wait()

    def pause(self) -> None:
        """Hear nothing until resumed."""
        self._runner.pause()

    def resume(self) -> None:
        """Hear again."""
        self._runner.resume()

    def act(self, action: str, prompt: int | None) -> None:
        """The agent did something in the overlay."""
        self._runner.act(action, prompt)

    def stop(self) -> None:
        """End the call, if there is one, and wait until it is closed."""
        with self._lock:
            self._end()
        self.wait()

    # ------------------------------------------------------------------------------------------------ under the lock
    def _phase(self) -> DayPhase:
        if self._wanted is not None:
            return "on_call" if self._opened == self._wanted else "starting"
        if self._running is not None:
            return "ending"
        return "over" if self._over else "waiting" if self._line is not None else "ready"

    def _want(self, feed: CallFeed | None) -> int:
        self._number += 1
        self._wanted = self._number
        if feed is not None:
            self._feeds[self._number] = feed
        before = timedelta(seconds=0 if feed is None else feed.heard_before / SAMPLE_RATE)
        self._since, self._problem = self._clock() - before, ""
        self._failures.pop(self._number - KEPT_FAILURES, None)
        self._changed()
        return self._number

    def _end(self) -> None:
        if self._wanted is not None and self._line is not None:
            self._line.end()
        self._wanted = self._since = None
        self._changed()

    def _changed(self) -> None:
        self._lock.notify_all()
        self._on_change()

    # ------------------------------------------------------------------------------------------------- what is heard
    def _heard(self, heard: CallBegan | CallOver) -> None:
        """On the line's thread, under the lock."""
        if self._line is None or self._over or self._closing:
            return
        if isinstance(heard, CallOver):
            if self._wanted is not None and self._wanted in self._feeds and self._automatic:
                self._end()
        elif self._wanted is None and self._automatic:
            self._want(self._line.begin(heard.at))

    def _trouble(self, trouble: Trouble) -> None:
        if self._running is None and self._wanted is None and trouble.what not in USUAL_AT_REST:
            self._on_event(trouble)

    def _broken(self, why: str) -> None:
        self._stop_noticing(
            f"Calls are not noticed any more ({why}); switch it on again in the menu, or start them there."
        )

    def _stop_noticing(self, sentence: str) -> None:
        self._automatic, self._problem = False, sentence
        self._on_event(Trouble(at=0, known_at=0, what="calls_unnoticed", since=0, message=sentence))
        self._changed()

    # ------------------------------------------------------------------------------------------------ the day's thread
    def _run(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(self._something_to_do)
                closing, wanted, running = self._closing, self._wanted, self._running
            if running is not None and running != wanted:
                self._close_call(running)
            elif wanted is not None and running is None:
                self._open_call(wanted)
            elif closing:
                self._close_line()
                return
            elif self._line is None:
                self._open_line()
            else:
                self._close_line()

    def _something_to_do(self) -> bool:
        if self._wanted != self._running or self._closing:
            return True
        idle = self._running is None
        return idle and (self._line is not None) != (self._automatic and not self._over)

    def _open_call(self, number: int) -> None:
        with self._lock:
            self._running, self._feed = number, self._feeds.get(number)

        def on_event(event: AnyEvent) -> None:
            self._on_event(event)
            if isinstance(event, CallEnded):
                self._ended(number)

        try:
            self._runner.start(on_event)
        except Exception as problem:  # noqa: BLE001  (whatever could not be opened is told in one sentence)
            with self._lock:
                self._running = None
                self._failed(number, problem)
                self._on_event(Trouble(at=0, known_at=0, what="failed", since=0, message=str(problem)))
                self._ended(number)
                self._feeds.pop(number, None)
                self._changed()
            return
        with self._lock:
            self._opened = number
            self._changed()

    def _ended(self, number: int) -> None:
        """A call ended by itself, or could not begin."""
        with self._lock:
            if self._wanted == number:
                self._end()

    def _failed(self, number: int, problem: Exception) -> None:
        self._failures[number], self._problem = problem, str(problem)

    def _close_call(self, number: int) -> None:
        if number in self._feeds:
            # Its part of the line has an end: what was heard before it is worked through, then the call ends by itself.
            self._runner.ended.wait(DRAIN_SECONDS)
        self._runner.stop()
        with self._lock:
            if self._runner.failure is not None:
                self._failed(number, CallBrokenError(self._runner.failure))
            self._running = self._opened = None
            self._feeds.pop(number, None)
            if self._wanted is None and self._line is not None:
                for trouble in self._line.troubles:
                    self._trouble(trouble)
            self._changed()

    def _open_line(self) -> None:
        try:
            source, ear, keep = self._calls.open_line()
            line = Line(source, ear, keep, self._lock, self._heard, self._trouble, self._broken)
            line.start()
        except Exception as problem:  # noqa: BLE001  (whatever could not be opened is told in one sentence)
            with self._lock:
                self._stop_noticing(f"Calls are not noticed: {problem}")
            return
        with self._lock:
            self._line = line
            self._changed()

    def _close_line(self) -> None:
        with self._lock:
            if self._wanted is not None:
                return  # a call has just begun on it
            line, self._line = self._line, None
        if line is not None:
            line.stop()
        with self._lock:
            self._changed()
