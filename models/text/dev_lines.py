"""Lines labelled by reading, for choosing thresholds and for checking them: `load` joins our labels with the texts.

`dev/caller_kinds.tsv` holds labels only, because the texts are other people's (some may be measured but not passed on). Each
row names its line as models/text/sources.py does and carries a hash of the text, which is compared before a label is used.
Labels follow LABELS.md; how they came about is in dev/README.md. Never train on these lines.
"""

from __future__ import annotations

import collections
import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models.text.sources import READERS, Line

DATA = Path(__file__).parents[3] / "shared" / "data"
TABLE = Path(__file__).with_name("dev") / "caller_kinds.tsv"

FELT = ("frustration", "distress", "anxiety", "shame", "confusion", "easing")
"""The kinds that are labelled; a line with none of them is neutral."""
TROUBLED = FELT[:5]
"""Kinds that may raise the tension."""
UNFIT = "unfit"
"""Nothing a caller would say, or not to be understood without what came before: not measured."""

Split = Literal["tune", "aside"]


class DevLinesError(Exception):
    """The labels cannot be joined with the texts; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class DevLine:
    """One labelled line."""

    source: str
    row: str
    text: str
    kinds: frozenset[str]
    """Out of `FELT`; empty for neutral."""
    first: frozenset[str]
    """What the first reading said, in the same form."""
    second: frozenset[str]
    second_reader: frozenset[str]
    """What a second reader said who saw the texts alone, without labels, figures or the first reader's notes."""
    split: str
    """`tune`: thresholds may be chosen on it. `aside`: only measured."""
    unclear: bool
    """Another reader may well decide otherwise."""
    said: str
    """What the data set itself says about the line, if it does (see `Line.kind`)."""


def half(digest: str) -> Split:
    """The half a line belongs to: by its hash, so that it never changes sides."""
    return "tune" if int(digest, 16) % 2 == 0 else "aside"


def kinds_of(cell: str) -> frozenset[str]:
    """The kinds of a cell of the table, `neutral` being none.

    Raises:
        DevLinesError: the cell names something else.
    """
    names = frozenset(cell.split(",")) - {"neutral"}
    if unknown := names - set(FELT) - {UNFIT}:
        raise DevLinesError(f"{cell!r} is no label: {', '.join(sorted(unknown))} is not among {', '.join(FELT)}")
    return names


def load(data: Path = DATA, split: Split | None = None, table: Path = TABLE) -> list[DevLine]:
    """The labelled lines with their texts, in the order of the table, without the unfit ones.

    Args:
        data: folder of the data sets.
        split: only this half.
        table: the labels.

    Raises:
        DevLinesError: a data set is missing, or a text is not the one that was labelled.
    """
    with table.open(encoding="utf-8", newline="") as rows:
        records = list(csv.DictReader(rows, delimiter="\t"))
    texts = _texts(data, records)
    return [
        DevLine(
            source=record["source"],
            row=record["row"],
            text=line.text,
            kinds=kinds_of(record["final"]),
            first=kinds_of(record["pass_one"]),
            second=kinds_of(record["pass_two"]),
            second_reader=kinds_of(record["second_reader"]),
            split=record["split"],
            unclear=record["unclear"] == "yes",
            said=line.kind,
        )
        for record, line in zip(records, texts, strict=True)
        if record["final"] != UNFIT and split in (None, record["split"])
    ]


def _texts(data: Path, records: list[dict[str, str]]) -> list[Line]:
    """The line of every record.

    Raises:
        DevLinesError: see `load`.
    """
    wanted: dict[str, set[str]] = collections.defaultdict(set)
    for record in records:
        wanted[record["source"]].add(record["row"])
    found = {source: _lines(data, source, rows) for source, rows in wanted.items()}
    out = []
    for record in records:
        line = found[record["source"]].get(record["row"])
        if line is None or line.digest != record["sha256_12"]:
            raise DevLinesError(
                f"row {record['row']} of {data / record['source']} is not the line that was labelled: "
                "use the release of the data set that the labels were made on"
            )
        out.append(line)
    return out


def _lines(data: Path, source: str, rows: set[str]) -> Mapping[str, Line]:
    if not (data / source).is_file():
        raise DevLinesError(f"{data / source} is not there: the labels need the texts, give their folder with --data")
    return {line.row: line for line in READERS[source](data) if line.row in rows}
