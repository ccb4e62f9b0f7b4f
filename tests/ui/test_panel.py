"""The overlay as a side panel, and what happens to either when screens come and go."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assist.ui import drag, frame
from assist.ui.overlay import Overlay
from assist.ui.placement import Area, Placement, ScreenArea, snap
from assist.ui.prompt_card import PromptCard
from assist.ui.quiet_button import QuietButton
from assist.ui.remembered import Remembered
from assist.ui.screens import screen_areas
from assist.ui.transcript_view import TranscriptView
from tests.ui.making import STARTED, closed, shown

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

LAPTOP = ScreenArea("eDP-1", Area(0, 30, 1440, 870))
DESK = ScreenArea("HDMI-1", Area(1440, 0, 1920, 1080))


class Screens:
    """Screens that come and go; Qt's own stay, only what the overlay hears of them changes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.there = [LAPTOP, DESK]
        for module in (frame, drag):
            monkeypatch.setattr(module, "screen_areas", lambda: self.there)

    def become(self, overlay: Overlay, *there: ScreenArea) -> None:
        self.there = list(there)
        overlay.screens_changed.emit()


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> Screens:
    return Screens(monkeypatch)


@pytest.fixture
def floating(qtbot: QtBot, screens: Screens) -> Generator[Overlay, None, None]:
    placement = Placement()
    placement.remember(screens.there, Area(2900, 900, 330, 40))
    overlay = Overlay(placement, reduced_motion=True)
    qtbot.addWidget(overlay)
    overlay.show()
    yield overlay
    overlay.hide()


def inside(overlay: Overlay, screen: ScreenArea) -> bool:
    place, free = overlay.geometry(), screen.free
    return (
        free.x <= place.x()
        and place.x() + place.width() <= free.x + free.width
        and free.y <= place.y()
        and place.y() + place.height() <= free.y + free.height
    )


def test_a_screen_that_is_unplugged_and_comes_back(floating: Overlay, screens: Screens) -> None:
    before = floating.pos()
    assert inside(floating, DESK)
    screens.become(floating, LAPTOP)
    assert inside(floating, LAPTOP)
    screens.become(floating, LAPTOP, DESK)
    assert floating.pos() == before


def test_lock_and_sleep_take_every_screen_for_a_while(floating: Overlay, screens: Screens) -> None:
    before = floating.pos()
    floating.handle(STARTED)
    screens.become(floating)
    floating.handle(shown(1))
    floating.handle(closed(1))
    screens.become(floating, LAPTOP)
    assert inside(floating, LAPTOP)
    screens.become(floating, LAPTOP, DESK)
    assert floating.pos() == before


def test_another_resolution_and_a_prompt_in_the_corner(floating: Overlay, screens: Screens) -> None:
    small = ScreenArea("HDMI-1", Area(1440, 0, 800, 600))
    floating.handle(STARTED)
    floating.handle(shown(1, "safety"))
    screens.become(floating, LAPTOP, small)
    assert inside(floating, small)
    assert floating.height() > 130


@pytest.mark.parametrize("height", [200, 150])
def test_a_prompt_that_fits_neither_above_nor_below_stays_on_the_screen(
    floating: Overlay, screens: Screens, height: int
) -> None:
    low = ScreenArea("HDMI-1", Area(1440, 0, 800, height))
    screens.become(floating, low)
    floating.handle(STARTED)
    floating.handle(shown(1))
    assert inside(floating, low)


def test_a_screen_without_a_size_is_none(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(screen_areas()) == len(QApplication.screens())
    monkeypatch.setattr("assist.ui.screens._LEAST_SIDE", 100_000)
    assert screen_areas() == []


@pytest.mark.parametrize(
    ("at", "to"),
    [
        ((10, 300), (0, 300)),
        ((1440 - 330 + 9, 300), (1440 - 330, 300)),
        ((500, 44), (500, 30)),
        ((500, 900 - 40 - 12), (500, 900 - 40)),
        ((-9, 21), (0, 30)),
        ((40, 80), (40, 80)),
    ],
)
def test_near_an_edge_it_snaps(at: tuple[int, int], to: tuple[int, int]) -> None:
    assert snap(Area(*at, 330, 40), LAPTOP.free, 16) == Area(*to, 330, 40)


def test_dragged_near_the_edge_it_stands_at_the_edge(floating: Overlay, screens: Screens) -> None:
    screens.become(floating, LAPTOP)
    start = floating.pos()
    QTest.mousePress(floating, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))
    for goal in (QPoint(500, 400), QPoint(9, 400)):
        QTest.mouseMove(floating, floating.mapFromGlobal(goal + QPoint(100, 20)))
        QApplication.processEvents()
    QTest.mouseRelease(floating, Qt.MouseButton.LeftButton)
    assert floating.pos() != start
    assert (floating.x(), floating.y()) == (0, 400)


