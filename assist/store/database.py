"""The file behind the store: opened for its owner only, brought to the newest schema, put aside when damaged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from assist.store.errors import DAMAGED, StoreError, primary_code, sentence
from assist.store.migrations import NewerSchemaError, migrate

FILE = "calls.db"
_BESIDE = ("-wal", "-shm")
"""Files that SQLite keeps beside its own; they belong to it."""
WAIT_MILLISECONDS = 5_000
"""How long a statement waits for another program that is writing."""


class Database:
    """An open store file.

    Attributes:
        file: the file.
        notice: one sentence when a damaged file was put aside; empty otherwise.
    """

    def __init__(self, folder: Path) -> None:
        """Open or make it.

        Args:
            folder: of the store; made if it is not there.

        Raises:
            StoreError: it cannot be used, or is newer than this program.
        """
        self.file = folder / FILE
        self._suspect = folder / "calls.suspect"
        """There once a statement met damage: the file is then looked through at the next start, which takes seconds."""
        self.notice = ""
        _private(folder, self.file)
        self._engine: Engine | None = None
        try:
            self._engine = self._open()
        except _DamagedError:
            self.replace_damaged()

    def replace_damaged(self) -> None:
        """Put the file aside, never delete it, and begin a new one.

        Raises:
            StoreError: that cannot be done.
        """
        self.close()
        aside = _put_aside(self.file)
        self.notice = (
            f"{self.file}: the stored calls were damaged; they were moved to {aside.name} and a new store was begun."
        )
        _private(self.file.parent, self.file)
        self._engine = self._open()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read from.

        Raises:
            StoreError: it cannot be read.
        """
        try:
            with self._connect() as connection:
                yield connection
        except DBAPIError as problem:
            raise self._told(problem) from problem

    @contextlib.contextmanager
    def writing(self, wait_milliseconds: int = WAIT_MILLISECONDS) -> Iterator[Connection]:
        """A connection in a transaction: all of it is written, or nothing.

        Args:
            wait_milliseconds: for another program that is writing.

        Raises:
            StoreError: nothing was written.
        """
        try:
            with self._connect().execution_options(leap_wait=wait_milliseconds) as connection, connection.begin():
                yield connection
        except DBAPIError as problem:
            raise self._told(problem) from problem

    def damage(self) -> str:
        """What SQLite finds wrong with the file, first finding only; empty if it is sound."""
        try:
            with self._connect() as connection:
                found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        except DBAPIError as problem:
            if primary_code(problem) in DAMAGED:
                return str(problem.orig)
            raise StoreError(sentence(self.file, problem)) from problem
        return str(found) if found != "ok" else f"a row of {broken[0]} belongs to no call" if broken else ""

    def forget_deleted(self, *, thoroughly: bool = False) -> None:
        """Empty the write-ahead log, so that what was deleted is in no file any more.

        Args:
            thoroughly: also give the room back to the disk.
        """
        # Another program may be reading: then the log is emptied when it is done.
        with contextlib.suppress(DBAPIError, sqlite3.Error), self._connect() as connection:
            raw = connection.connection.driver_connection
            if raw is not None:
                if thoroughly:
                    raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file; idempotent."""
        if self._engine is not None:
            self._engine.dispose()
        self._engine = None

    def _told(self, problem: DBAPIError) -> StoreError:
        if primary_code(problem) in DAMAGED:
            with contextlib.suppress(OSError):
                self._suspect.touch(mode=0o600)
        return StoreError(sentence(self.file, problem))

    def _connect(self) -> Connection:
        if self._engine is None:
            raise StoreError(f"{self.file}: the store is closed.")
        return self._engine.connect()

    def _open(self) -> Engine:
        engine = create_engine(f"sqlite+pysqlite:///{self.file}", connect_args={"timeout": WAIT_MILLISECONDS / 1000})
        _prepare(engine)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
                if self._suspect.exists() and connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
                    raise _DamagedError
            with engine.connect().execution_options(leap_wait=WAIT_MILLISECONDS) as connection, connection.begin():
                migrate(connection)
        except NewerSchemaError as problem:
            engine.dispose()
            raise StoreError(f"{self.file}: {problem}.") from problem
        except DBAPIError as problem:
            engine.dispose()
            if primary_code(problem) in DAMAGED:
                raise _DamagedError from problem
            raise StoreError(sentence(self.file, problem)) from problem
        except BaseException:
            engine.dispose()
            raise
        self._suspect.unlink(missing_ok=True)
        return engine


class _DamagedError(Exception):
    """The file is no database, or its pages contradict each other."""


def _private(folder: Path, file: Path) -> None:
    """Make folder and file, for their owner only; take others' rights away where they have some."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists() and any(entry for entry in folder.iterdir() if not entry.name.startswith("calls")):
            raise StoreError(f"{folder}: this folder holds other things; give an empty or a new folder for the calls.")
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        if os.name == "posix":
            for path, mode in ((folder, 0o700), (file, 0o600)):
                if stat.S_IMODE(path.stat().st_mode) != mode:
                    path.chmod(mode)
    except OSError as problem:
        raise StoreError(
            f"{file}: calls cannot be stored there: {problem.strerror}; make the folder writable or give another one."
        ) from problem


def _put_aside(file: Path) -> Path:
    number = 1
    while (aside := file.with_name(f"{file.stem}-damaged-{number}{file.suffix}")).exists():
        number += 1
    try:
        file.rename(aside)
        for end in _BESIDE:
            beside = file.with_name(file.name + end)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + end))
    except OSError as problem:
        raise StoreError(
            f"{file}: it is damaged and cannot be moved aside: {problem.strerror}; move it away by hand."
        ) from problem
    return aside


def _prepare(engine: Engine) -> None:
    """Settings of every connection; transactions begin when we say so, not when the driver thinks so."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        wait = connection.get_execution_options().get("leap_wait")
        if wait is None:
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={int(wait)}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
