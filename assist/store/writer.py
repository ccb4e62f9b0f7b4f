"""Writes one call as it happens: whatever ends the program, all but the last second of the call is on disk, redacted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from assist.events import SAMPLE_RATE, SPEAKERS, AnyEvent, CallEnded, CallStarted, Dynamics, Words, other
from assist.store.alive import AliveLock
from assist.store.database import WAIT_MILLISECONDS, Database
from assist.store.errors import StoreError
from assist.store.finishing import finish_call
from assist.store.keeping import is_moment, moment_row
from assist.store.pending import CallHead, Pending, put_down
from assist.store.redact import Redactor
from assist.store.said import Stretch

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
        number: of the call, which has a row already.
        head: what that row began with.
        alive: lock that tells others that this call is still running; released at the end.
        redactor: replaces what identifies a person.
        closed: called once at the end.
    """

    def __init__(
        self,
        database: Database,
        number: int,
        head: CallHead,
        alive: AliveLock,
        redactor: Redactor,
        closed: Callable[[], None],
    ) -> None:
        self.number = number
        self.problem = ""
        """One sentence while something could not be written yet; empty when all is well."""
        self._database, self._head, self._alive, self._closed = database, head, alive, closed
        self._redactor = redactor
        self._stretches = {speaker: Stretch(redactor) for speaker in SPEAKERS}
        self._asked = dict.fromkeys(SPEAKERS, "")
        self._pending = Pending()
        self._last_number = 0
        self._now = self._written_at = 0
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
            self._pending.rewrite(self._stretches[speaker].settle(self._now))
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
            self._pending.rewrite(self._stretches[speaker].close())
        try:
            self._write(WAIT_MILLISECONDS, finish=True)
            if self.problem:
                raise StoreError(f"{self.problem} {self._put_down()}")
        finally:
            self._alive.release()
            self._closed()

    def _take(self, event: AnyEvent) -> None:
        if self._ended or self._done:
            raise StoreError(f"call {self.number} is over; begin a new one for what comes now.")
        self._now = max(self._now, event.known_at)
        if isinstance(event, CallStarted):
            if self._started:
                raise StoreError(f"call {self.number} is still running; end it before another one begins.")
            self._started = True
            about = {"engine": event.engine, "profile": event.profile, "app_version": event.app_version}
            self._pending.call.update({**about, **({"source": event.source} if event.source else {})})
        elif isinstance(event, CallEnded):
            self._ended = True
            self._now = max(self._now, event.at)
        elif isinstance(event, Dynamics):
            numbers = asdict(event)
            for name in ("at", "known_at", "complete"):
                del numbers[name]
            self._pending.summary = numbers
        if isinstance(event, Words):
            self._take_words(event)
        elif is_moment(event):
            self._pending.moments.append({"number": self._number(), **moment_row(event, self._redactor.fragment)})

    def _take_words(self, words: Words) -> None:
        if words.stability != "final" or not words.text.strip():
            return
        number = self._number()
        self._pending.new[number] = {
            "number": number, "known_at": words.known_at, "speaker": words.speaker, "start_sample": words.start,
            "end_sample": words.end, "text": "", "confidence": words.confidence,
        }  # fmt: skip
        self._pending.rewrite(self._stretches[words.speaker].add(number, words, self._asked[other(words.speaker)]))
        self._asked[words.speaker] = words.text

    def _number(self) -> int:
        self._last_number += 1
        return self._last_number

    def _write(self, wait_milliseconds: int, *, finish: bool = False) -> None:
        self._written_at = self._pending.length = self._now
        try:
            with self._database.writing(wait_milliseconds) as connection:
                self._pending.write(connection, self.number)
                if finish:
                    finish_call(connection, self.number, self._now, "ended" if self._ended else "cut_short")
        except StoreError as problem:
            self.problem = str(problem)
            return
        self.problem = ""
        self._pending = Pending()

    def _put_down(self) -> str:
        """Keep the rest in a file of its own; returns the sentence about it."""
        folder: Path = self._database.file.parent
        try:
            path = put_down(folder, self._head, self._pending, "ended" if self._ended else "cut_short")
        except OSError:
            return "The last part of this call is lost."
        return f"The rest of this call is in {path.name} and is taken in at the next start."
