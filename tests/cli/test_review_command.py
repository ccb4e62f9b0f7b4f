"""`assist review` and `assist calls report`, without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.eventlog import write_line
from assist.store.call import Marks, NewCall
from assist.store.store import Store
from assist.ui.review_states import BEGAN, sample_events
from tests.cli.command import assist, assist_here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "calls") as store:
        writer = store.begin(NewCall(BEGAN))
        writer.take(sample_events())
        writer.close()
        store.mark(1, Marks(root_cause="<b>hours cut</b>", resolved_first_contact=True))
    return tmp_path / "calls"


@pytest.fixture
def events(tmp_path: Path) -> Path:
    file = tmp_path / "events.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for event in sample_events():
            write_line(lines, event)
    return file


def test_a_stored_call_is_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = assist_here(capsys, "review", "1", "--print", "--store", folder).out
    for expected in (
        "Paused to listen: not yet, 1 of 3", "Acknowledged: done, 1 of 2", "Reframed: done", "Offered a choice: done",
        "What would have calmed this sooner?", "Root cause: <b>hours cut</b>", "The four payments, I can manage that",
    ):  # fmt: skip
        assert expected in out, expected


def test_reports_of_a_file_and_of_a_stored_call(folder: Path, events: Path, tmp_path: Path) -> None:
    html, pdf = tmp_path / "r.html", tmp_path / "r.pdf"
    answer = assist("review", events, "--report", html, "--pdf", pdf)
    assert answer.code == 0, answer.err
    assert "Acknowledged: done, 1 of 2" in html.read_text(encoding="utf-8")
    assert pdf.read_bytes().startswith(b"%PDF") and pdf.read_bytes().rstrip().endswith(b"%%EOF")
    answer = assist("review", "1", "--report", html, "--store", folder)
    assert answer.code == 0, answer.err
    assert "&lt;b&gt;hours cut" in html.read_text(encoding="utf-8")


def test_a_period(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.html"
    answer = assist("calls", "report", out, "--since", "2026-03-02", "--until", "2026-03-02", "--store", folder)
    assert answer.code == 0 and "1 call." in out.read_text(encoding="utf-8")
    assert "&lt;b&gt;hours cut" in out.read_text(encoding="utf-8")
    answer = assist("calls", "report", tmp_path / "p.pdf", "--until", "2026-03-01", "--store", folder)
    assert answer.code == 0 and (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")
    assert assist("calls", "report", out, "--since", "2026-03-03", "--store", folder).code == 0
    assert "No call began in this time." in out.read_text(encoding="utf-8")


def test_bad_hands(folder: Path, events: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound, empty, other = tmp_path / "a.wav", tmp_path / "empty.jsonl", tmp_path / "other.jsonl"
    sound.write_bytes(b"RIFF")
    empty.touch()
    other.write_text('{"type":"call_ended","at":1,"known_at":1}\n')
    for arguments, told in (
        (("review", "--print"), "Which call?"),
        (("review", "99", "--print", "--store", folder), "there is no call 99"),
        (("review", tmp_path / "none", "--print"), "there is no such file"),
        (("review", folder, "--print"), "is not a recorded call"),
        (("review", sound, "--print"), "this is sound; run 'assist replay"),
        (("review", empty, "--print"), "the file is empty"),
        (("review", other, "--print"), "does not begin with call_started"),
        (("review", events, "--report", events), "would be overwritten"),
        (("review", events, "--pdf", tmp_path / "no" / "r.pdf"), "there is no folder"),
        (("calls", "report", tmp_path / "r.txt", "--store", folder), "give a name that ends so"),
        (("calls", "report", tmp_path / "r.html", "--since", "2026-03-02", "--until", "2026-03-01"), "before --since"),
        (("calls", "report", tmp_path / "r.html", "--since", "yesterday"), "yesterday"),
    ):
        answer = assist_here(capsys, *arguments)
        assert answer.code == 2 and told in answer.sentence, (arguments, answer)