def card(overlay: Overlay) -> PromptCard:
    return overlay.findChildren(PromptCard)[0]


def test_in_a_side_panel_nothing_moves_when_a_prompt_comes(qtbot: QtBot) -> None:
    overlay = Overlay(Placement(), reduced_motion=True)
    qtbot.addWidget(overlay)
    overlay.choose("docked", True)
    overlay.show()
    qtbot.waitExposed(overlay)
    overlay.handle(STARTED)
    qtbot.waitUntil(lambda: overlay.frameGeometry() != overlay.geometry())  # the desktop has put its frame around it
    before, strip = overlay.geometry(), overlay.strip_area
    with qtbot.waitSignal(overlay.painted):
        overlay.handle(shown(1))
    assert (overlay.geometry(), overlay.strip_area) == (before, strip)
    assert overlay.rect().contains(card(overlay).geometry())
    overlay.handle(closed(1))
    assert overlay.geometry() == before


def test_a_side_panel_is_an_ordinary_window_that_reserves_nothing(qtbot: QtBot) -> None:
    free = screen_areas()
    overlay = Overlay(Placement(), reduced_motion=True)
    qtbot.addWidget(overlay)
    overlay.choose("docked", True)
    overlay.show()
    qtbot.waitExposed(overlay)
    flags = overlay.windowFlags()
    assert flags & Qt.WindowType.Window
    assert not flags & Qt.WindowType.FramelessWindowHint
    assert not flags & Qt.WindowType.WindowDoesNotAcceptFocus
    assert screen_areas() == free
    assert overlay.height() < 250
    overlay.choose("docked", False)
    assert overlay.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    qtbot.waitUntil(lambda: overlay.isVisible() and overlay.height() <= 44)


def test_a_larger_panel_gives_its_room_to_the_transcript(qtbot: QtBot) -> None:
    overlay = Overlay(Placement(), reduced_motion=True)
    qtbot.addWidget(overlay)
    overlay.choose("show_transcript", True)
    overlay.choose("docked", True)
    overlay.show()
    qtbot.waitExposed(overlay)
    overlay.handle(STARTED)
    view = overlay.findChildren(TranscriptView)[0]
    overlay.resize(overlay.width() + 80, 600)
    qtbot.waitUntil(lambda: view.geometry().bottom() == 599)
    overlay.handle(shown(1))
    assert card(overlay).geometry().bottom() == 599
    assert view.geometry().bottom() < card(overlay).geometry().top()
    assert view.height() > 300
    assert card(overlay).width() == overlay.width()


def test_the_panel_has_a_place_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "place.json"
    overlay = Overlay(Placement(file), reduced_motion=True)
    qtbot.addWidget(overlay)
    overlay.choose("docked", True)
    overlay.show()
    qtbot.waitExposed(overlay)
    overlay.move(60, 90)
    qtbot.waitUntil(lambda: Remembered(file).get("docked_screens") is not None)
    assert Remembered(file).get("screens") is None
    (spot,) = Remembered(file).get("docked_screens").values()
    assert (spot["x"], spot["y"]) == (overlay.pos().x(), overlay.pos().y())


def test_in_a_panel_the_buttons_are_reached_with_tab(qtbot: QtBot) -> None:
    overlay = Overlay(Placement(), reduced_motion=True)
    qtbot.addWidget(overlay)
    overlay.choose("docked", True)
    overlay.show()
    overlay.activateWindow()
    qtbot.waitUntil(overlay.isActiveWindow)
    acted: list[str] = []
    overlay.acted.connect(lambda action, _: acted.append(action))
    overlay.handle(STARTED)
    with qtbot.waitSignal(overlay.painted):
        overlay.handle(shown(1))
    assert overlay.focusWidget() is None  # a prompt takes no focus, even here
    reached: list[str] = []
    for _ in range(4):
        QTest.keyClick(overlay, Qt.Key.Key_Tab)
        focused = overlay.focusWidget()
        assert isinstance(focused, QuietButton)
        reached.append(focused.text())
    assert reached == ["Dismiss", "Not helpful", "Snooze", "Less"]
    QTest.keyClick(overlay.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(overlay.focusWidget(), Qt.Key.Key_Space)
    assert acted == ["dismiss"]
