"""Draw the lines that people then label by reading: python -m models.text.draw_lines [--data DIR] [--out lines.tsv]

Things a caller might say, 3 to 45 words, from seven data sets (models/text/sources.py). Lines are ordered by a hash of a seed
and their text, so that everyone draws the same ones. Where ordinary lines would be nearly all neutral, a stated number comes
from lines with some word of feeling or of trouble. The output has the texts and stays out of the repository.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.text.sources import AIRLINE, ANNOMI, ESSAYS, GOEMOTIONS, MULTIDOGO, READERS, SEEKERS, SWITCHBOARD, Line

DATA = Path(__file__).parents[3] / "shared" / "data"
SEED = "caller kinds 1"
SHORTEST, LONGEST = 3, 45
"""In words."""

FEELING = re.compile(
    r"\b(?:sorry|worr\w*|afraid|scared|nervous|anxious|upset|angry|mad|frustrat\w*|annoy\w*|confus\w*|thank\w*|great"
    r"|perfect|awesome|appreciate\w*|lost|stolen|problem\w*|issue\w*|trouble|wrong|bad|terrible|horrible|worst|hate|sad"
    r"|cry\w*|tired|help|urgent\w*|emergency|can'?t|cannot|unable|not|never|still|again|broke\w*|missed|late|fraud"
    r"|don'?t understand|understand|why|embarrass\w*|asham\w*|stupid|mistake|forgot\w*|hard|struggl\w*|afford|pain\w*)\b",
    re.IGNORECASE,
)
"""A word of feeling or of trouble; for drawing only, no label comes from it."""

PERSONAL = re.compile(r"\b(?:i|i'm|i've|i'll|i'd|im|my|me|we|our|you|your)\b", re.IGNORECASE)
FORUM = re.compile(
    r"\[\w+\]|\b(?:reddit\w*|sub|subs|post\w*|comment\w*|upvot\w*|downvot\w*|thread|op|lol|lmao|mods?|meme\w*|edit"
    r"|tl;?dr|username|trump\w*|liberal\w*|fuck\w*|nigg\w*|sex\w*|dick|porn|team|season|game|games|player\w*|episode"
    r"|movie|guy|girl|girls|dude|bro|teams?|coach|nfl|nba|gay|vote\w*|racis\w*|women|men)\b|/|\*",
    re.IGNORECASE,
)
HEAVY = {"fear", "nervousness", "embarrassment", "remorse", "confusion", "relief", "sadness", "grief", "disappointment"}
"""Emotions of GoEmotions that the other data sets have few of."""
SHY = {"embarrassment", "remorse", "nervousness"}
"""And those there are fewest of."""

PUZZLED = re.compile(
    r"\b(?:but|says?|said|saying|told|understand|why|which|confus\w*|mean|supposed|how come)\b", re.IGNORECASE
)
BLAMING = re.compile(
    r"\b(?:asham\w*|shame\w*|embarrass\w*|guilt\w*|fault|failure|failed|stupid|idiot|pathetic|burden|loser|hide|hiding"
    r"|secret\w*|judg\w*|worthless|disgust\w*|apologi[sz]e|let (?:them|him|her|everyone|my \w+) down|admit)\b",
    re.IGNORECASE,
)
"""Where confusion and shame may be found, which a plain draw has too few of to measure; most such lines are neither."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many lines of one data set that fit."""

    source: str
    count: int
    fits: Callable[[Line], bool]


def _felt(line: Line) -> bool:
    return bool(FEELING.search(line.text))


def _callable(line: Line) -> bool:
    """Could a forum's line be said on a call? Roughly; the labeller drops the rest as unfit."""
    return bool(PERSONAL.search(line.text)) and not FORUM.search(line.text)


def _own_distress(line: Line) -> bool:
    return float(line.kind) >= 4 and bool(re.search(r"\b(?:i|i'm|i've|my|me)\b", line.text, re.IGNORECASE))


PLAN = (
    Part(MULTIDOGO, 75, _felt),
    Part(MULTIDOGO, 75, lambda line: not _felt(line)),
    Part(AIRLINE, 100, lambda line: line.kind == "negative"),
    Part(AIRLINE, 35, lambda line: line.kind == "neutral"),
    Part(AIRLINE, 35, lambda line: line.kind == "positive"),
    Part(ANNOMI, 125, _felt),
    Part(ANNOMI, 125, lambda line: not _felt(line)),
    Part(GOEMOTIONS, 90, lambda line: _callable(line) and bool(HEAVY & set(line.kind.split(",")))),
    Part(GOEMOTIONS, 50, lambda line: _callable(line) and not HEAVY & set(line.kind.split(","))),
    Part(ANNOMI, 100, lambda line: line.kind != "neutral" and len(line.text.split()) >= 8),
    Part(ANNOMI, 60, lambda line: "?" in line.text),
    Part(ANNOMI, 30, lambda line: bool(BLAMING.search(line.text))),
    Part(AIRLINE, 60, lambda line: "?" in line.text and bool(PUZZLED.search(line.text))),
    Part(GOEMOTIONS, 60, lambda line: _callable(line) and bool(SHY & set(line.kind.split(",")))),
    Part(GOEMOTIONS, 40, lambda line: _callable(line) and "confusion" in line.kind),
    Part(SEEKERS, 70, lambda line: bool(PERSONAL.search(line.text))),
    Part(SEEKERS, 40, lambda line: bool(BLAMING.search(line.text))),
    Part(SWITCHBOARD, 20, lambda line: _felt(line) and bool(PERSONAL.search(line.text))),
    Part(SWITCHBOARD, 20, lambda line: not _felt(line) and bool(PERSONAL.search(line.text))),
    Part(ESSAYS, 45, _own_distress),
)


def order(line: Line) -> str:
    """The place of a line in the draw."""
    return hashlib.sha256(f"{SEED}\t{line.source}\t{line.raw}".encode()).hexdigest()


def draw(data: Path, plan: tuple[Part, ...] = PLAN) -> list[Line]:
    """The lines of the plan, data set by data set, no text twice.

    Raises:
        OSError: a file of the data folder is missing.
    """
    drawn: list[Line] = []
    for source, read in READERS.items():
        parts = [part for part in plan if part.source == source]
        if not parts:
            continue
        once: dict[str, Line] = {}
        for line in read(data):
            if SHORTEST <= len(line.text.split()) <= LONGEST:
                once.setdefault(line.raw, line)
        lines = sorted(once.values(), key=order)
        for part in parts:
            chosen = [line for line in lines if part.fits(line)][: part.count]
            drawn += chosen
            lines = [line for line in lines if line not in chosen]
    return drawn


def main() -> None:
    """Print the draw or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=Path("/dev/stdout"))
    options = parser.parse_args()
    rows = [f"{line.source}\t{line.row}\t{line.digest}\t{line.text}\n" for line in draw(options.data)]
    options.out.write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
