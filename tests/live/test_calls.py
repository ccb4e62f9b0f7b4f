"""A day at a desk: calls that begin and end by what is heard, and by what a softphone commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assist.eventlog import read_events
from assist.events import AnyEvent, CallEnded, CallStarted, SpeechStarted
from tests.cli.command import assist, needs_voice_activity
from tests.live.conftest import DEVICES, Desk
from tests.live.program import Program
from tests.live.waiting import until

pytestmark = [pytest.mark.audio, pytest.mark.model, needs_voice_activity]

PROFILE = "[calls]\nnothing_played_seconds = 5.0\nboth_silent_seconds = 80.0\n"


def is_end(event: AnyEvent) -> bool:
    return isinstance(event, CallEnded)


def test_a_call_begins_with_the_caller_and_the_softphone_ends_it(desk: Desk, tmp_path: Path) -> None:
    events, profile = tmp_path / "events.jsonl", tmp_path / "calls.toml"
    profile.write_text(PROFILE)

    def status(*arguments: str) -> str:
        answer = assist("call", *arguments, environment=desk.environment)
        return answer.out.strip() or f"{answer.code} {answer.sentence}"

    with Program(
        "run", "--auto", "--headless", "--asr", "none", *DEVICES, "--profile", profile, "--events", events,
        folder=tmp_path, environment=desk.environment, events=events,
    ) as program:  # fmt: skip
        until(lambda: status("status") == "Waiting for a call.", "the open line")
        assert status("stop") == "1 assist: No call is running."
        desk.play()
        program.wait_for("the call", lambda event: isinstance(event, CallStarted))
        assert status("start").startswith("1 assist: On a call since ")
        # It ends by itself: the shipped call is ten seconds long, and then nothing is played.
        program.wait_for("its end", is_end)
        until(lambda: status("status", "--wait") == "Waiting for a call.", "the line again")
        assert status("start", "--wait").startswith("On a call since ")
        assert status("stop", "--wait") == "The call is closed."
        assert program.interrupt() == 0
        assert program.err == "" and program.processes() == []
    first = program.events()
    second = list(read_events(tmp_path / "events-2.jsonl"))
    spoken = [event.start for event in first if isinstance(event, SpeechStarted)]
    assert spoken and min(spoken) > 0, "the first word is in it, with what was before"
    assert [is_end(call[-1]) for call in (first, second)] == [True, True]
    assert not [event for event in second if isinstance(event, SpeechStarted)], (
        "nothing of the first call is in the second"
    )
    remembered = Path(desk.environment["XDG_CONFIG_HOME"]) / "leap-assist" / "settings.toml"
    assert "automatic = true" in remembered.read_text()
    listed = json.loads(assist("calls", "show", "1", "--json", environment=desk.environment).out)
    assert listed["state"] == "ended" and listed["turns"] == [], "stored; without recognition there are no words"
    assert "Paused to listen" in assist("review", "2", "--print", environment=desk.environment).out
