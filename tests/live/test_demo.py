"""`assist demo` with its window: it ends by itself or when told to, and does without a screen."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from assist.events import CallEnded, CallStarted, PromptShown
from tests.cli.command import needs_recognition
from tests.live.conftest import home
from tests.live.program import Program
from tests.live.screen import overlay_place, visible_windows

pytestmark = [pytest.mark.model, needs_recognition]

SHORT = (
    "import sys; from assist.cli import live, main, playback; from assist.doctor.selftest import selftest_call;"
    " live.demo_call = playback.demo_call = selftest_call; sys.exit(main.run(sys.argv[1:]))"
)
"""The demo of a call of ten seconds."""


@pytest.mark.gui
def test_it_plays_a_call_and_ends(tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    with Program(
        "demo", "--events", events, folder=tmp_path, environment=home(tmp_path), events=events, start=("-c", SHORT)
    ) as program:
        overlay_place()
        assert program.end() == 0
        assert program.processes() == []
        assert program.err == ""
        assert ">> PAUSE" in program.out and program.out.endswith("a minute).\n")
        seen = program.events()
    assert visible_windows("Leap Assist") == []
    assert any(isinstance(event, PromptShown) for event in seen) and isinstance(seen[-1], CallEnded)


@pytest.mark.gui
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_in_the_middle(how: signal.Signals, tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    with Program("demo", "--events", events, folder=tmp_path, environment=home(tmp_path), events=events) as program:
        overlay_place()
        program.wait_for("sound", lambda event: event.known_at > 16_000)
        assert program.interrupt(how) == 0
        assert program.processes() == []
        assert program.err == ""
        seen = program.events()
    assert visible_windows("Leap Assist") == []
    assert isinstance(seen[0], CallStarted) and isinstance(seen[-1], CallEnded)


def test_without_a_screen(tmp_path: Path) -> None:
    """As fast as it goes, and it says so."""
    blind = {**home(tmp_path), "DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    with Program("demo", folder=tmp_path, environment=blind, start=("-c", SHORT)) as program:
        assert program.end() == 0
        assert program.err == ""
        assert program.out.startswith("No overlay: ") and ">> PAUSE" in program.out
