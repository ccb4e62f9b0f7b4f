"""How stored calls look on the terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assist.events import SAMPLE_RATE
from assist.store.call import CallEntry, StoredCall
from assist.store.flat import entry_row, summary_row, tables


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


def call_as_json(call: StoredCall) -> str:
    """Everything of a call as one JSON object."""
    return json.dumps(
        {**entry_row(call.entry), "summary": summary_row(call), **tables(call)}, ensure_ascii=False, indent=1
    )


def print_calls(calls: Sequence[CallEntry]) -> None:
    """The list."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("call", "began", "length", "prompts", "", "root cause"):
        table.add_column(head, justify="right" if head in ("call", "length", "prompts") else "left")
    for call in calls:
        state = "" if call.state == "ended" else call.state.replace("_", " ")
        began = f"{call.started_at.astimezone():%Y-%m-%d %H:%M}"
        table.add_row(
            str(call.number), began, clock(call.length), str(call.prompts), state, escape(call.marks.root_cause)
        )
    Console(highlight=False).print(table)


def print_call(call: StoredCall) -> None:
    """One call."""
    entry, marks = call.entry, call.entry.marks
    out = Console(highlight=False, markup=False)
    out.print(f"Call {entry.number}, {entry.started_at.astimezone():%Y-%m-%d %H:%M}, {clock(entry.length)} long")
    out.print(f"audio: {entry.audio or 'not kept'}")
    said = {True: "yes", False: "no", None: "not said"}[marks.resolved_first_contact]
    out.print(f"resolved on first contact: {said}")
    for name, text in (("root cause", marks.root_cause), ("note", marks.note), ("follow-up", marks.follow_up)):
        if text:
            out.print(f"{name}: {text}")
    for turn in call.turns():
        out.print(f"{clock(turn.start):>6}  {turn.speaker:<8}  {turn.text}")
    for prompt in call.prompts():
        became = prompt.closed.why.replace("_", " ") if prompt.closed else "still open at the end"
        out.print(f"{clock(prompt.shown.at):>6}  prompt    {prompt.shown.title}: {became}")


def clock(samples: int) -> str:
    """Minutes and seconds."""
    minutes, seconds = divmod(samples // SAMPLE_RATE, 60)
    return f"{minutes}:{seconds:02d}"
