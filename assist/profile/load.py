"""Profile files: TOML, one table per group, only what differs from the defaults."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any

from assist.profile.schema import GROUPS, Profile, thresholds


class ProfileError(Exception):
    """A profile cannot be used; the message names file, line and remedy."""


def load_profile(path: Path) -> Profile:
    """Read a profile file.

    Raises:
        ProfileError: the file is missing or not TOML, or holds an unknown name or a value out of its range.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise ProfileError(f"{path}: cannot read this profile: {reason}.") from problem
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ProfileError(f"{path}: not valid TOML: {problem}. Correct that line and try again.") from problem
    name = content.pop("name", path.stem)
    if not isinstance(name, str):
        raise ProfileError(f'{path}:{_line(text, None, "name")}: "name" must be a text in quotes.')
    groups: dict[str, Any] = {}
    for table, values in content.items():
        if table not in GROUPS:
            raise ProfileError(f"{path}:{_line(text, table, None)}: {_unknown(table, list(GROUPS), 'table')}")
        if not isinstance(values, dict):
            raise ProfileError(f"{path}:{_line(text, None, table)}: [{table}] must be a table of thresholds.")
        groups[table] = GROUPS[table](**_checked(path, text, table, values))
    return Profile(name=name, **groups)


def _checked(path: Path, text: str, table: str, values: dict[str, Any]) -> dict[str, float]:
    known = thresholds(GROUPS[table])
    good: dict[str, float] = {}
    for key, value in values.items():
        where = f"{path}:{_line(text, table, key)}"
        if key not in known:
            raise ProfileError(f"{where}: {_unknown(key, list(known), 'threshold')}")
        about = known[key][1]
        if (fault := about.fault(value)) is not None:
            raise ProfileError(f"{where}: {table}.{key} {fault}.")
        good[key] = int(value) if about.whole else float(value)
    return good


def _unknown(name: str, known: list[str], what: str) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f'did you mean "{near[0]}"?' if near else f"known are: {', '.join(known)}."
    return f'there is no {what} "{name}"; {hint}'


def _line(text: str, table: str | None, key: str | None) -> int:
    """Line of a key inside a table, or of the table's heading; 1 if it cannot be found."""
    inside: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.match(r"\s*\[\s*([\w-]+)\s*\]", line)
        if heading:
            inside = heading[1]
            if key is None and inside == table:
                return number
        elif key is not None and inside == table and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
            return number
    return 1
