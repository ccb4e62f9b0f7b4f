"""Windows beside calls that begin and end without them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from assist.events import AnyEvent
from assist.session.day_state import DayState
from assist.ui import app, day_follower
from assist.ui.app import run_app
from assist.ui.status import Status, reduce, with_phase
from assist.ui.wording import state_text
from tests.ui.making import ENDED, STARTED, trouble
from tests.ui.test_app import ScriptedCall, choose, the_overlay

pytestmark = pytest.mark.qt_log_level_fail("WARNING")
SINCE = datetime(2024, 5, 6, 10, 42)


class ScriptedDay(ScriptedCall):
    """A session whose state a test sets."""

    def __init__(self) -> None:
        super().__init__()
        self.now = DayState("waiting", automatic=True)
        self._on_event: Callable[[AnyEvent], None] = lambda _: None
        self._on_change: Callable[[], None] = lambda: None

    def attach(self, on_event: Callable[[AnyEvent], None], on_change: Callable[[], None]) -> None:
        self._on_event, self._on_change = on_event, on_change

    def state(self) -> DayState:
        return self.now

    def set_automatic(self, on: bool) -> None:
        self.told.append(f"automatic {on}")
        self.set(replace(self.now, automatic=on, phase="waiting" if on else "ready"))

    def set(self, state: DayState, *events: AnyEvent) -> None:
        self.now = state
        for event in events:
            self._on_event(event)
        self._on_change()


def headline() -> str:
    return state_text(the_overlay().status).headline


class Course:
    """Steps, each done as soon as the overlay says what is expected before it."""

    def __init__(self, *steps: tuple[str, Callable[[], object]]) -> None:
        self.left = list(steps)
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(5)

    def _look(self) -> None:
        if self.left and headline() == self.left[0][0]:
            self.left.pop(0)[1]()


@pytest.fixture(autouse=True)
def no_lingering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LINGER_MILLISECONDS", 0)
    monkeypatch.setattr(app, "FAILURE_LINGER_MILLISECONDS", 0)
    monkeypatch.setattr(day_follower, "FAILURE_MILLISECONDS", 20)


def test_calls_that_come_and_go_are_shown(qapp: QApplication) -> None:
    day = ScriptedDay()
    waiting = DayState("waiting", 1, automatic=True)
    course = Course(
        ("Waiting for a call", lambda: day.set(DayState("starting", 1, SINCE, True))),
        ("Starting…", lambda: day.set(DayState("on_call", 1, SINCE, True), STARTED)),
        ("On a call since 10:42", lambda: day.set(waiting, ENDED)),
        # What came first is looked at last: the call after the next one is what counts.
        ("Waiting for a call", lambda: day.set(DayState("on_call", 3, SINCE, True), STARTED, ENDED, STARTED)),
        ("On a call since 10:42", lambda: day.set(DayState("ready", 3), ENDED)),
        ("Call ended", lambda: choose("Quit")),
    )
    assert run_app(day, day=day, autostart=False) == 0
    assert course.left == []
    assert day.told == ["stop"], "the windows neither begin nor end a call of their own"


def test_noticing_calls_is_switched_in_the_menu_and_remembered(qapp: QApplication) -> None:
    day, kept = ScriptedDay(), list[bool]()
    course = Course(
        ("Waiting for a call", lambda: choose("Notice calls by itself")),
        ("Ready", lambda: choose("Notice calls by itself")),
        ("Waiting for a call", lambda: choose("Quit")),
    )
    assert run_app(day, day=day, autostart=False, on_automatic=kept.append) == 0
    assert course.left == [] and kept == [False, True]
    assert day.told == ["automatic False", "automatic True", "stop"]


def test_a_call_that_fails_is_a_sentence_and_then_the_next_is_waited_for(qapp: QApplication) -> None:
    day, said = ScriptedDay(), list[str]()
    failed = trouble("failed", message="The microphone is busy.")
    course = Course(
        ("Waiting for a call", lambda: day.set(DayState("starting", 1, SINCE, True))),
        ("Starting…", lambda: day.set(DayState("waiting", 1, automatic=True), failed)),
        ("Not running", lambda: None),
        ("Waiting for a call", lambda: day.set(DayState("on_call", 2, SINCE, True), STARTED)),
        ("On a call since 10:42", lambda: choose("Quit")),
    )
    assert run_app(day, day=day, autostart=False, on_failure=said.append) == 0, "a later call made it good"
    assert course.left == [] and said == ["The microphone is busy."]


def test_the_day_ends_the_program(qapp: QApplication) -> None:
    day = ScriptedDay()
    course = Course(("Waiting for a call", lambda: day.set(DayState("over"))))
    assert run_app(day, day=day, autostart=False) == 0
    assert course.left == []


def test_what_is_wrong_while_no_call_runs_is_said() -> None:
    waiting = with_phase(Status(), "waiting")
    lost = reduce(waiting, trouble("device_lost", "customer", message="It was unplugged."))
    assert state_text(lost).headline == "Call audio lost"
    assert state_text(reduce(lost, trouble("device_lost", "customer", until=5))).headline == "Waiting for a call"
    unnoticed = reduce(lost, trouble("calls_unnoticed", message="Calls are not noticed."))
    ready = with_phase(unnoticed, "ready")
    assert state_text(ready).headline == "Calls not noticed" and state_text(ready).detail == "Calls are not noticed."
    assert state_text(with_phase(ready, "waiting")).headline == "Waiting for a call"
    assert state_text(reduce(ready, STARTED)).headline == "Listening"


def test_a_call_knows_since_when_only_while_it_runs() -> None:
    status = replace(reduce(Status(), STARTED), since="10:42")
    assert state_text(status).headline == "On a call since 10:42"
    assert "this computer only" in state_text(status).tooltip
    assert reduce(status, ENDED).since == ""
