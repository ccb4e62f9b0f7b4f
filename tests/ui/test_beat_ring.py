from __future__ import annotations

import math
from itertools import pairwise

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assist.ui.beat_ring import BeatRing, dashes
from assist.ui.film import CallClock
from assist.ui.overlay import Overlay
from assist.ui.placement import Placement
from assist.ui.state_line import StateLine
from assist.ui.talk_light import TalkLight
from assist.ui.theme import DARK, LIGHT, Theme
from tests.ui.making import ENDED, STARTED, beat, beat_over, credit, paused, shown, voice

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


class Stage:
    """An overlay whose clock is moved by hand."""

    def __init__(self, theme: Theme = LIGHT, reduced_motion: bool = False, show_beat: bool = True) -> None:
        self.clock = CallClock()
        self.overlay = Overlay(Placement(), reduced_motion, theme=theme, rounded=False, clock=self.clock)
        self.overlay.choose("show_beat", show_beat)
        self.overlay.handle(STARTED)
        self.ring = self.overlay.findChildren(BeatRing)[0]

    def at(self, seconds: float) -> Stage:
        self.clock.seconds = seconds
        self.overlay.refresh()
        return self

    def picture(self, gray: bool = False) -> QImage:
        image = self.ring.grab().toImage()
        return image.convertToFormat(QImage.Format.Format_Grayscale8) if gray else image

    @property
    def up(self) -> bool:
        return not self.ring.isHidden()


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    made = Stage()
    qtbot.addWidget(made.overlay)
    return made


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_it_fills_and_turns_into_a_tick_and_goes(stage: Stage) -> None:
    assert not stage.up
    stage.overlay.handle(beat())
    assert stage.up
    assert stage.ring.accessibleName() == "Leave a beat"
    assert "1 s" in stage.ring.toolTip()
    quarter, full = stage.at(0.3).picture(), stage.at(0.8).picture()
    assert quarter != full
    stage.overlay.handle(beat_over("kept"))
    assert stage.ring.accessibleName() == "Beat kept"
    kept = stage.at(1.5).picture()
    assert LIGHT.beat_kept.ink in colours(kept)
    assert LIGHT.beat_running.ink not in colours(kept)
    assert not stage.at(4.0).up


def test_a_breath_is_broken_and_amber_and_says_so(stage: Stage) -> None:
    stage.overlay.handle(beat(finished=0.1))
    assert stage.ring.accessibleName() == "The caller may go on"
    assert stage.ring.toolTip().endswith("Wait.")
    assert {LIGHT.beat_breathing.ink, LIGHT.beat_breathing.tile} <= colours(stage.at(0.7).picture())
    stage.overlay.handle(beat(0.9))
    assert stage.ring.accessibleName() == "Leave a beat"
    assert LIGHT.beat_breathing.ink not in colours(stage.picture())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_each_face_has_its_own_form_without_colour(qtbot: QtBot, theme: Theme) -> None:
    def face(*events: object, at: float = 0.7) -> QImage:
        made = Stage(theme)
        qtbot.addWidget(made.overlay)
        for event in events:
            made.overlay.handle(event)  # type: ignore[arg-type]
        return made.at(at).picture(gray=True)

    def lit(image: QImage, track: bool = False) -> list[bool]:
        """Which points of a circle are drawn in ink: beside the thin track, inside the ring, or on the track."""
        middle, radius = image.width() / 2, image.width() * (0.41 if track else 0.36)
        ground = image.pixelColor(round(middle), round(middle)).lightness()
        steps = [(n / 60, image.pixelColor(*_on_circle(middle, radius, n / 60)).lightness()) for n in range(60)]
        return [abs(light - ground) > 60 for _, light in steps]

    def edges(marks: list[bool]) -> int:
        return sum(a != b for a, b in zip(marks, [*marks[1:], marks[0]], strict=True))

    assert edges(lit(face(beat(finished=0.1)))) >= 10
    assert edges(lit(face(beat()))) == 2
    assert not any(lit(face(beat(), beat_over("kept"))))  # a full disc
    assert edges(lit(face(beat(0.0, length=50.0)), track=True)) == 0
    assert edges(lit(face(beat(0.0, length=50.0, finished=0.1)), track=True)) >= 10


def _on_circle(middle: float, radius: float, turn: float) -> tuple[int, int]:
    return (
        round(middle - 0.5 + radius * math.sin(2 * math.pi * turn)),
        round(middle - 0.5 - radius * math.cos(2 * math.pi * turn)),
    )


