from __future__ import annotations

import sys
from dataclasses import replace
from typing import get_args

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assist.events import CreditName
from assist.ui.evidence_panel import EvidencePanel
from assist.ui.overlay import Overlay
from assist.ui.placement import Area, Placement
from assist.ui.prompt_card import LEGIBLE_OPACITY, PromptCard
from assist.ui.quiet_button import QuietButton
from assist.ui.screens import screen_areas
from assist.ui.state_line import StateLine
from assist.ui.talk_light import TalkLight
from assist.ui.theme import DARK, LIGHT
from tests.ui.making import STARTED, closed, credit, floor, shown, trouble, voice

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


def button(overlay: Overlay, text: str) -> QuietButton:
    return next(b for b in overlay.findChildren(QuietButton) if b.text() == text)


def card(overlay: Overlay) -> PromptCard:
    return overlay.findChildren(PromptCard)[0]


def colors(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def open_prompt(overlay: Overlay, qtbot: QtBot, number: int = 1) -> None:
    with qtbot.waitSignal(overlay.painted):
        overlay.handle(shown(number))


def test_window_flags_keep_it_on_top_and_without_focus(overlay: Overlay) -> None:
    flags = overlay.windowFlags()
    for flag in (
        Qt.WindowType.Tool,
        Qt.WindowType.FramelessWindowHint,
        Qt.WindowType.WindowStaysOnTopHint,
        Qt.WindowType.WindowDoesNotAcceptFocus,
    ):
        assert flags & flag == flag
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    for widget in (overlay, *overlay.findChildren(QWidget)):
        assert widget.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_idle_it_is_a_thin_strip_and_grows_for_a_prompt(overlay: Overlay, qtbot: QtBot) -> None:
    overlay.handle(STARTED)
    idle = overlay.height()
    assert idle <= 44
    overlay.handle(shown(1))
    qtbot.waitUntil(lambda: overlay.height() > idle + 60)
    qtbot.waitUntil(lambda: button(overlay, "Dismiss").geometry().bottom() < card(overlay).height())
    overlay.handle(closed(1))
    qtbot.waitUntil(lambda: not card(overlay).isVisible())
    assert overlay.height() == idle


def test_it_fades_in_steps_instead_of_flashing(overlay: Overlay, qtbot: QtBot) -> None:
    heights: list[int] = []
    overlay.handle(STARTED)
    overlay.handle(shown(1))
    target = overlay.height() + card(overlay).height()

    def grown() -> bool:
        heights.append(overlay.height())
        return overlay.height() == target

    qtbot.waitUntil(grown)
    assert heights == sorted(heights)
    assert heights[0] < target


def test_reduced_motion_shows_at_once(qtbot: QtBot) -> None:
    overlay = Overlay(Placement(), reduced_motion=True)
    qtbot.addWidget(overlay)
    overlay.show()
    before = overlay.height()
    overlay.handle(shown(1))
    assert overlay.height() == before + card(overlay).height()


def test_painted_comes_once_and_not_before_it_can_be_read(overlay: Overlay, qtbot: QtBot) -> None:
    seen: list[tuple[object, float, int]] = []
    overlay.painted.connect(lambda event: seen.append((event, card(overlay)._opacity, overlay.height())))
    strip = overlay.height()
    overlay.handle(shown(7))
    assert seen == []
    qtbot.waitUntil(lambda: overlay.height() == strip + card(overlay).height())
    qtbot.waitUntil(lambda: len(seen) == 1)
    event, opacity, height = seen[0]
    assert event == shown(7)
    assert opacity >= LEGIBLE_OPACITY
    assert height > strip + 30  # the title's row is inside the window
    overlay.handle(voice("agent"))
    overlay.repaint()
    QApplication.processEvents()
    assert len(seen) == 1


def test_a_second_prompt_replaces_the_first(overlay: Overlay, qtbot: QtBot) -> None:
    open_prompt(overlay, qtbot, 1)
    open_prompt(overlay, qtbot, 2)
    assert card(overlay).prompt == shown(2)


@pytest.mark.parametrize(
    ("text", "action"), [("Dismiss", "dismiss"), ("Not helpful", "not_helpful"), ("Snooze", "snooze")]
)
def test_buttons_say_what_was_clicked_and_the_prompt_goes(
    overlay: Overlay, qtbot: QtBot, text: str, action: str
) -> None:
    open_prompt(overlay, qtbot, 3)
    with qtbot.waitSignal(overlay.acted) as blocker:
        QTest.mouseClick(button(overlay, text), Qt.MouseButton.LeftButton)
    assert blocker.args == [action, 3]
    assert overlay.status.prompt is None
    qtbot.waitUntil(lambda: not card(overlay).isVisible())


def test_the_talk_light_differs_by_shape_not_only_by_colour(overlay: Overlay, qtbot: QtBot) -> None:
    light = overlay.findChildren(TalkLight)[0]

    def gray() -> QImage:
        return light.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)

    overlay.handle(STARTED)
    quiet = gray()
    overlay.handle(voice("customer"))
    talking = gray()
    overlay.handle(floor("customer"))
    holding = gray()
    overlay.handle(voice("customer", on=False))
    silent_holder = gray()
    pictures = [quiet, talking, holding, silent_holder]
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[i + 1 :])
    assert light.accessibleName() == "Nobody is talking. The caller holds the floor."


