"""The prompt book: what each cue says, in wordings that take turns, worded for what the caller disclosed where there is one.

Three layers, each a TOML file: the book that ships in the agent's language, a supervisor's, which replaces what it names,
and the phrases an agent believes in, which come first.

    [acknowledge]
    title = "Acknowledge"                       one to three words
    icon = "acknowledge"                        the picture of a cue
    tone = "calm"                               calm, firm or urgent: how the card looks
    lines = ["Say what you heard first."]       they take turns
    [acknowledge.situations]
    bereavement = ["Their loss first, the forms later."]
"""

from __future__ import annotations

import difflib
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from assist.events import CueName

CUES: tuple[CueName, ...] = typing.get_args(CueName)
Tone = Literal["calm", "firm", "urgent"]
TONES: tuple[Tone, ...] = typing.get_args(Tone)
MOST_TITLE_WORDS = 3
MOST_LINE_CHARACTERS = 60
MOST_LINES = 50
LANGUAGE = "en"
_FIELDS = ("title", "icon", "tone", "lines", "situations")


class PromptBookError(Exception):
    """A prompt book cannot be used; the message names the file, the place and the remedy."""


@dataclass(frozen=True, slots=True)
class Page:
    """One cue's wording.

    Attributes:
        title: one to three words.
        lines: they take turns.
        icon: name of a picture.
        tone: how the card looks.
        situations: lines for what the caller disclosed, by its name.
        own: the agent's own phrases; they take turns before the others.
    """

    title: str
    lines: tuple[str, ...]
    icon: str = ""
    tone: Tone = "calm"
    situations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own: tuple[str, ...] = ()

    def line(self, turn: int, situation: str = "") -> str:
        """The line for the `turn`-th showing.

        The agent's own phrases come first and every other time after that, what fits the situation before what always fits.
        """
        fitting = (*self.situations.get(situation, ()), *self.lines)
        if not self.own:
            return fitting[turn % len(fitting)]
        of_own, place = turn % 2 == 0, turn // 2
        return self.own[place % len(self.own)] if of_own else fitting[place % len(fitting)]


Book = Mapping[CueName, Page]


def languages() -> tuple[str, ...]:
    """Languages that a book ships in."""
    folder = files("assist") / "data" / "prompts"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


def default_book(language: str = LANGUAGE) -> dict[CueName, Page]:
    """The book that ships.

    Raises:
        PromptBookError: there is none in this language.
    """
    if language not in languages():
        raise PromptBookError(f"there is no prompt book in {language!r}; there is one in: {', '.join(languages())}.")
    source = files("assist") / "data" / "prompts" / f"{language}.toml"
    return book_of(source.name, _toml(source.name, source.read_text(encoding="utf-8")), {})


def load_book(path: Path, base: Book | None = None) -> dict[CueName, Page]:
    """A supervisor's book over another one: a cue that it does not name stays, and so does a field that it does not name.

    Raises:
        PromptBookError: cannot be read, or something in it is unknown, missing or too long.
    """
    content = _toml(str(path), _text(path, "prompt book"))
    return book_of(str(path), content, default_book() if base is None else base)


def with_phrases(book: Book, path: Path) -> dict[CueName, Page]:
    """The book with the phrases of an agent's file: cue names, each with a list of lines.

    Raises:
        PromptBookError: cannot be read, or something in it is unknown or too long.
    """
    return phrased(book, str(path), _toml(str(path), _text(path, "file of phrases")))


def phrased(book: Book, name: str, content: Mapping[str, Any]) -> dict[CueName, Page]:
    """The book with an agent's phrases, read already: a list of lines by cue.

    Args:
        book: what they come before.
        name: of the file, for what is wrong.
        content: of it.

    Raises:
        PromptBookError: something in it is unknown or too long.
    """
    pages = dict(book)
    for cue, lines in content.items():
        known = cue_named(name, cue)
        pages[known] = replace(pages[known], own=_lines(name, cue, lines))
    return pages


def book_of(name: str, content: Mapping[str, Any], base: Book) -> dict[CueName, Page]:
    """A book over another one, read already: a table by cue.

    Args:
        name: of the file, for what is wrong.
        content: of it.
        base: what it does not name.

    Raises:
        PromptBookError: something in it is unknown, missing or too long.
    """
    tables = {cue_named(name, cue): table for cue, table in content.items()}
    missing = [cue for cue in CUES if cue not in tables and cue not in base]
    if missing:
        raise PromptBookError(f"{name}: [{missing[0]}] is missing; give it a title and lines.")
    return {cue: _page(name, cue, tables[cue], base.get(cue)) if cue in tables else base[cue] for cue in CUES}


