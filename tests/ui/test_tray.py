from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from assist.session.keys import parse_key
from assist.ui.choices import CHOICES
from assist.ui.icons import ICON_NAMES, app_icon
from assist.ui.status import Phase, Status
from assist.ui.tray import Tray
from tests.ui.making import shown

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


def offered(tray: Tray) -> list[str]:
    return [a.text() for a in tray.menu.actions() if a.isVisible() and a.isEnabled() and not a.isSeparator()]


@pytest.mark.parametrize(
    ("phase", "actions"),
    [
        ("ready", ["Start"]),
        ("starting", []),
        ("listening", ["Pause", "End call"]),
        ("paused", ["Resume", "End call"]),
        ("ended", ["Start"]),
        ("failed", ["Start"]),
    ],
)
def test_the_menu_offers_what_can_be_done(qtbot: QtBot, phase: Phase, actions: list[str]) -> None:
    tray = Tray()
    tray.show_status(Status(phase=phase))
    usual = ["Snooze prompts"] if phase in ("listening", "starting", "paused") else []
    hide = ["Hide the overlay"] if tray.has_icon else []
    again = ["Set up again…"] * (phase in ("ready", "ended", "failed"))
    assert offered(tray) == [*actions, *usual, *hide, "Read the transcript", "View", "Settings…", *again, "Quit"]
    tray.close()


def test_each_action_says_so(qtbot: QtBot) -> None:
    tray = Tray()
    signals = {
        "Start": tray.start, "Pause": tray.pause, "Resume": tray.resume, "End call": tray.end, "Quit": tray.quit,
        "Review last call…": tray.review, "Settings…": tray.settings, "Set up again…": tray.setup,
    }  # fmt: skip
    phases: dict[str, Phase] = {"Pause": "listening", "Resume": "paused", "End call": "listening"}
    actions: dict[str, QAction] = {a.text(): a for a in tray.menu.actions() if a.text()}
    for text, signal in signals.items():
        tray.show_status(Status(phase=phases.get(text, "ready")))
        with qtbot.waitSignal(signal):
            actions[text].trigger()
    tray.close()


def test_everything_that_can_be_seen_can_be_switched(qtbot: QtBot) -> None:
    tray = Tray()
    said: list[tuple[str, bool]] = []
    tray.chosen.connect(lambda name, on: said.append((name, on)))
    entries = {action.text(): action for action in tray._view.actions()}
    assert list(entries) == [choice.text for choice in CHOICES.values()]
    tray.check("show_beat", True)
    assert entries["Show the beat"].isChecked()
    entries["Show the beat"].trigger()
    entries["Show the beat"].trigger()
    entries["Show the transcript"].trigger()
    assert said == [("show_beat", False), ("show_beat", True), ("show_transcript", True)]
    tray.close()


def test_it_works_without_a_tray(qtbot: QtBot, qapp: QApplication) -> None:
    tray = Tray()
    assert tray.has_icon == QSystemTrayIcon.isSystemTrayAvailable()
    assert tray.menu.actions()
    tray.close()


def test_every_icon_draws_something_of_its_own(qapp: QApplication) -> None:
    pictures = [app_icon(name).pixmap(32, 32).toImage() for name in ICON_NAMES]
    blank = app_icon("dots", ink="#1560bd").pixmap(32, 32).toImage()
    assert blank not in pictures
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[i + 1 :])


def test_noticing_calls_is_offered_where_there_is_a_day(qtbot: QtBot) -> None:
    tray = Tray()
    assert "Notice calls by itself" not in offered(tray)
    tray.check_automatic(True)
    entry = next(a for a in tray.menu.actions() if a.text() == "Notice calls by itself")
    assert entry.isVisible() and entry.isChecked()
    with qtbot.waitSignal(tray.automatic) as said:
        entry.trigger()
    assert said.args == [False]
    tray.show_status(Status(phase="waiting"))
    assert "Start" in offered(tray)
    tray.close()


def test_a_prompt_can_be_answered_from_the_menu(qtbot: QtBot) -> None:
    tray = Tray()
    asked: list[str] = []
    tray.asked.connect(asked.append)
    tray.show_status(Status(phase="listening", prompt=shown(1)))
    for text in ("Why this prompt?", "Dismiss", "Not helpful", "Snooze prompts"):
        assert text in offered(tray)
        next(a for a in tray.menu.actions() if a.text() == text).trigger()
    assert asked == ["evidence", "dismiss", "not_helpful", "snooze"]
    tray.show_status(Status(phase="listening"))
    assert "Dismiss" not in offered(tray)
    tray.close()


def test_hiding_is_offered_only_where_there_is_a_way_back(qtbot: QtBot) -> None:
    tray = Tray()
    tray.show_status(Status(phase="listening"))
    assert ("Hide the overlay" in offered(tray)) == tray.has_icon
    tray.show_keys({"hide_show": parse_key("Ctrl+Shift+F12"), "snooze": parse_key("F9")})
    assert {"Hide the overlay\tCtrl+Shift+F12", "Snooze prompts\tF9"} <= set(offered(tray))
    tray.show_away(True)
    assert "Show the overlay" in offered(tray)
    tray.close()


def test_a_problem_can_be_read_again(qtbot: QtBot) -> None:
    tray = Tray()
    assert "Settings problem" not in offered(tray)
    tray.show_problem("F9 is taken.")
    with qtbot.waitSignal(tray.problem_asked) as blocker:
        next(a for a in tray.menu.actions() if a.text() == "Settings problem").trigger()
    assert blocker.args == ["Settings problem", "F9 is taken."]
    tray.close()
