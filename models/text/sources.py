"""Lines people really said or wrote, out of the data sets beside this repository (../shared/data), each with a stable name.

A line's name is its file and its row, counted from 0 in the file's own order; where a row holds several lines the number of
the line follows ("31.4"), and a line of a telephone call is "call.channel.utterance". Its text is hashed as the file has it,
so that whoever joins labels with texts knows that both mean the same line.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MULTIDOGO = "train/multidogo_turns_dev.tsv.gz"
AIRLINE = "evaluate/airline_tweets_70.csv.gz"
ANNOMI = "evaluate/annomi_108.csv.gz"
GOEMOTIONS = "train/goemotions_original_dev.tsv.gz"
GOEMOTIONS_LABELS = "train/goemotions_original_labels.txt"
SWITCHBOARD = "evaluate/switchboard_words_train.csv.gz"
ESSAYS = "train/empathic_reactions.csv"
SEEKERS = "evaluate/epitome_explorations_80.csv.gz"

HASH_DIGITS = 12

_LEADING_HANDLES = re.compile(r"^(?:[\s.,:\"“]*@\w+)+[\s,:.-]*")
_HANDLE = re.compile(r"@(\w+)")
_LINK = re.compile(r"https?://\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a data set."""

    source: str
    """File under the data folder."""
    row: str
    """Its place in the file; see the module's description."""
    raw: str
    """The text as the file has it."""
    kind: str = ""
    """What the data set itself says about it, if it does."""

    @property
    def digest(self) -> str:
        """The first 12 hexadecimal digits of the SHA-256 of the raw text."""
        return hashlib.sha256(self.raw.encode()).hexdigest()[:HASH_DIGITS]

    @property
    def text(self) -> str:
        """The text as it could be said: without addresses, links and markup."""
        return spoken(self.raw)


def spoken(raw: str) -> str:
    """Text without what nobody says aloud: leading @names, links, # marks, markup of characters."""
    plain = _LINK.sub("", html.unescape(html.unescape(raw)))
    plain = _HANDLE.sub(r"\1", _LEADING_HANDLES.sub("", plain)).replace("#", "")
    return " ".join(plain.split())


def _rows(path: Path) -> Iterator[str]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            yield from lines
    else:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from lines


def multidogo(data: Path) -> Iterator[Line]:
    """Customer turns of service chats; `kind` is the trade."""
    for row, record in enumerate(csv.DictReader(_rows(data / MULTIDOGO), delimiter="\t", quoting=csv.QUOTE_NONE)):
        if record["utterance"]:
            yield Line(MULTIDOGO, str(row), record["utterance"], record["domain"] or "")


def airline(data: Path) -> Iterator[Line]:
    """Complaints to airlines; `kind` is negative, neutral or positive."""
    for row, record in enumerate(csv.DictReader(_rows(data / AIRLINE))):
        yield Line(AIRLINE, str(row), record["text"], record["airline_sentiment"])


def annomi(data: Path) -> Iterator[Line]:
    """What clients say to counsellors; several annotators give an utterance several rows, of which the first counts."""
    seen: set[tuple[str, str]] = set()
    for row, record in enumerate(csv.DictReader(_rows(data / ANNOMI))):
        name = (record["transcript_id"], record["utterance_id"])
        if record["interlocutor"] == "client" and name not in seen:
            seen.add(name)
            yield Line(ANNOMI, str(row), record["utterance_text"], record["client_talk_type"])


def goemotions(data: Path) -> Iterator[Line]:
    """Comments of a forum; `kind` is the emotions' names joined by commas."""
    names = (data / GOEMOTIONS_LABELS).read_text(encoding="utf-8").split()
    for row, line in enumerate(_rows(data / GOEMOTIONS)):
        text, labels, _ = line.rstrip("\r\n").split("\t")
        yield Line(GOEMOTIONS, str(row), text, ",".join(names[int(label)] for label in labels.split(",")))


def switchboard(data: Path) -> Iterator[Line]:
    """Utterances of telephone calls between strangers; `kind` is the dialog act."""
    name, words, act = ("", "", ""), list[str](), ""
    for record in csv.DictReader(_rows(data / SWITCHBOARD), quoting=csv.QUOTE_NONE):
        this = (record["conversation"], record["channel"], record["utterance"])
        if this != name and words:
            yield Line(SWITCHBOARD, ".".join(name), " ".join(words), act)
            words = []
        name, act = this, record["dialog_act"]
        words.append(record["word"])
    if words:
        yield Line(SWITCHBOARD, ".".join(name), " ".join(words), act)


def essays(data: Path) -> Iterator[Line]:
    """Sentences of essays about sad news; `kind` is the writer's distress, 1 to 7."""
    for row, record in enumerate(csv.DictReader(_rows(data / ESSAYS))):
        for place, sentence in enumerate(_SENTENCE_END.split(record["essay"].strip())):
            yield Line(ESSAYS, f"{row}.{place}", sentence, record["distress"])


def seekers(data: Path) -> Iterator[Line]:
    """Posts of people in distress that others replied to; a post with several replies counts once."""
    seen: set[str] = set()
    for row, record in enumerate(csv.DictReader(_rows(data / SEEKERS))):
        if record["sp_id"] not in seen:
            seen.add(record["sp_id"])
            yield Line(SEEKERS, str(row), record["seeker_post"])


READERS: dict[str, Callable[[Path], Iterator[Line]]] = {
    MULTIDOGO: multidogo,
    AIRLINE: airline,
    ANNOMI: annomi,
    GOEMOTIONS: goemotions,
    SWITCHBOARD: switchboard,
    ESSAYS: essays,
    SEEKERS: seekers,
}
