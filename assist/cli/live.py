"""What `run` and `demo` do: a call in real time, with the overlay or without."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from assist.cli.errors import write
from assist.cli.listing import Tally
from assist.cli.outputs import check_outputs
from assist.cli.playback import demo_call
from assist.events import AnyEvent
from assist.profile.load import profile_files
from assist.session.runner import CallRunner


def run(
    microphone: str | None,
    output: str | None,
    asr: str,
    profile: Path | None,
    events: Path | None,
    record: Path | None,
    *,
    headless: bool,
    seconds: float | None,
    no_setup: bool = False,
) -> int:
    """Listen to a live call; returns the exit code."""
    from assist.session.live import LiveCall
    from assist.session.settings import first_start_is_over, live_profile, profile_in_use

    counts, told = live_profile(profile)
    if told:
        print(f"assist: {told}", file=sys.stderr)
    check_outputs((events,), () if told else profile_files(profile_in_use(profile)))
    credits_shown = counts.prompts.credits_shown
    call = LiveCall(microphone, output, asr, profile, events, record)
    call.check()
    # Who names a device, or wants no window or only a moment, has been here before.
    known = no_setup or headless or seconds is not None or microphone is not None or output is not None
    if not known and not first_start_is_over():
        from assist.ui.own_windows import run_setup

        run_setup(first=True)
    runner = CallRunner(call.open, "live")
    if headless:
        return _headless(runner, seconds)
    return _windowed(runner, seconds, quit_when_done=seconds is not None, show_credit=credits_shown)


def demo(asr: str, events: Path | None) -> int:
    """Play the shipped call in real time with the overlay; without a screen, as fast as it goes."""
    from assist.session.played import PlayedCall
    from assist.ui.display import NoDisplay

    check_outputs((events,), ())
    runner = CallRunner(PlayedCall(demo_call(), asr, events).open, demo_call().name)
    try:
        return _windowed(runner, None, quit_when_done=True)
    except NoDisplay as problem:
        from assist.cli import playback

        write(f"No overlay: {problem} Playing without one, as fast as it goes.")
        playback.demo(asr, events)
        return 0


def _windowed(runner: CallRunner, seconds: float | None, *, quit_when_done: bool, show_credit: bool = True) -> int:
    from assist.session.settings import place_file
    from assist.ui.app import run_app

    printed = _Printed(runner, seconds)
    try:
        return run_app(
            printed,
            quit_when_done=quit_when_done,
            show_credit=show_credit,
            place_file=place_file(),
            on_failure=lambda message: print(f"assist: {message}", file=sys.stderr),
        )
    finally:
        printed.close()


def _headless(runner: CallRunner, seconds: float | None) -> int:
    printed = _Printed(runner, seconds)
    over = threading.Event()
    for name in ("SIGINT", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: over.set())
    try:
        printed.start(lambda _: None)
        while not over.is_set() and not runner.ended.is_set():
            over.wait(0.2)
    finally:
        printed.stop()
        printed.close()
    if runner.failure is not None:
        print(f"assist: {runner.failure}", file=sys.stderr)
        return 1
    return 0


class _Printed:
    """A session that also prints what is heard and prompted, and ends by itself after a while if told so."""

    def __init__(self, runner: CallRunner, seconds: float | None) -> None:
        self._runner = runner
        self._seconds = seconds
        self._timer: threading.Timer | None = None
        self._tally = Tally()

    def start(self, on_event: Callable[[AnyEvent], None]) -> None:
        def both(event: AnyEvent) -> None:
            self._tally.take(event)
            on_event(event)

        self._runner.start(both)
        if self._seconds is not None:
            self._timer = threading.Timer(self._seconds, self._runner.finish)
            self._timer.daemon = True
            self._timer.start()

    def pause(self) -> None:
        self._runner.pause()

    def resume(self) -> None:
        self._runner.resume()

    def act(self, action: str, prompt: int | None) -> None:
        self._runner.act(action, prompt)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._runner.stop()

    def close(self) -> None:
        if self._tally.end:
            self._tally.close()
