"""The store with thousands of calls in it: opening, listing, searching, one call, and writing beside it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from assist.events import SAMPLE_RATE
from assist.store.call import NewCall
from assist.store.store import Store
from assist.store.tables import CallRow, MomentRow, SearchRow, UtteranceRow
from tests.bench.figures import Figure, at_most, print_figures, spread
from tests.store.making import BEGAN, hard_call, long_call

AGAIN = 7
REVIEW_SECONDS = 2.0
UTTERANCES, MOMENTS = 160, 600
"""Of a call of ten minutes."""


def run(calls: int) -> None:
    """Measure and print.

    Args:
        calls: how many are in the store.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "calls"
        with Store.open(folder) as store:
            writer = store.begin(NewCall(BEGAN))
            writer.take(hard_call())
            writer.close()
            _fill(store, calls - 1)
        megabytes = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
        opened = _seconds(lambda: Store.open(folder).close())
        with Store.open(folder) as store:
            since = BEGAN + timedelta(minutes=calls * 30 - 60 * 24 * 7)
            figures = [
                at_most(f"open, {calls} calls, {megabytes:.0f} MB", max(opened), "s", REVIEW_SECONDS, AGAIN),
                spread("the newest 200 calls", _seconds(store.calls)),
                spread("those of the last week", _seconds(lambda: store.calls(since=since))),
                spread("two words that are in one call", _seconds(lambda: store.calls("hours march"))),
                spread("all of one call", _seconds(lambda: store.call(calls // 2))),
                spread("LEAP steps of all calls", _seconds(lambda: store.moments(["leap_step"]))),
                _writing(store),
            ]
    print_figures("Store", figures)


def _fill(store: Store, calls: int) -> None:
    """Rows of calls, without going through the writer for each: that would take an hour."""
    with store._database.writing() as connection:
        for number in range(2, calls + 2):
            connection.execute(insert(CallRow).values(
                id=number, uuid=f"{number}", started_at=(BEGAN + timedelta(minutes=30 * number)).replace(tzinfo=None),
                length=600 * SAMPLE_RATE, state="ended", engine="moonshine", profile="default", app_version="0", source="live",
            ))  # fmt: skip
            texts = [f"we talked about the bill of number {number} and line {i} for a while" for i in range(UTTERANCES)]
            said = {"call_id": number, "speaker": "agent", "end_sample": 9, "confidence": 1.0}
            rows = [
                {**said, "number": i, "known_at": i, "start_sample": i, "text": text} for i, text in enumerate(texts)
            ]
            connection.execute(insert(UtteranceRow), rows)
            connection.execute(insert(MomentRow), [
                {"call_id": number, "number": UTTERANCES + i, "type": "prompt_shown" if i % 100 == 0 else "turn_ended", "at": i,
                 "known_at": i, "content": '{"speaker":"agent","start":0,"end":1}'} for i in range(MOMENTS)
            ])  # fmt: skip
            connection.execute(insert(SearchRow), [{"call_id": number, "text": "\n".join(texts)}])


def _writing(store: Store) -> Figure:
    writer = store.begin(NewCall(BEGAN))
    seconds = []
    for events in long_call(5.0):
        before = time.perf_counter()
        writer.take(events)
        seconds.append(time.perf_counter() - before)
    writer.close()
    return spread("taking the events of a quarter of a second", seconds, 50.0)


def _seconds(do: Callable[[], object]) -> list[float]:
    taken = []
    for _ in range(AGAIN):
        before = time.perf_counter()
        do()
        taken.append(time.perf_counter() - before)
    return taken
