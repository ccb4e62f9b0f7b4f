"""Driving a process lane in tests: bounded waits, and what is left of processes and threads."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile

import assist
from assist.asr.engine import Begin, Feed, Finish
from assist.asr.process_lane import LaneLimits, ProcessLane
from assist.events import AnyEvent, Hypothesis, Speaker, Trouble
from assist.timeline.frame import Samples

PATIENCE_SECONDS = 30.0
"""Bound of every wait; a test that needs it is broken or the machine is overloaded."""
SELFTEST = Path(assist.__file__).parent / "data" / "selftest" / "selftest_call.flac"
BLOCK = 512


def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Look until a condition holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        pause.wait(0.005)


class Driver:
    """Feeds a lane and collects its events; the time is the number of samples fed."""

    def __init__(self, lane: ProcessLane) -> None:
        self.lane = lane
        self.now = 0
        self.events: list[AnyEvent] = []

    def begin(self, number: int = 1, speaker: Speaker = "agent") -> None:
        self.lane.submit(Begin(speaker, number, self.now), self.now)

    def feed(self, samples: Samples, number: int = 1, speaker: Speaker = "agent") -> None:
        for at in range(0, len(samples), BLOCK):
            block = samples[at : at + BLOCK]
            self.now += len(block)
            self.lane.submit(Feed(speaker, number, block), self.now)
            self.look()

    def finish(self, number: int = 1, speaker: Speaker = "agent") -> None:
        self.lane.submit(Finish(speaker, number, self.now), self.now)

    def look(self) -> None:
        self.events += self.lane.ready(self.now)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        def looked() -> bool:
            self.look()
            return condition()

        wait_until(looked)

    def finals(self) -> list[Hypothesis]:
        return [event for event in self.events if isinstance(event, Hypothesis) and event.complete]

    def wait_for_finals(self, count: int = 1) -> list[Hypothesis]:
        self.wait_for(lambda: len(self.finals()) >= count)
        return self.finals()

    def troubles(self, what: str) -> list[Trouble]:
        return [event for event in self.events if isinstance(event, Trouble) and event.what == what]

    def wait_for_trouble(self, what: str, *, over: bool = False) -> Trouble:
        def found() -> list[Trouble]:
            return [trouble for trouble in self.troubles(what) if (trouble.until is not None) == over]

        self.wait_for(lambda: bool(found()))
        return found()[0]


@contextmanager
def odd_lane(how: str, limits: LaneLimits | None = None) -> Iterator[Driver]:
    """A lane with a worker that misbehaves."""
    command = [sys.executable, "-m", "tests.asr_engines.odd_worker", how]
    lane = ProcessLane("odd", command=command, limits=limits or LaneLimits(pause_seconds=0.01))
    try:
        yield Driver(lane)
    finally:
        lane.close()


@contextmanager
def moonshine_lane() -> Iterator[Driver]:
    """A lane with the real engine, listening."""
    lane = ProcessLane("moonshine")
    try:
        assert lane.wait_until_listening(PATIENCE_SECONDS)
        yield Driver(lane)
    finally:
        lane.close()


def caller_audio() -> Samples:
    """The caller's sentence of the selftest call: "I lost my job, and I can't pay this bill..."."""
    audio, _ = soundfile.read(SELFTEST, dtype="int16", always_2d=True)
    return np.ascontiguousarray(audio[: 6 * 16_000, 1])


def alive(process_id: int) -> bool:
    """Is there such a process, zombies included?"""
    return Path(f"/proc/{process_id}").exists()


def recognition_threads() -> list[str]:
    """Names of this module's threads that still run."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("recognition-")]
