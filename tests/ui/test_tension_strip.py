from __future__ import annotations

from collections.abc import Generator

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assist.ui.film import CallClock
from assist.ui.look import make_look
from assist.ui.tension_strip import LEAST_SECONDS_BETWEEN_PAINTS, TensionStrip
from assist.ui.tension_trail import SPAN_SECONDS, Stretch, TensionTrail
from assist.ui.theme import LIGHT
from assist.ui.throttle import Throttle
from tests.ui.making import ENDED, STARTED, tension, voice

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


def trail(clock: CallClock) -> TensionTrail:
    made = TensionTrail(clock)
    made.take(STARTED)
    return made


def test_nothing_is_known_at_first() -> None:
    made = trail(CallClock())
    assert (made.state, made.stretches()) == (None, [])
    assert not made.take(voice("customer"))


def test_levels_hold_until_the_next_one_and_move_on_with_the_clock() -> None:
    clock = CallClock()
    made = trail(clock)
    clock.seconds = 30.0
    made.take(tension(0.2, "settled", 30.0))
    clock.seconds = 40.0
    made.take(tension(0.8, "high", 40.0))
    clock.seconds = 45.0
    assert made.state == "high"
    assert made.stretches() == [Stretch(15.0, 5.0, 0.2, "settled"), Stretch(5.0, 0.0, 0.8, "high")]


def test_what_is_older_than_the_span_goes_but_for_the_level_that_held_then() -> None:
    clock = CallClock()
    made = trail(clock)
    for seconds in range(0, 1000, 10):
        clock.seconds = float(seconds)
        made.take(tension(seconds / 1000, "settled", seconds))
    stretches = made.stretches()
    assert stretches[0].start == SPAN_SECONDS
    assert len(stretches) <= 20
    assert len(made._told) <= 20


def test_a_new_call_begins_with_nothing_and_an_ended_one_stands_still() -> None:
    clock = CallClock()
    made = trail(clock)
    made.take(tension(0.5, "rising", 0.0))
    clock.seconds = 10.0
    made.take(ENDED)
    clock.seconds = 100.0
    assert made.stretches() == [Stretch(10.0, 0.0, 0.5, "rising")]
    made.take(STARTED)
    assert made.state is None


class Counted(TensionStrip):
    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.paints += 1
        super().paintEvent(event)


@pytest.fixture
def strip(qtbot: QtBot) -> Generator[Counted, None, None]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(340, 80)
    made = Counted(make_look(LIGHT), CallClock(), window)
    made.resize(320, 60)
    window.show()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: made.paints > 0)
    yield made
    window.close()


def test_a_flood_of_events_is_painted_four_times_a_second_at_most(strip: Counted, qtbot: QtBot) -> None:
    before = strip.paints
    strip.take(STARTED)
    for number in range(500):
        strip.take(tension(number / 500, "rising", number / 1000))
    assert strip._throttle._timer.isActive()
    assert strip._throttle._timer.interval() >= LEAST_SECONDS_BETWEEN_PAINTS * 1000
    qtbot.waitUntil(lambda: not strip._throttle._timer.isActive())
    qtbot.waitUntil(lambda: strip.paints > before + 1)
    assert strip.paints <= before + 3  # the first at once, the last when it may, and one for the window


def test_it_moves_only_while_it_can_be_seen_and_a_call_is_on(strip: Counted) -> None:
    assert not strip._move_on.isActive()
    strip.take(STARTED)
    assert strip._move_on.isActive()
    strip.hide()
    assert not strip._move_on.isActive()
    strip.show()
    assert strip._move_on.isActive()
    strip.take(ENDED)
    assert not strip._move_on.isActive()


def test_the_three_states_differ_without_colour(qtbot: QtBot) -> None:
    pictures = []
    for state in ("settled", "rising", "high"):
        clock = CallClock()
        window = QWidget()
        qtbot.addWidget(window)
        made = TensionStrip(make_look(LIGHT), clock, window)
        made.resize(320, 60)
        made.take(STARTED)
        made.take(tension(0.6, state, 0.0))
        clock.seconds = 60.0
        image = made.grab().toImage()
        below = [image.pixelColor(x, 36).lightness() for x in range(220, 300)]
        pictures.append(sum(below) / len(below))
        assert made.accessibleName() in {"Caller settled", "Tension rising", "Tension high"}
    settled, rising, high = pictures
    assert settled > rising > high


def test_a_throttle_never_misses_the_last_time(qtbot: QtBot) -> None:
    clock = CallClock()
    done: list[float] = []
    owner = QWidget()
    qtbot.addWidget(owner)
    throttle = Throttle(lambda: done.append(clock.seconds), 0.01, clock, owner)
    throttle.ask()
    throttle.ask()
    throttle.ask()
    assert done == [0.0]
    qtbot.waitUntil(lambda: len(done) == 2)
    clock.seconds = 1.0
    throttle.ask()
    assert done == [0.0, 0.0, 1.0]
