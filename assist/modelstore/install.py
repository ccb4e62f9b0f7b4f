"""Puts a model into the models folder: checked first, then moved in one step, so that half a model is never seen."""

from __future__ import annotations

import errno
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assist.modelstore.errors import ModelError, ModelRequestError
from assist.modelstore.fetch import download_url, download_wheels
from assist.modelstore.manifest import FolderSource, ModelEntry, ModelFile, WheelSource
from assist.modelstore.unpack import copy_folder, copy_named, need_space, unpack_all
from assist.modelstore.verify import Verifier, describe_files, file_sha256
from assist.modelstore.vosk_folder import find_vosk, language_of, missing_files

RECORD = "leap-assist-model.json"
"""Written into an installed folder: its manifest entry, so that a user's own model can be verified too."""
_HIDDEN = ".incoming-"


def install_listed(entry: ModelEntry, source: str | None, folder: Path, verifier: Verifier) -> Path:
    """Install a model of the manifest.

    Args:
        entry: what it must be.
        source: folder, wheel or https address to take it from; None: the package index.
        folder: the models folder.
        verifier: checks the result before it becomes visible.

    Raises:
        ModelError: see the message.
    """
    need_space(folder, entry.size_bytes)
    with _incoming(folder, entry.name) as (fetched, unpacked):
        if source is not None:
            sources = _local_sources(source, fetched, entry)
        elif isinstance(entry.source, WheelSource):
            sources = download_wheels(entry.source.wheels, fetched)
        else:
            raise ModelRequestError(f"{entry.name} has no wheel of its own: give a folder or wheel with --from")
        copy_named(entry.files, sources, unpacked)
        if problem := verifier.check(unpacked, entry.files, afresh=True):
            raise ModelError(f"{entry.name} was not installed: what {source or 'the package index'} gave {problem}")
        return _move_in(unpacked, folder / entry.name, entry)


def install_vosk(name: str, source: str, sha256: str | None, folder: Path) -> Path:
    """Install a Vosk model that a user provides, as a folder, a zip archive, a wheel or an https address.

    Raises:
        ModelError: see the message.
    """
    with _incoming(folder, name) as (fetched, unpacked):
        given = _local_sources(source, fetched)[0]
        if given.is_dir():
            if sha256 is not None:
                raise ModelRequestError(f"--sha256 is for one file, and {source} is a folder: leave it out")
            found = find_vosk(given)
        else:
            if sha256 is None and source.startswith("https:"):
                raise ModelRequestError(f"{name} is not in the manifest: give the file's SHA-256 with --sha256")
            if sha256 is not None and (actual := file_sha256(given)) != sha256.lower():
                raise ModelError(f"{source} has the SHA-256 {actual}, not the one given: fetch it again from its maker")
            unpack_all(given, fetched / "contents")
            found = find_vosk(fetched / "contents")
        if found is None:
            raise ModelRequestError(
                f"{source} holds no Vosk model (no am/final.mdl), and {name} is not a name of the manifest: see "
                "'assist models list'"
            )
        if missing := missing_files(found):
            raise ModelRequestError(f"the Vosk model in {source} lacks {missing[0]}: copy the whole folder")
        language = language_of(name) or language_of(found.name) or language_of(Path(source).name)
        if language is None:
            raise ModelRequestError(
                f"the language of {name} is unknown: keep the maker's name, such as vosk-model-small-en-us-0.15"
            )
        copy_folder(found, unpacked)
        (unpacked / RECORD).unlink(missing_ok=True)
        entry = user_entry(name, language, describe_files(unpacked))
        return _move_in(unpacked, folder / name, entry)


def user_entry(name: str, language: str | None, files: tuple[ModelFile, ...]) -> ModelEntry:
    """What is known of a Vosk model that a user provided."""
    return ModelEntry(
        name=name,
        role="recognition",
        engine="vosk",
        languages=(language,) if language else (),
        licence="the maker's, see the model's own README",
        description="Vosk model provided on this machine.",
        source=FolderSource(kind="folder"),
        files=files,
    )


def read_record(folder: Path) -> ModelEntry | None:
    """The entry that an installation left in the folder; None when it is missing or unreadable."""
    try:
        return ModelEntry.model_validate_json((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


@contextmanager
def _incoming(folder: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """Two hidden folders on the same disk as the models folder, gone afterwards; disk errors become one sentence."""
    work: Path | None = None
    try:
        work = Path(tempfile.mkdtemp(prefix=f"{_HIDDEN}{name}-", dir=folder))
        for part in ("fetched", "unpacked"):
            (work / part).mkdir()
        yield work / "fetched", work / "unpacked"
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ModelError(f"the disk of {folder} is full and {name} was not installed: make room") from error
        raise ModelError(
            f"{name} could not be written to {folder} ({error.strerror or error}): make the folder writable"
        ) from error
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


def _local_sources(source: str, fetched: Path, entry: ModelEntry | None = None) -> list[Path]:
    """What the user gave, as files or folders on this machine: in a folder also the wheels this model comes in."""
    if "://" in source:
        return [download_url(source, fetched)]
    path = Path(source).expanduser()
    if path.is_dir():
        wheels = entry.source.wheels if entry and isinstance(entry.source, WheelSource) else ()
        # A wheel's file name is the requirement with "-" in the name as "_".
        patterns = [f"{name.replace('-', '_')}-{version}-*.whl" for name, version in (w.split("==") for w in wheels)]
        return [path, *(wheel for pattern in patterns for wheel in sorted(path.glob(pattern)))]
    if path.is_file():
        return [path]
    raise ModelRequestError(f"{source} does not exist: give a folder, a wheel, a zip archive or an https address")


def _move_in(unpacked: Path, place: Path, entry: ModelEntry) -> Path:
    """Make the finished folder visible under its name; what was there before goes."""
    record = entry.model_dump(mode="json", by_alias=True)
    (unpacked / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
    if place.is_symlink() or place.is_file():
        raise ModelError(f"{place} is in the way: it is not a model's folder; move it elsewhere")
    if place.exists():
        place.rename(unpacked.parent / "replaced")
    unpacked.rename(place)
    return place
