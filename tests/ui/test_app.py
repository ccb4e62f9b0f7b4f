from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from assist.events import AnyEvent, PromptShown
from assist.ui import app
from assist.ui.app import run_app
from assist.ui.beat_ring import BeatRing
from assist.ui.overlay import Overlay
from assist.ui.quiet_button import QuietButton
from tests.ui.making import ENDED, STARTED, beat, floor, shown, trouble, voice

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

EventSink = Callable[[AnyEvent], None]


class ScriptedCall:
    """A session that plays given events from a thread of its own, and remembers what it was told."""

    def __init__(self, *events: AnyEvent) -> None:
        self.events = events
        self.told: list[str] = []
        self._thread: threading.Thread | None = None

    def start(self, on_event: EventSink) -> None:
        self.told.append("start")
        self._thread = threading.Thread(target=self._play, args=(on_event,))
        self._thread.start()

    def _play(self, on_event: EventSink) -> None:
        for event in self.events:
            on_event(event)

    def pause(self) -> None:
        self.told.append("pause")

    def resume(self) -> None:
        self.told.append("resume")

    def act(self, action: str, prompt: int | None) -> None:
        self.told.append(f"{action} {prompt}")

    def stop(self) -> None:
        self.told.append("stop")
        if self._thread is not None:
            self._thread.join()


class BrokenCall(ScriptedCall):
    def start(self, on_event: EventSink) -> None:
        self.told.append("start")
        raise OSError("The microphone “USB Headset” is not there;\nplug it in.")


def the_overlay() -> Overlay:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Overlay))


def choose(text: str) -> None:
    """Use the menu that a right click on the overlay opens."""
    menu = the_overlay()._menu
    assert menu is not None
    actions = [*menu.actions(), *(entry for below in menu.findChildren(QMenu) for entry in below.actions())]
    next(action for action in actions if action.text() == text).trigger()


def when(condition: Callable[[], bool], action: Callable[[], None]) -> QTimer:
    """Do something inside the program's event loop as soon as a condition holds."""
    timer = QTimer()

    def look() -> None:
        if condition():
            timer.stop()
            action()

    timer.timeout.connect(look)
    timer.start(5)
    return timer


@pytest.fixture(autouse=True)
def no_lingering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LINGER_MILLISECONDS", 0)
    monkeypatch.setattr(app, "FAILURE_LINGER_MILLISECONDS", 0)


def held(kind: str) -> int:
    """How many threads (`task`) or open files (`fd`) the system counts for this process; 0 where it does not say."""
    folder = Path("/proc/self") / kind
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_fifty_starts_and_stops_leave_nothing(qapp: QApplication) -> None:
    events = (STARTED, voice("customer"), floor("customer"), shown(1), ENDED)
    before = signal.getsignal(signal.SIGINT)
    assert run_app(ScriptedCall(*events), quit_when_done=True) == 0  # what Qt starts once for the process stays
    threads = threading.enumerate()
    tasks, files = held("task"), held("fd")
    for _ in range(50):
        call = ScriptedCall(*events)
        assert run_app(call, quit_when_done=True) == 0
        assert call.told[0] == "start"
        assert set(call.told[1:]) == {"stop"}
    assert threading.enumerate() == threads
    assert QApplication.topLevelWidgets() == []
    assert held("task") <= tasks
    assert held("fd") <= files
    assert signal.getsignal(signal.SIGINT) is before


def test_a_call_that_cannot_start_is_a_sentence(qapp: QApplication) -> None:
    said: list[str] = []
    seen: list[str] = []

    def failed(sentence: str) -> None:
        said.append(sentence)
        seen.append(the_overlay().status.failure)

    call = BrokenCall()
    assert run_app(call, quit_when_done=True, on_failure=failed) == 1
    assert said == seen == ["The microphone “USB Headset” is not there; plug it in."]
    assert call.told[:2] == ["start", "stop"]


def test_a_call_that_breaks_is_a_sentence_too(qapp: QApplication) -> None:
    said: list[str] = []
    call = ScriptedCall(STARTED, trouble("failed", message="It broke; start again."), ENDED)
    assert run_app(call, quit_when_done=True, on_failure=said.append) == 1
    assert said == ["It broke; start again."]


def test_it_stays_after_a_failure_and_can_be_started_again(qapp: QApplication) -> None:
    call = BrokenCall()
    again = when(lambda: the_overlay().status.phase == "failed", lambda: choose("Start"))

    def failed_twice() -> bool:
        return call.told.count("start") == 2 and the_overlay().status.phase == "failed"

    end = when(failed_twice, lambda: choose("Quit"))
    assert run_app(call) == 1
    assert not again.isActive()
    assert not end.isActive()


def test_the_menu_pauses_resumes_ends_and_starts_anew(qapp: QApplication) -> None:
    call = ScriptedCall(STARTED)
    script = ["Pause", "Resume", "End call", "Start", "Quit"]
    phases = {"Pause": "listening", "Resume": "paused", "End call": "listening", "Start": "ended", "Quit": "listening"}

    def next_step() -> bool:
        return bool(script) and the_overlay().status.phase == phases[script[0]]

    timer = QTimer()
    timer.timeout.connect(lambda: choose(script.pop(0)) if next_step() else None)
    timer.start(5)
    assert run_app(call) == 0
    timer.stop()
    assert call.told == ["start", "pause", "resume", "stop", "start", "stop"]


