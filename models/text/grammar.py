"""Caller lines from small grammars: load the files, check them, expand templates, make them sound spoken.

A template is plain text with choices and slots: `they cut my [shifts|hours] [at {workplace}|]`. `[a|b|]` is one of its parts
(choices may be nested, the last part here is empty), `{name}` one entry of the list of that name, from the same file or from
the shared `lists.toml`. An entry may itself hold choices and slots. What a line means is said once per template, in the
words of LABELS.md; training and dev are split by template, so that no wording is on both sides.

Nothing here depends on the order of files or on earlier calls: the same template, seed and limit give the same lines.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.text.heads import ACTS, KINDS, SITUATIONS

MOST_KINDS = 3
LINES_FOLDER = Path(__file__).parent / "lines"
SHARED_LISTS = "lists.toml"
DEV_ONE_IN = 5
"""One template in so many is for dev."""
ATTEMPTS_PER_LINE = 12
"""Draws per wanted line before giving up on finding another new one."""

Parts = tuple["Text | Choice", ...]
Lists = Mapping[str, Sequence[str]]


class LineError(ValueError):
    """A line file is wrong; the message names the file, the line and what to mend."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words said as they stand."""

    words: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to go on."""

    ways: tuple[Parts, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One template and what each of its expansions means."""

    text: str
    """The template as written."""
    kinds: tuple[str, ...]
    situations: tuple[str, ...]
    safety: bool
    acts: tuple[str, ...] | None
    """Of an agent line, in the words of AGENT_LABELS.md; None for a caller's, which has the three above."""
    where: str
    """`file:line` of its `[[line]]`."""
    parts: Parts

    @property
    def count(self) -> int:
        """How many ways there are to say it (an upper bound of the distinct texts)."""
        return _count(self.parts)

    def expansions(self, limit: int, seed: int = 0) -> list[str]:
        """Up to `limit` distinct texts; every choice is equally likely to go each of its ways."""
        if self.count <= limit:
            return list(dict.fromkeys(_tidy(text) for text in _all(self.parts)))
        draw = random.Random(f"{seed} {self.text}")  # noqa: S311  (text for training, not secrets)
        found: dict[str, None] = {}
        for _ in range(limit * ATTEMPTS_PER_LINE):
            found[_tidy(_one(self.parts, draw))] = None
            if len(found) == limit:
                break
        return list(found)


def is_dev(template: str) -> bool:
    """Whether a template belongs to dev: by the SHA-256 of its text, so a file may grow without moving any other."""
    return int.from_bytes(hashlib.sha256(template.encode()).digest()[:8], "big") % DEV_ONE_IN == 0


def load(folder: Path = LINES_FOLDER) -> list[Line]:
    """Every line of every file below a folder, in the order of their paths.

    Raises:
        LineError: a file does not parse, a name is unknown, a text is empty, or a template stands twice.
    """
    shared_path = folder / SHARED_LISTS
    shared = _lists(_toml(shared_path), shared_path) if shared_path.exists() else {}
    lines: list[Line] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.rglob("*.toml")):
        if path == shared_path:
            continue
        for line in load_file(path, shared):
            if line.text in seen:
                raise LineError(f"{line.where}: this text already stands at {seen[line.text]}; remove one of them")
            seen[line.text] = line.where
            lines.append(line)
    return lines


def load_file(path: Path, shared: Lists) -> list[Line]:
    """The lines of one file, which sees its own lists before the shared ones."""
    content = _toml(path)
    if unknown := sorted(set(content) - {"lists", "line"}):
        raise LineError(f"{path}: unknown table {unknown[0]!r}; a file has [lists] and [[line]]")
    lists = {**shared, **_lists(content, path)}
    entries = content.get("line", [])
    if not isinstance(entries, list):
        raise LineError(f"{path}: lines are written as [[line]], with two brackets")
    numbers = [n for n, raw in enumerate(path.read_text("utf-8").splitlines(), 1) if raw.strip() == "[[line]]"]
    return [_line(entry, lists, f"{path}:{number}") for entry, number in zip(entries, numbers, strict=True)]


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LineError(f"{path}: not valid TOML: {error}") from error


def _lists(content: Mapping[str, Any], path: Path) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for name, entries in content.get("lists", {}).items():
        if not isinstance(entries, list) or not entries or not all(isinstance(e, str) and e.strip() for e in entries):
            raise LineError(f"{path}: list {name!r} must hold at least one text, and no empty one")
        lists[name] = entries
    return lists


