"""A day of calls: begun and ended from all sides, one whole call after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from assist.eventlog import read_events
from assist.events import AnyEvent, CallEnded, CallStarted, Gap, Trouble
from assist.profile.schema import Profile
from assist.session.day import Day
from assist.session.day_state import CallRefusedError, DayState
from assist.session.event_file import EventFile
from assist.session.line import CallFeed, Item
from assist.session.runner import FrameSource, Opened
from assist.speech.call_ear import CallEar
from assist.timeline.frame import Samples, StereoFrame
from tests.session.random_calls import CountingEngine, LateLane, parts
from tests.speech.two_tones import LoudIsVoice, pause, talk

SECOND = 16_000
WAIT_SECONDS = 20
"""How long a test waits for a thread before it fails; nothing depends on it when all is well."""


class Tap:
    """Devices that give what a test puts in."""

    ended = False

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._items: list[Item | Exception] = []
        self._busy = False
        self.starts = self.stops = 0

    def start(self) -> None:
        self.starts += 1

    def stop(self) -> None:
        self.stops += 1
        with self._condition:
            self._condition.notify_all()

    def read(self, timeout_seconds: float) -> Sequence[Item]:
        with self._condition:
            self._busy = False
            self._condition.notify_all()
            self._condition.wait_for(lambda: self._items or self.stops >= self.starts, timeout_seconds)
            items, self._items, self._busy = self._items, [], bool(self._items)
        for item in items:
            if isinstance(item, Exception):
                raise item
        return [item for item in items if not isinstance(item, Exception)]

    def put(self, *items: Item | Exception) -> None:
        with self._condition:
            self._items += items
            self._condition.notify_all()

    def taken(self) -> None:
        """Wait until all of it has been read and worked through."""
        with self._condition:
            assert self._condition.wait_for(lambda: not self._items and not self._busy, WAIT_SECONDS)


class Desk:
    """What a day opens: taps instead of devices; counts what is open at the same time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.line, self.own = Tap(), Tap()
        self.opened: list[Path] = []
        self.sources: list[FrameSource] = []
        self.refuse: list[Exception] = []
        self.hold: Callable[[], None] = lambda: None
        self.at = 0

    def open(self, source: FrameSource | None = None) -> Opened:
        self.hold()
        if self.refuse:
            raise self.refuse.pop()
        self.opened.append(self.folder / f"call-{len(self.opened)}.jsonl")
        self.sources.append(source or self.own)
        lane = LateLane(CountingEngine(), [0])
        return Opened(self.sources[-1], parts(lane), None, EventFile(self.opened[-1]))

    def open_line(self) -> tuple[FrameSource, CallEar, int]:
        if self.refuse:
            raise self.refuse.pop()
        return self.line, CallEar(LoudIsVoice(), Profile()), 10 * SECOND

    def hear(self, audio: Samples) -> None:
        """Play into the line, in blocks of 20 ms, and wait until it has been listened to."""
        for start in range(0, len(audio), 320):
            block = audio[start : start + 320]
            self.line.put(StereoFrame(self.at, block))
            self.at += len(block)
        self.line.taken()


def conversation(seconds: float) -> Samples:
    """The caller speaks with pauses; a pitch that stayed for longer would be a tone of the line."""
    said = talk(*[(800.0, 0.2), (500.0, 0.2), (900.0, 0.2), (0.0, 0.4)] * round(seconds))
    return np.stack([np.zeros_like(said), said], axis=1)


def silence(seconds: float) -> Samples:
    return np.stack([pause(seconds)] * 2, axis=1)


