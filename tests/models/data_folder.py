"""A data folder with two tiny data sets, as tests of the labelled lines need it."""

from __future__ import annotations

import gzip
from pathlib import Path

from models.text.dev_lines import UNFIT
from models.text.sources import ESSAYS, MULTIDOGO, Line

CHATS = ("i want a pizza", 'this is the "third" time i ask', "oh thank you so much")
ESSAY = "I am so afraid. It was long ago."


def make(folder: Path) -> list[Line]:
    """Write the data sets; returns the chats and the sentences as the readers should give them."""
    (folder / "train").mkdir(parents=True)
    rows = [f"airline\tc\t{i}\tu\t{text}\tO\tintent\n" for i, text in enumerate(CHATS)]
    head = "domain\tconversationId\tturnNumber\tutteranceId\tutterance\tslot-labels\tintent\n"
    with gzip.open(folder / MULTIDOGO, "wt", encoding="utf-8") as out:
        out.write(head + "".join(rows))
    (folder / ESSAYS).write_text(f'message_id,distress,essay\nm,5.0,"{ESSAY}"\n', encoding="utf-8")
    chats = [Line(MULTIDOGO, str(i), text, "airline") for i, text in enumerate(CHATS)]
    return [*chats, Line(ESSAYS, "0.0", "I am so afraid.", "5.0"), Line(ESSAYS, "0.1", "It was long ago.", "5.0")]


def write_table(path: Path, labelled: list[tuple[Line, str]]) -> Path:
    """A table that gives each line one label in every reading; the second reader never saw the unfit ones."""
    rows = ["source\trow\tsha256_12\tpass_one\tpass_two\tfinal\tsplit\tunclear\tsecond_reader\n"]
    for place, (line, label) in enumerate(labelled):
        split = "aside" if place % 2 else "tune"
        other = "" if label == UNFIT else label
        rows.append(f"{line.source}\t{line.row}\t{line.digest}\t{label}\t{label}\t{label}\t{split}\t\t{other}\n")
    path.write_text("".join(rows), encoding="utf-8")
    return path
