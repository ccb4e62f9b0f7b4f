"""How an older store becomes a newer one: ordered steps, each a function of a connection, never changed once released.

The steps define tables of their own instead of using `tables.py`: what that file says changes with every version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    inspect,
    select,
)  # fmt: skip

VERSION_TABLE = Table("schema_version", MetaData(), Column("version", Integer, primary_key=True, autoincrement=False))


class NewerSchemaError(Exception):
    """The store is of a version this program does not know."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: to which version, and what it does."""

    version: int
    apply: Callable[[Connection], None]


def _call_key() -> Column[int]:
    return Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)


def _calls(connection: Connection) -> None:
    """Calls, what was said and what happened in them, and the agent's marks."""
    tables = MetaData()
    Table(
        "calls", tables,
        Column("id", Integer, primary_key=True),
        Column("uuid", String(36), nullable=False, unique=True),
        Column("started_at", DateTime, nullable=False),
        Column("length", BigInteger, nullable=False),
        Column("state", String(16), nullable=False),
        *(Column(name, Text, nullable=False) for name in ("engine", "profile", "app_version", "source")),
        Column("audio", Text),
        Index("calls_by_start", "started_at"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    Table(
        "summaries", tables, _call_key(),
        *(Column(name, Float, nullable=False)
          for name in ("agent_seconds", "customer_seconds", "silence_seconds", "both_seconds")),
        *(Column(name, Integer, nullable=False) for name in ("agent_turns", "customer_turns")),
        *(Column(name, Float, nullable=False) for name in ("longest_agent_seconds", "longest_customer_seconds")),
        Column("median_gap_seconds", Float),
        *(Column(name, Integer, nullable=False)
          for name in ("agent_interruptions", "customer_interruptions", "backchannels")),
    )  # fmt: skip
    Table(
        "utterances", tables, _call_key(),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("known_at", BigInteger, nullable=False),
        Column("speaker", String(8), nullable=False),
        Column("start_sample", BigInteger, nullable=False),
        Column("end_sample", BigInteger, nullable=False),
        Column("text", Text, nullable=False),
        Column("confidence", Float, nullable=False),
    )  # fmt: skip
    Table(
        "moments", tables, _call_key(),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("type", String(32), nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("known_at", BigInteger, nullable=False),
        Column("content", Text, nullable=False),
        Index("moments_by_type", "type", "call_id"),
    )  # fmt: skip
    Table(
        "marks", tables, _call_key(),
        Column("resolved_first_contact", Boolean),
        Column("root_cause", Text, nullable=False),
        Column("human_or_recording", String(16)),
        Column("note", Text, nullable=False),
        Column("follow_up", Text, nullable=False),
    )  # fmt: skip
    tables.create_all(connection)


def _search_texts(connection: Connection) -> None:
    """One text a call to search in; made for the calls that are there."""
    tables = MetaData()
    Table("calls", tables, Column("id", Integer, primary_key=True))
    texts = Table("search_texts", tables, _call_key(), Column("text", Text, nullable=False))
    tables.create_all(connection)
    said = Table("utterances", MetaData(), Column("call_id", Integer), Column("number", Integer), Column("text", Text))
    parts: dict[int, list[str]] = {}
    for call_id, text in connection.execute(
        select(said.c.call_id, said.c.text).order_by(said.c.call_id, said.c.number)
    ):
        parts.setdefault(call_id, []).append(text.casefold())
    if parts:
        connection.execute(insert(texts), [{"call_id": call, "text": "\n".join(text)} for call, text in parts.items()])


MIGRATIONS = (Migration(1, _calls), Migration(2, _search_texts))
NEWEST = MIGRATIONS[-1].version


def version_of(connection: Connection) -> int:
    """Version of the schema; 0 for an empty store."""
    if not inspect(connection).has_table(VERSION_TABLE.name):
        return 0
    return connection.execute(select(VERSION_TABLE.c.version)).scalar() or 0


def migrate(connection: Connection, to: int = NEWEST) -> tuple[int, int]:
    """Bring a store to a version, within the caller's transaction; returns the version before and after.

    Raises:
        NewerSchemaError: it is newer than this program; nothing was changed.
    """
    before = version_of(connection)
    if before > NEWEST:
        raise NewerSchemaError(
            f"it was written by a newer Leap Assist (version {before} of the store, this program knows {NEWEST}); "
            "update the program"
        )
    for step in MIGRATIONS:
        if before < step.version <= to:
            step.apply(connection)
    if before < to:
        VERSION_TABLE.create(connection, checkfirst=True)
        connection.execute(delete(VERSION_TABLE))
        connection.execute(insert(VERSION_TABLE).values(version=to))
    return before, max(before, to)
