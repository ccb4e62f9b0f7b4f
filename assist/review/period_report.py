"""The report of a period: the agent's own calls between two moments, as one self-contained page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from assist.review.record import CallRecord, of_stored
from assist.review.report import rendered
from assist.review.summary import Period, period
from assist.store.store import Store


def period_html(store: Store, since: datetime | None, until: datetime) -> str:
    """The page.

    Args:
        store: of the calls.
        since: calls that did not begin before; None for all.
        until: calls that began before.

    Raises:
        StoreError: the calls cannot be read.
    """
    found = period(_calls(store, since, until), since, until)
    return rendered("period.html.j2", found=found, span=_span(found))


def _calls(store: Store, since: datetime | None, until: datetime) -> Iterator[CallRecord]:
    for entry in store.calls(since=since, limit=None):
        if entry.started_at < until and entry.state != "running":
            yield of_stored(store.call(entry.number))


def _span(found: Period) -> str:
    until = f"{found.until.astimezone():%d %B %Y, %H:%M}"
    return f"until {until}" if found.since is None else f"from {found.since.astimezone():%d %B %Y} until {until}"
