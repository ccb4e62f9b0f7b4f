"""Profiles as tables on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assist.cli.errors import write
from assist.profile.load import Loaded
from assist.profile.render import DEFAULTS, changed, limits, shown
from assist.profile.schema import Threshold, setting_of, value_of
from assist.profile.where import DEFAULT

WIDE = 240
"""Columns where no terminal limits them: another program reads lines, not a picture."""


def print_values(loaded: Loaded, names: Sequence[str]) -> None:
    """One line a setting: value, default, range with unit, and where it was set."""
    write(f"{loaded.profile.name}: {' -> '.join([DEFAULT, *(str(layer.path) for layer in loaded.layers)])}")
    if not names:
        write("Every value is the default.")
        return
    paths, different = [layer.path for layer in loaded.layers], set(changed(loaded.profile))
    table = _table("setting", "value", "default", "range", "set by")
    for name in names:
        values = [shown(value_of(profile, name)) for profile in (loaded.profile, DEFAULTS)]
        _add(table, name, *values, _range(name), _source(loaded, name, paths), bold=name in different)
    _print(table)


def print_differences(one: tuple[Loaded, Path], other: tuple[Loaded, Path], names: Sequence[str]) -> None:
    """One line a setting; below, of lists, the phrases that only one of them has."""
    (first, first_path), (second, second_path) = one, other
    titles = _short([first_path, second_path])
    paths = [layer.path for loaded in (first, second) for layer in loaded.layers]
    table = _table("setting", titles[first_path], titles[second_path], "range", "set by", "and by")
    lists: list[str] = []
    for name in names:
        values = [value_of(loaded.profile, name) for loaded in (first, second)]
        places = [_source(loaded, name, paths) for loaded in (first, second)]
        _add(table, name, *map(shown, values), _range(name), *places)
        if isinstance(values[0], tuple):
            for path, mine, others in ((first_path, *values), (second_path, *values[::-1])):
                lists += [f'{name}, only in {titles[path]}: "{phrase}"' for phrase in mine if phrase not in others]
    _print(table)
    for line in lists:
        write(line)


def _range(name: str) -> str:
    about = setting_of(name)
    return f"{limits(name)} {about.unit}" if isinstance(about, Threshold) else limits(name)


def _source(loaded: Loaded, name: str, paths: Sequence[Path]) -> str:
    place = loaded.sources.get(name)
    return DEFAULT if place is None else f"{_short(paths)[place.path]}:{place.line}"


def _short(paths: Sequence[Path]) -> dict[Path, str]:
    """Names of files without their folders, where that is enough to tell them apart."""
    names = [path.name for path in dict.fromkeys(paths)]
    return {path: path.name if names.count(path.name) == 1 else str(path) for path in paths}


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(Text(title), no_wrap=title == "setting", overflow="fold")
    return table


def _add(table: Table, *cells: str, bold: bool = False) -> None:
    # As texts: a path with square brackets in it is no mark-up.
    table.add_row(*(Text(cell) for cell in cells), style="bold" if bold else "")


def _print(table: Table) -> None:
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)
