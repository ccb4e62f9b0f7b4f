"""What others labelled in helpers' words: counsellors' utterances (AnnoMI) and replies to people in distress (EPITOME)."""

from __future__ import annotations

import collections
import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.text.sources import ANNOMI

REACTIONS = "evaluate/epitome_emotional-reactions_80.csv.gz"
EXPLORATIONS = "evaluate/epitome_explorations_80.csv.gz"


@dataclass(frozen=True, slots=True)
class Counselled:
    """One utterance of a counsellor, with what most of its annotators say; a tie is a yes."""

    text: str
    good: bool
    """Whether the session shows good counselling."""
    open_question: bool
    reflection: bool
    options: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to a post of somebody in distress."""

    text: str
    level: int
    """0 none, 1 weak, 2 strong."""


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def counsellors(data: Path) -> list[Counselled]:
    """All utterances of counsellors that hold a word, once each.

    Args:
        data: folder of the data sets.
    """
    found: dict[tuple[str, str], list[dict[str, str]]] = collections.defaultdict(list)
    for row in _rows(data / ANNOMI):
        if row["interlocutor"] == "therapist" and any(c.isalnum() for c in row["utterance_text"]):
            found[row["transcript_id"], row["utterance_id"]].append(row)
    return [
        Counselled(
            text=rows[0]["utterance_text"],
            good=rows[0]["mi_quality"] == "high",
            open_question=_most(rows, "question_subtype", "open"),
            reflection=_most(rows, "reflection_exists", "True"),
            options=_most(rows, "therapist_input_subtype", "options"),
        )
        for rows in found.values()
    ]


def _most(rows: list[dict[str, str]], column: str, value: str) -> bool:
    return 2 * sum(row[column] == value for row in rows) >= len(rows)


def replies(path: Path) -> list[Reply]:
    """All replies, each once, though some stand in the file twice.

    Args:
        path: one of the three tables.
    """
    found: dict[tuple[str, str], Reply] = {}
    for row in _rows(path):
        found.setdefault((row["sp_id"], row["rp_id"]), Reply(row["response_post"], int(row["level"])))
    return list(found.values())
