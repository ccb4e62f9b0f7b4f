"""WordPiece: text to the token numbers of a BERT vocabulary.

Lower-cases, strips accents, splits at spaces and punctuation, then takes the longest known piece from the left. The same
numbers as the tokeniser that the encoder was trained with (a test compares them), without its dependencies.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100
"""Longer words are unknown, as in the original."""


class WordPiece:
    """Tokeniser for one vocabulary.

    Args:
        vocabulary: number by piece; pieces inside a word begin with `##`.
        most: longest output, in tokens; what is longer loses its end.
    """

    def __init__(self, vocabulary: Mapping[str, int], most: int) -> None:
        self._numbers, self._most = vocabulary, most

    @classmethod
    def of(cls, path: Path, most: int) -> WordPiece:
        """Read a vocabulary: one piece a line.

        Raises:
            OSError: it cannot be read.
        """
        pieces = path.read_text(encoding="utf-8").splitlines()
        return cls({piece: number for number, piece in enumerate(pieces)}, most)

    def numbers(self, text: str) -> list[int]:
        """Token numbers, with the start and end tokens."""
        found = [self._numbers[START]]
        for word in _words(text):
            found += self._pieces(word)
            if len(found) >= self._most:
                break
        return [*found[: self._most - 1], self._numbers[END]]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self._numbers[UNKNOWN]]
        pieces: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(("##" if start else "") + word[start:end])
                if number is not None:
                    pieces.append(number)
                    start = end
                    break
            else:
                return [self._numbers[UNKNOWN]]
        return pieces


def _words(text: str) -> list[str]:
    out: list[str] = []
    word = ""
    for character in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(character)
        if kind == "Mn" or character in "\x00\ufffd" or (kind[0] == "C" and character not in "\t\n\r"):
            continue
        if character.isspace() or _stands_alone(character):
            if word:
                out.append(word)
            word = ""
            if not character.isspace():
                out.append(character)
        else:
            word += character
    return [*out, word] if word else out


def _stands_alone(character: str) -> bool:
    """Punctuation, every ASCII sign that is no letter or digit, and Chinese characters."""
    code = ord(character)
    if code < 128:
        return not character.isalnum()
    chinese = (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F
    )
    return chinese or unicodedata.category(character).startswith("P")
