"""Prompt books and what was taught, as tables on the terminal."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assist.cli.errors import write
from assist.cli.profile_tables import WIDE
from assist.coaching.promptbook import PromptBookError
from assist.profile.schema import Prompts
from assist.session.taught import TEACHABLE, Lesson, Lessons
from assist.session.texts import Texts


def print_book(texts: Texts, situation: str | None) -> None:
    """One line a wording, with whose it is; own phrases take every other turn.

    Raises:
        PromptBookError: there is no such situation.
    """
    if situation is not None:
        _check(situation, texts)
    table = _table("cue", "title", "line", "from")
    for cue, page in texts.book.items():
        rows = [(line, "you") for line in page.own]
        if situation is not None:
            rows += [(line, situation) for line in page.situations.get(situation, ())]
        rows += [(line, "book") for line in page.lines]
        for number, (line, source) in enumerate(rows):
            table.add_row(
                *(Text(cell) for cell in (("", "") if number else (cue, page.title))), Text(line), Text(source)
            )
    _print(table)
    if situation is None:
        known = sorted({name for page in texts.book.values() for name in page.situations})
        write(f"Lines for a situation come first: --situation {' | '.join(known)}")


def print_taught(lessons: Lessons, file: Path) -> None:
    """One line a cue, and what the numbers mean."""
    if not lessons:
        write(
            f'Nothing was taught: every cue has its full weight. "Not helpful" on a prompt teaches, and is kept in {file}.'
        )
        return
    table = _table("cue", "weight", "not helpful", "followed", "meaning")
    for cue in TEACHABLE:
        lesson = lessons.get(cue)
        if lesson is not None:
            numbers = (f"{lesson.weight:.2f}", f"{lesson.not_helpful}", f"{lesson.followed}")
            table.add_row(*(Text(cell) for cell in (cue, *numbers, _meaning(lesson))))
    _print(table)
    t = Prompts()
    write(
        f'In live calls a cue\'s urgency is multiplied by its weight. Unless the profile says otherwise, "not helpful" '
        f"multiplies it by {t.unhelpful_share:g}, down to {t.unhelpful_least:g}; a followed prompt by {t.followed_share:g}, "
        f"up to 1. Safety is always shown. Forget it: assist prompts taught --reset. Kept in {file}."
    )


def _meaning(lesson: Lesson) -> str:
    if lesson.weight >= 1.0:
        return "full weight"
    return "shown for weightier reasons only" if lesson.weight > Prompts().unhelpful_least else "shown least often"


def _check(situation: str, texts: Texts) -> None:
    known = {*texts.playbooks, *(name for page in texts.book.values() for name in page.situations)}
    if situation in known:
        return
    near = difflib.get_close_matches(situation, sorted(known), 1, 0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"the situations are {', '.join(sorted(known))}."
    raise PromptBookError(f"there is no situation {situation!r}; {hint}")


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(Text(title), no_wrap=title == "cue", overflow="fold")
    return table


def _print(table: Table) -> None:
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)
