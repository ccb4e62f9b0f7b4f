"""Writes one call as it happens: whatever ends the program, all but the last second of the call is on disk, redacted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from assist.events import SAMPLE_RATE, SPEAKERS, AnyEvent, CallEnded, CallStarted, Dynamics, Words, other
from assist.store.alive import AliveLock
from assist.store.database import WAIT_MILLISECONDS, Database
from assist.store.errors import StoreError
from assist.store.finishing import finish_call
from assist.store.keeping import is_moment, moment_row
from assist.store.redact import Redactor
from assist.store.said import Stretch
from assist.store.tables import CallRow, MomentRow, SummaryRow, UtteranceRow

COMMIT_SAMPLES = SAMPLE_RATE // 2
"""Time of the call after which what came in is written."""
LIVE_WAIT_MILLISECONDS = 100
"""The call does not wait longer than this for another program that holds the store; it tries again half a second later."""


class CallWriter:
    """Takes the events of one call, in order.

    A full disk or a locked store does not end it: what could not be written stays in memory and is tried again, and `problem`
    says so meanwhile.

    Args:
        database: where to write.
        call_id: number of the call, which has a row already.
        alive: lock that tells others that this call is still running; released at the end.
        redactor: replaces what identifies a person.
        closed: called once at the end.
    """

    def __init__(
        self, database: Database, call_id: int, alive: AliveLock, redactor: Redactor, closed: Callable[[], None]
    ) -> None:
        self.number = call_id
        self.problem = ""
        """One sentence while something could not be written yet; empty when all is well."""
        self._database, self._alive, self._closed = database, alive, closed
        self._redactor = redactor
        self._stretches = {speaker: Stretch(redactor) for speaker in SPEAKERS}
        self._asked = dict.fromkeys(SPEAKERS, "")
        self._next = 0
        self._now = self._written_at = 0
        self._call: dict[str, Any] = {}
        self._summary: dict[str, Any] | None = None
        self._new: dict[int, dict[str, Any]] = {}
        self._changed: dict[int, str] = {}
        self._moments: list[dict[str, Any]] = []
        self._started = self._ended = self._done = False

    def take(self, events: Sequence[AnyEvent], now: int | None = None) -> None:
        """Take what happened.

        Args:
            events: in order.
            now: samples of the call so far, where known; else what the events say.

        Raises:
            StoreError: these events are of another call: this one has ended, or a second one begins.
        """
        for event in events:
            self._take(event)
        self._now = max(self._now, now or 0)
        for speaker in SPEAKERS:
            self._rewrite(self._stretches[speaker].settle(self._now))
        if self._now - self._written_at >= COMMIT_SAMPLES or self._ended:
            self._write(LIVE_WAIT_MILLISECONDS)

    def close(self) -> None:
        """Finish; idempotent. Without a `call_ended` the call counts as cut short.

        Raises:
            StoreError: the last part could not be written; what was written before stays.
        """
        if self._done:
            return
        self._done = True
        for speaker in SPEAKERS:
            self._rewrite(self._stretches[speaker].close())
        try:
            self._write(WAIT_MILLISECONDS, finish=True)
        finally:
            self._alive.release()
            self._closed()
        if self.problem:
            raise StoreError(self.problem)

    def _take(self, event: AnyEvent) -> None:
        if self._ended or self._done:
            raise StoreError(f"call {self.number} is over; begin a new one for what comes now.")
        self._now = max(self._now, event.known_at)
        if isinstance(event, CallStarted):
            if self._started:
                raise StoreError(f"call {self.number} is still running; end it before another one begins.")
            self._started = True
            about = {"engine": event.engine, "profile": event.profile, "app_version": event.app_version}
            self._call.update({**about, **({"source": event.source} if event.source else {})})
        elif isinstance(event, CallEnded):
            self._ended = True
            self._now = max(self._now, event.at)
        elif isinstance(event, Dynamics):
            numbers = asdict(event)
            self._summary = {name: numbers[name] for name in numbers if name not in ("at", "known_at", "complete")}
        if isinstance(event, Words):
            self._take_words(event)
        elif is_moment(event):
            self._moments.append({"number": self._number(), **moment_row(event, self._redactor.fragment)})

    def _take_words(self, words: Words) -> None:
        if words.stability != "final" or not words.text.strip():
            return
        number = self._number()
        self._new[number] = {
            "number": number, "known_at": words.known_at, "speaker": words.speaker, "start_sample": words.start,
            "end_sample": words.end, "text": "", "confidence": words.confidence,
        }  # fmt: skip
        self._rewrite(self._stretches[words.speaker].add(number, words, self._asked[other(words.speaker)]))
        self._asked[words.speaker] = words.text

    def _rewrite(self, texts: dict[int, str]) -> None:
        for number, text in texts.items():
            if number in self._new:
                self._new[number]["text"] = text
            else:
                self._changed[number] = text

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _write(self, wait_milliseconds: int, *, finish: bool = False) -> None:
        self._written_at = self._now
        try:
            with self._database.writing(wait_milliseconds) as connection:
                self._write_rows(connection)
                if finish:
                    finish_call(connection, self.number, self._now, "ended" if self._ended else "cut_short")
        except StoreError as problem:
            self.problem = str(problem)
            return
        self.problem = ""
        self._call, self._summary = {}, None
        self._new, self._changed, self._moments = {}, {}, []

    def _write_rows(self, connection: Connection) -> None:
        here = {"call_id": self.number}
        connection.execute(update(CallRow).where(CallRow.id == self.number).values(length=self._now, **self._call))
        if self._new:
            connection.execute(insert(UtteranceRow), [{**here, **row} for row in self._new.values()])
        if self._moments:
            connection.execute(insert(MomentRow), [{**here, **row} for row in self._moments])
        if self._changed:
            connection.execute(
                update(UtteranceRow)
                .where(UtteranceRow.call_id == self.number, UtteranceRow.number == bindparam("which"))
                .values(text=bindparam("redacted")),
                [{"which": number, "redacted": text} for number, text in self._changed.items()],
            )
        if self._summary is not None:
            connection.execute(delete(SummaryRow).where(SummaryRow.call_id == self.number))
            connection.execute(insert(SummaryRow), [{**here, **self._summary}])
