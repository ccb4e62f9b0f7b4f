"""What can go wrong with the store, each in one sentence that says how to mend it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError


class StoreError(Exception):
    """The store cannot do what was asked; the message names the file and the remedy."""


class NoSuchCallError(StoreError):
    """There is no call with this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"there is no call {number}; 'assist calls list' shows which there are.")


DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_SENTENCES = {
    sqlite3.SQLITE_FULL: "the disk is full; make room",
    sqlite3.SQLITE_BUSY: "another program holds it; close that program",
    sqlite3.SQLITE_LOCKED: "another program holds it; close that program",
    sqlite3.SQLITE_READONLY: "it cannot be written; make the file and its folder writable for you",
    sqlite3.SQLITE_PERM: "it cannot be written; make the file and its folder writable for you",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; make the file and its folder readable and writable for you",
    sqlite3.SQLITE_IOERR: "the disk does not read or write; check that it is there and has room",
    sqlite3.SQLITE_CORRUPT: "it is damaged; 'assist calls check' puts it aside and begins a new one",
    sqlite3.SQLITE_NOTADB: "it is damaged; 'assist calls check' puts it aside and begins a new one",
}


def primary_code(problem: DBAPIError) -> int:
    """SQLite's primary result code of a failed statement; 0 if it has none."""
    return int(getattr(problem.orig, "sqlite_errorcode", 0)) & 0xFF


def sentence(file: Path, problem: DBAPIError) -> str:
    """What to tell the agent about a failed statement."""
    return f"{file}: {_SENTENCES.get(primary_code(problem), f'the calls cannot be used ({problem.orig})')}."
