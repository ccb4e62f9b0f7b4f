from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from assist.ui.gallery_states import LONG
from assist.ui.overlay import Overlay
from assist.ui.placement import Placement
from assist.ui.theme import LIGHT
from assist.ui.transcript import MOST_LINES, SpokenLine, Transcript
from assist.ui.transcript_view import TranscriptView
from tests.ui.making import STARTED, voice, words

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


def transcript(*events: object) -> list[SpokenLine]:
    made = Transcript()
    for event in events:
        made.take(event)  # type: ignore[arg-type]
    return made.lines()


def test_partial_words_change_and_a_final_stays() -> None:
    partial = (words("customer", "i lost", "partial", 1), words("customer", "i lost my", "partial", 1))
    assert transcript(*partial) == [SpokenLine("customer", "i lost my", settled=False)]
    final = words("customer", "i lost my job", "final", 1)
    assert transcript(*partial, final) == [SpokenLine("customer", "i lost my job", settled=True)]


def test_stable_words_are_put_together_and_the_tail_follows() -> None:
    lines = transcript(
        words("agent", "that", "partial", 1), words("agent", "that sounds", "stable", 1),
        words("agent", "like", "stable", 1), words("agent", "a lot", "partial", 1),
    )  # fmt: skip
    assert lines == [SpokenLine("agent", "that sounds like a lot", settled=False)]


def test_both_sides_talk_at_once_and_empty_finals_leave_nothing() -> None:
    lines = transcript(
        words("agent", "okay", "partial", 1), words("customer", "wait", "partial", 1),
        words("agent", "", "final", 1), words("customer", "wait please", "final", 1),
    )  # fmt: skip
    assert lines == [SpokenLine("customer", "wait please", settled=True)]


def test_it_is_bounded_and_a_new_call_begins_empty() -> None:
    made = Transcript()
    for number in range(3 * MOST_LINES):
        made.take(words("agent", f"line {number}", utterance=number))
    assert len(made.lines()) == MOST_LINES
    assert made.lines()[-1].text == f"line {3 * MOST_LINES - 1}"
    assert not made.take(voice("agent"))
    made.take(STARTED)
    assert made.lines() == []


def test_the_view_shows_the_newest_lines_and_says_the_last(qtbot: QtBot) -> None:
    overlay = Overlay(Placement(), reduced_motion=True, theme=LIGHT)
    qtbot.addWidget(overlay)
    overlay.handle(STARTED)
    overlay.choose("show_transcript", True)
    view = overlay.findChildren(TranscriptView)[0]
    for number in range(30):
        overlay.handle(words("customer", f"line {number}", utterance=number))
    view.grab()
    shown = [line.text for line, _ in view._rows]
    assert shown == [f"line {number}" for number in range(30 - len(shown), 30)]
    assert 4 <= len(shown) <= 6
    assert view.accessibleDescription() == "Caller: line 29"
    overlay.handle(words("agent", f"{LONG} " * 12, utterance=99))
    view.grab()
    (line, rows) = view._rows[-1]
    assert rows.elided and rows.lines[0].startswith("…")
    assert all(view.fontMetrics().horizontalAdvance("a") and len(text) < 80 for text in rows.lines)
    assert line.text.endswith(LONG)


def test_switching_it_on_and_off_gives_the_room_back(qtbot: QtBot) -> None:
    overlay = Overlay(Placement(), reduced_motion=True)
    qtbot.addWidget(overlay)
    overlay.show()
    before = overlay.height()
    overlay.choose("show_transcript", True)
    overlay.choose("show_tension", True)
    assert overlay.height() > before + 100
    overlay.choose("show_transcript", False)
    overlay.choose("show_tension", False)
    assert overlay.height() == before
