"""How a call ends in the store: by itself, or at the next start when the program was killed before."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update

from assist.store.alive import AliveLock
from assist.store.call import State
from assist.store.database import Database
from assist.store.tables import CallRow, SearchRow, UtteranceRow


def alive_lock(folder: Path, uuid: str) -> AliveLock:
    """The lock that a running call holds."""
    return AliveLock(folder / f"calls-{uuid}.lock")


def finish_call(connection: Connection, call_id: int, length: int, state: State) -> None:
    """Set a call's state and make it searchable.

    Args:
        connection: in a transaction.
        call_id: the call.
        length: samples.
        state: its last one.
    """
    connection.execute(update(CallRow).where(CallRow.id == call_id).values(length=length, state=state))
    said = connection.execute(
        select(UtteranceRow.text).where(UtteranceRow.call_id == call_id).order_by(UtteranceRow.number)
    )
    text = "\n".join(said.scalars()).casefold()
    connection.execute(delete(SearchRow).where(SearchRow.call_id == call_id))
    connection.execute(insert(SearchRow), [{"call_id": call_id, "text": text}])


def close_unfinished(database: Database, folder: Path) -> list[int]:
    """Close the calls that a killed program left open; returns their numbers. Those still running elsewhere stay.

    Raises:
        StoreError: the store cannot be read or written.
        OSError: a lock cannot be looked at.
    """
    with database.reading() as connection:
        left = connection.execute(select(CallRow.id, CallRow.uuid, CallRow.length).where(CallRow.state == "running"))
        running = left.all()
    closed = []
    for call_id, uuid, length in running:
        lock = alive_lock(folder, uuid)
        if not lock.take():
            continue
        try:
            with database.writing() as connection:
                finish_call(connection, call_id, length, "cut_short")
            closed.append(call_id)
        finally:
            lock.release()
    return closed
