"""What `run` and `demo` do: calls in real time, with the overlay or without."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assist.cli.errors import write
from assist.cli.listing import Tally, describe
from assist.cli.outputs import check_outputs
from assist.cli.playback import demo_call
from assist.events import AnyEvent, CallEnded, CallStarted, Trouble
from assist.profile.load import profile_files
from assist.session.runner import CallRunner
from assist.session.texts import Wanted, texts_of

if TYPE_CHECKING:
    from assist.session.day import Day
    from assist.session.door import Door
    from assist.session.live import LiveCall
    from assist.ui.review_opener import ReviewOpener


def run(
    call: LiveCall,
    *,
    auto: bool | None,
    ready: bool,
    headless: bool,
    seconds: float | None,
    no_setup: bool = False,
) -> int:
    """Listen to live calls; returns the exit code.

    Args:
        call: devices, models and files of each call.
        auto: calls begin and end by what is heard; None: as chosen last.
        ready: no call begins yet.
        headless: no windows.
        seconds: end by itself after this time.
        no_setup: do not begin with the first-start assistant.
    """
    from assist.session import settings
    from assist.session.day import Day

    counts, told = settings.live_profile(call.profile)
    if told:
        print(f"assist: {told}", file=sys.stderr)
    files = () if told else profile_files(settings.profile_in_use(call.profile))
    check_outputs((call.events,), (*files, call.wanted.prompts, call.wanted.playbooks))
    credits_shown = counts.prompts.credits_shown
    call.check()
    # Who names a device, or wants no window or only a moment, has been here before.
    known = no_setup or headless or seconds is not None or call.microphone is not None or call.output is not None
    if not known and not settings.first_start_is_over():
        from assist.ui.own_windows import run_setup

        run_setup(first=True)
    if auto is not None:
        settings.remember_automatic(auto)
    automatic = settings.automatic() if auto is None else auto
    day = Day(call, automatic=automatic)
    door = _open_door(day)
    try:
        if headless:
            return _headless(day, seconds, begin=not (automatic or ready))
        return _day_windowed(day, seconds, begin=not (automatic or ready), show_credit=credits_shown)
    finally:
        if door is not None:
            door.close()
        day.close()


def _open_door(day: Day) -> Door | None:
    """Let other programs command; without that, calls can still be begun here."""
    from assist.session.commands import Commands
    from assist.session.door import DoorError, lines, open_door

    try:
        return open_door(lines(Commands(day).handle))
    except DoorError as problem:
        print(f"assist: {problem}", file=sys.stderr)
        return None


def demo(asr: str, events: Path | None, wanted: Wanted) -> int:
    """Play the shipped call in real time with the overlay; without a screen, as fast as it goes."""
    from assist.session.played import PlayedCall
    from assist.ui.display import NoDisplay

    check_outputs((events,), (wanted.prompts, wanted.playbooks))
    played = PlayedCall(demo_call(), asr, events, texts=texts_of(wanted))
    runner = CallRunner(played.open, demo_call().name)
    try:
        return _windowed(runner)
    except NoDisplay as problem:
        from assist.cli import playback

        write(f"No overlay: {problem} Playing without one, as fast as it goes.")
        playback.demo(asr, events, wanted)
        return 0


def _windowed(runner: CallRunner) -> int:
    from assist.session.overlay_settings import read_overlay_settings
    from assist.session.settings import place_file
    from assist.ui.app import run_app

    printed = _Printed(runner)
    try:
        return run_app(
            printed,
            quit_when_done=True,
            settings=read_overlay_settings(),
            place_file=place_file(),
            on_failure=lambda message: print(f"assist: {message}", file=sys.stderr),
        )
    finally:
        printed.close()


def _day_windowed(day: Day, seconds: float | None, *, begin: bool, show_credit: bool) -> int:
    from assist.session.overlay_settings import read_overlay_settings
    from assist.session.settings import place_file, remember_automatic, storing
    from assist.ui.app import run_app

    printed = _PrintedDay(day, seconds, at_once=not begin)
    try:
        return run_app(
            printed,
            day=printed,
            autostart=begin,
            quit_when_done=seconds is not None,
            settings=read_overlay_settings(),
            show_credit=show_credit,
            place_file=place_file(),
            on_automatic=remember_automatic,
            review=_opener() if storing() else None,
            on_failure=lambda message: print(f"assist: {message}", file=sys.stderr),
        )
    finally:
        printed.close()


def _opener() -> Callable[[], ReviewOpener]:
    from assist.session.settings import review_opens
    from assist.store.store import Store
    from assist.ui.review_opener import ReviewOpener

    return lambda: ReviewOpener(Store.open, at_once=review_opens())


def _headless(day: Day, seconds: float | None, *, begin: bool) -> int:
    """Until told to end, or after `seconds`; a call that was asked for here and breaks ends it as well."""
    over, changed = threading.Event(), threading.Event()
    for name in ("SIGINT", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: over.set())
    printed = _PrintedDay(day, seconds, at_once=not begin)
    printed.attach(lambda _: None, changed.set)
    told = ""
    try:
        asked = day.begin() if begin else None
        while not over.is_set() and day.state().phase != "over":
            changed.wait(0.2)
            changed.clear()
            problem = None if asked is None or day.state().phase == "ending" else day.failure_of(asked)
            if problem is not None:
                raise problem
            if (sentence := day.state().problem) != told:
                told = sentence
                if sentence:
                    print(f"assist: {sentence}", file=sys.stderr)
    finally:
        day.stop()
        printed.close()
    return 0


class _PrintedDay:
    """A day that also prints what is heard and prompted, and ends by itself after a while if told so.

    Args:
        day: the day.
        seconds: when it ends by itself, if so.
        at_once: that time runs from now on, not from the first call on.
    """

    def __init__(self, day: Day, seconds: float | None, *, at_once: bool) -> None:
        self._day, self._at_once = day, at_once
        self._tally: Tally | None = None
        self._timer = None if seconds is None else threading.Timer(seconds, day.finish)
        self.pause, self.resume, self.act, self.stop = day.pause, day.resume, day.act, day.stop
        self.state, self.set_automatic = day.state, day.set_automatic

    def attach(self, on_event: Callable[[AnyEvent], None], on_change: Callable[[], None]) -> None:
        self._day.attach(lambda event: self._take(event, on_event), on_change)
        if self._at_once:
            self._start_timer()

    def start(self, on_event: Callable[[AnyEvent], None]) -> None:
        self._day.start(lambda event: self._take(event, on_event))

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._end_tally()

    def _take(self, event: AnyEvent, on_event: Callable[[AnyEvent], None]) -> None:
        if isinstance(event, CallStarted):
            self._tally = Tally()
            self._start_timer()
        if self._tally is not None:
            self._tally.take(event)
        elif (
            isinstance(event, Trouble) and event.what not in ("failed", "calls_unnoticed") and (line := describe(event))
        ):
            write(line)  # of the devices, while no call runs; the other two are told on stderr
        on_event(event)
        if isinstance(event, CallEnded):
            self._end_tally()

    def _start_timer(self) -> None:
        if self._timer is not None and self._timer.ident is None:
            self._timer.daemon = True
            self._timer.start()

    def _end_tally(self) -> None:
        if self._tally is not None:
            self._tally.close()
        self._tally = None


class _Printed:
    """A session that also prints what is heard and prompted."""

    def __init__(self, runner: CallRunner) -> None:
        self._runner = runner
        self._tally = Tally()
        self.pause, self.resume, self.act, self.stop = runner.pause, runner.resume, runner.act, runner.stop

    def start(self, on_event: Callable[[AnyEvent], None]) -> None:
        def both(event: AnyEvent) -> None:
            self._tally.take(event)
            on_event(event)

        self._runner.start(both)

    def close(self) -> None:
        if self._tally.end:
            self._tally.close()
