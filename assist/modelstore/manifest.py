"""The manifest: every model the program knows, with source, licence, size and SHA-256."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

import assist
from assist.modelstore.errors import ModelError

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
ModelName = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9._-]*$", max_length=80)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelFile(_Strict):
    """One file of a model."""

    path: str
    """Where it lies in the model's folder, with `/`."""
    sources: tuple[str, ...] = Field(default=(), alias="from")
    """Paths inside the wheels; several are joined end to end. Empty: `path` itself."""
    size: int = Field(ge=0)
    sha256: Sha256

    @field_validator("path", "sources")
    @classmethod
    def _stays_inside(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for path in (value,) if isinstance(value, str) else value:
            if not path or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or "\\" in path:
                raise ValueError(f"{path!r} leaves the model's folder")
        return value


class WheelSource(_Strict):
    """Files taken out of wheels on the package index; the wheels themselves are not installed."""

    kind: Literal["wheel"]
    wheels: tuple[Annotated[str, Field(pattern="^[A-Za-z0-9._-]+==[A-Za-z0-9.]+$")], ...] = Field(min_length=1)
    """Pinned requirements, `name==version`."""
    homepage: str = ""


class PackageSource(_Strict):
    """Files used where an installed package keeps them."""

    kind: Literal["package"]
    package: str
    """Pinned requirement the hashes belong to."""
    module: str
    folder: str
    """Folder inside the package."""
    homepage: str = ""


class ShippedSource(_Strict):
    """Files that come with the program: what we trained ourselves."""

    kind: Literal["shipped"]
    folder: Annotated[str, Field(pattern="^[a-z0-9-]+$")]
    """Folder in the repository's `models`, and in the package's data."""
    homepage: str = ""


class FolderSource(_Strict):
    """A folder that a user provided."""

    kind: Literal["folder"]
    homepage: str = ""


Source = Annotated[WheelSource | PackageSource | ShippedSource | FolderSource, Field(discriminator="kind")]


class ModelEntry(_Strict):
    """One model."""

    name: ModelName
    role: Literal["voice-activity", "end-of-turn", "recognition", "text", "pitch", "speaker", "training"]
    engine: str
    """Which code uses it."""
    languages: tuple[str, ...] = ()
    licence: str
    description: str = ""
    source: Source
    files: tuple[ModelFile, ...]

    @property
    def size_bytes(self) -> int:
        """Size of all files."""
        return sum(file.size for file in self.files)


class Manifest(_Strict):
    """The whole file."""

    schema_version: Literal[1] = Field(alias="schema")
    models: tuple[ModelEntry, ...] = Field(alias="model")

    @field_validator("models")
    @classmethod
    def _names_differ(cls, models: tuple[ModelEntry, ...]) -> tuple[ModelEntry, ...]:
        names = [model.name for model in models]
        if len(set(names)) < len(names):
            raise ValueError("two models have the same name")
        return models


def manifest_path() -> Path:
    """The manifest as package data of an installed program, or in the repository beside the package."""
    return _ours("manifest.toml")


def shipped_folder(source: ShippedSource) -> Path | None:
    """Where a model that comes with the program lies; None if it is not there."""
    place = _ours(source.folder)
    return place if place.is_dir() else None


def _ours(name: str) -> Path:
    package = Path(assist.__file__).parent
    installed = package / "data" / name
    return installed if installed.exists() else package.parent / "models" / name


@cache
def load_manifest(path: Path) -> Manifest:
    """Read and check a manifest.

    Raises:
        ModelError: it is missing or malformed.
    """
    try:
        return Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"the model manifest {path} cannot be read: reinstall leap-assist") from error
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"the model manifest {path} is not valid TOML ({error}): reinstall leap-assist") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ModelError(f"the model manifest {path} is wrong at {where}: {first['msg']}") from error
