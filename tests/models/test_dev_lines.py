"""Labels meet their texts again, or one sentence says why not."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from models.text.dev_lines import FELT, TABLE, UNFIT, DevLinesError, half, kinds_of, load
from tests.models.data_folder import make, write_table

LABELS = ("neutral", "frustration,distress", "easing", "anxiety", "unfit")


@pytest.fixture
def labelled(tmp_path: Path) -> tuple[Path, Path]:
    """A data folder and a table of its lines."""
    lines = make(tmp_path / "data")
    table = write_table(tmp_path / "labels.tsv", list(zip(lines, LABELS, strict=True)))
    return tmp_path / "data", table


def test_labels_are_joined_with_the_texts_and_the_unfit_ones_left_out(labelled: tuple[Path, Path]) -> None:
    data, table = labelled
    lines = load(data, table=table)
    assert [(line.text, line.kinds) for line in lines] == [
        ("i want a pizza", frozenset()),
        ('this is the "third" time i ask', frozenset({"frustration", "distress"})),
        ("oh thank you so much", frozenset({"easing"})),
        ("I am so afraid.", frozenset({"anxiety"})),
    ]
    assert all(line.first == line.second == line.second_reader == line.kinds and not line.unclear for line in lines)
    assert lines[0].said == "airline" and lines[3].said == "5.0"


def test_a_half_alone(labelled: tuple[Path, Path]) -> None:
    data, table = labelled
    assert [line.row for line in load(data, "aside", table)] == ["1", "0.0"]
    assert [line.row for line in load(data, "tune", table)] == ["0", "2"]


def test_another_text_in_the_same_row_is_noticed(tmp_path: Path) -> None:
    lines = make(tmp_path / "data")
    table = write_table(
        tmp_path / "labels.tsv", [(replace(lines[1], raw="this is the third time i asked"), "frustration")]
    )
    with pytest.raises(
        DevLinesError, match=r"^row 1 of .*multidogo.* is not the line that was labelled: use the release"
    ):
        load(tmp_path / "data", table=table)


def test_a_row_that_is_gone_is_noticed(tmp_path: Path) -> None:
    lines = make(tmp_path / "data")
    table = write_table(tmp_path / "labels.tsv", [(replace(lines[0], row="77"), "neutral")])
    with pytest.raises(DevLinesError, match="row 77"):
        load(tmp_path / "data", table=table)


def test_without_the_data_one_sentence_says_what_to_give(tmp_path: Path) -> None:
    lines = make(tmp_path / "data")
    table = write_table(tmp_path / "labels.tsv", [(lines[0], "neutral")])
    with pytest.raises(
        DevLinesError, match=r"^.*multidogo_turns_dev.* is not there: .* give their folder with --data$"
    ):
        load(tmp_path / "nowhere", table=table)


def test_a_label_that_is_none_is_named() -> None:
    with pytest.raises(DevLinesError, match="'anger,shame' is no label: anger is not among"):
        kinds_of("anger,shame")
    assert kinds_of("neutral") == frozenset()


def test_the_shipped_table_is_whole() -> None:
    with TABLE.open(encoding="utf-8", newline="") as rows:
        records = list(csv.DictReader(rows, delimiter="\t"))
    fit = [record for record in records if record["final"] != UNFIT]
    assert len(fit) >= 600
    assert len({(record["source"], record["row"]) for record in records}) == len(records)
    for record in records:
        assert re.fullmatch(r"[0-9a-f]{12}", record["sha256_12"]) and record["split"] == half(record["sha256_12"])
        assert all(kinds_of(record[column]) is not None for column in ("pass_one", "pass_two", "final"))
        assert record["unclear"] in ("", "yes")
        assert bool(record["second_reader"]) == (record["final"] != UNFIT), "read exactly the fit lines"
    assert all(kinds_of(record["second_reader"]) <= set(FELT) for record in fit)
    for split in ("tune", "aside"):
        found = {name for record in fit if record["split"] == split for name in kinds_of(record["final"])}
        assert found == set(FELT)
