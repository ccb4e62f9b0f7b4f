"""Which line of a TOML file a key is in: tomllib does not say, and a message without a line helps nobody."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

Key = tuple[str, ...]
"""`("prompts", "gap_seconds")`."""

_BLANK = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"|' + r"'([^'\n]*)'")
_LONG = re.compile(r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})' + r"|'''.*?'''(?:'{0,2})", re.DOTALL)
_SCALAR = re.compile(r"[^,\]}\n#]+")


@dataclass(slots=True)
class KeyLines:
    """Lines of a file's tables and keys, from 1."""

    first: dict[Key, int] = field(default_factory=dict)
    twice: list[tuple[Key, int, int]] = field(default_factory=list)
    """Keys and tables that are there again: key, first line, second line."""

    def of(self, *key: str) -> int:
        """The line of a key or table, or of the nearest table around it; 1 if there is none."""
        while key and key not in self.first:
            key = key[:-1]
        return self.first.get(key, 1)


def key_lines(text: str) -> KeyLines:
    """Lines of all keys of a TOML text; of what comes before the first mistake, if it is not valid.

    Args:
        text: the file, with plain line feeds.
    """
    scanner = _Scanner(text)
    with suppress(_NotUnderstoodError, RecursionError):  # what was found before is right all the same
        scanner.run()
    return scanner.lines


class _NotUnderstoodError(Exception):
    """The text is not valid TOML here."""


class _Scanner:
    """Walks over a TOML text and notes where keys are; values are skipped, not read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line, self._counted = 1, 0
        self._given: set[Key] = set()
        """Keys with a value, and headings: these may not come again."""
        self.lines = KeyLines()

    def run(self) -> None:
        table: Key = ()
        while self._skip(_BLANK) is not None and self._at < len(self._text):
            if self._take("[["):
                table = self._key()
                self._note(table, once=False)
                self._need("]]")
            elif self._take("["):
                table = self._key()
                self._note(table, once=True)
                self._need("]")
            else:
                self._pair(table)

    def _pair(self, table: Key) -> None:
        key = table + self._key()
        for end in range(len(table) + 1, len(key)):
            self._note(key[:end], once=False)
        self._note(key, once=True)
        self._need("=")
        self._skip(_SPACE)
        self._value(key)

    def _value(self, key: Key) -> None:
        if self._skip(_LONG) or self._skip(_QUOTED):
            return
        if self._take("["):
            while not self._ends("]"):
                self._value((*key, "[]"))
                self._skip(_BLANK)
                self._take(",")
        elif self._take("{"):
            while not self._ends("}"):
                self._pair(key)
                self._skip(_BLANK)
                self._take(",")
        elif not self._skip(_SCALAR):
            raise _NotUnderstoodError

    def _key(self) -> Key:
        parts: list[str] = []
        while True:
            self._skip(_SPACE)
            found = _QUOTED.match(self._text, self._at) or _BARE.match(self._text, self._at)
            if found is None:
                raise _NotUnderstoodError
            groups = found.groups()
            parts.append(next((group for group in groups if group is not None), "") if groups else found[0])
            self._at = found.end()
            self._skip(_SPACE)
            if not self._take("."):
                return tuple(parts)

    def _note(self, key: Key, *, once: bool) -> None:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        if once and key in self._given:
            self.lines.twice.append((key, self.lines.first[key], self._line))
        if once:
            self._given.add(key)
        self.lines.first.setdefault(key, self._line)

    def _skip(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self._text, self._at)
        if found is None:
            return None
        self._at = found.end()
        return found[0]

    def _take(self, sign: str) -> bool:
        if not self._text.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def _need(self, sign: str) -> None:
        self._skip(_SPACE)
        if not self._take(sign):
            raise _NotUnderstoodError

    def _ends(self, sign: str) -> bool:
        self._skip(_BLANK)
        if self._at >= len(self._text):
            raise _NotUnderstoodError
        return self._take(sign)