def test_the_credit_tick_goes_away_by_itself(overlay: Overlay, qtbot: QtBot) -> None:
    overlay._credit_timer.setInterval(1)
    overlay.handle(STARTED)
    overlay.handle(shown(1))
    overlay.handle(closed(1, "followed"))
    assert overlay.status.credit == "pause"
    qtbot.waitUntil(lambda: overlay.status.credit is None)


def test_the_credit_can_be_switched_off(qtbot: QtBot) -> None:
    overlay = Overlay(Placement(), show_credit=False)
    qtbot.addWidget(overlay)
    for event in (STARTED, shown(1), closed(1, "followed")):
        overlay.handle(event)
    assert overlay.status.credit is None


def test_a_trouble_makes_room_for_its_sentence(overlay: Overlay) -> None:
    overlay.handle(STARTED)
    idle = overlay.height()
    overlay.handle(trouble("no_audio", "customer", message="Nothing is heard from the softphone; check its output."))
    assert overlay.height() > idle
    overlay.handle(trouble("no_audio", "customer", until=1))
    assert overlay.height() == idle


def test_dragging_moves_it_and_is_remembered(qtbot: QtBot) -> None:
    placement = Placement()
    overlay = Overlay(placement)
    qtbot.addWidget(overlay)
    overlay.show()
    start = overlay.pos()
    QTest.mousePress(overlay, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))
    for step in (30, 90, 200):
        QTest.mouseMove(overlay, overlay.mapFromGlobal(start + QPoint(100 - step, 20 + step)))
        QApplication.processEvents()
    QTest.mouseRelease(overlay, Qt.MouseButton.LeftButton)
    assert overlay.pos() == start + QPoint(-200, 200)
    remembered = placement.place(screen_areas(), overlay.width(), overlay.height())
    assert (remembered.x, remembered.y) == (overlay.x(), overlay.y())


def test_at_the_bottom_of_the_screen_it_grows_upwards(qtbot: QtBot) -> None:
    free = screen_areas()[0].free
    placement = Placement()
    placement.remember(screen_areas(), Area(free.x + 50, free.y + free.height - 40, 330, 38))
    overlay = Overlay(placement, reduced_motion=True)
    qtbot.addWidget(overlay)
    overlay.show()
    bottom = overlay.geometry().bottom()
    overlay.handle(shown(1))
    assert overlay.geometry().bottom() == bottom
    assert overlay.height() > 90


def test_evidence_stands_beside_the_card_while_the_mouse_rests(overlay: Overlay, qtbot: QtBot) -> None:
    open_prompt(overlay, qtbot)
    place = QPoint(20, 20)
    QApplication.sendEvent(card(overlay), QHelpEvent(QEvent.Type.ToolTip, place, card(overlay).mapToGlobal(place)))
    panel = next(w for w in QApplication.topLevelWidgets() if isinstance(w, EvidencePanel) and w.isVisible())
    assert not panel.geometry().intersects(overlay.geometry())
    QApplication.sendEvent(card(overlay), QEvent(QEvent.Type.Leave))
    assert not panel.isVisible()