def test_cut_short_is_no_reproach(stage: Stage) -> None:
    stage.overlay.handle(beat())
    stage.at(0.3).overlay.handle(voice("agent"))
    stage.overlay.handle(beat_over("cut_short"))
    used = colours(stage.picture())
    assert LIGHT.error not in used
    assert LIGHT.warning not in used
    assert stage.ring.accessibleName() == ""
    assert stage.overlay.status.credit is None
    assert not stage.at(0.8).up


@pytest.mark.parametrize("end", [beat_over("caller_went_on"), paused(), ENDED])
def test_it_disappears_when_the_caller_goes_on_or_nobody_listens(stage: Stage, end: object) -> None:
    stage.overlay.handle(beat())
    stage.overlay.handle(end)  # type: ignore[arg-type]
    assert not stage.up
    assert not stage.ring.moving


def test_no_beat_while_paused(stage: Stage) -> None:
    stage.overlay.handle(paused())
    stage.overlay.handle(beat())
    assert not stage.up


def test_switched_off_it_never_comes(qtbot: QtBot, stage: Stage) -> None:
    off = Stage(show_beat=False)
    qtbot.addWidget(off.overlay)
    off.overlay.handle(beat())
    assert not off.up
    stage.overlay.handle(beat())
    stage.overlay.choose("show_beat", False)
    assert not stage.up
    stage.overlay.handle(beat(start=12.0))
    assert not stage.up
    stage.overlay.choose("show_beat", True)
    stage.overlay.handle(beat(start=14.0))
    assert stage.up


def test_a_timer_runs_only_while_something_moves(stage: Stage) -> None:
    assert not stage.ring.moving
    stage.overlay.handle(voice("customer"))
    stage.overlay.handle(shown(1))
    assert not stage.ring.moving
    stage.overlay.handle(beat())
    assert stage.ring.moving
    assert not stage.at(0.9).ring.moving  # full, and waits for the news
    stage.overlay.handle(beat_over("kept"))
    assert stage.ring.moving
    assert not stage.at(10.0).ring.moving


def test_the_agents_voice_holds_it_without_a_timer(stage: Stage) -> None:
    stage.overlay.handle(beat())
    stage.at(0.4).overlay.handle(voice("agent"))
    held = stage.picture()
    assert not stage.ring.moving
    assert stage.at(0.7).picture() == held


def test_in_real_time_it_comes_to_rest_by_itself(qtbot: QtBot) -> None:
    overlay = Overlay(Placement())
    qtbot.addWidget(overlay)
    overlay.show()
    overlay.handle(STARTED)
    overlay.handle(beat(length=0.5))
    ring = overlay.findChildren(BeatRing)[0]
    assert ring.moving
    qtbot.waitUntil(lambda: not ring.moving)
    overlay.handle(beat_over("cut_short"))
    qtbot.waitUntil(lambda: ring.isHidden() and not ring.moving)


def test_reduced_motion_draws_few_pictures(qtbot: QtBot) -> None:
    made = Stage(reduced_motion=True)
    qtbot.addWidget(made.overlay)
    made.overlay.handle(beat())
    pictures = [made.at(tenth / 10).picture() for tenth in range(8)]
    different = [a for a, b in pairwise(pictures) if a != b]
    assert len(different) == 2


def test_it_stands_beside_the_floor_light_and_covers_nothing(stage: Stage) -> None:
    stage.overlay.handle(beat())
    light = stage.overlay.findChildren(TalkLight)[0]
    line = stage.overlay.findChildren(StateLine)[0]
    assert not stage.ring.geometry().intersects(light.geometry())
    assert stage.ring.x() >= line.width() - line._reserved
    assert stage.ring.height() <= stage.overlay.height() - 4


def test_credit_is_shown_for_two_seconds(stage: Stage) -> None:
    line = stage.overlay.findChildren(StateLine)[0]
    stage.overlay.handle(credit("listened_in_silence"))
    assert line.accessibleName().startswith("Good listening")
    assert stage.at(1.9).overlay.status.credit == "listened_in_silence"
    assert stage.at(2.0).overlay.status.credit is None


def test_a_bigger_font_makes_a_bigger_ring(stage: Stage, qapp: QApplication, qtbot: QtBot) -> None:
    before, normal = stage.ring.width(), qapp.font()
    bigger = qapp.font()
    bigger.setPointSizeF(normal.pointSizeF() * 1.5)
    try:
        qapp.setFont(bigger)
        qtbot.waitUntil(lambda: stage.ring.width() > before * 1.3)
    finally:
        qapp.setFont(normal)


def test_dashes_fill_from_the_top() -> None:
    assert dashes(0.0) == []
    assert dashes(0.05) == [(0.0, 0.05)]
    assert len(dashes(1.0)) == 8
    assert dashes(1.0)[-1] == pytest.approx((0.875, 0.95))
    assert dashes(0.5)[-1] == pytest.approx((0.375, 0.45))
