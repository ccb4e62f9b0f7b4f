"""`assist run` with its window: both sides heard, a prompt painted, not one keystroke lost, a clean end on Ctrl-C."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from assist.events import AnyEvent, CallEnded, CallStarted, PromptClosed, PromptShown, Speaker, Trouble, Words
from tests.cli.command import needs_recognition
from tests.live.conftest import DEVICES, Sides, at_desk
from tests.live.program import Program
from tests.live.screen import changed_share, colours, overlay_place, picture, visible_windows
from tests.live.waiting import until
from tests.pulse import PulseServer

pytestmark = [pytest.mark.gui, pytest.mark.audio, pytest.mark.model, needs_recognition]

ROOT = Path(__file__).parents[2]
TYPED = "the agent goes on typing notes about this call while a reminder comes and goes " * 6


@dataclass
class Course:
    """What was seen of one call."""

    events: list[AnyEvent]
    out: str
    err: str
    code: int
    left: list[int]
    windows_left: list[str]
    typed: list[str]
    """What the text field said: "ready", then its text after every change."""
    typed_at_prompt: int
    typed_at_close: int
    """How much of that had been said at the time."""
    pictures: dict[str, QImage]
    places: dict[str, QRect]


@pytest.fixture(scope="module")
def course(
    qapp: QApplication, server: PulseServer, selftest_sides: Sides, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Course]:
    folder = tmp_path_factory.mktemp("window")
    pictures, places = {"before": picture()}, {}

    def look(name: str) -> None:
        places[name] = overlay_place()
        pictures[name] = picture()
        pictures[name].save(str(folder / f"{name}.png"))

    log = (folder / "typed").open("w+")
    field = subprocess.Popen([sys.executable, "-m", "tests.ui.text_field"], cwd=ROOT, stdout=log)

    def typed() -> list[str]:
        return (folder / "typed").read_text().splitlines()

    try:
        with at_desk(server, selftest_sides, folder) as desk:
            events = folder / "events.jsonl"
            with Program(
                "run", *DEVICES, "--events", events, folder=folder, environment=desk.environment, events=events
            ) as program:
                look("starting")
                program.wait_for("the call", lambda event: isinstance(event, CallStarted))
                until(lambda: "ready" in typed(), "the text field")
                look("listening")
                typist = subprocess.Popen(["xdotool", "type", "--delay", "50", TYPED])
                desk.play()
                program.wait_for("a prompt", lambda event: isinstance(event, PromptShown))
                typed_at_prompt = len(typed())
                look("prompting")
                program.wait_for("the prompt's end", lambda event: isinstance(event, PromptClosed))
                typed_at_close = len(typed())
                assert typist.wait(60) == 0
                until(lambda: typed()[-1] == TYPED, "the last keystroke", 10)
                code = program.interrupt()
                yield Course(
                    program.events(), program.out, program.err, code, program.processes(), visible_windows("Leap Assist"),
                    typed(), typed_at_prompt, typed_at_close, pictures, places,
                )  # fmt: skip
    finally:
        field.terminate()
        field.wait()
        log.close()


def heard(course: Course, speaker: Speaker) -> str:
    return " ".join(
        event.text for event in course.events
        if isinstance(event, Words) and event.stability == "final" and event.speaker == speaker
    ).lower()  # fmt: skip


def test_words_of_each_side_are_under_the_right_speaker(course: Course) -> None:
    assert "balance" in heard(course, "agent") and "job" not in heard(course, "agent")
    assert "my job" in heard(course, "customer") and "balance" not in heard(course, "customer")


def test_what_is_heard_and_prompted_is_printed(course: Course) -> None:
    assert ">> PAUSE" in course.out and "caller  I lost my job" in course.out
    assert course.err == ""


def test_nothing_went_wrong_on_the_way(course: Course) -> None:
    # Between two sentences a fake microphone gives exact zeros, as a muted one does.
    assert {event.what for event in course.events if isinstance(event, Trouble)} <= {"no_audio"}
    assert isinstance(course.events[-1], CallEnded)


def test_the_overlay_is_really_on_the_screen(course: Course) -> None:
    for name in ("starting", "listening", "prompting"):
        place, image = course.places[name], course.pictures[name]
        assert changed_share(course.pictures["before"], image, place) > 0.5, name
        assert colours(image, place) > 24, name


def test_a_prompt_makes_it_grow_and_is_drawn_in_it(course: Course) -> None:
    quiet, prompting = course.places["listening"], course.places["prompting"]
    assert prompting.height() > 1.5 * quiet.height()
    assert changed_share(course.pictures["listening"], course.pictures["prompting"], prompting) > 0.3


def test_a_text_field_of_another_program_keeps_every_keystroke(course: Course) -> None:
    assert course.typed[-1] == TYPED
    assert "lost" not in course.typed
    assert 1 < course.typed_at_prompt < course.typed_at_close, "the prompt came and went while somebody was typing"


def test_ctrl_c_ends_it_cleanly(course: Course) -> None:
    assert course.code == 0
    assert course.left == []
    assert course.windows_left == []
