"""Where models live on this machine, and where new ones go."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from assist.modelstore.errors import ModelError

ENVIRONMENT_VARIABLE = "LEAP_ASSIST_MODELS"
_APP = "leap-assist"


def search_folders(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Folders that may hold models, first wins.

    LEAP_ASSIST_MODELS; `models` beside a frozen program; the environment the program is installed in; the user's own.
    """
    folders: list[Path] = []
    if named := environment.get(ENVIRONMENT_VARIABLE):
        folders.append(Path(named))
    if getattr(sys, "frozen", False):
        folders.append(Path(sys.executable).resolve().parent / "models")
        if bundle := getattr(sys, "_MEIPASS", None):
            folders.append(Path(bundle) / "models")
    folders.append(_environment_folder())
    folders.append(_user_folder())
    return list(dict.fromkeys(folders))


def install_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder new models go to: the first that can be written, made if need be.

    Raises:
        ModelError: there is none.
    """
    if named := environment.get(ENVIRONMENT_VARIABLE):
        candidates = [Path(named)]
    elif sys.prefix != sys.base_prefix:
        candidates = [_environment_folder(), _user_folder()]
    else:
        candidates = [_user_folder()]
    for folder in candidates:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK | os.X_OK):
            return folder
    raise ModelError(
        f"models cannot be written to {' or '.join(str(c) for c in candidates)}: make it writable, or set "
        f"{ENVIRONMENT_VARIABLE} to a folder that is"
    )


def package_folder(module: str, folder: str) -> Path | None:
    """A folder inside an installed package, found without importing it; None when the package is not there.

    A frozen program carries the folder under the package's name without the package's code.
    """
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        spec = None
    places = [Path(location) for location in (spec.submodule_search_locations or [])] if spec else []
    if bundle := getattr(sys, "_MEIPASS", None):
        places.append(Path(bundle) / module)
    return next((place / folder for place in places if (place / folder).is_dir()), None)


def cache_folder() -> Path:
    """Where results that can be computed again are kept."""
    return Path(platformdirs.user_cache_dir(_APP, appauthor=False))


def _environment_folder() -> Path:
    return Path(sys.prefix) / "share" / _APP / "models"


def _user_folder() -> Path:
    return Path(platformdirs.user_data_dir(_APP, appauthor=False)) / "models"
