"""One profile file by itself: what it sets, what it inherits, and everything that is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assist.profile.problems import Problem, refused
from assist.profile.schema import GROUPS, settings
from assist.profile.source import read_toml
from assist.profile.toml_lines import KeyLines
from assist.profile.where import DEFAULT

FORMAT_VERSION = 2
"""1: tables of thresholds only, as written before files said their version. 2: `version`, `inherits`, switches, choices and
phrases. Everything in 1 means the same in 2."""
LONGEST_NAME = 80
_ABOUT = ("name", "version", "inherits")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a file sets, and the line."""

    value: Any
    line: int


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file says.

    Attributes:
        path: the file.
        name: of the profile.
        inherits: name or path of the profile it adds to, as written.
        inherits_line: the line of that; 1 if it is not written.
        values: by full name; only those without fault.
        problems: everything that is wrong in this file.
    """

    path: Path
    name: str
    inherits: str
    inherits_line: int
    values: Mapping[str, Value]
    problems: tuple[Problem, ...]


def read_layer(path: Path) -> Layer:
    """Read one file.

    Raises:
        ProfileError: it cannot be read at all, is not TOML, or is of a later version.
    """
    content, lines = read_toml(path)
    problems: list[Problem] = []
    name, inherits = path.stem.encode("utf-8", "replace").decode()[:LONGEST_NAME], DEFAULT
    _check_version(path, content.pop("version", 1), lines, problems)
    if "name" in content:
        name = _text(path, "name", content.pop("name"), lines, problems) or name
        if len(name) > LONGEST_NAME or not name.isprintable():
            text = f'"name" must be at most {LONGEST_NAME} characters long, in one line.'
            problems.append(Problem(path, lines.of("name"), text))
    if "inherits" in content:
        inherits = _text(path, "inherits", content.pop("inherits"), lines, problems) or inherits
    values: dict[str, Value] = {}
    for table, entries in content.items():
        if table not in GROUPS:
            problems.append(Problem(path, lines.of(table), _unknown_table(table, entries)))
        elif not isinstance(entries, dict):
            problems.append(Problem(path, lines.of(table), f"[{table}] must be a table of thresholds."))
        else:
            _take(path, table, entries, lines, values, problems)
    problems.sort(key=lambda problem: problem.line or 0)
    return Layer(path, name, inherits, lines.of("inherits"), values, tuple(problems))


def _check_version(path: Path, version: object, lines: KeyLines, problems: list[Problem]) -> None:
    line = lines.of("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        text = f'"version" must be a whole number from 1 to {FORMAT_VERSION}: the form of the file, not your count of edits.'
        problems.append(Problem(path, line, text))
    elif version > FORMAT_VERSION:
        shown = f"form {version}" if version < 10**9 else "a form"
        text = f"this profile is of {shown}, made for a later version of the program; this one knows up to form "
        raise refused(
            path, line, f"{text}{FORMAT_VERSION}: update the program, or ask for the profile in the older form."
        )


def _text(path: Path, key: str, value: object, lines: KeyLines, problems: list[Problem]) -> str | None:
    if isinstance(value, str) and value.strip():
        return value.strip()
    problems.append(Problem(path, lines.of(key), f'"{key}" must be a text in quotes.'))
    return None


def _take(
    path: Path,
    table: str,
    entries: Mapping[str, Any],
    lines: KeyLines,
    values: dict[str, Value],
    problems: list[Problem],
) -> None:
    known = settings(GROUPS[table])
    for key, value in entries.items():
        line = lines.of(table, key)
        if key not in known:
            problems.append(Problem(path, line, _unknown_setting(table, key)))
            continue
        about, full = known[key][1], f"{table}.{key}"
        if (fault := about.fault(value)) is not None:
            problems.append(Problem(path, line, f"{full} {fault}.", full))
        else:
            values[full] = Value(about.taken(value), line)


def _unknown_table(name: str, content: object) -> str:
    if not isinstance(content, dict) and (tables := _tables_with(name)):
        return f'"{name}" belongs under [{tables[0]}].'
    return _unknown(name, [*GROUPS, *_ABOUT], "table" if isinstance(content, dict) else "setting")


def _unknown_setting(table: str, key: str) -> str:
    if tables := _tables_with(key):
        return f'there is no threshold "{key}" in [{table}]; it belongs under [{tables[0]}].'
    return _unknown(key, list(settings(GROUPS[table])), "threshold")


def _tables_with(key: str) -> list[str]:
    return [table for table, group in GROUPS.items() if key in settings(group)]


def _unknown(name: str, known: Sequence[str], what: str) -> str:
    near = difflib.get_close_matches(name[:LONGEST_NAME], known, 1, 0.5)
    hint = f'did you mean "{near[0]}"?' if near else f"known are: {', '.join(known)}."
    return f'there is no {what} "{name[:LONGEST_NAME]}"; {hint}'
