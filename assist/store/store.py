"""The store of calls: begin one, list them, look at one, mark it, delete, let them expire, take them out."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from platformdirs import user_data_path
from sqlalchemy import delete, insert, select

from assist.events import AnyEvent
from assist.store.audio import delete_audio
from assist.store.call import CallEntry, Marks, NewCall, StoredCall
from assist.store.database import Database
from assist.store.errors import NoSuchCallError, StoreError
from assist.store.export import Form, export
from assist.store.finishing import alive_lock, close_unfinished
from assist.store.pending import CallHead, take_in, unwritten
from assist.store.reading import entries, known_kinds, moments, naive_utc, stored_call
from assist.store.redact import Redactor
from assist.store.retention import KEEP_DAYS
from assist.store.tables import CallRow, MarkRow
from assist.store.writer import CallWriter


def default_folder() -> Path:
    """Where the calls of this user are."""
    return user_data_path("leap-assist", appauthor=False) / "calls"


class Store:
    """An open store; use `Store.open`. May be used from several threads."""

    def __init__(self, folder: Path, database: Database, redactor: Redactor) -> None:
        self.folder = folder
        self.cut_short: list[int] = []
        """Calls that a killed program had left open, closed on opening."""
        self._database, self._redactor = database, redactor
        self._writing: set[int] = set()

    @classmethod
    def open(cls, folder: Path | None = None, *, names: bool = False) -> Store:
        """Open or make the store of a folder.

        Args:
            folder: of its own, for its owner only; None for this user's.
            names: also redact names that people say of themselves.

        Raises:
            StoreError: it cannot be used; one sentence says why.
        """
        place = folder or default_folder()
        store = cls(place, Database(place), Redactor(names=names))
        try:
            store._take_in()
            store.cut_short = close_unfinished(store._database, place)
        except OSError as problem:
            raise StoreError(f"{place}: cannot be written: {problem.strerror}; make it writable.") from problem
        return store

    def _take_in(self) -> None:
        """Take in what could not be written when its call ended; a file that is not whole stays where it is."""
        for path in unwritten(self.folder):
            try:
                with self._database.writing() as connection:
                    take_in(connection, path)
            except (ValueError, TypeError, KeyError):
                path.rename(path.with_suffix(".broken"))
            else:
                path.unlink()

    @property
    def notice(self) -> str:
        """One sentence for the agent if a damaged store was put aside; else empty."""
        return self._database.notice

    def __enter__(self) -> Store:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; idempotent. Close the writers before."""
        self._database.close()

    # -------------------------------------------------------------------------------------------------- writing
    def begin(self, call: NewCall) -> CallWriter:
        """Begin a call.

        Raises:
            StoreError: it cannot be written, or has begun before.
        """
        audio = str(call.audio.absolute()) if call.audio else None
        head = CallHead(call.uuid, naive_utc(call.started_at), call.source, audio)
        alive = alive_lock(self.folder, call.uuid)
        try:
            if not alive.take():
                raise StoreError(f"call {call.uuid} is being written already; give a new call its own uuid.")
        except OSError as problem:
            raise StoreError(
                f"{self.folder}: calls cannot be stored there: {problem.strerror}; make it writable."
            ) from problem
        try:
            with self._database.writing() as connection:
                if connection.execute(select(CallRow.id).where(CallRow.uuid == call.uuid)).first():
                    raise StoreError(f"call {call.uuid} is in the store already; give a new call its own uuid.")
                number = head.insert(connection)
        except BaseException:
            alive.release()
            raise
        self._writing.add(number)
        return CallWriter(
            self._database, number, head, alive, self._redactor, closed=lambda: self._writing.discard(number)
        )

    def mark(self, number: int, marks: Marks) -> None:
        """Keep the agent's marks of a call, in place of those before; texts are redacted.

        Raises:
            StoreError: there is no such call, or it cannot be written.
        """
        content = asdict(marks)
        for name in ("root_cause", "note", "follow_up"):
            content[name] = self._redactor.text(content[name])
        with self._database.writing() as connection:
            if connection.execute(select(CallRow.id).where(CallRow.id == number)).first() is None:
                raise NoSuchCallError(number)
            connection.execute(delete(MarkRow).where(MarkRow.call_id == number))
            connection.execute(insert(MarkRow), [{"call_id": number, **content}])

    # -------------------------------------------------------------------------------------------------- reading
    def calls(
        self, search: str = "", since: datetime | None = None, limit: int | None = 200, offset: int = 0
    ) -> list[CallEntry]:
        """The list of calls, newest first.

        Args:
            search: words that must all occur in what was said (finished calls) or in the marks.
            since: not those that began before; with its time zone.
            limit: most calls; None for all.
            offset: calls to leave out, the newest.
        """
        with self._database.reading() as connection:
            return entries(connection, search, since, limit, offset)

    def call(self, number: int) -> StoredCall:
        """Everything of one call.

        Raises:
            StoreError: there is no such call.
        """
        with self._database.reading() as connection:
            return stored_call(connection, number)

    def moments(self, kinds: Sequence[str], since: datetime | None = None) -> list[tuple[int, AnyEvent]]:
        """Events of some kinds over many calls, with the number of each one's call: for trends.

        Args:
            kinds: names of events, as in event files: `leap_step`, `prompt_shown`.
            since: of calls that did not begin before; with its time zone.

        Raises:
            StoreError: there is no such kind.
        """
        if not known_kinds(kinds):
            raise StoreError(f"there are no events called {', '.join(kinds)}.")
        with self._database.reading() as connection:
            return moments(connection, kinds, since)

    def export(self, folder: Path, form: Form, numbers: Sequence[int] | None = None) -> list[Path]:
        """Write calls into a folder; returns the files.

        Args:
            folder: new, or empty.
            form: `json`, `csv` or `html`.
            numbers: of the calls; None for all.

        Raises:
            StoreError: a call is not there, or the folder is in use or cannot be written.
        """
        found = self.calls(limit=None) if numbers is None else [self.call(number).entry for number in numbers]
        return export(found, self.call, folder, form)

    # -------------------------------------------------------------------------------------------------- forgetting
    def delete(self, number: int) -> None:
        """Delete a call: rows, audio, and what is left of it in SQLite's files.

        Raises:
            StoreError: there is no such call, it is still running, or something of it cannot be deleted.
        """
        self._delete([self.call(number).entry])

    def delete_all(self) -> int:
        """Delete all calls that are over; returns how many.

        Raises:
            StoreError: something cannot be deleted.
        """
        return self._delete([call for call in self.calls(limit=None) if call.state != "running"], thoroughly=True)

    def expire(self, now: datetime, days: int = KEEP_DAYS) -> int:
        """Delete the calls that began more than `days` days before `now`, their audio too; returns how many.

        Raises:
            StoreError: something cannot be deleted.
        """
        if days < 0:
            raise StoreError("calls are kept for 0 days or more; give a number of days that is not negative.")
        oldest = now - timedelta(days=days)
        return self._delete([c for c in self.calls(limit=None) if c.started_at < oldest and c.state != "running"])

    def _delete(self, calls: Sequence[CallEntry], *, thoroughly: bool = False) -> int:
        for call in calls:
            if call.state == "running":
                raise StoreError(f"call {call.number} is still running; end it before you delete it.")
            delete_audio(call)  # first: should it fail, the call is still there to be deleted again
            with self._database.writing() as connection:
                connection.execute(delete(CallRow).where(CallRow.id == call.number))
        if calls:
            self._database.forget_deleted(thoroughly=thoroughly)
        return len(calls)

    # -------------------------------------------------------------------------------------------------- soundness
    def check(self) -> str:
        """Look through the whole file; if it is damaged, put it aside and begin a new one.

        Returns:
            what was done, in one sentence; empty if the file is sound.
        """
        if not self._database.damage():
            return ""
        if self._writing:
            raise StoreError(f"{self._database.file}: it is damaged; end the call, then check again.")
        self._database.replace_damaged()
        with contextlib.suppress(OSError):
            close_unfinished(self._database, self.folder)
        return self._database.notice
