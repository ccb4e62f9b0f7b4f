"""A call in a thread of its own: it begins, breaks, pauses and ends, and leaves nothing behind."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace as replaced
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.asr.still_lanes import RecordedLane
from assist.eventlog import read_events, to_json
from assist.events import AnyEvent, CallEnded, CallStarted, Gap, SpeechStarted, Trouble, UserActed
from assist.profile.schema import Profile
from assist.session.event_file import EventFile
from assist.session.paced import FRAME_SAMPLES, PacedSource
from assist.session.profile_of_call import described
from assist.session.recorded_call import open_recorded_call
from assist.session.recorder import EVENTS, Recorder, RecorderError
from assist.session.replay import replay
from assist.session.runner import CallRunner, FrameSource, Opened
from assist.timeline.frame import StereoFrame
from tests.session.random_calls import CountingEngine, LateLane, RandomCall, calls, parts

Item = StereoFrame | Gap | Trouble
WAIT_SECONDS = 20
"""How long a test waits for a thread before it fails; nothing depends on it when all is well."""


class Script:
    """A source that gives what it is told, one list per read; callables run in between, exceptions are raised."""

    def __init__(self, *reads: Sequence[Item] | Callable[[], None] | Exception, ends: bool = True) -> None:
        self._reads, self._ends = list(reads), ends
        self._stopped = threading.Event()
        self.idle = threading.Event()
        """Set when all of it was read."""
        self.stops = 0

    @property
    def ended(self) -> bool:
        return self._ends and not self._reads

    def start(self) -> None:
        return

    def read(self, timeout_seconds: float) -> Sequence[Item]:
        if not self._reads:
            self.idle.set()
            self._stopped.wait(timeout_seconds)
            return []
        step = self._reads.pop(0)
        if isinstance(step, Exception):
            raise step
        if callable(step):
            step()
            return []
        return step

    def stop(self) -> None:
        self.stops += 1
        self._stopped.set()


class FullDisk:
    """A recorder on a disk that is full after a while."""

    def __init__(self, room: int) -> None:
        self.room, self.closes = room, 0

    def write(self, frames: Sequence[StereoFrame], events: Sequence[AnyEvent]) -> None:
        self.room -= 1
        if self.room < 0:
            raise RecorderError("call-1: recording stopped: No space left on device.")

    def close(self) -> None:
        self.closes += 1
        raise RecorderError("call-1: recording stopped: No space left on device.")


def frame(start: int, length: int = 1_600, level: int = 0) -> StereoFrame:
    return StereoFrame(start, np.full((length, 2), level, np.int16))


def frames(count: int, level: int = 0) -> list[StereoFrame]:
    return [frame(1_600 * i, level=level) for i in range(count)]


def opened(source: FrameSource, recorder: object = None, log: EventFile | None = None) -> Opened:
    return Opened(source, parts(LateLane(CountingEngine(), [0])), recorder, log)  # type: ignore[arg-type]


def run_out(source: FrameSource, recorder: object = None, log: EventFile | None = None) -> tuple[list[AnyEvent], str]:
    """The events of a call that ends by itself, and its failure."""
    events: list[AnyEvent] = []
    runner = CallRunner(lambda: opened(source, recorder, log), "test")
    runner.start(events.append)
    assert runner.ended.wait(WAIT_SECONDS)
    runner.stop()
    return events, runner.failure or ""


def kinds(events: Sequence[AnyEvent]) -> list[str]:
    return [to_json(event)["type"] for event in events]


def test_a_call_that_ends_by_itself() -> None:
    source = Script(frames(4), [])
    events, failure = run_out(source)
    assert (kinds(events)[0], kinds(events)[-1], failure) == ("call_started", "call_ended", "")
    assert events[-1].at == 6_400 and source.stops >= 1


def test_notices_are_told_with_the_first_sound_and_replay(tmp_path: Path) -> None:
    folder, source = tmp_path / "call", Script(frames(4), [])
    told = Trouble(at=0, known_at=0, what="plain_reading", since=0, message="Words are read by plain rules.")
    call = replaced(opened(source, Recorder(folder, described(Profile()))), notices=(told,))
    runner, events = CallRunner(lambda: call, "test"), list[AnyEvent]()
    runner.start(events.append)
    assert runner.ended.wait(WAIT_SECONDS)
    runner.stop()
    assert events[1] == replaced(told, known_at=512)
    recorded = open_recorded_call(folder)
    lane = RecordedLane(recorded.started.engine, recorded.from_lane)
    assert list(replay(recorded.frames(), parts(lane), "test", recorded.notes)) == events


def test_fifty_starts_and_stops_leave_no_thread() -> None:
    before = set(threading.enumerate())
    sources: list[Script] = []

    def open_call() -> Opened:
        sources.append(Script(frames(2), ends=False))
        return opened(sources[-1])

    runner = CallRunner(open_call, "test")
    ends: list[AnyEvent] = []
    for _ in range(50):
        runner.start(lambda event: ends.append(event) if isinstance(event, CallEnded) else None)
        runner.stop()
    assert len(ends) == 50 and len(sources) == 50 and all(source.stops for source in sources)
    assert runner.ended.is_set() and runner.failure is None
    assert set(threading.enumerate()) == before


def test_fifty_played_calls_at_high_speed_leave_no_thread() -> None:
    before = set(threading.enumerate())
    runner = CallRunner(lambda: opened(PacedSource(iter(frames(5)), speed=1e6)), "test")
    for _ in range(50):
        events: list[AnyEvent] = []
        runner.start(events.append)
        assert runner.ended.wait(WAIT_SECONDS)
        assert events[-1].at == 8_000
    runner.stop()
    assert set(threading.enumerate()) == before


def test_start_again_while_a_call_runs_ends_the_first() -> None:
    first, second = Script(frames(1), ends=False), Script(frames(1), ends=False)
    sources = iter([first, second])
    events: list[AnyEvent] = []
    runner = CallRunner(lambda: opened(next(sources)), "test")
    runner.start(events.append)
    assert first.idle.wait(WAIT_SECONDS)
    runner.start(events.append)
    assert second.idle.wait(WAIT_SECONDS)
    assert not runner.ended.is_set() and first.stops >= 1
    runner.stop()
    assert [kind for kind in kinds(events) if kind.startswith("call")] == ["call_started", "call_ended"] * 2


def test_stop_without_start_and_twice() -> None:
    runner = CallRunner(lambda: opened(Script()), "test")
    runner.stop()
    runner.start(lambda _: None)
    runner.stop()
    runner.stop()


def test_a_call_can_be_told_to_end_by_itself() -> None:
    source = Script(frames(1), ends=False)
    events: list[AnyEvent] = []
    runner = CallRunner(lambda: opened(source), "test")
    runner.start(events.append)
    assert source.idle.wait(WAIT_SECONDS)
    runner.finish()
    assert runner.ended.wait(WAIT_SECONDS)
    assert isinstance(events[-1], CallEnded)
    runner.stop()


# ------------------------------------------------------------------------------------------------------ what breaks
def test_a_source_that_fails_gives_one_trouble_and_the_end() -> None:
    source = Script(frames(20, level=2_000), OSError("the sound server went away"), ends=False)
    events, failure = run_out(source)
    (trouble,) = [e for e in events if isinstance(e, Trouble)]
    assert (trouble.what, trouble.message) == ("failed", failure)
    assert "the sound server went away" in failure and failure.endswith(".") and "\n" not in failure
    assert kinds(events)[-1] == "call_ended" and kinds(events).count("call_ended") == 1
    # What was going on is brought to an end like at the end of any call.
    assert kinds(events).count("speech_ended") == kinds(events).count("speech_started") == 2
    assert "words" in kinds(events)
    assert source.stops >= 1


def test_frames_that_do_not_fit_together_give_one_trouble_and_the_end() -> None:
    events, failure = run_out(Script([frame(0), frame(9_999)]))
    assert kinds(events)[-2:] == ["trouble", "call_ended"]
    assert "expected 1600" in failure


@pytest.mark.parametrize("where", ["open", "start"])
def test_a_call_that_cannot_be_opened(where: str) -> None:
    class Locked(Script):
        def start(self) -> None:
            raise OSError("the microphone is busy.")

    source, recorder = Locked(), FullDisk(0)
    lane = LateLane(CountingEngine(), [0])

    def open_call() -> Opened:
        if where == "open":
            raise OSError("the microphone is busy.")
        return Opened(source, parts(lane), recorder)  # type: ignore[arg-type]

    runner = CallRunner(open_call, "test")
    with pytest.raises(OSError, match="busy"):
        runner.start(lambda _: None)
    assert runner.ended.is_set()
    if where == "start":
        assert (source.stops, lane.closed, recorder.closes) == (1, 1, 1)
    runner.stop()


def test_it_works_again_after_a_failed_start() -> None:
    sources = [Script(frames(1))]
    locked = [OSError("busy")]

    def open_call() -> Opened:
        if locked:
            raise locked.pop()
        return opened(sources.pop())

    runner = CallRunner(open_call, "test")
    with pytest.raises(OSError, match="busy"):
        runner.start(lambda _: None)
    events: list[AnyEvent] = []
    runner.start(events.append)
    assert runner.ended.wait(WAIT_SECONDS)
    assert isinstance(events[-1], CallEnded)
    runner.stop()


def test_a_full_disk_stops_the_recording_and_not_the_call(tmp_path: Path) -> None:
    log = EventFile(tmp_path / "events.jsonl")
    events, failure = run_out(Script(*([f] for f in frames(8))), FullDisk(room=2), log)
    (trouble,) = [e for e in events if isinstance(e, Trouble)]
    assert trouble.what == "disk" and "No space left" in trouble.message
    assert failure == "" and events[-1].at == 8 * 1_600
    known = [event.known_at for event in events]
    assert known == sorted(known)
    # The other file goes on and tells of it too.
    assert list(read_events(tmp_path / "events.jsonl")) == events


def test_a_disk_that_is_full_at_the_very_end_is_told_too() -> None:
    _, failure = run_out(Script([frame(0)]), FullDisk(room=1))
    assert "No space left" in failure


def test_a_real_full_disk(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    events, _ = run_out(Script(*([f] for f in frames(200, 2_000))), None, EventFile(Path("/dev/full")))
    assert [e.what for e in events if isinstance(e, Trouble)] == ["disk"]
    assert isinstance(events[-1], CallEnded)


def test_a_lane_that_cannot_be_closed_does_not_keep_the_call_from_ending() -> None:
    class Stuck(LateLane):
        def close(self) -> None:
            raise RuntimeError("the worker does not answer")

    source = Script(frames(1))
    runner = CallRunner(lambda: Opened(source, parts(Stuck(CountingEngine(), [0]))), "test")
    runner.start(lambda _: None)
    assert runner.ended.wait(WAIT_SECONDS)
    runner.stop()


# ------------------------------------------------------------------------------------------------------ the agent acts
def test_paused_means_that_nothing_is_heard_and_nothing_recorded(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "call", described(Profile()))
    loud = [frame(1_600 * i, level=2_000) for i in range(40)]
    source: Script
    events: list[AnyEvent] = []
    runner = CallRunner(lambda: opened(source, recorder), "test")
    source = Script(runner.pause, loud[:20], runner.resume, loud[20:])
    runner.start(events.append)
    assert runner.ended.wait(WAIT_SECONDS)
    runner.stop()
    assert [e.action for e in events if isinstance(e, UserActed)] == ["pause", "resume"]
    starts = [e.start for e in events if isinstance(e, SpeechStarted)]
    assert len(starts) == 2 and min(starts) >= 20 * 1_600 - 512
    recorded = np.concatenate([f.audio for f in open_recorded_call(tmp_path / "call").frames()])
    assert not recorded[: 20 * 1_600].any() and recorded[20 * 1_600 :].all()


def test_a_new_call_is_not_paused_any_more() -> None:
    runner = CallRunner(lambda: opened(Script(frames(10, level=2_000))), "test")
    runner.pause()
    events: list[AnyEvent] = []
    runner.start(events.append)
    assert runner.ended.wait(WAIT_SECONDS)
    assert "speech_started" in kinds(events) and "user_acted" not in kinds(events)
    runner.stop()


def test_troubles_are_told_even_while_no_sound_comes() -> None:
    lost = Trouble(at=0, known_at=0, what="device_lost", since=0, speaker="agent")
    back = Trouble(at=1_600, known_at=1_600, what="device_lost", since=0, until=1_600, speaker="agent")
    events, _ = run_out(Script([lost], [frame(0), back], [frame(1_600)], []))
    assert [e.until for e in events if isinstance(e, Trouble)] == [None, 1_600]
    assert kinds(events).count("availability") == 2


@given(calls(outside=True), st.lists(st.integers(1, 40), min_size=1, max_size=10))
@settings(max_examples=15, deadline=None)
def test_what_the_runner_records_replays_to_the_identical_events(call: RandomCall, group: list[int]) -> None:
    from tempfile import TemporaryDirectory

    if not len(call.audio):
        return
    reads: list[Sequence[Item] | Callable[[], None]] = []
    runner: CallRunner
    at, turn = 0, 0
    outside = [note for _, note in call.notes]

    def click(note: UserActed) -> Callable[[], None]:
        return lambda: runner.act(note.action, note.prompt)

    while at < len(call.audio):
        end = min(at + 320 * group[turn % len(group)], len(call.audio))
        items: list[Item] = [call.frame(at, end)]
        if outside and turn % 3 == 1:
            note = outside.pop(0)
            if isinstance(note, UserActed):
                reads.append(click(note))
            elif isinstance(note, Gap | Trouble):
                items.append(note)
        reads.append(items)
        at, turn = end, turn + 1
    with TemporaryDirectory() as name:
        folder = Path(name) / "call"
        lane = LateLane(CountingEngine(), call.delays, call.troubles)
        recorder = Recorder(folder, described(Profile()))
        runner = CallRunner(lambda: Opened(Script(*reads), parts(lane), recorder), "live")
        shown: list[AnyEvent] = []
        runner.start(shown.append)
        assert runner.ended.wait(WAIT_SECONDS)
        runner.stop()
        assert runner.failure is None
        recorded = open_recorded_call(folder)
        again = replay(
            recorded.frames(),
            parts(RecordedLane(recorded.started.engine, recorded.from_lane)),
            "live",
            recorded.notes,
        )
        assert list(again) == shown == list(read_events(folder / EVENTS))


# ------------------------------------------------------------------------------------------------------ played files
def test_a_paced_source_gives_everything_in_twenty_millisecond_frames() -> None:
    source = PacedSource(iter([frame(0, 1_000, 7), frame(1_000, 0), frame(1_000, 330, 9)]), speed=1e6)
    assert not source.ended and source.read(0.01) == []
    source.start()
    got: list[StereoFrame] = []
    for _ in range(1_000):
        got += [item for item in source.read(0.05) if isinstance(item, StereoFrame)]
        if source.ended:
            break
    assert [len(f.audio) for f in got] == [FRAME_SAMPLES] * 3 + [40, FRAME_SAMPLES, 10]
    assert [f.start for f in got] == [0, 320, 640, 960, 1_000, 1_320]
    assert source.read(0.01) == []
    source.stop()


def test_a_paced_source_of_nothing_has_ended() -> None:
    assert PacedSource(iter([])).ended


def test_events_of_a_played_call_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    events, _ = run_out(PacedSource(iter(frames(10, 2_000)), 1e6), None, EventFile(path))
    assert isinstance(events[0], CallStarted)
    assert [json.loads(line)["type"] for line in path.read_text().splitlines()] == kinds(events)
