"""Where profiles are: by path, or by name in the user's folder."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from platformdirs import user_config_path

from assist.profile.problems import ProfileError

DEFAULT = "default"
"""Name of the profile that is built in: every default of the schema."""
SUFFIX = ".toml"


def profiles_folder() -> Path:
    """Where `NAME.toml` of a profile called by its name lies."""
    return user_config_path("leap-assist", appauthor=False) / "profiles"


def known_names() -> list[str]:
    """Names of the profiles in the user's folder, sorted; none if there is no such folder or it cannot be read."""
    try:
        return sorted(path.stem for path in profiles_folder().iterdir() if path.suffix == SUFFIX and path.is_file())
    except OSError:
        return []


def find(reference: str | Path, beside: Path | None = None) -> Path | None:
    """The file that a path or a name means; None for the built-in profile.

    What has a folder or the ending `.toml` is a path. Anything else is a name: of a file `NAME.toml` beside the file that
    mentions it, then of one in the user's folder; last, of a file without ending.

    Args:
        reference: a path or a name, as a person wrote it.
        beside: folder of the file that mentions it; None: it was given on the command line.

    Raises:
        ProfileError: there is no profile of this name. A path is not looked at yet.
    """
    text = str(reference)
    if "\0" in text:
        raise ProfileError("a name with a NUL character is no name of a profile; correct it.")
    base = Path() if beside is None else beside
    if text.endswith(SUFFIX) or any(sign in text for sign in ("/", os.sep)):
        return base / text
    kept = profiles_folder() / f"{text}{SUFFIX}"
    if text == DEFAULT:
        if beside is None and os.path.lexists(kept):
            raise ProfileError(f'{kept}: "{DEFAULT}" is the built-in profile; give this file another name.')
        return None
    places = [kept, base / text] if beside is None else [beside / kept.name, kept]
    for place in places:
        if os.path.isfile(place):  # noqa: PTH113 - Path.is_file raises where a folder must not be read
            return place
    raise ProfileError(_unknown(text))


def _unknown(name: str) -> str:
    known = [DEFAULT, *known_names()]
    near = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f'did you mean "{near[0]}"?' if near else f"known are: {', '.join(known)}; or give the path of a .toml file."
    return f'there is no profile "{name}" in {profiles_folder()}; {hint}'
