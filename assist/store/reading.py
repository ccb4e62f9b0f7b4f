"""Queries: the list of calls, and one call with everything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, func, or_, select

from assist.eventlog import EVENT_TYPES
from assist.events import AnyEvent, Dynamics, Speaker, Words
from assist.store.call import CallEntry, Marks, Sounded, State, StoredCall
from assist.store.errors import NoSuchCallError
from assist.store.keeping import moment_event
from assist.store.tables import CallRow, MarkRow, MomentRow, SearchRow, SummaryRow, UtteranceRow

_PROMPT, _SPIKE = "prompt_shown", "tension_spike"


def naive_utc(moment: datetime) -> datetime:
    """A moment as it is stored.

    Raises:
        ValueError: it has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).replace(tzinfo=None)


def _count(kind: str) -> Any:
    return (
        select(func.count())
        .select_from(MomentRow)
        .where(MomentRow.type == kind, MomentRow.call_id == CallRow.id)
        .scalar_subquery()
    )


def _entries() -> Select[Any]:
    return select(CallRow, MarkRow, _count(_PROMPT), _count(_SPIKE)).outerjoin(MarkRow, MarkRow.call_id == CallRow.id)


def entries(
    connection: Connection, search: str, since: datetime | None, limit: int | None, offset: int = 0
) -> list[CallEntry]:
    """The list of calls, newest first.

    Args:
        connection: to read from.
        search: words that must all occur in what was said, or in the marks; small or capital letters are one.
        since: not those that began before.
        limit: most calls; None for all.
        offset: calls to leave out, the newest.
    """
    query = _entries().order_by(CallRow.started_at.desc(), CallRow.id.desc())
    if since is not None:
        query = query.where(CallRow.started_at >= naive_utc(since))
    if search.strip():
        query = query.outerjoin(SearchRow, SearchRow.call_id == CallRow.id)
    for word in search.casefold().split():
        places = (SearchRow.text, *map(func.lower, (MarkRow.root_cause, MarkRow.note, MarkRow.follow_up)))
        query = query.where(or_(*(place.contains(word, autoescape=True) for place in places)))
    return [_entry(row) for row in connection.execute(query.limit(limit).offset(offset))]


def stored_call(connection: Connection, number: int) -> StoredCall:
    """Everything of one call.

    Raises:
        NoSuchCallError: there is none with this number.
    """
    row = connection.execute(_entries().where(CallRow.id == number)).first()
    if row is None:
        raise NoSuchCallError(number)
    entry = _entry(row)
    return StoredCall(entry, _summary(connection, entry), _events(connection, number))


def moments(connection: Connection, kinds: Sequence[str], since: datetime | None) -> list[tuple[int, AnyEvent]]:
    """Events of some kinds over many calls, with the number of each one's call, in order."""
    query = (
        select(MomentRow.call_id, MomentRow.type, MomentRow.at, MomentRow.known_at, MomentRow.content)
        .where(MomentRow.type.in_(kinds))
        .order_by(MomentRow.call_id, MomentRow.number)
    )
    if since is not None:
        query = query.join(CallRow, CallRow.id == MomentRow.call_id).where(CallRow.started_at >= naive_utc(since))
    found = ((row[0], moment_event(*row[1:])) for row in connection.execute(query))
    return [(number, event) for number, event in found if event is not None]


def known_kinds(kinds: Sequence[str]) -> bool:
    """Are these names of events?"""
    return all(kind in EVENT_TYPES for kind in kinds)


def _entry(row: Row[Any]) -> CallEntry:
    call, marks = CallRow.__table__.c, MarkRow.__table__.c
    values = row._mapping
    given = values[marks.call_id] is not None
    return CallEntry(
        number=values[call.id],
        uuid=values[call.uuid],
        started_at=values[call.started_at].replace(tzinfo=UTC),
        length=values[call.length],
        state=cast(State, values[call.state]),
        engine=values[call.engine],
        profile=values[call.profile],
        app_version=values[call.app_version],
        source=values[call.source],
        audio=Path(values[call.audio]) if values[call.audio] else None,
        prompts=row[-2],
        spikes=row[-1],
        marks=Marks(
            values[marks.resolved_first_contact],
            values[marks.root_cause],
            cast(Sounded | None, values[marks.human_or_recording]),
            values[marks.note],
            values[marks.follow_up],
        )
        if given
        else Marks(),
    )


def _summary(connection: Connection, entry: CallEntry) -> Dynamics | None:
    row = connection.execute(select(SummaryRow).where(SummaryRow.call_id == entry.number)).mappings().first()
    if row is None:
        return None
    numbers = {name: row[name] for name in row if name != "call_id"}
    return Dynamics(at=entry.length, known_at=entry.length, complete=entry.state == "ended", **numbers)


def _events(connection: Connection, number: int) -> tuple[AnyEvent, ...]:
    placed: list[tuple[int, AnyEvent | None]] = [
        (row.number, Words(
            at=row.end_sample, known_at=row.known_at, speaker=cast(Speaker, row.speaker), start=row.start_sample,
            end=row.end_sample, text=row.text, stability="final", utterance=row.number, confidence=row.confidence,
        ))
        for row in connection.execute(select(UtteranceRow).where(UtteranceRow.call_id == number))
    ]  # fmt: skip
    placed += [
        (row.number, moment_event(row.type, row.at, row.known_at, row.content))
        for row in connection.execute(select(MomentRow).where(MomentRow.call_id == number))
    ]
    placed.sort(key=lambda pair: pair[0])
    return tuple(event for _, event in placed if event is not None)
