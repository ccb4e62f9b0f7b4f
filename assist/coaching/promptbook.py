"""The prompt book: what each cue says, in wordings that take turns."""

from __future__ import annotations

import tomllib
import typing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from assist.events import CueName

CUES: tuple[CueName, ...] = typing.get_args(CueName)
MOST_TITLE_WORDS = 3
MOST_LINE_CHARACTERS = 60


class PromptBookError(Exception):
    """A prompt book cannot be used; the message names the file, the place and the remedy."""


@dataclass(frozen=True, slots=True)
class Page:
    """One cue's wording."""

    title: str
    lines: tuple[str, ...]

    def line(self, turn: int) -> str:
        """The line for the `turn`-th showing."""
        return self.lines[turn % len(self.lines)]


def default_book() -> dict[CueName, Page]:
    """The English book that ships."""
    source = files("assist") / "data" / "prompts" / "en.toml"
    return _book("en.toml", source.read_text(encoding="utf-8"))


def load_book(path: Path) -> dict[CueName, Page]:
    """A book from a file.

    Raises:
        PromptBookError: cannot be read, or a cue is missing, unknown or too long.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise PromptBookError(f"{path}: cannot read this prompt book: {reason}.") from problem
    return _book(str(path), text)


def _book(name: str, text: str) -> dict[CueName, Page]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise PromptBookError(f"{name}: not valid TOML: {problem}.") from problem
    unknown = [cue for cue in content if cue not in CUES]
    if unknown:
        raise PromptBookError(f"{name}: there is no cue [{unknown[0]}]; the cues are {', '.join(CUES)}.")
    missing = [cue for cue in CUES if cue not in content]
    if missing:
        raise PromptBookError(f"{name}: [{missing[0]}] is missing; give it a title and lines.")
    return {cue: _page(name, cue, content[cue]) for cue in CUES}


def _page(name: str, cue: str, table: Any) -> Page:
    if not isinstance(table, dict):
        raise PromptBookError(f"{name}: [{cue}] must be a table with a title and lines.")
    title, lines = table.get("title"), table.get("lines")
    if not isinstance(title, str) or not 1 <= len(title.split()) <= MOST_TITLE_WORDS:
        raise PromptBookError(f"{name}: [{cue}] title must be one to {MOST_TITLE_WORDS} words.")
    if not isinstance(lines, list) or not lines or not all(isinstance(line, str) and line.strip() for line in lines):
        raise PromptBookError(f"{name}: [{cue}] lines must be a list of at least one line.")
    long = [line for line in lines if len(line) > MOST_LINE_CHARACTERS]
    if long:
        raise PromptBookError(
            f'{name}: [{cue}] "{long[0]}" is longer than {MOST_LINE_CHARACTERS} characters; shorten it.'
        )
    return Page(title, tuple(lines))
