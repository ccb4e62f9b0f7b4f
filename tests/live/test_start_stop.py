"""Fifty calls with the real recognition process leave nothing: no thread, no process, no open file."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from assist.doctor.selftest import selftest_call
from assist.events import AnyEvent, CallEnded, Words
from assist.modelstore import ModelStore
from assist.profile.schema import Profile
from assist.session.call_files import open_sound, stereo_frames
from assist.session.event_file import EventFile
from assist.session.paced import PacedSource
from assist.session.played import live_parts
from assist.session.recorder import Recorder
from assist.session.runner import CallRunner, Opened
from tests.cli.command import needs_recognition
from tests.live.waiting import until

pytestmark = [
    pytest.mark.model, needs_recognition, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]  # fmt: skip

CALLS = 50
SPEED = 20.0


def children() -> set[str]:
    """Processes this one has, finished but not yet reaped ones included."""
    return {child for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()}


def open_files() -> set[str]:
    """What this process holds open."""
    found = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found.add(f"{entry.name} {os.readlink(entry)}")  # noqa: PTH115  (a pipe's link is no path)
        except FileNotFoundError:
            continue  # the one that listed the folder
    return found


def test_fifty_starts_and_stops(tmp_path: Path) -> None:
    models = ModelStore()
    number = 0

    def open_call() -> Opened:
        source = PacedSource(stereo_frames(open_sound(selftest_call())), SPEED)
        log = EventFile(tmp_path / "events.jsonl")
        return Opened(source, live_parts(Profile(), "auto", models), Recorder(tmp_path / f"call{number}", {}), log)

    runner = CallRunner(open_call, "played")
    seen: list[AnyEvent] = []

    def one_call(*, whole: bool) -> None:
        seen.clear()
        runner.start(seen.append)
        # Stopped at all sorts of moments: while the model loads, at the first event, at the end.
        if whole:
            assert until(runner.ended.is_set, "the end of the call")
        elif number % 2:
            assert until(lambda: len(seen), "the first event")
        runner.stop()
        assert runner.failure is None
        assert isinstance(seen[-1], CallEnded)

    one_call(whole=True)  # libraries load, and keep what they keep
    threads, processes, files = threading.active_count(), children(), open_files()
    for number in range(1, CALLS + 1):
        one_call(whole=number % 25 == 0)
    assert any(isinstance(event, Words) and event.stability == "final" for event in seen)
    assert threading.active_count() == threads
    assert children() == processes
    assert open_files() == files
