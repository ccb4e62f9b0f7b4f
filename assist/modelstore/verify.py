"""Are a model's files whole? By SHA-256, remembered by size and time of change, so that a start costs nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from assist.modelstore.errors import ModelError
from assist.modelstore.manifest import ModelFile

_CHUNK_BYTES = 1 << 20


class Verifier:
    """Checks files and remembers what it found in a small JSON file.

    Args:
        memory: file to remember in; losing it only costs time, so failures to read or write it are ignored.
    """

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known: dict[str, list[int | str]] | None = None

    def check(self, folder: Path, files: Iterable[ModelFile], *, afresh: bool = False) -> str | None:
        """What is wrong with the files of a model, or None.

        Args:
            folder: the model's folder.
            files: what it must hold.
            afresh: hash again even what was checked before.

        Returns:
            Half a sentence such as `lacks am/final.mdl`, to go on after the model's name and folder.
        """
        if not folder.is_dir():
            return "is not a folder"
        learned = False
        problem: str | None = None
        for file in files:
            path = folder / file.path
            try:
                state = path.stat()
                if not path.is_file():
                    problem = f"holds {file.path}, which is not a file"
                elif state.st_size != file.size:
                    problem = f"holds {file.path} with {state.st_size} instead of {file.size} bytes"
                else:
                    stamp: list[int | str] = [state.st_size, state.st_mtime_ns, file.sha256]
                    if afresh or self._remembered().get(str(path)) != stamp:
                        if file_sha256(path) != file.sha256:
                            problem = f"holds {file.path} with a wrong SHA-256"
                        else:
                            self._remembered()[str(path)] = stamp
                            learned = True
            except FileNotFoundError:
                problem = f"lacks {file.path}"
            except OSError as error:
                problem = f"holds {file.path}, which cannot be read ({error.strerror})"
            if problem:
                break
        if learned:
            self._remember()
        return problem

    def _remembered(self) -> dict[str, list[int | str]]:
        if self._known is None:
            try:
                known = json.loads(self._memory.read_text(encoding="utf-8"))
                self._known = known if isinstance(known, dict) else {}
            except (OSError, ValueError):
                self._known = {}
        return self._known

    def _remember(self) -> None:
        with contextlib.suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._memory.parent, prefix=".verified-")
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(self._remembered(), out)
            Path(temporary).replace(self._memory)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def describe_files(folder: Path) -> tuple[ModelFile, ...]:
    """Every file under a folder with its size and SHA-256.

    Raises:
        ModelError: a file cannot be read.
    """
    try:
        return tuple(
            ModelFile.model_validate(
                {"path": path.relative_to(folder).as_posix(), "size": path.stat().st_size, "sha256": file_sha256(path)}
            )
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        )
    except OSError as error:
        raise ModelError(
            f"{error.filename or folder} cannot be read ({error.strerror}): check its permissions"
        ) from error
