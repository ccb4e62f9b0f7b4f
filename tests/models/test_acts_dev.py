"""The labelled agent lines: the table is sound, bad rows are refused by file and line, halves are stable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.text.acts_dev import HEADER, TABLE, ActLine, ActLinesError, load, side, split
from models.text.heads import ACTS


def written(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "acts.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_the_table_has_enough_of_every_class_in_both_halves() -> None:
    lines = load()
    assert len(lines) >= 1200
    for part in split(lines):
        for act in ACTS:
            assert sum(act in line.acts for line in part) >= 25, act
    assert 0.4 < sum(not line.acts for line in lines) / len(lines) < 0.5
    assert all(3 <= len(line.text.split()) <= 40 for line in lines)


def test_acts_stand_in_the_order_of_the_guide() -> None:
    for row in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        names = [name for name in row.split("\t")[1].split(",") if name]
        assert names == sorted(set(names), key=ACTS.index), row


def test_a_row_becomes_a_line(tmp_path: Path) -> None:
    path = written(tmp_path, "That must hurt. What happened?\tacknowledge,clarify", "Right, got it.\t")
    assert load(path) == [
        ActLine("That must hurt. What happened?", frozenset({"acknowledge", "clarify"})),
        ActLine("Right, got it.", frozenset()),
    ]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("Hello there.\tgreeting", "'greeting' is no act"),
        ("Hello there.\tblame, clarify", "' clarify' is no act"),
        ("Hello there.", "one tab"),
        ("Hello\tthere\tblame", "one tab"),
        (" \tblame", "one tab"),
        ("", "one tab"),
        ("Good.\tblame", "the same text as line 2"),
    ],
)
def test_a_bad_row_is_refused_by_file_and_line(tmp_path: Path, row: str, complaint: str) -> None:
    path = written(tmp_path, "Good.\t", row, "Last one.\t")
    with pytest.raises(ActLinesError, match=re.escape(f"{path}, line 3: ") + ".*" + re.escape(complaint)):
        load(path)


def test_a_wrong_or_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ActLinesError, match="line 1: the header"):
        load(written(tmp_path, "Hi.\t", header="acts\ttext"))
    with pytest.raises(ActLinesError, match="cannot be read"):
        load(tmp_path / "none.tsv")
    (tmp_path / "odd.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(ActLinesError, match="UTF-8"):
        load(tmp_path / "odd.tsv")


def test_a_line_keeps_its_half_whatever_stands_beside_it() -> None:
    lines = [ActLine(f"Line {number}.", frozenset()) for number in range(40)]
    tune, aside = split(lines)
    assert tune and aside and len(tune) + len(aside) == 40
    assert split(lines[10:])[0] == [line for line in tune if line in lines[10:]]
    assert {side(line.text) for line in tune} == {"tune"}
