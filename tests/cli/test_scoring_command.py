"""`assist score`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assist.eventlog import write_line
from assist.events import AnyEvent, CallEnded, CueName, OverlapJudged, PromptShown
from tests.cli.command import assist_here

SECOND = 16_000


def prompt(cue: CueName, second: int) -> PromptShown:
    return PromptShown(
        at=second * SECOND, known_at=second * SECOND, prompt=second, cue=cue, title="", line="", reason="talk_over"
    )


@pytest.fixture
def events(tmp_path: Path) -> Path:
    call: list[AnyEvent] = [
        prompt("pause", 10),
        OverlapJudged(at=SECOND, known_at=SECOND, speaker="agent", onset=10 * SECOND, end=11 * SECOND,
                      verdict="interruption", probability=0.8),
        prompt("pause", 60),
        CallEnded(at=120 * SECOND, known_at=120 * SECOND),
    ]  # fmt: skip
    with (tmp_path / "events.jsonl").open("w", encoding="utf-8") as out:
        for event in call:
            write_line(out, event)
    return tmp_path / "events.jsonl"


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    (tmp_path / "labels.txt").write_text("9\t11\tpause\n10\t11\tagent:interruption\n90\t91\treframe\n")
    return tmp_path / "labels.txt"


def test_table(events: Path, labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = assist_here(capsys, "score", events, "--labels", labels)
    assert (answer.code, answer.err) == (0, "")
    rows = [line.split() for line in answer.out.splitlines()]
    assert rows[0] == ["precision", "recall", "F1", "n", "found", "hits"]
    assert ["pause", "0.50", "1.00", "0.67", "1", "2", "1"] in rows
    assert ["reframe", "-", "0.00", "0.00", "1", "0", "0"] in rows
    assert ["all", "prompts", "0.50", "0.50", "0.50", "2", "2", "1"] in rows
    assert ["agent:interruption", "1.00", "1.00", "1.00", "1", "1", "1"] in rows
    assert answer.out.endswith("2 prompts in 2.0 minutes (1.00 a minute).\n")


def test_json(events: Path, labels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = json.loads(assist_here(capsys, "score", events, "--labels", labels, "--json").out)
    assert (card["minutes"], card["prompts"], card["prompts_a_minute"]) == (2.0, 2, 1.0)
    assert card["scores"][0] == {
        "kind": "prompt", "name": "pause", "speaker": None, "labels": 1, "found": 2, "hits": 1,
        "precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3),
    }  # fmt: skip


def test_bad_files(events: Path, labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = assist_here(capsys, "score", tmp_path / "no.jsonl", "--labels", labels)
    assert answer.code == 2 and "no.jsonl: cannot read these events" in answer.sentence
    labels.write_text("0\t1\tpause\n1\t2\tpuase\n")
    answer = assist_here(capsys, "score", events, "--labels", labels)
    assert answer.code == 2 and f'{labels}:2: there is no label "puase"; did you mean "pause"?' in answer.sentence
    answer = assist_here(capsys, "score", labels, "--labels", labels)
    assert answer.code == 2
    events.write_text('{"type": "prompt_shown"}\n{}\n')
    labels.write_text("")
    answer = assist_here(capsys, "score", events, "--labels", labels)
    assert answer.code == 2 and f"{events}:1: not an event" in answer.sentence
    answer = assist_here(capsys, "score", events)
    assert answer.code == 2 and "--labels" in answer.sentence


def test_help_explains_the_matching(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(assist_here(capsys, "score", "--help").out.split())
    assert "between 1 s before the label and 3 s after it" in text and "agent:acknowledge" in text
