"""A headset and a softphone on a private sound server, a home of its own, and the sides of a call as sound files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import soundfile

from assist.doctor.selftest import selftest_call
from tests.pulse import PulseServer

MICROPHONE, OUTPUT = "headset", "softphone"
DEVICES = ("--microphone", MICROPHONE, "--output", OUTPUT)


@dataclass(frozen=True)
class Sides:
    """A call as two sound files."""

    agent: Path
    customer: Path


@dataclass(frozen=True)
class Desk:
    """What an agent works with: a headset, a softphone, a home.

    Attributes:
        pulse: the sound server.
        environment: for programs of this agent.
        call: ten seconds in which the agent talks over a worried caller: one prompt.
    """

    pulse: PulseServer
    environment: dict[str, str]
    call: Sides

    def play(self, call: Sides | None = None) -> None:
        """Both sides speak."""
        played = call or self.call
        self.pulse.play("headset_input", played.agent)
        self.pulse.play(OUTPUT, played.customer)


def split(call: Path, folder: Path) -> Sides:
    """The sides of a stereo file as files of their own."""
    audio, rate = soundfile.read(call, dtype="int16")
    sides = Sides(folder / "agent.wav", folder / "customer.wav")
    for column, path in enumerate((sides.agent, sides.customer)):
        soundfile.write(path, audio[:, column], rate, "PCM_16")
    return sides


@pytest.fixture(scope="package")
def server() -> Iterator[PulseServer]:
    with PulseServer() as pulse:
        pulse.add_null_sink("desk")
        pulse.set_default_sink("desk")
        yield pulse


@pytest.fixture(scope="package")
def selftest_sides(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    return split(selftest_call(), tmp_path_factory.mktemp("sides"))


def home(folder: Path) -> dict[str, str]:
    """Where a program of this test keeps what it remembers."""
    return {f"XDG_{name.upper()}_HOME": str(folder / name) for name in ("config", "state", "data")}


@contextmanager
def at_desk(server: PulseServer, call: Sides, folder: Path) -> Iterator[Desk]:
    """Plug in, and unplug afterwards whatever is still there."""
    server.add_null_sink(OUTPUT)
    server.add_microphone(MICROPHONE)
    try:
        yield Desk(server, {**server.variables, **home(folder)}, call)
    finally:
        for name in (OUTPUT, MICROPHONE):
            if name in server.added:
                server.unload(name)


@pytest.fixture
def desk(server: PulseServer, selftest_sides: Sides, tmp_path: Path) -> Iterator[Desk]:
    with at_desk(server, selftest_sides, tmp_path) as desk:
        yield desk
