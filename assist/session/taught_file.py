"""What was taught, in a small file that only its owner may read; written anew, whole, after each call."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from platformdirs import user_data_path

from assist.events import AnyEvent, PromptClosed, Recovery
from assist.profile.schema import Prompts
from assist.session.call_files import InputError
from assist.session.private_file import write_private
from assist.session.recorder import RecorderError
from assist.session.taught import TEACHABLE, Lesson, Lessons, learned
from assist.timeline.frame import StereoFrame

FORMAT = 1
_HEAD = 'What "not helpful" has taught: assist prompts taught; --reset forgets it.'


def taught_file() -> Path:
    """Where it is kept."""
    return user_data_path("leap-assist", appauthor=False) / "taught.toml"


def load_taught(path: Path | None = None, tell: Callable[[str], None] = lambda _: None) -> Lessons:
    """What was taught; nothing if there is no file. One that makes no sense is kept aside, and counts as nothing.

    Args:
        path: the file; None: the usual place.
        tell: told, in one sentence, what was wrong with it.
    """
    file = path or taught_file()
    try:
        return _read(file, tell)
    except OSError as problem:
        tell(f"{file}: what you taught cannot be read: {problem.strerror}; until then every cue has its full weight.")
        return {}


def save_taught(lessons: Lessons, path: Path | None = None) -> None:
    """Keep what was taught in place of what was before.

    Raises:
        OSError: it cannot be written.
    """
    document = tomlkit.document()
    document.add(tomlkit.comment(_HEAD))
    document["format"] = FORMAT
    for cue, lesson in lessons.items():
        table = tomlkit.table()
        table["weight"] = round(lesson.weight, 4)
        table["not_helpful"], table["followed"] = lesson.not_helpful, lesson.followed
        document[cue] = table
    write_private(path or taught_file(), tomlkit.dumps(document))


def forget_taught(path: Path | None = None) -> bool:
    """Forget everything, also what was kept aside; was there anything?

    Raises:
        InputError: it cannot be deleted.
    """
    file = path or taught_file()
    found = False
    for each in (file, file.with_name(f"{file.name}.broken")):
        try:
            each.unlink()
            found = True
        except FileNotFoundError:
            continue
        except OSError as problem:
            raise InputError(f"{each}: cannot be deleted: {problem.strerror}; delete it by hand.") from problem
    return found


class Learner:
    """Collects what became of a call's prompts, and adds it to the file when the call is over.

    Args:
        prompts: how much is learned.
        path: the file; None: the usual place.
    """

    def __init__(self, prompts: Prompts, path: Path | None = None) -> None:
        self._prompts, self._path = prompts, path
        self._events: list[AnyEvent] = []

    def write(self, frames: Sequence[StereoFrame], events: Sequence[AnyEvent]) -> None:
        """Take what happened."""
        self._events += [event for event in events if isinstance(event, PromptClosed | Recovery)]

    def close(self) -> None:
        """Add it to what the file holds now; idempotent.

        Raises:
            RecorderError: it cannot be written.
        """
        events, self._events = self._events, []
        if not events:
            return
        file = self._path or taught_file()
        try:
            before = _read(file)
            after = learned(before, events, self._prompts)
            if after != before:
                save_taught(after, file)
        except OSError as problem:
            raise RecorderError(
                f"{file}: what you taught in this call cannot be kept: {problem.strerror}; make the folder writable."
            ) from problem


def _read(file: Path, tell: Callable[[str], None] = lambda _: None) -> Lessons:
    """See `load_taught`.

    Raises:
        OSError: it is there and cannot be read.
    """
    try:
        return _lessons(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError, AttributeError):
        aside = file.with_name(f"{file.name}.broken")
        try:
            file.replace(aside)
        except OSError:
            kept = "delete it"
        else:
            kept = f"it was moved to {aside.name}"
        tell(f"{file}: what you taught makes no sense and is forgotten; {kept}.")
        return {}


def _lessons(content: dict[str, Any]) -> Lessons:
    """Raises ValueError, TypeError, KeyError or AttributeError where it makes no sense."""
    if content["format"] != FORMAT:
        raise ValueError("another format")
    return {cue: _lesson(content[cue]) for cue in TEACHABLE if cue in content}


def _lesson(table: Any) -> Lesson:
    weight, not_helpful, followed = (table[key] for key in ("weight", "not_helpful", "followed"))
    whole = all(type(count) is int and count >= 0 for count in (not_helpful, followed))
    if not whole or isinstance(weight, bool) or not math.isfinite(weight) or not 0.0 < weight <= 1.0:
        raise ValueError("not a lesson")
    return Lesson(float(weight), not_helpful, followed)