def as_tables(book: Book) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """A book as `book_of` and `phrased` take it: what it says, and the agent's own phrases."""
    said: dict[str, Any] = {
        cue: {
            "title": page.title,
            "icon": page.icon,
            "tone": page.tone,
            "lines": list(page.lines),
            "situations": {situation: list(lines) for situation, lines in page.situations.items()},
        }
        for cue, page in book.items()
    }
    return said, {cue: list(page.own) for cue, page in book.items() if page.own}


def fault_of_line(line: str) -> str | None:
    """What is wrong with a line, to be read after it; None if nothing is."""
    if not line.strip():
        return "is empty; write a line."
    if "\n" in line.strip() or "\r" in line.strip():
        return "goes over two lines; make it one."
    if len(line.strip()) > MOST_LINE_CHARACTERS:
        return f"is longer than {MOST_LINE_CHARACTERS} characters; shorten it."
    return None


def _text(path: Path, what: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise PromptBookError(f"{path}: cannot read this {what}: {reason}.") from problem


def _toml(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise PromptBookError(f"{name}: not valid TOML: {problem}.") from problem


def cue_named(name: str, cue: str) -> CueName:
    """A cue by its name in a file.

    Raises:
        PromptBookError: there is none of this name; the message, which begins with the file's name, says which is near.
    """
    for known in CUES:
        if known == cue:
            return known
    near = difflib.get_close_matches(cue, CUES, 1, 0.5)
    hint = f"did you mean [{near[0]}]?" if near else f"the cues are {', '.join(CUES)}."
    raise PromptBookError(f"{name}: there is no cue [{cue}]; {hint}")


def _page(name: str, cue: CueName, table: Any, base: Page | None) -> Page:
    if not isinstance(table, dict):
        raise PromptBookError(f"{name}: [{cue}] must be a table with a title and lines.")
    for key in table:
        if key not in _FIELDS:
            near = difflib.get_close_matches(key, _FIELDS, 1, 0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"the fields are {', '.join(_FIELDS)}."
            raise PromptBookError(f"{name}: [{cue}] has no field {key!r}; {hint}")
    before = base or Page("", (), icon=cue)
    title = table.get("title", before.title)
    if not isinstance(title, str) or not 1 <= len(title.split()) <= MOST_TITLE_WORDS:
        raise PromptBookError(f"{name}: [{cue}] title must be one to {MOST_TITLE_WORDS} words.")
    icon, tone = table.get("icon", before.icon), table.get("tone", before.tone)
    if icon not in CUES:
        raise PromptBookError(f"{name}: [{cue}] icon must be the picture of a cue: {', '.join(CUES)}.")
    if tone not in TONES:
        raise PromptBookError(f"{name}: [{cue}] tone must be one of: {', '.join(TONES)}.")
    lines = _lines(name, f"[{cue}] lines", table["lines"]) if "lines" in table else before.lines
    if not lines:
        raise PromptBookError(f"{name}: [{cue}] lines must be a list of at least one line.")
    situations = table.get("situations", {})
    if not isinstance(situations, dict):
        raise PromptBookError(f"{name}: [{cue}.situations] must be a table of lists of lines.")
    fitted = {s: _lines(name, f"[{cue}.situations] {s}", entry) for s, entry in situations.items()}
    return Page(title, lines, icon, tone, {**before.situations, **fitted}, before.own)


def _lines(name: str, where: str, lines: Any) -> tuple[str, ...]:
    if not isinstance(lines, list) or not lines or not all(isinstance(line, str) and line.strip() for line in lines):
        raise PromptBookError(f"{name}: {where} must be a list of at least one line.")
    if len(lines) > MOST_LINES:
        raise PromptBookError(f"{name}: {where} has {len(lines)} lines; at most {MOST_LINES} can take turns.")
    for line in lines:
        if (fault := fault_of_line(line)) is not None:
            shown = f"{line.split()[0]!r}..." if "\n" in line.strip() else f'"{line}"'
            raise PromptBookError(f"{name}: {where}: {shown} {fault}")
    return tuple(line.strip() for line in lines)
