"""Words of one side as the finders see them: bare, with the digits they stand for, and the shape in which they were said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Shape = Literal[
    "", "single", "teen", "tens", "times", "written", "code", "mark", "scale", "amount", "time", "ordinal", "date"
]
"""`single`: one digit, spoken. `times`: "double". `code`: letters and digits, written. `mark`: hidden before it came here."""
Kind = Literal[
    "card", "account", "sort_code", "iban", "ssn", "ni", "reference", "code", "phone", "number", "dob", "email", "address",
    "postcode", "name",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "card", "account", "sort_code", "iban", "ssn", "ni", "reference", "code", "phone", "number", "dob", "email", "address",
    "postcode", "name",
)  # fmt: skip

UNITS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0", "one": "1", "two": "2", "three": "3",
    "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9",
}  # fmt: skip
TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
    "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
TENS = {
    "twenty": "20", "thirty": "30", "forty": "40", "fourty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80", "ninety": "90",
}  # fmt: skip
TIMES = {"double": 2, "triple": 3, "treble": 3}
SCALES = frozenset({"hundred", "thousand", "million", "grand", "k"})
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip

_SPOKEN: dict[str, tuple[str, Shape]] = {
    "[number]": ("?", "mark"),
    **{word: (digit, "single") for word, digit in UNITS.items()},
    **{word: (digits, "teen") for word, digits in TEENS.items()},
    **{word: (digits, "tens") for word, digits in TENS.items()},
    **dict.fromkeys(TIMES, ("", "times")),
    **dict.fromkeys(SCALES, ("", "scale")),
    **dict.fromkeys(ORDINALS, ("", "ordinal")),
}
"""Digits and shape of the words that mean a number."""

_AMOUNT = re.compile(
    r"[-+]?[$£€]\d[\d.,]*[km]?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?(?:%|[$£€]|k|p)|\d{1,5}\.\d\d?"
)
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?:[ap]\.?m)?|\d{1,2}[ap]\.?m")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}")
_SORT_CODE = re.compile(r"\d\d-\d\d-\d\d")
_WRITTEN = re.compile(r"\+?[(]?\d[\d()./-]*")


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    Attributes:
        text: as it was.
        bare: lower case, without punctuation around it.
        utterance: which of the utterances it is in.
        digits: that it stands for, in its own right; `?` for each that was hidden before.
        shape: how it is said or written.
    """

    text: str
    bare: str
    utterance: int
    digits: str
    shape: Shape

    @property
    def letter(self) -> bool:
        """A letter that is spelled: "b", "B."."""
        return len(self.bare) == 1 and self.bare.isalpha()


@dataclass(frozen=True, slots=True)
class Finding:
    """Words from `start` up to, not including, `end` that identify somebody."""

    start: int
    end: int
    kind: Kind


def words_of(utterances: Sequence[str]) -> list[Word]:
    """The words of some utterances, in order."""
    found: list[Word] = []
    for index, text in enumerate(utterances):
        for part in text.split():
            bare = part.lower().replace("\u2019", "'").strip(".,;:!?\"'()\u2018\u201c\u201d")
            digits, shape = _read(bare)
            found.append(Word(part, bare, index, digits, shape))
    return found


def any_of(words: Iterable[Word], wanted: frozenset[str]) -> bool:
    """Is one of these words there?"""
    return any(word.bare in wanted for word in words)


def _read(bare: str) -> tuple[str, Shape]:
    if bare in _SPOKEN:
        return _SPOKEN[bare]
    if any(letter.isdigit() for letter in bare):
        return _written(bare)
    parts = bare.split("-")
    if len(parts) > 1 and all(parts):
        if parts[0] in TENS and len(parts) == 2:
            if parts[1] in UNITS:
                return TENS[parts[0]][0] + UNITS[parts[1]], "tens"
            if ORDINALS.get(parts[1], 99) < 10:
                return "", "ordinal"
        if all(part in UNITS for part in parts):
            return "".join(UNITS[part] for part in parts), "single"
    return "", ""


def _written(bare: str) -> tuple[str, Shape]:
    digits = "".join(letter for letter in bare if letter.isdigit())
    if _TIME.fullmatch(bare):
        return "", "time"
    if _DATE.fullmatch(bare) and not _SORT_CODE.fullmatch(bare):
        return "", "date"
    if _AMOUNT.fullmatch(bare):
        return "", "amount"
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", bare):
        return "", "ordinal"
    if _WRITTEN.fullmatch(bare):
        return digits, "written"
    return digits, "code"


def passes_luhn(digits: str) -> bool:
    """Do these digits pass the check that card numbers pass? (ISO/IEC 7812-1, annex B)."""
    if not digits.isdigit():
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