def _line(entry: Mapping[str, Any], lists: Lists, where: str) -> Line:
    if "acts" in entry:
        if unknown := sorted(set(entry) - {"acts", "text"}):
            raise LineError(f"{where}: unknown field {unknown[0]!r}; an agent's line has acts and text")
        return _worded(entry, lists, where, acts=_names(entry["acts"], ACTS, "act", where))
    if unknown := sorted(set(entry) - {"kinds", "situations", "safety", "text"}):
        raise LineError(f"{where}: unknown field {unknown[0]!r}; a line has kinds, situations, safety and text")
    if "kinds" not in entry:
        raise LineError(f"{where}: kinds is missing (or acts, for an agent); write kinds = [] for a neutral line")
    kinds = _names(entry["kinds"], KINDS, "kind", where)
    if len(kinds) > MOST_KINDS:
        raise LineError(f"{where}: at most {MOST_KINDS} kinds, not {len(kinds)}")
    situations = _names(entry.get("situations", []), SITUATIONS, "situation", where)
    safety = entry.get("safety", False)
    if not isinstance(safety, bool):
        raise LineError(f"{where}: safety is true or false")
    return _worded(entry, lists, where, kinds, situations, safety)


def _worded(
    entry: Mapping[str, Any],
    lists: Lists,
    where: str,
    kinds: tuple[str, ...] = (),
    situations: tuple[str, ...] = (),
    safety: bool = False,
    acts: tuple[str, ...] | None = None,
) -> Line:
    text = entry.get("text", "")
    if not isinstance(text, str) or not text.strip():
        raise LineError(f"{where}: the text is empty")
    parts = parse(text, lists, where)
    if _can_be_empty(parts):
        raise LineError(f"{where}: one way through the choices of {text!r} leaves no words")
    return Line(text, kinds, situations, safety, acts, where, parts)


def _names(value: object, known: Sequence[str], what: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise LineError(f"{where}: {what}s must be a list")
    for name in value:
        if name not in known:
            raise LineError(f"{where}: unknown {what} {name!r}; known are {', '.join(known)}")
    if len(set(value)) < len(value):
        raise LineError(f"{where}: a {what} stands twice")
    return tuple(value)


def parse(text: str, lists: Lists, where: str, within: tuple[str, ...] = ()) -> Parts:
    """A template as parts.

    Args:
        text: the template.
        lists: what slots may name.
        where: for messages.
        within: the lists being unfolded, to notice one that holds itself.

    Raises:
        LineError: brackets do not match, or a slot names no list.
    """
    stack: list[list[list[Text | Choice]]] = [[[]]]
    for piece in re.findall(r"[^\[\]|{}]+|\{[^{}\[\]|]*\}|.", text, flags=re.DOTALL):
        if piece == "[":
            stack.append([[]])
        elif piece == "|" and len(stack) > 1:
            stack[-1].append([])
        elif piece == "]" and len(stack) > 1:
            ways = stack.pop()
            stack[-1][-1].append(Choice(tuple(tuple(way) for way in ways)))
        elif piece in ("|", "]"):
            raise LineError(f"{where}: {piece!r} without an opening '[' in {text!r}")
        elif piece.startswith("{") and piece.endswith("}"):
            stack[-1][-1].append(_slot(piece[1:-1], lists, where, within))
        elif piece in ("{", "}"):
            raise LineError(f"{where}: a lone {piece!r} in {text!r}")
        else:
            stack[-1][-1].append(Text(piece))
    if len(stack) > 1:
        raise LineError(f"{where}: a '[' is never closed in {text!r}")
    return tuple(stack[0][0])


def _slot(name: str, lists: Lists, where: str, within: tuple[str, ...]) -> Choice:
    if name not in lists:
        raise LineError(f"{where}: no list named {name!r}; add it to [lists] of this file or to {SHARED_LISTS}")
    if name in within:
        raise LineError(f"{where}: list {name!r} holds itself")
    return Choice(tuple(parse(entry, lists, where, (*within, name)) for entry in lists[name]))


def _count(parts: Parts) -> int:
    product = 1
    for part in parts:
        if isinstance(part, Choice):
            product *= sum(_count(way) for way in part.ways)
    return product


def _can_be_empty(parts: Parts) -> bool:
    return all(
        any(_can_be_empty(way) for way in part.ways) if isinstance(part, Choice) else not part.words.strip()
        for part in parts
    )


def _all(parts: Parts) -> Iterator[str]:
    """Every way to say it; only for templates known to be small."""
    each = [
        [said for way in part.ways for said in _all(way)] if isinstance(part, Choice) else [part.words]
        for part in parts
    ]
    return ("".join(words) for words in itertools.product(*each))


def _one(parts: Parts, draw: random.Random) -> str:
    return "".join(_one(draw.choice(part.ways), draw) if isinstance(part, Choice) else part.words for part in parts)


def _tidy(text: str) -> str:
    """One space between words, none before a comma: choices that were left out leave no trace."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" ([,.?!])", r"\1", text)
    return re.sub(r",(?=[,.?!])", "", text).strip(" ,")
