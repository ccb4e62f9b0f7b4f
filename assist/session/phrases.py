"""The agent's own phrases: lines added to and taken from `phrases.toml`, whose comments and order stay."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from assist.coaching.promptbook import (
    MOST_LINES,
    PromptBookError,
    cue_named,
    default_book,
    fault_of_line,
    phrased,
    with_phrases,
)
from assist.events import CueName
from assist.session.call_files import InputError
from assist.session.private_file import write_private
from assist.session.texts import PHRASES, own_folder

Phrases = dict[CueName, tuple[str, ...]]


def phrases_file() -> Path:
    """Where they are kept."""
    return own_folder() / PHRASES


def phrases_in(path: Path) -> Phrases:
    """The phrases of a file; none if there is no file.

    Raises:
        PromptBookError: it cannot be read, or something in it is unknown or too long.
    """
    if not path.exists():
        return {}
    return {cue: page.own for cue, page in with_phrases(default_book(), path).items() if page.own}


def add_phrase(cue: str, line: str, path: Path | None = None) -> CueName:
    """Add a phrase as the last one of a cue; returns the cue.

    Args:
        cue: by its name; capitals, spaces and hyphens do not matter.
        line: the phrase.
        path: the file; None: the usual place.

    Raises:
        PromptBookError: there is no such cue, the phrase is too long or already there, or the file is broken.
        InputError: the file cannot be written.
    """
    file, line = path or phrases_file(), line.strip()
    name = named(cue)
    if (fault := fault_of_line(line)) is not None:
        raise PromptBookError(f'"{" ".join(line.split())}" {fault}')
    known = phrases_in(file).get(name, ())
    if line in known:
        raise PromptBookError(f'{file}: "{line}" is among your phrases for {name} already.')
    if len(known) == MOST_LINES:
        raise PromptBookError(f"{file}: {name} has {MOST_LINES} phrases; remove one first.")
    document = _document(file)
    lines = document.get(name)
    if not isinstance(lines, Array):
        lines = tomlkit.array().multiline(True)
        document[name] = lines
    lines.append(line)
    _write(file, document)
    return name


def remove_phrase(cue: str, line: str, path: Path | None = None) -> CueName:
    """Take a phrase away; returns the cue.

    Args:
        cue: as in `add_phrase`.
        line: the phrase.
        path: the file; None: the usual place.

    Raises:
        PromptBookError: there is no such cue or phrase, or the file is broken.
        InputError: the file cannot be written.
    """
    file, line = path or phrases_file(), line.strip()
    name = named(cue)
    known = phrases_in(file).get(name, ())
    if line not in known:
        near = difflib.get_close_matches(line, known, 1, 0.5)
        hint = f'did you mean "{near[0]}"?' if near else "'assist prompts show' lists them."
        raise PromptBookError(f'{file}: "{line}" is not among your phrases for {name}; {hint}')
    document = _document(file)
    lines = document[name]
    if len(known) == 1:
        del document[name]
    elif isinstance(lines, Array):
        del lines[known.index(line)]
    _write(file, document)
    return name


def named(cue: str) -> CueName:
    """The cue that a person means.

    Raises:
        PromptBookError: there is none.
    """
    return cue_named("prompts", "_".join(cue.lower().replace("-", " ").replace("_", " ").split()))


def _document(file: Path) -> tomlkit.TOMLDocument:
    if not file.exists():
        document = tomlkit.document()
        document.add(tomlkit.comment("Phrases you believe in, by cue; they come before those of the prompt book."))
        return document
    try:
        return tomlkit.parse(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, TOMLKitError) as problem:
        raise PromptBookError(f"{file}: cannot be changed: {problem}.") from problem


def _write(file: Path, document: tomlkit.TOMLDocument) -> None:
    text = tomlkit.dumps(document)
    # What is written must be readable again: better a refusal than a file that the next call would not use.
    phrased(default_book(), str(file), tomllib.loads(text))
    try:
        write_private(file, text)
    except OSError as problem:
        raise InputError(f"{file}: cannot be written: {problem.strerror}; make it writable.") from problem
