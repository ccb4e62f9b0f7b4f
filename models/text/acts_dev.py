"""Agent lines with their acts and slips, for choosing thresholds and for checking them: `load` reads the table.

`dev/agent_acts.tsv` has two columns, `text` and `acts` (names out of `ACTS`, separated by commas, empty for none), by
the rules of AGENT_LABELS.md.
How the lines came about is in dev/README.md. Never train on them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from models.text.dev_lines import Split, half
from models.text.heads import ACTS

TABLE = Path(__file__).with_name("dev") / "agent_acts.tsv"
HEADER = "text\tacts"


class ActLinesError(Exception):
    """The table cannot be used; the message names the file, the line and what is wrong in one sentence."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """One thing an agent said, with what it is."""

    text: str
    acts: frozenset[str]
    """Out of `ACTS`; empty for none of them."""


def load(path: Path = TABLE) -> list[ActLine]:
    """The labelled lines in the order of the table.

    Args:
        path: the table, UTF-8 text with tabs and a header.

    Raises:
        ActLinesError: the table is missing, not in this form, names an unknown act, or has a text twice.
    """
    try:
        header, *rows = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise ActLinesError(
            f"{path} cannot be read: {error.strerror}; give the path of a table of agent lines"
        ) from error
    except UnicodeDecodeError as error:
        raise ActLinesError(f"{path} is not UTF-8 text; save it as UTF-8") from error
    if header != HEADER:
        raise ActLinesError(f"{path}, line 1: the header must be 'text' and 'acts' with a tab between")
    out: list[ActLine] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        if number == len(rows) + 1 and not row:  # what follows the last line break
            break
        line = _line(row, f"{path}, line {number}")
        if line.text in seen:
            raise ActLinesError(f"{path}, line {number}: the same text as line {seen[line.text]}; keep one of them")
        seen[line.text] = number
        out.append(line)
    return out


def _line(row: str, where: str) -> ActLine:
    cells = row.split("\t")
    if len(cells) != 2 or not cells[0].strip():
        raise ActLinesError(f"{where}: write the text, one tab, and the acts (nothing after the tab for none)")
    text, cell = cells
    names = cell.split(",") if cell else []
    for name in names:
        if name not in ACTS:
            raise ActLinesError(f"{where}: {name!r} is no act; use names out of {', '.join(ACTS)}")
    return ActLine(text=text, acts=frozenset(names))


def side(text: str) -> Split:
    """The half a text belongs to: by its hash, so that it never changes sides when lines are added."""
    return half(hashlib.sha256(text.encode()).hexdigest())


def split(lines: Iterable[ActLine]) -> tuple[list[ActLine], list[ActLine]]:
    """The lines to choose thresholds on (`tune`), and those that are only measured (`aside`), each in the given order."""
    tune: list[ActLine] = []
    aside: list[ActLine] = []
    for line in lines:
        (tune if side(line.text) == "tune" else aside).append(line)
    return tune, aside
