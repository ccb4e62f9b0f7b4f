"""Finds the call that a command names: a number of the store, an event file, or a recorded call's folder."""

from __future__ import annotations

from pathlib import Path

from assist.eventlog import EventLogError, read_events
from assist.events import CallStarted
from assist.review.record import CallRecord, of_events
from assist.session.call_files import InputError, check_readable
from assist.session.recorder import AUDIO, EVENTS

_SOUNDS = {".wav", ".flac", ".ogg", ".mp3"}


def number_of(named: str) -> int | None:
    """The number of a stored call, if that is what is named; a file of that name comes first."""
    return int(named) if named.isascii() and named.isdigit() and not Path(named).exists() else None


def call_of_file(path: Path) -> CallRecord:
    """A call from an event file or a recorded call's folder.

    Raises:
        InputError: it is neither, or broken.
    """
    folder = path if path.is_dir() else None
    file = path / EVENTS if folder is not None else path
    if folder is not None and not file.exists():
        raise InputError(f"{path}: this folder is not a recorded call; give one that 'assist run --record' made.")
    check_readable(file)
    if file.suffix.lower() in _SOUNDS:
        raise InputError(
            f"{file}: this is sound; run 'assist replay {file} --events OUT.jsonl', then review OUT.jsonl."
        )
    try:
        events = list(read_events(file))
    except EventLogError as problem:
        raise InputError(str(problem)) from problem
    if not events or not isinstance(events[0], CallStarted):
        raise InputError(f"{file}: it does not begin with call_started; give an event file of a whole call.")
    return of_events(events, title=path.name, audio=None if folder is None else folder / AUDIO)
