"""Both sides through a real sound server: PortAudio for the microphone, parec for the monitor.

Nothing here asserts on durations; the tests read until something happens, for a bounded number of reads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assist.capture.devices import find_device, list_devices
from assist.capture.duplex import Duplex, Item
from assist.capture.microphone import MicrophoneSource
from assist.capture.opening import make_source
from assist.events import Gap, Trouble
from assist.timeline.frame import Samples, StereoFrame
from tests.capture.signals import click_positions, clicks, loudest_hertz, tone, write_wav
from tests.pulse import PulseServer

pytestmark = pytest.mark.audio

READS = 600
SECOND = 16_000


@pytest.fixture(scope="module")
def server() -> Iterator[PulseServer]:
    before = dict(os.environ)
    with PulseServer() as server:
        os.environ.update(server.variables)
        server.add_null_sink("desk")
        server.set_default_sink("desk")
        yield server
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def pulse(server: PulseServer) -> Iterator[PulseServer]:
    server.add_null_sink("softphone")
    server.add_microphone("headset")
    yield server
    for name in ("softphone", "headset"):
        if name in server.added:
            server.unload(name)


class Call:
    """A running duplex and what it gave."""

    def __init__(self, agent: str | None, customer: str | None) -> None:
        self.duplex = Duplex(
            find_device(agent, "microphone") if agent else None, find_device(customer, "output") if customer else None
        )
        self.items: list[Item] = []
        self.duplex.start()

    def until(self, done: Callable[[Item], bool]) -> Item:
        for _ in range(READS):
            new = self.duplex.read(0.1)
            self.items += new
            for item in new:
                if done(item):
                    return item
        raise AssertionError(f"never came; the rest: {[i for i in self.items if not isinstance(i, StereoFrame)]}")

    def seconds(self, count: float) -> Samples:
        """Read on for so much sound; returns it."""
        target = self.duplex.position + round(count * SECOND)
        first = len(self.items)
        self.until(lambda item: isinstance(item, StereoFrame) and item.end >= target)
        return np.concatenate([item.audio for item in self.items[first:] if isinstance(item, StereoFrame)])

    def troubles(self) -> list[Trouble]:
        return [item for item in self.items if isinstance(item, Trouble)]


@pytest.fixture
def start() -> Iterator[Callable[[str | None, str | None], Call]]:
    calls: list[Call] = []

    def begin(agent: str | None, customer: str | None) -> Call:
        calls.append(Call(agent, customer))
        return calls[-1]

    yield begin
    for call in calls:
        assert call.duplex.stop()


def heard(column: int) -> Callable[[Item], bool]:
    return lambda item: isinstance(item, StereoFrame) and bool(item.audio[:, column].any())


def trouble(what: str, *, over: bool = False) -> Callable[[Item], bool]:
    return lambda item: isinstance(item, Trouble) and item.what == what and (item.until is not None) == over


def test_devices_are_listed_by_stable_names(pulse: PulseServer) -> None:
    devices = {(device.kind, device.name): device for device in list_devices()}
    assert ("microphone", "headset") in devices
    assert ("output", "softphone") in devices
    assert devices["output", "softphone"].address == "softphone.monitor"
    assert devices["output", "desk"].is_default
    assert not any(kind == "microphone" and name.endswith(".monitor") for kind, name in devices)


def test_each_device_has_its_own_rate_and_channels(pulse: PulseServer) -> None:
    pulse.add_null_sink("narrow", rate=16_000, channels=1)
    try:
        devices = {(device.kind, device.name): device for device in list_devices()}
    finally:
        pulse.unload("narrow")
    found = [(d.rate, d.channels) for d in (devices["output", name] for name in ("desk", "softphone", "narrow"))]
    assert found == [(48_000, 2), (48_000, 2), (16_000, 1)]
    assert (devices["microphone", "headset"].rate, devices["microphone", "headset"].channels) == (44_100, 1)


def test_the_microphone_goes_through_sounddevice(pulse: PulseServer) -> None:
    assert isinstance(make_source(find_device("headset", "microphone")), MicrophoneSource)


def test_each_side_hears_its_own(pulse: PulseServer, start: Callable[..., Call], tmp_path: Path) -> None:
    pulse.play("headset_input", write_wav(tmp_path / "agent.wav", tone(440.0, 20)))
    pulse.play("softphone", write_wav(tmp_path / "caller.wav", tone(1_000.0, 20)))
    call = start("headset", "softphone")
    call.until(heard(0))
    call.until(heard(1))
    call.seconds(0.5)
    audio = call.seconds(1.0)
    assert loudest_hertz(audio[:, 0]) == pytest.approx(440.0, abs=3)
    assert loudest_hertz(audio[:, 1]) == pytest.approx(1_000.0, abs=3)


def test_one_click_on_both_sides_is_at_one_index(
    pulse: PulseServer, start: Callable[..., Call], tmp_path: Path
) -> None:
    pulse.add_microphone("room", hears="softphone")
    try:
        pulse.play("softphone", write_wav(tmp_path / "clicks.wav", clicks(40)))
        call = start("room", "softphone")
        call.until(heard(0))
        call.until(heard(1))
        audio = call.seconds(8)
    finally:
        pulse.unload("room")
    agent, customer = click_positions(audio[:, 0]), click_positions(audio[:, 1])
    assert len(agent) >= 5
    nearest = [agent[np.argmin(np.abs(agent - position))] - position for position in customer[1:-1]]
    assert np.abs(nearest).max() < 0.020 * SECOND


def test_output_unplugged_and_plugged_in_again(pulse: PulseServer, start: Callable[..., Call], tmp_path: Path) -> None:
    sound = write_wav(tmp_path / "caller.wav", tone(1_000.0, 60))
    pulse.play("softphone", sound)
    call = start(None, "softphone")
    call.until(heard(1))
    at_unplugging = call.duplex.position
    pulse.unload("softphone")
    lost = call.until(lambda item: isinstance(item, Trouble) and item.what in ("wrong_source", "device_lost"))
    assert isinstance(lost, Trouble)
    assert lost.known_at - at_unplugging < 2 * SECOND
    used = call.until(lambda item: isinstance(item, Trouble) and "desk_speaker" in item.message)
    assert isinstance(used, Trouble)
    assert used.until is None
    pulse.add_null_sink("softphone")
    pulse.play("softphone", sound)
    call.until(trouble("device_lost", over=True))
    call.seconds(1.0)
    assert loudest_hertz(call.seconds(1.0)[:, 1]) == pytest.approx(1_000.0, abs=3)
    assert any(
        isinstance(item, Gap) and item.why == "device_lost" and item.speaker == "customer" for item in call.items
    )


def test_microphone_unplugged_without_a_substitute(
    pulse: PulseServer, start: Callable[..., Call], tmp_path: Path
) -> None:
    caller = write_wav(tmp_path / "caller.wav", tone(1_000.0, 60))
    agent = write_wav(tmp_path / "agent.wav", tone(440.0, 60))
    pulse.play("softphone", caller)
    pulse.play("headset_input", agent)
    call = start("headset", "softphone")
    call.until(heard(0))
    call.until(heard(1))
    at_unplugging = call.duplex.position
    pulse.unload("headset")
    lost = call.until(lambda item: isinstance(item, Trouble) and item.until is None and item.speaker == "agent")
    assert isinstance(lost, Trouble)
    assert lost.known_at - at_unplugging < 2 * SECOND
    call.until(trouble("device_lost"))
    call.seconds(0.5)
    audio = call.seconds(0.5)
    assert not audio[:, 0].any()
    assert loudest_hertz(audio[:, 1]) == pytest.approx(1_000.0, abs=3)
    pulse.add_microphone("headset")
    pulse.play("headset_input", agent)
    call.until(trouble("device_lost", over=True))
    call.until(heard(0))
    call.seconds(0.5)
    assert loudest_hertz(call.seconds(1.0)[:, 0]) == pytest.approx(440.0, abs=3)


@pytest.mark.parametrize("side", ["agent", "customer"])
def test_a_moved_recording_is_noticed_and_taken_back(
    side: str, pulse: PulseServer, start: Callable[..., Call], tmp_path: Path
) -> None:
    pulse.play("desk", write_wav(tmp_path / "wrong.wav", tone(2_000.0, 60)))
    right = "headset_input" if side == "agent" else "softphone"
    pulse.play(right, write_wav(tmp_path / "right.wav", tone(700.0, 60)))
    column = 0 if side == "agent" else 1
    call = start("headset" if side == "agent" else None, "softphone" if side == "customer" else None)
    call.until(heard(column))
    assert pulse.move_recordings("headset" if side == "agent" else "softphone.monitor", "desk.monitor") >= 1
    wrong = call.until(trouble("wrong_source"))
    assert isinstance(wrong, Trouble)
    assert "desk.monitor" in wrong.message
    call.until(trouble("wrong_source", over=True))
    call.seconds(0.5)
    assert loudest_hertz(call.seconds(1.0)[:, column]) == pytest.approx(700.0, abs=3)


def test_a_microphone_that_gives_exact_zeros(pulse: PulseServer, start: Callable[..., Call], tmp_path: Path) -> None:
    call = start("headset", None)
    muted = call.until(trouble("no_audio"))
    assert isinstance(muted, Trouble)
    assert "muted" in muted.message
    pulse.play("headset_input", write_wav(tmp_path / "agent.wav", tone(440.0, 20)))
    call.until(trouble("no_audio", over=True))
    call.until(heard(0))


def test_fifty_calls_leave_no_thread_and_no_recording(pulse: PulseServer) -> None:
    recordings = len(pulse.list_short("source-outputs"))
    threads = threading.active_count()
    for turn in range(50):
        call = Call("headset", "softphone")
        if turn % 10 == 0:
            call.until(lambda item: isinstance(item, StereoFrame))
        assert call.duplex.stop()
    assert threading.active_count() == threads
    assert len(pulse.list_short("source-outputs")) == recordings


def test_no_server_at_all(pulse: PulseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    microphone, output = find_device("headset", "microphone"), find_device("softphone", "output")
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent/native")
    duplex = Duplex(microphone, output)
    duplex.start()
    items: list[Item] = []
    for _ in range(READS):
        items += duplex.read(0.1)
        if {item.speaker for item in items if isinstance(item, Trouble)} == {"agent", "customer"}:
            break
    assert duplex.stop()
    assert {item.speaker for item in items if isinstance(item, Trouble)} == {"agent", "customer"}
