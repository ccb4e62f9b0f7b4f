"""Where the mouse goes: on a real X server, with another window below the overlay."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Generator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from assist.ui.grip import Grip
from assist.ui.overlay import Overlay
from assist.ui.placement import Area, Placement
from assist.ui.quiet_button import QuietButton
from assist.ui.screens import screen_areas
from tests.ui.making import STARTED, closed, shown

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool"),
]


class Desk:
    """A softphone with an overlay on top of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.clicks = 0
        self.softphone = QPushButton("softphone")
        qtbot.addWidget(self.softphone)
        self.softphone.setGeometry(300, 300, 500, 300)
        self.softphone.clicked.connect(self._clicked)
        self.softphone.show()
        qtbot.waitExposed(self.softphone)
        placement = Placement()
        placement.remember(screen_areas(), Area(340, 340, 330, 40))
        self.overlay = Overlay(placement, reduced_motion=True)
        self.overlay.choose("click_through", True)
        self.overlay.show()
        qtbot.waitExposed(self.overlay)
        self.overlay.handle(STARTED)
        self.grip = self.overlay.findChildren(Grip)[0]
        qtbot.waitUntil(self.grip.isVisible)

    def _clicked(self) -> None:
        self.clicks += 1

    def mouse(self, *orders: object) -> None:
        done = subprocess.Popen(["xdotool", *map(str, orders)])
        self.qtbot.waitUntil(lambda: done.poll() is not None, timeout=20_000)
        QApplication.processEvents()

    def click(self, where: QPoint, button: int = 1) -> None:
        self.mouse("mousemove", where.x(), where.y(), "click", button)

    def click_until_heard(self, more: int = 1) -> None:
        """Click where the overlay is until the softphone hears it: the window manager takes its time to let it through."""
        before = self.clicks

        def heard() -> bool:
            self.click(self.middle())
            return self.clicks >= before + more

        self.qtbot.waitUntil(heard, timeout=10_000)

    def middle(self) -> QPoint:
        area = self.overlay._frame.area
        return QPoint(area.x + area.width // 2, area.y + area.height // 2)


@pytest.fixture
def desk(qtbot: QtBot) -> Generator[Desk, None, None]:
    made = Desk(qtbot)
    yield made
    made.overlay.hide()
    made.overlay.deleteLater()


def test_without_a_prompt_a_click_goes_to_the_softphone(desk: Desk, qtbot: QtBot) -> None:
    desk.click_until_heard()


def test_with_a_prompt_the_card_takes_it_and_gives_it_back(desk: Desk, qtbot: QtBot) -> None:
    acted: list[str] = []
    desk.overlay.acted.connect(lambda action, _: acted.append(action))
    with qtbot.waitSignal(desk.overlay.painted):
        desk.overlay.handle(shown(1))
    button = next(b for b in desk.overlay.findChildren(QuietButton) if b.text() == "Dismiss")

    def answered() -> bool:
        if not acted:
            desk.click(button.mapToGlobal(button.rect().center()))
        return acted == ["dismiss"]

    qtbot.waitUntil(answered, timeout=10_000)
    desk.click_until_heard()
    desk.overlay.handle(shown(2))
    desk.overlay.handle(closed(2))
    desk.click_until_heard()


def test_the_grip_drags_and_has_the_menu(desk: Desk, qtbot: QtBot) -> None:
    assert desk.grip.isVisible()
    before, at = desk.overlay.pos(), desk.grip.geometry().center()
    orders: list[object] = ["mousemove", at.x(), at.y(), "mousedown", 1]
    for step in (20, 60, 100):
        orders += ["mousemove", at.x() + step, at.y() + step]
    desk.mouse(*orders, "mouseup", 1)
    qtbot.waitUntil(lambda: desk.overlay.pos() == before + QPoint(100, 100))
    assert desk.overlay.geometry().contains(desk.grip.geometry())
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction("something")
    desk.overlay.set_menu(menu)
    desk.click(desk.grip.geometry().center(), button=3)
    qtbot.waitUntil(menu.isVisible)
    menu.close()
    assert desk.clicks == 0


def test_switched_off_the_overlay_keeps_the_mouse(desk: Desk, qtbot: QtBot) -> None:
    desk.overlay.choose("click_through", False)
    assert not desk.grip.isVisible()
    beside = QPoint(320, 580)
    qtbot.waitUntil(lambda: _gone(desk, beside), timeout=10_000)


def _gone(desk: Desk, beside: QPoint) -> bool:
    """Whether a click on the overlay no longer reaches the softphone; one beside it says when it would have."""
    before = desk.clicks
    desk.click(desk.middle())
    desk.click(beside)
    desk.qtbot.waitUntil(lambda: desk.clicks > before)
    return desk.clicks == before + 1


def test_it_holds_after_hiding_and_showing(desk: Desk, qtbot: QtBot) -> None:
    desk.overlay.set_put_away(True)
    assert not desk.grip.isVisible()
    desk.overlay.set_put_away(False)
    qtbot.waitUntil(desk.grip.isVisible)
    desk.click_until_heard()
    qtbot.waitUntil(lambda: desk.overlay.pos() == QPoint(340, 340))  # and Qt knows where it is


def test_a_side_panel_keeps_the_mouse(desk: Desk, qtbot: QtBot) -> None:
    desk.overlay.choose("docked", True)
    qtbot.waitUntil(lambda: desk.overlay.isVisible() and not desk.grip.isVisible())
    desk.overlay.choose("docked", False)
    qtbot.waitUntil(desk.grip.isVisible)
    qtbot.waitExposed(desk.overlay)
    desk.click_until_heard()
