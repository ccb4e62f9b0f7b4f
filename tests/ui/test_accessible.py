"""What a screen reader is told."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assist.ui.evidence_panel import EvidencePanel
from assist.ui.grip import Grip
from assist.ui.overlay import Overlay
from assist.ui.placement import Placement
from assist.ui.prompt_card import PromptCard
from assist.ui.quiet_button import QuietButton
from assist.ui.state_line import StateLine
from assist.ui.talk_light import TalkLight
from assist.ui.tension_strip import TensionStrip
from assist.ui.transcript_reader import TranscriptReader
from assist.ui.transcript_view import TranscriptView
from tests.ui.making import STARTED, closed, floor, shown, tension, voice, words

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


def name(widget: QWidget) -> str:
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def description(widget: QWidget) -> str:
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description))


@pytest.fixture
def full(qtbot: QtBot) -> Overlay:
    overlay = Overlay(Placement(), reduced_motion=True)
    qtbot.addWidget(overlay)
    overlay.choose("show_tension", True)
    overlay.choose("show_transcript", True)
    overlay.choose("click_through", True)
    for event in (STARTED, voice("customer"), floor("customer"), tension(0.8, "high"), words("customer", "i can't")):
        overlay.handle(event)
    overlay.handle(shown(1, "acknowledge"))
    overlay.grab()
    return overlay


def one(overlay: Overlay, kind: type[QWidget]) -> QWidget:
    return overlay.findChildren(kind)[0]


def test_everything_has_a_name(full: Overlay) -> None:
    assert name(full) == "Leap Assist"
    assert name(one(full, StateLine)).startswith("Listening")
    assert name(one(full, TalkLight)) == "Caller is talking. The caller holds the floor."
    assert name(one(full, TensionStrip)) == "Tension high"
    assert "caller's own opening" in description(one(full, TensionStrip))
    assert (name(one(full, TranscriptView)), description(one(full, TranscriptView))) == (
        "Live transcript",
        "Caller: i can't",
    )
    assert name(one(full, Grip)).startswith("Leap Assist: move it here")
    assert name(one(full, EvidencePanel)) == "Why this prompt"
    assert name(one(full, TranscriptReader)) == "Transcript of this call so far"


def test_a_prompt_is_its_words_then_its_line_and_its_reason(full: Overlay) -> None:
    card = one(full, PromptCard)
    assert name(card) == "Acknowledge"
    said = description(card)
    assert said.startswith("“That sounds like a lot at once.”. The caller's feeling was not acknowledged.")
    assert "Caller: “I lost the job in March" in said
    full.handle(closed(1, "followed", "acknowledge"))
    assert name(card) == "Acknowledge: done"


def test_buttons_say_what_they_do(full: Overlay) -> None:
    buttons = {name(button): description(button) for button in full.findChildren(QuietButton)}
    assert set(buttons) == {"Dismiss", "Not helpful", "Snooze", "Less"}
    assert all(buttons.values())
    full.choose("compact", True)
    assert "More" in {name(button) for button in full.findChildren(QuietButton)}
