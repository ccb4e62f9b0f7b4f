"""Figures and how they are printed: how many, percentiles, and the budget beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table

WIDTH = 140


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    Attributes:
        what: what was measured.
        value: the figure, in words.
        count: how many measurements it stands on.
        budget: what it may be, in words; empty if there is no budget.
        kept: whether the budget is kept; None without one.
    """

    what: str
    value: str
    count: int
    budget: str = ""
    kept: bool | None = None


def at_most(what: str, value: float, unit: str, most: float | None, count: int = 1) -> Figure:
    """A figure that must not be more than a budget."""
    if most is None:
        return Figure(what, f"{value:.3g} {unit}", count)
    return Figure(what, f"{value:.3g} {unit}", count, f"at most {most:g} {unit}", value <= most)


def at_least(what: str, value: float, unit: str, least: float, count: int = 1) -> Figure:
    """A figure that must not be less than a budget."""
    return Figure(what, f"{value:.3g} {unit}", count, f"at least {least:g} {unit}", value >= least)


def spread(what: str, seconds: Iterable[float], most_milliseconds: float | None = None) -> Figure:
    """Percentiles of waiting times; the budget, if any, is for the 95th."""
    times = sorted(value * 1000 for value in seconds)
    if not times:
        return Figure(what, "did not happen", 0, "" if most_milliseconds is None else f"p95 {most_milliseconds:.0f} ms")
    middle, high = np.percentile(times, [50, 95])
    value = f"p50 {middle:.0f}, p95 {high:.0f}, max {times[-1]:.0f} ms"
    if most_milliseconds is None:
        return Figure(what, value, len(times))
    return Figure(what, value, len(times), f"p95 {most_milliseconds:.0f} ms", bool(high <= most_milliseconds))


def print_figures(title: str, figures: Sequence[Figure]) -> None:
    """Print figures as a table."""
    verdicts = {True: "kept", False: "MISSED", None: ""}
    rows = [(f.what, f.value, str(f.count), f.budget, verdicts[f.kept]) for f in figures]
    print_table(title, ("what", "measured", "n", "budget", ""), rows)


def print_table(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers_from: int | None = None
) -> None:
    """Print any table.

    Args:
        title: above it.
        heads: of the columns.
        rows: their cells.
        numbers_from: first column that holds numbers.
    """
    table = Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for column, head in enumerate(heads):
        table.add_column(head, justify="right" if numbers_from is not None and column >= numbers_from else "left")
    for row in rows:
        table.add_row(*row)
    console = Console(width=WIDTH, highlight=False)
    console.print(table)
    console.print()
