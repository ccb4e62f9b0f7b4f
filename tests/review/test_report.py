"""The report: whole, escaped, self-contained, and drawn where things happened."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from assist.events import (
    Act,
    AnyEvent,
    Availability,
    CallEnded,
    CallStarted,
    Evidence,
    OverlapJudged,
    PromptClosed,
    PromptShown,
    PromptWithheld,
    Speaker,
    SpeechEnded,
    Trouble,
    TurnEnded,
    Words,
)
from assist.review.report import report_html, write_report
from assist.review.timeline_picture import MOST_ROWS, WIDTH, clock, timeline_rows
from assist.session.call_files import InputError
from assist.session.transcript import Turn, transcript

SECOND = 16_000
NASTY = "<script>alert('x')</script> & \"quoted\" \u2028 ü \U0001f600"
VOID = {"meta", "br", "rect", "circle", "path", "line"}


def final(speaker: Speaker, start: float, end: float, text: str) -> Words:
    return Words(
        at=round(end * SECOND), known_at=round((end + 0.5) * SECOND), speaker=speaker, start=round(start * SECOND),
        end=round(end * SECOND), text=text, stability="final",
    )  # fmt: skip


def turn(speaker: Speaker, start: float, end: float) -> TurnEnded:
    return TurnEnded(
        at=round(end * SECOND), known_at=round((end + 1) * SECOND), speaker=speaker, start=round(start * SECOND),
        end=round(end * SECOND),
    )  # fmt: skip


def voice(speaker: Speaker, start: float, end: float) -> SpeechEnded:
    return SpeechEnded(
        at=round(end * SECOND), known_at=round(end * SECOND), speaker=speaker, start=round(start * SECOND),
        end=round(end * SECOND),
    )  # fmt: skip


def at(seconds: float) -> dict[str, Any]:
    return {"at": round(seconds * SECOND), "known_at": round(seconds * SECOND)}


def call() -> list[AnyEvent]:
    evidence = (
        Evidence(speaker="customer", start=SECOND, end=3 * SECOND, text=NASTY),
        Evidence(speaker="agent", start=4 * SECOND, end=5 * SECOND, text=""),
    )
    return [
        CallStarted(**at(0), source=f"call {NASTY}.flac", engine="moonshine", profile="gentle", app_version="9.9"),
        voice("customer", 1, 3),
        final("customer", 0.7, 3.3, NASTY),
        turn("customer", 1, 3),
        OverlapJudged(**at(5), speaker="agent", onset=4 * SECOND, end=5 * SECOND, verdict="cooperative", probability=0.6,
                      stage="early"),
        OverlapJudged(**at(5), speaker="agent", onset=4 * SECOND, end=5 * SECOND, verdict="interruption", probability=0.9),
        voice("agent", 4, 6),
        Act(**at(6), name="straight_to_demand", speaker="agent", start=4 * SECOND, end=6 * SECOND, probability=0.9),
        Act(**at(6), name="blame", speaker="agent", start=4 * SECOND, end=6 * SECOND, probability=0.4),
        final("agent", 3.7, 6.3, "your balance is due"),
        turn("agent", 4, 6),
        PromptShown(**at(7), prompt=1, cue="pause", title="Pause", line="Leave a beat.", reason="talk_over",
                    evidence=evidence),
        PromptWithheld(**at(8), cue="acknowledge", reason="on_screen", raised_by="no_acknowledgement"),
        PromptClosed(**at(10), prompt=1, cue="pause", why="followed", calmer=True),
        PromptShown(**at(58), prompt=2, cue="reframe", title="Reframe", line="A goal you share.", reason="dead_end"),
        Trouble(**at(20), what="device_lost", since=20 * SECOND, speaker="agent", message="Plug it in again."),
        Trouble(**at(22), what="device_lost", since=20 * SECOND, until=22 * SECOND, speaker="agent"),
        Availability(**at(20), cues=("pause", "check_in"), available=False, why="no audio from your microphone"),
        CallEnded(**at(60)),
    ]  # fmt: skip


class Page(HTMLParser):
    """Collects tags, attributes and text; every tag must be closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data + " "


def text_of(events: list[AnyEvent]) -> str:
    return re.sub(r"\s+", " ", Page(report_html(events)).text)


def test_holds_everything_that_matters() -> None:
    text = text_of(call())
    for expected in (
        "Length 1:00", "Recognition moonshine", "Profile gentle", "2 (2.00 a minute)", "Leap Assist 9.9",
        "Pause 0:07", "Leave a beat.", "Because of: talk over. Followed after 3 s; the caller was calmer a minute later.",
        "Because of: dead end. Still on screen at the end.", "(no words recognised)",
        "acknowledge (no acknowledgement)", "another prompt was on screen",
        "device lost, agent's side", "Plug it in again.", "pause, check in", "unavailable: no audio from your microphone",
        "your balance is due straight to demand",
    ):  # fmt: skip
        assert expected in text, expected
    assert "blame" not in text


