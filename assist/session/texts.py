"""The texts of a call: prompt book, the agent's own phrases and playbooks, from flags, from the user's folder, or as they ship.

What a flag names must be usable. A file that merely lies in the user's folder must not keep a call from starting: if it is
broken, what ships is used and that is told.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from platformdirs import user_config_path

from assist.coaching.promptbook import LANGUAGE, Book, PromptBookError, default_book, load_book, with_phrases
from assist.cues.playbooks import Playbook, PlaybookError, default_playbooks, load_playbooks
from assist.events import Trouble

PROMPTS, PHRASES, PLAYBOOKS = "prompts.toml", "phrases.toml", "playbooks.toml"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for; None: nothing.

    Attributes:
        language: of the prompt book.
        prompts: a supervisor's prompt book.
        playbooks: a supervisor's situations.
        text_model: folder of a Hugging Face classifier in place of our text model.
    """

    language: str | None = None
    prompts: Path | None = None
    playbooks: Path | None = None
    text_model: Path | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """What a call says, and by what it reads.

    Attributes:
        book: what each cue says, the agent's own phrases included.
        playbooks: situations to look for, by name.
        text_model: folder of the user's own classifier.
        plain: read by plain word rules although the text model may be there: a recorded call was.
        notices: files of the user's folder that are not used, and why.
    """

    book: Book
    playbooks: Mapping[str, Playbook]
    text_model: Path | None = None
    plain: bool = False
    notices: tuple[Trouble, ...] = ()


def own_folder() -> Path:
    """Where the user's own `prompts.toml`, `phrases.toml` and `playbooks.toml` lie."""
    return user_config_path("leap-assist", appauthor=False)


def texts_that_ship() -> Texts:
    """English, with nobody's own files."""
    return Texts(default_book(), default_playbooks())


def texts_of(wanted: Wanted, folder: Path | None = None) -> Texts:
    """The texts of a call on this computer.

    Args:
        wanted: what the command line asks for.
        folder: where the user's own files are; None: the usual place.

    Raises:
        PromptBookError: the language is unknown, or the book that was asked for cannot be used.
        PlaybookError: the playbooks that were asked for cannot be used.
    """
    place, notices = folder or own_folder(), []

    def own(name: str, read: Callable[[Path], _T], otherwise: _T) -> _T:
        path = place / name
        if not os.path.lexists(path):  # unlike Path.exists, it raises nothing where a folder must not be looked into
            return otherwise
        try:
            return read(path)
        except (PromptBookError, PlaybookError) as problem:
            notices.append(_unused(path, problem))
            return otherwise

    shipped = default_book(wanted.language or LANGUAGE)
    if wanted.prompts is not None:
        book = load_book(wanted.prompts, shipped)
    else:
        book = own(PROMPTS, lambda path: load_book(path, shipped), shipped)
    book = own(PHRASES, lambda path: with_phrases(book, path), book)
    if wanted.playbooks is not None:
        playbooks = load_playbooks(wanted.playbooks)
    else:
        playbooks = own(PLAYBOOKS, load_playbooks, default_playbooks())
    return Texts(book, playbooks, wanted.text_model, notices=tuple(notices))


def overridden(texts: Texts, wanted: Wanted) -> Texts:
    """The texts of a recorded call with what the command line asks for; the agent's phrases stay.

    Raises:
        PromptBookError: the language is unknown, or the book that was asked for cannot be used.
        PlaybookError: the playbooks that were asked for cannot be used.
    """
    if wanted.language is not None or wanted.prompts is not None:
        book = default_book(wanted.language or LANGUAGE)
        if wanted.prompts is not None:
            book = load_book(wanted.prompts, book)
        texts = replace(texts, book={cue: replace(page, own=texts.book[cue].own) for cue, page in book.items()})
    if wanted.playbooks is not None:
        texts = replace(texts, playbooks=load_playbooks(wanted.playbooks))
    return texts if wanted.text_model is None else replace(texts, text_model=wanted.text_model)


def _unused(path: Path, problem: Exception) -> Trouble:
    message = f"Your {path.name} is not used until it is mended: {problem}"
    return Trouble(at=0, known_at=0, what=f"{path.stem}_unused", since=0, message=message)
