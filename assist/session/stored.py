"""A live call into the store, beside the recorder: redacted, as it happens. A store that fails never ends a call."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from assist.events import SAMPLE_RATE, AnyEvent, Trouble
from assist.session.recorder import RecorderError
from assist.session.settings import keep_days, storing
from assist.store.call import NewCall
from assist.store.errors import StoreError
from assist.store.store import Store
from assist.store.writer import CallWriter
from assist.timeline.frame import StereoFrame

PATIENCE_SAMPLES = 10 * SAMPLE_RATE
"""A problem is told when it lasts so long: another program that reads the store for a moment is none."""


class UnwrittenError(RecorderError):
    """Something could not be written yet; it is tried again."""

    goes_on = True


class StoredWriter:
    """Writes one call; implements `assist.session.runner.Writer`.

    Args:
        store: an open store; closed at the end.
        writer: of the call.
        now: wall clock with its time zone, for calls whose time is over.
        days: how long calls are kept.
    """

    def __init__(self, store: Store, writer: CallWriter, now: Callable[[], datetime], days: int) -> None:
        self._store, self._writer, self._clock, self._days = store, writer, now, days
        self._now = 0
        self._since: int | None = None
        self._told = False
        self._closed = False

    @property
    def number(self) -> int:
        """Of the call."""
        return self._writer.number

    def write(self, frames: Sequence[StereoFrame], events: Sequence[AnyEvent]) -> None:
        """Take what happened; frames only tell how late it is.

        Raises:
            UnwrittenError: nothing could be written for a while; told once.
            RecorderError: the store takes nothing more of this call.
        """
        self._now = frames[-1].end if frames else self._now
        try:
            self._writer.take(events, self._now)
        except StoreError as problem:
            raise RecorderError(str(problem)) from problem
        if not self._writer.problem:
            self._since, self._told = None, False
            return
        self._since = self._now if self._since is None else self._since
        if self._now - self._since >= PATIENCE_SAMPLES and not self._told:
            self._told = True
            raise UnwrittenError(self._writer.problem)

    def close(self) -> None:
        """Finish the call, then delete those whose time is over; idempotent.

        Raises:
            RecorderError: the last part could not be written.
        """
        if self._closed:
            return
        self._closed = True
        try:
            self._writer.close()
            with contextlib.suppress(StoreError):  # it will be tried after the next call
                self._store.expire(self._clock(), self._days)
        except StoreError as problem:
            raise RecorderError(str(problem)) from problem
        finally:
            self._store.close()


def begin_stored(
    began: datetime, audio: Path | None = None, folder: Path | None = None
) -> tuple[StoredWriter | None, Trouble | None]:
    """Begin to store a call, if the settings say so.

    Args:
        began: when the call began, with its time zone.
        audio: folder into which it is recorded, if it is.
        folder: of the store; None for this user's.

    Returns:
        the writer, or None; and what the agent must know, or None.
    """
    if not storing():
        return None, None
    try:
        store = Store.open(folder)
        try:
            writer = store.begin(NewCall(started_at=began, audio=audio))
        except BaseException:
            store.close()
            raise
    except StoreError as problem:
        return None, _trouble(f"This call is not stored: {problem}")
    return StoredWriter(store, writer, lambda: datetime.now().astimezone(), keep_days()), (
        _trouble(store.notice) if store.notice else None
    )


def _trouble(message: str) -> Trouble:
    return Trouble(at=0, known_at=0, what="disk", since=0, message=message)