class Watched:
    """A day and what it tells."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.events: list[AnyEvent] = []
        self._changed = threading.Condition()
        day.attach(self._take, self._change)

    def _take(self, event: AnyEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def _change(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, holds: Callable[[DayState], bool]) -> DayState:
        def look() -> bool:
            return holds(self.day.state())

        for _ in range(WAIT_SECONDS * 20):
            if look():
                return self.day.state()
            with self._changed:
                self._changed.wait(0.05)
        raise AssertionError(f"still {self.day.state()}")

    def phase(self, phase: str, call: int | None = None) -> DayState:
        return self.until(lambda state: state.phase == phase and call in (None, state.call))

    @property
    def course(self) -> list[str]:
        kinds = {CallStarted: "started", CallEnded: "ended"}
        return [kinds[type(event)] for event in self.events if type(event) in kinds]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def begun(desk: Desk, *, automatic: bool = False) -> Watched:
    return Watched(Day(desk, automatic=automatic, now=lambda: datetime(2024, 5, 6, 10, 42)))


# -------------------------------------------------------------------------------------------------- by command
@pytest.mark.usefixtures("threads")
def test_a_call_begins_and_ends_at_somebodys_word(desk: Desk) -> None:
    day = begun(desk)
    assert day.day.state() == DayState("ready")
    assert day.day.begin() == 1
    desk.own.put(StereoFrame(0, silence(1.0)))
    state = day.phase("on_call")
    assert (state.call, f"{state.since:%H:%M}", day.day.state().sentence) == (1, "10:42", "On a call since 10:42.")
    with pytest.raises(CallRefusedError, match=r"On a call since 10:42\. .*--next"):
        day.day.begin()
    assert day.day.end() == 1
    assert day.day.wait() and day.day.state().phase == "ready"
    with pytest.raises(CallRefusedError, match="No call is running"):
        day.day.end()
    day.day.close()
    assert day.course == ["started", "ended"]


@pytest.mark.usefixtures("threads")
def test_the_next_call_begins_when_the_one_before_is_closed_whole(desk: Desk) -> None:
    day = begun(desk)
    whole: list[bool] = []

    def look() -> None:
        whole.extend(isinstance(list(read_events(path))[-1], CallEnded) for path in desk.opened)

    desk.hold = look
    day.day.begin()
    for number in range(2, 6):
        day.phase("on_call", number - 1)
        assert day.day.begin(next_call=True) == number
    day.phase("on_call", 5)
    day.day.stop()
    day.day.close()
    assert all(whole) and len(whole) == 1 + 2 + 3 + 4
    assert len(desk.opened) == 5 and day.course == ["started", "ended"] * 5


@pytest.mark.usefixtures("threads")
def test_fifty_commands_from_three_threads_never_mix_two_calls(desk: Desk) -> None:
    day = begun(desk)

    def command(turn: int) -> None:
        for step in range(17):
            try:
                if (turn + step) % 3 == 0:
                    day.day.end()
                else:
                    day.day.begin(next_call=step % 2 == 0)
            except CallRefusedError:
                continue

    askers = [threading.Thread(target=command, args=(turn,)) for turn in range(3)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(WAIT_SECONDS)
    day.day.stop()
    day.day.close()
    assert day.course == ["started", "ended"] * (len(day.course) // 2)
    assert all(isinstance(list(read_events(path))[-1], CallEnded) for path in desk.opened)


@pytest.mark.usefixtures("threads")
def test_a_call_that_cannot_begin_is_told_and_the_next_one_may(desk: Desk) -> None:
    day = begun(desk)
    desk.refuse.append(OSError("the microphone is busy."))
    number = day.day.begin()
    assert day.day.wait()
    assert str(day.day.failure_of(number)) == "the microphone is busy."
    assert [event.message for event in day.events if isinstance(event, Trouble)] == ["the microphone is busy."]
    assert day.day.state().phase == "ready" and day.day.state().problem == "the microphone is busy."
    day.day.begin()
    assert day.phase("on_call").problem == ""
    day.day.close()


@pytest.mark.usefixtures("threads")
def test_a_call_that_breaks_is_closed_and_told(desk: Desk) -> None:
    day = begun(desk)
    number = day.day.begin()
    desk.own.put(OSError("the sound server went away"))
    day.until(lambda state: state.phase == "ready")
    assert "the sound server went away" in str(day.day.failure_of(number))
    assert day.course == ["started", "ended"]
    day.day.close()


@pytest.mark.usefixtures("threads")
def test_the_windows_start_waits_and_a_second_one_changes_nothing(desk: Desk) -> None:
    day = begun(desk)
    events: list[AnyEvent] = []
    day.day.start(events.append)
    assert day.day.state().phase == "on_call"
    day.day.start(events.append)
    assert day.day.state().call == 1
    day.day.stop()
    day.day.stop()
    assert day.day.state().phase == "ready"
    day.day.close()
    day.day.close()


@pytest.mark.usefixtures("threads")
def test_when_the_day_is_over_nothing_begins(desk: Desk) -> None:
    day = begun(desk)
    day.day.begin()
    day.phase("on_call")
    day.day.finish()
    day.phase("over")
    with pytest.raises(CallRefusedError, match="about to end"):
        day.day.begin()
    day.day.close()
    assert day.course == ["started", "ended"]


# ---------------------------------------------------------------------------------------------- by what is heard
def test_calls_are_cut_out_of_the_line_each_with_its_first_word(desk: Desk) -> None:
    day = begun(desk, automatic=True)
    day.phase("waiting")
    desk.hear(np.concatenate([silence(7.0), conversation(6.0)]))
    day.phase("on_call", 1)
    desk.hear(conversation(2.0))
    day.day.end()
    day.phase("waiting")
    desk.hear(np.concatenate([silence(3.0), conversation(6.0)]))
    day.phase("on_call", 2)
    desk.hear(silence(16.0))
    day.phase("waiting")
    day.day.close()
    assert day.course == ["started", "ended"] * 2
    first, second = (list(read_events(path)) for path in desk.opened)
    # Noticed 4.2 s after the first voice, so the pre-roll begins 0.8 s before it; nothing played for 15 s ends the second.
    assert first[-1].at / SECOND == pytest.approx(0.8 + 8.0, abs=0.3)
    assert second[-1].at / SECOND == pytest.approx(0.8 + 5.6 + 15.0, abs=0.3)
    began = [next(e.at for e in events if type(e).__name__ == "SpeechStarted") for events in (first, second)]
    assert began == [pytest.approx(0.8 * SECOND, abs=0.3 * SECOND)] * 2


def test_automatic_never_ends_or_begins_a_call_when_switched_off(desk: Desk) -> None:
    day = begun(desk, automatic=True)
    day.phase("waiting")
    desk.hear(conversation(6.0))
    day.phase("on_call", 1)
    day.day.set_automatic(False)
    desk.hear(silence(30.0))
    assert day.day.state().phase == "on_call"
    day.day.end()
    day.phase("ready")
    day.until(lambda _: desk.line.stops >= 1)
    day.day.set_automatic(True)
    day.phase("waiting")
    day.day.close()


def test_a_call_begun_by_hand_while_waiting_begins_now(desk: Desk) -> None:
    day = begun(desk, automatic=True)
    day.phase("waiting")
    desk.hear(silence(5.0))
    day.day.begin()
    desk.hear(silence(2.0))
    day.phase("on_call")
    day.day.stop()
    day.day.close()
    (only,) = desk.opened
    assert list(read_events(only))[-1].at <= 2 * SECOND
    assert isinstance(desk.sources[0], CallFeed)


def test_troubles_are_told_while_waiting_and_to_the_call(desk: Desk) -> None:
    day = begun(desk, automatic=True)
    day.phase("waiting")
    desk.line.put(Trouble(at=9, known_at=9, what="device_lost", since=4, speaker="agent", message="It was unplugged."))
    desk.line.put(Trouble(at=9, known_at=9, what="no_audio", since=4, speaker="agent", message="It is muted."))
    desk.hear(conversation(6.0))
    day.phase("on_call")
    day.until(lambda _: sum(isinstance(e, Trouble) for e in day.events) == 3)
    day.day.stop()
    day.day.close()
    told = [event for event in day.events if isinstance(event, Trouble)]
    assert [event.what for event in told] == ["device_lost", "device_lost", "no_audio", "device_lost"], (
        "while waiting, in the call, and waiting again; who is muted between two calls is not told so"
    )
    assert any(isinstance(event, Trouble) for event in read_events(desk.opened[0]))


def test_a_line_that_cannot_be_opened_or_breaks_is_told(desk: Desk) -> None:
    desk.refuse.append(OSError("no output"))
    day = begun(desk, automatic=True)
    state = day.until(lambda state: not state.automatic)
    assert "no output" in state.problem
    day.day.set_automatic(True)
    day.phase("waiting")
    desk.line.put(OSError("the sound server went away"))
    state = day.until(lambda state: not state.automatic and state.phase == "ready")
    assert "the sound server went away" in state.problem
    day.day.close()


def test_a_call_that_cannot_begin_is_tried_again_with_the_next_voice(desk: Desk) -> None:
    day = begun(desk, automatic=True)
    day.phase("waiting")
    desk.refuse.append(OSError("the model is broken."))
    desk.hear(conversation(6.0))
    state = day.until(lambda state: state.phase == "waiting" and state.call == 1)
    assert state.problem == "the model is broken."
    desk.hear(np.concatenate([silence(2.5), conversation(6.0)]))
    day.phase("on_call", 2)
    day.day.close()


# --------------------------------------------------------------------------------------------------- one call's part
def test_a_feed_has_the_time_of_its_call() -> None:
    feed = CallFeed(at=1_000, heard_before=0)
    feed.put(StereoFrame(0, np.zeros((900, 2), np.int16)))
    feed.put(StereoFrame(900, np.ones((200, 2), np.int16)))
    feed.put(Gap(at=1_100, known_at=1_100, speaker="agent", start=800, end=1_050, why="late"))
    feed.put(Gap(at=900, known_at=1_100, speaker="agent", start=800, end=900, why="late"))
    feed.put(Trouble(at=1_200, known_at=1_200, what="device_lost", since=10, until=1_200))
    frame, gap, trouble = feed.read(0.0)
    assert isinstance(frame, StereoFrame) and (frame.start, len(frame.audio)) == (0, 100)
    assert isinstance(gap, Gap) and (gap.start, gap.end) == (0, 50)
    assert isinstance(trouble, Trouble) and (trouble.since, trouble.until) == (0, 200)
    feed.finish()
    feed.put(StereoFrame(1_100, np.zeros((5, 2), np.int16)))
    assert feed.ended and feed.read(0.0) == []


def test_a_feed_that_nobody_reads_does_not_grow_for_ever() -> None:
    feed = CallFeed(at=0, heard_before=0)
    for start in range(0, 70 * SECOND, SECOND):
        feed.put(StereoFrame(start, np.zeros((SECOND, 2), np.int16)))
    assert len(feed.read(0.0)) <= 61
    with pytest.raises(RuntimeError, match="did not keep up"):
        feed.read(0.0)
