"""Playbooks: situations a caller may be in, recognised by example sentences that mean alike, with what to ask and offer."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from assist.cues.text_encoder import Embedding

LEAST_EXAMPLES = 3
ALIKE_FROM = 0.5
"""Cosine between a line and the nearest example from which the situation counts as disclosed: `models.text.examples_enough`."""
STEEPNESS = 14.0
_FIELDS = ("title", "examples", "ask", "options")


class PlaybookError(Exception):
    """A playbook file cannot be used; the message names the file, the place and the remedy."""


@dataclass(frozen=True, slots=True)
class Playbook:
    """One situation.

    Attributes:
        name: as events carry it.
        title: for people.
        examples: how callers say it.
        ask: open questions that fit.
        options: what can really be offered.
    """

    name: str
    title: str
    examples: tuple[str, ...]
    ask: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


def default_playbooks() -> dict[str, Playbook]:
    """The English playbooks that ship."""
    source = files("assist") / "data" / "playbooks" / "en.toml"
    return _read("en.toml", source.read_text(encoding="utf-8"), {})


def load_playbooks(path: Path) -> dict[str, Playbook]:
    """The shipped playbooks with those of a file added to them.

    Raises:
        PlaybookError: the file cannot be read or something in it is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise PlaybookError(f"{path}: cannot read these playbooks: {reason}.") from problem
    return _read(str(path), text, default_playbooks())


def _read(name: str, text: str, known: Mapping[str, Playbook]) -> dict[str, Playbook]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise PlaybookError(f"{name}: not valid TOML: {problem}.") from problem
    return playbooks_of(name, content, known)


def playbooks_of(name: str, content: Mapping[str, Any], known: Mapping[str, Playbook]) -> dict[str, Playbook]:
    """Playbooks added to those that are known, read already: a table by situation.

    Args:
        name: of the file, for what is wrong.
        content: of it.
        known: what it adds to.

    Raises:
        PlaybookError: something in it is unknown or missing.
    """
    return {**known, **{situation: _playbook(name, situation, table, known) for situation, table in content.items()}}


def _playbook(file: str, name: str, table: Any, known: Mapping[str, Playbook]) -> Playbook:
    if not isinstance(table, dict):
        raise PlaybookError(f"{file}: [{name}] must be a table with examples.")
    if not name.replace("_", "").isalnum() or not name.islower():
        raise PlaybookError(f"{file}: [{name}]: use small letters, digits and '_' for a situation's name.")
    unknown = [key for key in table if key not in _FIELDS]
    if unknown:
        raise PlaybookError(f"{file}: [{name}] has no field {unknown[0]!r}; the fields are {', '.join(_FIELDS)}.")
    lists = {key: _lines(file, name, key, table.get(key, [])) for key in ("examples", "ask", "options")}
    before = known.get(name)
    if before is None and len(lists["examples"]) < LEAST_EXAMPLES:
        raise PlaybookError(f"{file}: [{name}] needs at least {LEAST_EXAMPLES} example sentences in 'examples'.")
    title = table.get("title", before.title if before else name.replace("_", " ").capitalize())
    if not isinstance(title, str) or not title.strip():
        raise PlaybookError(f"{file}: [{name}] title must be a few words.")
    if before is None:
        return Playbook(name, title, lists["examples"], lists["ask"], lists["options"])
    examples = (*before.examples, *(line for line in lists["examples"] if line not in before.examples))
    return Playbook(name, title, examples, lists["ask"] or before.ask, lists["options"] or before.options)


def _lines(file: str, name: str, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
        raise PlaybookError(f"{file}: [{name}] {key} must be a list of sentences.")
    return tuple(value)


def added_examples(playbooks: Iterable[Playbook]) -> dict[str, tuple[str, ...]]:
    """The examples that a supervisor added, by situation; those that ship are what the text model was trained for."""
    shipped = default_playbooks()
    added = {
        book.name: tuple(e for e in book.examples if book.name not in shipped or e not in shipped[book.name].examples)
        for book in playbooks
    }
    return {name: examples for name, examples in added.items() if examples}


class Situations:
    """Finds disclosed situations by meaning.

    Args:
        examples: sentences by situation, at least one each.
        embed: a line's embedding, float32 (width,), of length 1.
    """

    def __init__(self, examples: Mapping[str, Sequence[str]], embed: Callable[[str], Embedding]) -> None:
        self._examples = {name: np.stack([embed(line) for line in lines]) for name, lines in examples.items()}

    def alike(self, embedding: Embedding) -> dict[str, float]:
        """Probability of every situation: a logistic curve over the cosine with the nearest example.

        Args:
            embedding: of the line, float32 (width,), of length 1.
        """
        found = {}
        for name, examples in self._examples.items():
            nearest = float((examples @ embedding).max())
            found[name] = 1.0 / (1.0 + math.exp(-STEEPNESS * (nearest - ALIKE_FROM)))
        return found
