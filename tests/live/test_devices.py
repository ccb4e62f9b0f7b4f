"""What the program does with what is plugged in: one side only, names it remembers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from assist.events import Availability, CallEnded, CallStarted, CueName, Trouble
from assist.session.availability import NEEDS
from tests.cli.command import needs_voice_activity
from tests.live.conftest import DEVICES, MICROPHONE, OUTPUT, Desk, home
from tests.live.program import Program
from tests.pulse import PulseServer

pytestmark = [pytest.mark.audio, pytest.mark.model, needs_voice_activity]


def needing(*needed: str) -> set[CueName]:
    """Cues that need one of these."""
    return {cue for cue, needs in NEEDS.items() if needs.intersection(needed)}


@pytest.mark.parametrize(
    ("module", "missing", "sentence"),
    [
        (["module-sine-source", "source_name=hum", "frequency=200"], "customer", "Only your microphone is heard"),
        (["module-null-sink", "sink_name=speaker"], "agent", "Only the caller is heard"),
    ],
)
def test_one_side_only(module: list[str], missing: str, sentence: str, tmp_path: Path) -> None:
    """It runs, and says which cues that takes away."""
    events = tmp_path / "events.jsonl"
    with PulseServer() as pulse:
        subprocess.run(["pactl", "load-module", *module], env=pulse.environment, check=True, capture_output=True)
        with Program(
            "run", "--headless", "--asr", "none", "--events", events,
            folder=tmp_path, environment={**pulse.variables, **home(tmp_path)}, events=events,
        ) as program:  # fmt: skip
            trouble = program.wait_for("the trouble", lambda event: isinstance(event, Trouble))
            program.wait_for("cues that are off", lambda event: isinstance(event, Availability))
            assert program.interrupt() == 0
            assert program.err == ""
            assert f"!! {sentence}" in program.out
            assert isinstance(program.events()[-1], CallEnded)
    assert isinstance(trouble, Trouble) and trouble.until is None
    assert (trouble.what, trouble.speaker) == ("one_channel", missing)
    gone = {cue for event in program.events() if isinstance(event, Availability) for cue in event.cues}
    assert gone == needing(missing, "words")


def test_devices_are_remembered_by_name(desk: Desk, tmp_path: Path) -> None:
    used = []
    for number, names in enumerate((DEVICES, (), ("--output", "desk"), ())):
        folder = tmp_path / f"call{number}"
        with Program(
            "run", "--headless", "--asr", "none", *names, "--record", folder,
            folder=tmp_path, environment=desk.environment, events=folder / "events.jsonl",
        ) as program:  # fmt: skip
            program.wait_for("the call", lambda event: isinstance(event, CallStarted))
            assert program.interrupt() == 0, program.err
        about = json.loads((folder / "call.json").read_text())
        used.append((about["microphone"], about["output"]))
    assert used == [(MICROPHONE, OUTPUT), (MICROPHONE, OUTPUT), (MICROPHONE, "desk"), (MICROPHONE, "desk")]