def test_text_of_the_call_is_escaped_and_whole() -> None:
    page = Page(report_html(call()))
    assert "script" not in page.tags
    said = re.sub(r"\s+", " ", NASTY)
    assert re.sub(r"\s+", " ", page.text).count(said) == 5  # title, heading, scorecard, evidence, transcript


def test_needs_nothing_from_outside() -> None:
    page = Page(report_html(call()))
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & set(page.tags)
    assert not [
        name for name, _ in page.attributes if name in ("src", "href", "srcset", "action") or name.startswith("on")
    ]
    style = report_html(call()).split("<style>")[1].split("</style>")[0]
    assert "url(" not in style and "@import" not in style
    assert "prefers-color-scheme: dark" in style and "@media print" in style
    policy = dict(page.attributes)["content"]
    assert any("default-src 'none'" in (value or "") for _, value in page.attributes), policy


def test_same_events_same_report() -> None:
    assert report_html(call()) == report_html(call())


@pytest.mark.parametrize("events", [[], call()[:1], [CallEnded(at=0, known_at=1)]])
def test_a_call_with_nothing_in_it(events: list[AnyEvent]) -> None:
    text = text_of(events)
    assert "None was shown." in text and "No words were recognised." in text and "No cue was held back." in text


def test_written_and_unwritable(tmp_path: Path) -> None:
    write_report(call(), tmp_path / "r.html")
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == report_html(call())
    with pytest.raises(InputError, match=r"the report cannot be written: .*; give another file"):
        write_report(call(), tmp_path)


def test_timeline_shows_things_where_they_happened() -> None:
    (first, second, *_) = rows = timeline_rows(call(), 60 * SECOND)
    assert len(rows) == 2 and second.ticks[0].label == "0:30"
    scale = WIDTH / 30
    (bar,) = first.speech["customer"]
    assert (bar.x, bar.width) == (round(1 * scale, 1), round(2 * scale, 1))
    (band,) = first.overlaps  # the late verdict has taken the early one's place
    assert (band.x, band.what, band.letter) == (4 * scale, "interruption", "I")
    assert [(mark.x, mark.label) for mark in first.prompts] == [(7 * scale, "1")]
    assert [mark.x for mark in first.withheld] == [8 * scale]
    assert [mark.x for mark in second.prompts] == [28 * scale]


def test_speech_across_a_row_break_is_in_both_rows() -> None:
    first, second = timeline_rows([voice("agent", 20, 40)], 60 * SECOND)
    scale = WIDTH / 30
    assert (first.speech["agent"][0].x, first.speech["agent"][0].width) == (20 * scale, 10 * scale)
    assert (second.speech["agent"][0].x, second.speech["agent"][0].width) == (0.0, 10 * scale)


@pytest.mark.parametrize("seconds", [0.01, 1, 29, 360, 361, 3_600, 30_000, 400_000])
def test_any_length_fits(seconds: float) -> None:
    length = round(seconds * SECOND)
    rows = timeline_rows([voice("agent", 0, seconds)], length)
    assert 1 <= len(rows) <= MOST_ROWS
    assert all(0 < row.width <= WIDTH for row in rows)
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 1 for row in rows for bar in row.speech["agent"])
    assert all(len(row.ticks) <= 8 for row in rows)


def test_clock() -> None:
    assert [clock(round(s * SECOND)) for s in (0, 9.99, 61, 3_600, 36_061)] == [
        "0:00",
        "0:09",
        "1:01",
        "1:00:00",
        "10:01:01",
    ]


def test_transcript_gathers_utterances_into_turns() -> None:
    events: list[AnyEvent] = [
        final("agent", 0.7, 3.3, "good morning"),
        final("agent", 3.4, 5.3, "this is Nina"),
        turn("agent", 1, 5),
        Words(**at(6), speaker="customer", start=5 * SECOND, end=6 * SECOND, text="hello I", stability="partial"),
        final("customer", 4.8, 7, "hello I need help"),
        turn("customer", 5, 7),
        final("agent", 6, 6.4, "okay"),
    ]
    assert transcript(events) == [
        Turn("agent", SECOND, 5 * SECOND, "good morning this is Nina"),
        Turn("customer", 5 * SECOND, 7 * SECOND, "hello I need help"),
        Turn("agent", 6 * SECOND, round(6.4 * SECOND), "okay"),
    ]
