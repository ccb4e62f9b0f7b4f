"""Deletes the audio that was kept of a call: the files that a recording consists of, and nothing else."""

from __future__ import annotations

from pathlib import Path

from assist.store.call import CallEntry
from assist.store.errors import StoreError

RECORDED = ("audio.wav", "events.jsonl", "call.json")
"""Files of a recorded call's folder."""


def delete_audio(call: CallEntry) -> None:
    """Delete a call's audio; a folder goes too once it is empty.

    Raises:
        StoreError: it cannot be deleted.
    """
    place = call.audio
    if place is None:
        return
    try:
        if place.is_dir():
            for name in RECORDED:
                (place / name).unlink(missing_ok=True)
            if not any(place.iterdir()):
                place.rmdir()
        else:
            place.unlink(missing_ok=True)
    except OSError as problem:
        raise StoreError(
            f"{_where(problem, place)}: the audio of call {call.number} cannot be deleted: {problem.strerror}; "
            "make its folder writable, then delete the call again."
        ) from problem


def _where(problem: OSError, place: Path) -> str:
    return str(problem.filename or place)
