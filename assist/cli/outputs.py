"""Looks at the files a command shall write before it does any work: a typing error must cost neither time nor a call."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from assist.session.call_files import InputError


def check_outputs(outputs: Iterable[Path | None], inputs: Iterable[Path | None]) -> None:
    """Make sure that outputs can be written and that none is an input, or lies in a recorded call that is read.

    Raises:
        InputError: one of them; the message says what to give instead.
    """
    read = [path for path in inputs if path is not None and path.exists()]
    seen: list[Path] = []
    for path in outputs:
        if path is None:
            continue
        _check_writable(path)
        place = path.resolve()
        if any(place == source.resolve() or source.resolve() in place.parents for source in read):
            raise InputError(f"{path}: this is read by the same command and would be overwritten; give another file.")
        if place in seen:
            raise InputError(f"{path}: two results would go to the same file; give another one.")
        seen.append(place)


def _check_writable(path: Path) -> None:
    folder = path.absolute().parent
    if path.is_dir():
        raise InputError(f"{path}: this is a folder; give the name of a file in it.")
    if not folder.is_dir():
        raise InputError(f"{path}: there is no folder {folder}; make it first, or give another file.")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise InputError(f"{path}: it must not be written there; give another file.")
