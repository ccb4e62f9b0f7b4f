"""Both sides together, with devices in memory: order of events, never durations."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from assist.capture.devices import Device
from assist.capture.duplex import Duplex, Item
from assist.capture.source import SourceError
from assist.events import Gap, Trouble
from assist.timeline.frame import StereoFrame
from tests.capture.fakes import FakeRoom, device

MICROPHONE, SPARE = device("headset"), device("builtin", is_default=True)
SPEAKERS = device("speakers", "output", is_default=True)
READS = 400


class Call:
    """A duplex under test, and all it gave."""

    def __init__(self, room: FakeRoom, agent: Device | None, customer: Device | None) -> None:
        self.duplex = Duplex(agent, customer, list_devices=room.list_devices, make_source=room.make_source)
        self.items: list[Item] = []
        self.duplex.start()

    def until(self, done: Callable[[Item], bool]) -> Item:
        """Read on until an item is as wanted."""
        for _ in range(READS):
            new = self.duplex.read(0.1)
            self.items += new
            found = [item for item in new if done(item)]
            if found:
                return found[0]
        raise AssertionError(f"never came; troubles: {[item for item in self.items if isinstance(item, Trouble)]}")

    def frames(self, count: int) -> None:
        """Read on until `count` more frames came."""
        for _ in range(READS):
            new = self.duplex.read(0.1)
            self.items += new
            count -= sum(isinstance(item, StereoFrame) for item in new)
            if count <= 0:
                return
        raise AssertionError("frames stopped")

    def end(self) -> None:
        self.duplex.stop()
        self.items += self.duplex.read(0.0)


@pytest.fixture
def room() -> FakeRoom:
    return FakeRoom(MICROPHONE, SPARE, SPEAKERS)


@pytest.fixture
def call(room: FakeRoom) -> Iterator[Call]:
    call = Call(room, MICROPHONE, SPEAKERS)
    yield call
    call.end()
    frames = [item for item in call.items if isinstance(item, StereoFrame)]
    assert [frame.start for frame in frames] == list(range(0, 320 * len(frames), 320))
    position = 0
    for item in call.items:  # in time order, and nothing known before it was heard
        if isinstance(item, StereoFrame):
            position = item.end
        else:
            assert item.at <= item.known_at <= position
    open_troubles = {}
    for item in call.items:
        if isinstance(item, Trouble):
            open_troubles[item.what, item.speaker] = item.until is None
    assert not any(open_troubles.values())
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("capture-")]


def trouble(what: str, *, over: bool = False) -> Callable[[Item], bool]:
    return lambda item: isinstance(item, Trouble) and item.what == what and (item.until is not None) == over


def heard(column: int) -> Callable[[Item], bool]:
    return lambda item: isinstance(item, StereoFrame) and bool(item.audio[:, column].all())


def test_both_sides_arrive(call: Call) -> None:
    call.until(heard(0))
    call.until(heard(1))
    assert not [item for item in call.items if isinstance(item, Trouble)]


def test_unplugged_then_substitute_then_back(call: Call, room: FakeRoom) -> None:
    call.until(heard(0))
    room.devices.remove(MICROPHONE)
    call.until(trouble("device_lost"))
    used = call.until(lambda item: isinstance(item, Trouble) and "builtin label" in item.message)
    assert isinstance(used, Trouble)
    assert used.speaker == "agent"
    call.until(heard(0))
    room.devices.append(MICROPHONE)
    call.until(trouble("device_lost", over=True))
    call.until(heard(0))
    assert room.opened[-1] == "headset"
    assert [item.why for item in call.items if isinstance(item, Gap)].count("device_lost") >= 1


def test_the_other_side_goes_on_meanwhile(call: Call, room: FakeRoom) -> None:
    room.devices.remove(SPARE)
    call.until(heard(1))
    room.devices.remove(MICROPHONE)
    call.until(trouble("device_lost"))
    call.until(
        lambda item: isinstance(item, StereoFrame) and bool(item.audio[:, 1].all()) and not item.audio[:, 0].any()
    )


def test_busy(call: Call, room: FakeRoom) -> None:
    call.until(heard(0))
    room.open_errors["headset"] = SourceError("device_busy", "busy")
    room.check_errors["headset"] = SourceError("wrong_source", "wrong")
    call.until(trouble("wrong_source"))
    call.until(trouble("device_busy"))
    del room.open_errors["headset"]
    call.until(trouble("device_busy", over=True))
    call.until(heard(0))


def test_callbacks_stop(call: Call, room: FakeRoom) -> None:
    call.until(heard(1))
    room.stalled.add("speakers")
    lost = call.until(trouble("device_lost"))
    assert isinstance(lost, Trouble)
    assert lost.known_at - lost.since < 2 * 16_000
    room.stalled.clear()
    call.until(trouble("device_lost", over=True))


def test_muted(call: Call, room: FakeRoom) -> None:
    call.until(heard(0))
    room.level = 0
    muted = call.until(lambda item: isinstance(item, Trouble) and item.until is None)
    assert isinstance(muted, Trouble)
    assert muted.speaker == "agent"
    assert muted.known_at - muted.since < 2.2 * 16_000
    room.level = 1_000
    call.until(trouble(muted.what, over=True))


@pytest.mark.parametrize("side", ["agent", "customer"])
def test_one_side_is_enough(side: str, room: FakeRoom) -> None:
    call = Call(room, MICROPHONE if side == "agent" else None, SPEAKERS if side == "customer" else None)
    call.frames(20)
    call.end()
    troubles = [item for item in call.items if isinstance(item, Trouble)]
    assert [(t.what, t.at, t.speaker) for t in troubles] == [
        ("one_channel", 0, "customer" if side == "agent" else "agent")
    ]
    assert not [item for item in call.items if isinstance(item, Gap)]
    missing = 1 if side == "agent" else 0
    assert not any(item.audio[:, missing].any() for item in call.items if isinstance(item, StereoFrame))


def test_neither_side_is_refused() -> None:
    with pytest.raises(ValueError, match="Nothing to listen to"):
        Duplex(None, None)


def test_stop_twice_and_before_start(room: FakeRoom) -> None:
    duplex = Duplex(MICROPHONE, SPEAKERS, list_devices=room.list_devices, make_source=room.make_source)
    assert duplex.stop()
    assert duplex.stop()
    duplex.read(0.0)
    assert duplex.read(0.0) == []


def test_fifty_starts_and_stops_leave_nothing(room: FakeRoom) -> None:
    before = threading.active_count()
    for _ in range(50):
        duplex = Duplex(MICROPHONE, SPEAKERS, list_devices=room.list_devices, make_source=room.make_source)
        duplex.start()
        duplex.read(0.05)
        assert duplex.stop()
    assert threading.active_count() == before
    assert len(room.opened) == len(room.closed)
