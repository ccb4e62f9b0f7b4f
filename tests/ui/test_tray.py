from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from assist.ui.icons import ICON_NAMES, app_icon
from assist.ui.status import Phase, Status
from assist.ui.tray import Tray

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
    assert offered(tray) == [*actions, "Show the beat", "Quit"]
    tray.close()


def test_each_action_says_so(qtbot: QtBot) -> None:
    tray = Tray()
    signals = {
        "Review last call…": tray.review,
        "Start": tray.start,
        "Pause": tray.pause,
        "Resume": tray.resume,
        "End call": tray.end,
        "Quit": tray.quit,
    }
    phases: dict[str, Phase] = {"Pause": "listening", "Resume": "paused", "End call": "listening"}
    actions: dict[str, QAction] = {a.text(): a for a in tray.menu.actions() if a.text()}
    assert set(actions) == {*signals, "Show the beat", "Notice calls by itself"}
    for text, signal in signals.items():
        tray.show_status(Status(phase=phases.get(text, "ready")))
        with qtbot.waitSignal(signal):
            actions[text].trigger()
    tray.close()


def test_the_beat_ring_can_be_switched_off_and_on(qtbot: QtBot) -> None:
    tray = Tray()
    tray.check_show_beat(True)
    said: list[bool] = []
    tray.show_beat.connect(said.append)
    entry = next(a for a in tray.menu.actions() if a.text() == "Show the beat")
    assert entry.isChecked()
    entry.trigger()
    entry.trigger()
    assert said == [False, True]
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
