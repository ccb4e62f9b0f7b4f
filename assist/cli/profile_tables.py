"""Profiles as tables on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assist.cli.errors import write
from assist.profile.load import Loaded
from assist.profile.render import DEFAULTS, limits, shown, source
from assist.profile.schema import Threshold, setting_of, value_of


def print_values(loaded: Loaded, names: Sequence[str]) -> None:
    """One line a setting: value, default, unit, range, and where it was set."""
    if not names:
        write("Every value is the default.")
        return
    table = _table("setting", "value", "default", "unit", "range", "set by")
    for name in names:
        usual, number = value_of(DEFAULTS, name), isinstance(setting_of(name), Threshold)
        value = value_of(loaded.profile, name)
        _add(
            table,
            name,
            shown(value),
            shown(usual),
            setting_of(name).unit,
            limits(name) if number else "",
            source(loaded, name),
            style="bold" if value != usual else "",
        )
    _print(table)


def print_differences(one: tuple[Loaded, str], other: tuple[Loaded, str], names: Sequence[str]) -> None:
    """One line a setting; of lists, the phrases that only one of them has."""
    (first, first_title), (second, second_title) = one, other
    table = _table("setting", "unit", first_title, second_title, "set by", "set by")
    for name in names:
        values = [value_of(loaded.profile, name) for loaded in (first, second)]
        cells = [shown(value) for value in values]
        if isinstance(values[0], tuple):
            cells = [
                "\n".join(f'"{phrase}"' for phrase in mine if phrase not in others) or "none of its own"
                for mine, others in (values, values[::-1])
            ]
        _add(table, name, setting_of(name).unit, *cells, source(first, name), source(second, name))
    _print(table)


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(Text(title), no_wrap=title == "setting", overflow="fold")
    return table


def _add(table: Table, *cells: str, style: str = "") -> None:
    # As texts: a path with square brackets in it is no mark-up.
    table.add_row(*(Text(cell) for cell in cells), style=style)


def _print(table: Table) -> None:
    Console(soft_wrap=False).print(table)