def test_a_call_that_ended_by_itself_is_let_go_and_the_next_one_starts(qapp: QApplication) -> None:
    call = ScriptedCall(STARTED, ENDED)
    again = when(lambda: call.told == ["start", "stop"], lambda: choose("Start"))
    end = when(lambda: call.told == ["start", "stop", "start", "stop"], lambda: choose("Quit"))
    assert run_app(call) == 0
    assert not again.isActive()
    assert not end.isActive()


def test_without_autostart_it_waits(qapp: QApplication) -> None:
    call = ScriptedCall(STARTED)
    timer = when(lambda: the_overlay().status.phase == "ready", lambda: choose("Quit"))
    assert run_app(call, autostart=False) == 0
    assert call.told == ["stop"]
    assert not timer.isActive()


def test_a_click_reaches_the_session_and_a_painted_prompt_is_reported(qapp: QApplication) -> None:
    call = ScriptedCall(STARTED, shown(4))
    painted: list[PromptShown] = []

    def click(event: PromptShown) -> None:
        painted.append(event)
        next(b for b in the_overlay().findChildren(QuietButton) if b.text() == "Not helpful").click()

    timer = when(lambda: "not_helpful 4" in call.told, lambda: choose("Quit"))
    assert run_app(call, on_painted=click) == 0
    assert painted == [shown(4)]
    assert not timer.isActive()


def test_closing_the_window_ends_the_program(qapp: QApplication) -> None:
    def close() -> None:
        the_overlay().close()

    call = ScriptedCall(STARTED)
    timer = when(lambda: the_overlay().status.phase == "listening", close)
    assert run_app(call) == 0
    assert call.told == ["start", "stop"]
    assert not timer.isActive()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(qapp: QApplication, number: signal.Signals) -> None:
    call = ScriptedCall(STARTED)
    threads = threading.enumerate()
    timer = when(lambda: the_overlay().status.phase == "listening", lambda: os.kill(os.getpid(), number))
    assert run_app(call) == 0
    assert call.told == ["start", "stop"]
    assert threading.enumerate() == threads
    assert not timer.isActive()


def test_a_slow_start_does_not_hold_up_the_overlay(qapp: QApplication) -> None:
    go_on = threading.Event()

    class SlowCall(ScriptedCall):
        def start(self, on_event: EventSink) -> None:
            assert go_on.wait(30)
            super().start(on_event)

    call = SlowCall(STARTED)
    first = when(lambda: the_overlay().isVisible() and the_overlay().status.phase == "starting", go_on.set)
    second = when(lambda: the_overlay().status.phase == "listening", lambda: choose("Quit"))
    assert run_app(call) == 0
    assert not first.isActive()
    assert not second.isActive()


def test_the_place_is_kept_in_the_given_file(qapp: QApplication, tmp_path: Path) -> None:
    place = tmp_path / "place.json"
    place.write_text(
        '{"last": "screen", "screens": {"screen": {"from_right": false, "from_bottom": false, "x": 7, "y": 9}}}',
        encoding="utf-8",
    )
    where: list[tuple[int, int]] = []

    def look() -> None:
        where.append((the_overlay().x(), the_overlay().y()))
        choose("Quit")

    timer = when(lambda: the_overlay().isVisible(), look)
    assert run_app(ScriptedCall(STARTED), place_file=place) == 0
    assert where == [(7, 9)]
    assert not timer.isActive()


@pytest.mark.parametrize(
    ("stored", "on"), [("{}", True), ('{"show_beat": false}', False), ('{"show_beat": "no"}', True)]
)
def test_the_beat_ring_is_as_the_agent_left_it(qapp: QApplication, tmp_path: Path, stored: str, on: bool) -> None:
    place = tmp_path / "place.json"
    place.write_text(stored, encoding="utf-8")
    seen: list[bool] = []

    def look() -> None:
        the_overlay().handle(beat())
        seen.append(not the_overlay().findChildren(BeatRing)[0].isHidden())
        choose("Show the beat")
        choose("Prompts in one row")
        choose("Quit")

    timer = when(lambda: the_overlay().status.phase == "listening", look)
    assert run_app(ScriptedCall(STARTED), place_file=place) == 0
    assert not timer.isActive()
    assert seen == [on]
    assert json.loads(place.read_text(encoding="utf-8")) == {"show_beat": not on, "compact": True}


SCRIPT = """
import sys
sys.stderr = None
from assist.ui.app import NoDisplay, run_app
from tests.ui.test_app import BrokenCall
try:
    print(run_app(BrokenCall(), quit_when_done=True))
except NoDisplay as error:
    print(error)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a display")
def test_without_a_display_there_is_one_clear_error(qtbot: QtBot) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("No display is available")
    assert done.stderr == ""


def test_without_a_standard_error_it_works_as_well(qtbot: QtBot) -> None:
    script = f"import assist.ui.app as app\napp.FAILURE_LINGER_MILLISECONDS = 0\n{SCRIPT}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "1\n")
