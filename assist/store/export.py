"""All calls taken out into a folder: JSON for programs, CSV for tables, HTML to read. For the owner only, like the store."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, select_autoescape

from assist.events import SAMPLE_RATE
from assist.store.call import CallEntry, StoredCall
from assist.store.errors import StoreError
from assist.store.flat import entry_row, summary_row, tables

Form = Literal["json", "csv", "html"]
FORMAT = 1
"""Version of the JSON form."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet."""


def export(entries: list[CallEntry], read: Callable[[int], StoredCall], folder: Path, form: Form) -> list[Path]:
    """Write calls into a folder.

    Args:
        entries: which calls, newest first.
        read: gives all of one call.
        folder: new, or empty.
        form: of the files.

    Returns:
        the files.

    Raises:
        StoreError: the folder is in use or cannot be written.
    """
    calls = (read(entry.number) for entry in entries)
    files = {"json": _json, "csv": _csv}.get(form, lambda found: _html(entries, found))(calls)
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise StoreError(f"{folder}: there is something in this folder already; give a new or an empty one.")
        opened: dict[str, io.TextIOWrapper] = {}
        try:
            for name, text in files:
                if name not in opened:
                    written.append(folder / name)
                    opened[name] = _private(folder / name)
                opened[name].write(text)
                if form == "html":
                    opened[name].close()
        finally:
            for file in opened.values():
                file.close()
    except OSError as problem:
        raise StoreError(f"{folder}: the calls cannot be written there: {problem.strerror}.") from problem
    return written


def _private(path: Path) -> io.TextIOWrapper:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(handle, "w", encoding="utf-8", newline="")


def _json(calls: Iterable[StoredCall]) -> Iterator[tuple[str, str]]:
    name = "calls.json"
    yield name, f'{{"format": {FORMAT}, "calls": ['
    for index, call in enumerate(calls):
        content = {**entry_row(call.entry), "summary": summary_row(call), **tables(call)}
        yield name, (",\n" if index else "\n") + json.dumps(content, ensure_ascii=False)
    yield name, "\n]}\n"


def _csv(calls: Iterable[StoredCall]) -> Iterator[tuple[str, str]]:
    heads: dict[str, list[str]] = {}
    for call in calls:
        for table, rows in {"calls": [{**entry_row(call.entry), **summary_row(call)}], **tables(call)}.items():
            for row in rows:
                if table not in heads:
                    heads[table] = list(row)
                    yield f"{table}.csv", _line(heads[table])
                yield f"{table}.csv", _line([row.get(name) for name in heads[table]])


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(["" if cell is None else _harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _html(entries: list[CallEntry], calls: Iterable[StoredCall]) -> Iterator[tuple[str, str]]:
    pages = Environment(loader=PackageLoader("assist", "data/export"), autoescape=select_autoescape(default=True))
    pages.filters["clock"] = _clock
    yield "index.html", pages.get_template("index.html.j2").render(calls=entries)
    for call in calls:
        numbers = [(name.replace("_", " "), value) for name, value in summary_row(call).items() if value is not None]
        page = pages.get_template("call.html.j2").render(call=call, summary=numbers, parts=_parts(call))
        yield f"call-{call.entry.number}.html", page


def _parts(call: StoredCall) -> list[tuple[str, list[dict[str, Any]]]]:
    def row(at: int, what: str, text: str) -> dict[str, Any]:
        return {"at": at, "what": what.replace("_", " "), "text": text}

    return [
        ("What was said", [row(turn.start, turn.speaker, turn.text) for turn in call.turns()]),
        ("Prompts", [row(p.shown.at, p.closed.why if p.closed else "open", f"{p.shown.title}. {p.shown.line}")
                     for p in call.prompts()]),
        ("LEAP", [row(e.at, e.step, "; ".join(part.text for part in e.evidence)) for e in call.steps()]),
        ("Tension", [row(e.start, f"peak {e.peak:.2f}", ", ".join(e.reasons)) for e in call.spikes()]),
    ]  # fmt: skip


def _clock(samples: int) -> str:
    minutes, seconds = divmod(samples // SAMPLE_RATE, 60)
    return f"{minutes}:{seconds:02d}"
