"""The phrases an agent believes in, in a file of their own: a list of lines for each cue."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from assist.coaching.promptbook import MOST_LINE_CHARACTERS, PromptBookError, default_book, with_phrases
from assist.events import CueName
from assist.profile.keeping import write_whole

Phrases = Mapping[CueName, Sequence[str]]


def read_phrases(path: Path) -> dict[CueName, tuple[str, ...]]:
    """The agent's phrases by cue; none if there is no file.

    Raises:
        PromptBookError: the file cannot be used.
    """
    if not os.path.lexists(path):
        return {}
    return {cue: page.own for cue, page in with_phrases(default_book(), path).items() if page.own}


def save_phrases(path: Path, phrases: Phrases) -> None:
    """Write what has changed; comments in the file stay. A cue with no line leaves the file.

    Raises:
        PromptBookError: the file cannot be used as it is, or a phrase in it cannot.
        KeepError: it cannot be written.
    """
    before = read_phrases(path)
    document = _document(path)
    for cue, lines in phrases.items():
        if tuple(lines) == before.get(cue, ()):
            continue
        if lines:
            document[cue] = list(lines)
        elif cue in document:
            del document[cue]
    write_whole(path, tomlkit.dumps(document), lambda beside: _check(beside, path))


def fault_of(phrase: str) -> str | None:
    """What is wrong with a phrase, in one sentence; None if nothing is."""
    if not phrase.strip() or not any(map(str.isalnum, phrase)):
        return "Write a phrase, or choose one from the list."
    if not phrase.strip().isprintable():
        return "The phrase holds a line break or a sign that nobody can read; make it one plain line."
    if (length := len(phrase.strip())) > MOST_LINE_CHARACTERS:
        return f"The phrase has {length} characters; the overlay shows up to {MOST_LINE_CHARACTERS}, so shorten it."
    return None


def _document(path: Path) -> tomlkit.TOMLDocument:
    if os.path.lexists(path):
        try:
            return tomlkit.parse(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, TOMLKitError) as problem:
            raise PromptBookError(f"{path}: it cannot be read: {problem}; mend it or move it away.") from problem
    document = tomlkit.document()
    document.add(tomlkit.comment("Phrases you believe in: they come first when their cue is shown."))
    return document


def _check(beside: Path, path: Path) -> None:
    try:
        with_phrases(default_book(), beside)
    except PromptBookError as problem:
        raise PromptBookError(str(problem).replace(str(beside), str(path))) from problem
