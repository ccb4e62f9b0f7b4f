"""The timeline: zoom and pan by mouse and keyboard, jumping, and what it says in words."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assist.events import SAMPLE_RATE
from assist.review.lanes import Lanes, lanes
from assist.review.scorecard import scorecard
from assist.ui.look import make_look
from assist.ui.review_states import empty_record, sample_record
from assist.ui.review_timeline import LEAST_SPAN, Timeline
from assist.ui.theme import DARK

S = SAMPLE_RATE


def shown(record: object = None) -> Timeline:
    call = sample_record() if record is None else empty_record()
    timeline = Timeline(make_look(DARK))
    timeline.resize(900, 180)
    timeline.show_call(lanes(call, scorecard(call.events, call.turns)))
    timeline.show()
    return timeline


@pytest.fixture
def timeline(qapp: QApplication) -> Generator[Timeline, None, None]:
    made = shown()
    yield made
    made.hide()
    made.deleteLater()


def wheel(timeline: Timeline, along: int, across: int = 0, x: int = 450) -> None:
    place = QPointF(x, 60)
    event = QWheelEvent(
        place, timeline.mapToGlobal(place), QPoint(), QPoint(across, along), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(timeline, event)


def test_the_whole_call_at_first(timeline: Timeline) -> None:
    assert timeline.window_samples == (0, 70 * S)


def test_keys_zoom_pan_and_go(qtbot: QtBot, timeline: Timeline) -> None:
    jumps: list[int] = []
    timeline.jumped.connect(jumps.append)
    timeline.set_moment(35 * S)
    QTest.keyClick(timeline, Qt.Key.Key_Plus)
    start, end = timeline.window_samples
    assert end - start == pytest.approx(50 * S, rel=0.01) and start < 35 * S < end
    QTest.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.window_samples[0] > start
    assert jumps == []
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert timeline.moment == jumps[-1] == 36 * S
    QTest.keyClick(timeline, Qt.Key.Key_End)
    assert jumps[-1] == 70 * S
    QTest.keyClick(timeline, Qt.Key.Key_Home)
    QTest.keyClick(timeline, Qt.Key.Key_PageDown)
    assert jumps[-1] == round(9.5 * S)
    QTest.keyClick(timeline, Qt.Key.Key_0)
    assert timeline.window_samples == (0, 70 * S)


def test_page_keys_visit_every_marked_moment(qtbot: QtBot, timeline: Timeline) -> None:
    visited = []
    for _ in range(30):
        before = timeline.moment
        QTest.keyClick(timeline, Qt.Key.Key_PageDown)
        if timeline.moment == before:
            break
        visited.append(timeline.moment)
    call = sample_record()
    assert visited == sorted({at for at, _ in lanes(call, scorecard(call.events, call.turns)).stops()})


def test_zoom_has_ends(timeline: Timeline) -> None:
    for _ in range(40):
        timeline.zoom(0.5)
    start, end = timeline.window_samples
    assert end - start == LEAST_SPAN
    for _ in range(40):
        timeline.zoom(2.0)
        timeline.pan(5.0)
    assert timeline.window_samples == (0, 70 * S)


def test_the_wheel_zooms_at_the_pointer(timeline: Timeline) -> None:
    still = timeline._painter().sample(600)
    wheel(timeline, 120, x=600)
    assert timeline._painter().sample(600) == pytest.approx(still, abs=S / 20)
    start, end = timeline.window_samples
    wheel(timeline, 0, across=-120)
    assert timeline.window_samples[0] > start
    wheel(timeline, -120)
    assert timeline.window_samples[1] - timeline.window_samples[0] > end - start


def test_a_click_jumps_and_a_drag_only_moves(qtbot: QtBot, timeline: Timeline) -> None:
    jumps: list[int] = []
    timeline.jumped.connect(jumps.append)
    timeline.zoom(0.5, 35 * S)
    start = timeline.window_samples[0]
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(500, 60))
    QTest.mouseMove(timeline, QPoint(400, 60))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(400, 60))
    assert timeline.window_samples[0] > start and jumps == []
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(400, 60))
    assert jumps == [round(timeline._painter().sample(400))]


def test_it_tells_a_screen_reader_where_it_is(timeline: Timeline) -> None:
    timeline.set_moment(20 * S)
    told = timeline.accessibleDescription()
    assert "At 0:20" in told and "you came in: interruption, 87% sure" in told and "tension rising" in told


def test_a_moment_out_of_view_comes_into_view(timeline: Timeline) -> None:
    timeline.zoom(0.1, 0)
    timeline.set_moment(60 * S)
    start, end = timeline.window_samples
    assert start <= 60 * S <= end
    timeline.set_moment(10**12)
    assert timeline.moment == 70 * S


def test_a_call_without_anything(qtbot: QtBot) -> None:
    empty = shown("empty")
    QTest.keyClick(empty, Qt.Key.Key_PageDown)
    empty.zoom(0.1)
    empty.show_call(Lanes(1))
    empty.grab()
    empty.deleteLater()
