"""Writing one of the user's own files so that a crash or a full disk leaves the old one whole."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path


class KeepError(Exception):
    """A file cannot be written; the message is one sentence that names the file and the remedy."""


def write_whole(path: Path, text: str, check: Callable[[Path], None] | None = None) -> None:
    """Put a text in place of a file, at once or not at all. A link stays a link, and the file keeps its permissions.

    Args:
        path: the file; its folder is made where it is missing.
        text: its new content, with the line ends it shall have.
        check: looks at the new file, which lies beside the old one, and raises what is wrong with it.

    Raises:
        KeepError: it cannot be written; the old file is as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-", suffix=target.suffix)
    except OSError as problem:
        raise _refused(path, problem) from problem
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        if check is not None:
            check(beside)
        with contextlib.suppress(FileNotFoundError):
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    except OSError as problem:
        raise _refused(path, problem) from problem
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _refused(path: Path, problem: OSError) -> KeepError:
    why = problem.strerror or str(problem)
    return KeepError(
        f"{path}: it cannot be written: {why}; free some space or make the folder writable, then try again."
    )