def test_colours_follow_the_theme(qtbot: QtBot) -> None:
    for theme in (LIGHT, DARK):
        overlay = Overlay(Placement(), reduced_motion=True, theme=theme)
        qtbot.addWidget(overlay)
        overlay.handle(shown(1, "acknowledge"))
        used = colors(overlay.grab().toImage())
        assert {theme.surface, theme.text, theme.accents["acknowledge"].tile} <= used


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the system itself names its colour scheme")
def test_a_change_of_the_systems_colours_is_followed(overlay: Overlay, qtbot: QtBot, qapp: QApplication) -> None:
    def surface() -> str:
        return overlay.grab().toImage().pixelColor(overlay.width() // 2, 3).name()

    normal = qapp.palette()
    try:
        qapp.setPalette(QPalette(QColor("#202020"), QColor("#202020")))
        qtbot.waitUntil(lambda: surface() == DARK.surface)
    finally:
        qapp.setPalette(normal)
    qtbot.waitUntil(lambda: surface() == LIGHT.surface)


def test_idle_nothing_moves(overlay: Overlay, qtbot: QtBot) -> None:
    overlay.handle(STARTED)
    open_prompt(overlay, qtbot)
    qtbot.waitUntil(lambda: not overlay._reveal.moving)
    overlay.handle(closed(1))
    qtbot.waitUntil(lambda: not overlay._reveal.moving)
    assert not overlay._credit_timer.isActive()


def test_the_same_state_again_paints_nothing(overlay: Overlay, qtbot: QtBot) -> None:
    overlay.handle(STARTED)
    overlay.handle(voice("agent"))
    changes: list[object] = []
    overlay.changed.connect(changes.append)
    overlay.handle(voice("agent"))
    assert changes == []


def test_a_bigger_system_font_makes_it_bigger(qtbot: QtBot, qapp: QApplication) -> None:
    normal = qapp.font()
    overlay = Overlay(Placement(), reduced_motion=True)
    qtbot.addWidget(overlay)
    before = overlay.size()
    bigger = qapp.font()
    bigger.setPointSizeF(normal.pointSizeF() * 1.5)
    try:
        qapp.setFont(bigger)
        qtbot.waitUntil(lambda: overlay.width() > before.width() * 1.3)
        assert overlay.height() > before.height() * 1.3
    finally:
        qapp.setFont(normal)
    qtbot.waitUntil(lambda: overlay.size() == before)


def test_without_a_compositor_the_corners_are_square_and_opaque(overlay: Overlay) -> None:
    corner = overlay.grab().toImage().pixelColor(0, 0)
    assert corner.alpha() == 255
    assert corner in (QColor(LIGHT.border), QColor(DARK.border))


def test_a_press_outside_the_left_button_does_not_drag(overlay: Overlay) -> None:
    start = overlay.pos()
    QTest.mousePress(overlay, Qt.MouseButton.RightButton, pos=QPoint(100, 20))
    QTest.mouseMove(overlay, QPointF(10, 10).toPoint())
    QTest.mouseRelease(overlay, Qt.MouseButton.RightButton)
    assert overlay.pos() == start


def test_a_followed_prompt_stays_a_moment_with_a_tick_and_nothing_to_click(overlay: Overlay, qtbot: QtBot) -> None:
    overlay.handle(STARTED)
    open_prompt(overlay, qtbot)
    qtbot.waitUntil(lambda: not overlay._reveal.moving)
    picture, height = card(overlay).grab().toImage(), overlay.height()
    overlay.handle(closed(1, "followed"))
    assert overlay.height() == height
    assert card(overlay).grab().toImage() != picture
    assert not any(b.isVisible() for b in overlay.findChildren(QuietButton))
    overlay._credit_timer.timeout.emit()
    qtbot.waitUntil(lambda: not card(overlay).isVisible())
    open_prompt(overlay, qtbot, 2)
    assert button(overlay, "Dismiss").isVisible()


def test_every_credit_has_its_words(qtbot: QtBot) -> None:
    names: set[str] = set()
    for name in get_args(CreditName):
        overlay = Overlay(Placement(), reduced_motion=True)
        qtbot.addWidget(overlay)
        overlay.handle(STARTED)
        overlay.handle(credit(name))
        names.add(overlay.findChildren(StateLine)[0].accessibleName())
    assert len(names) == len(get_args(CreditName))


def test_compact_is_one_row_and_the_sign_opens_the_rest(overlay: Overlay, qtbot: QtBot) -> None:
    chosen: list[tuple[str, bool]] = []
    overlay.chosen.connect(lambda name, on: chosen.append((name, on)))
    open_prompt(overlay, qtbot)
    qtbot.waitUntil(lambda: not overlay._reveal.moving)
    expanded = overlay.height()
    QTest.mouseClick(button(overlay, "Less"), Qt.MouseButton.LeftButton)
    assert overlay.height() < expanded - 30
    assert not button(overlay, "Dismiss").isVisible()
    assert "Let them finish" in card(overlay).evidence()  # the line is not lost
    QTest.mouseClick(button(overlay, "More"), Qt.MouseButton.LeftButton)
    assert overlay.height() == expanded
    assert chosen == [("compact", True), ("compact", False)]


def test_safety_says_everything_even_when_compact(overlay: Overlay, qtbot: QtBot) -> None:
    overlay.choose("compact", True)
    with qtbot.waitSignal(overlay.painted):
        overlay.handle(shown(1, "safety"))
    assert button(overlay, "Dismiss").isVisible()
    assert card(overlay)._line.lines


def test_tones_and_icons_look_different(qtbot: QtBot) -> None:
    pictures = []
    for tone, icon in (("", ""), ("firm", ""), ("urgent", ""), ("", "check_in")):
        overlay = Overlay(Placement(), reduced_motion=True, theme=LIGHT)
        qtbot.addWidget(overlay)
        overlay.handle(replace(shown(1), tone=tone, icon=icon))
        pictures.append(overlay.grab().toImage())
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[i + 1 :])
    overlay.handle(replace(shown(2), icon="no such picture"))
    assert overlay.grab().toImage() == pictures[0]


def test_a_notice_goes_away_by_itself(overlay: Overlay, qtbot: QtBot) -> None:
    overlay.show_notice("Hotkeys", "F9 is taken by another program.")
    line = overlay.findChildren(StateLine)[0]
    assert line.accessibleName() == "Hotkeys. F9 is taken by another program."
    overlay.handle(STARTED)
    assert line.accessibleName().startswith("Hotkeys")
    overlay._notice_timer.timeout.emit()
    assert line.accessibleName().startswith("Listening")
