"""Dates of birth, spoken and written. Other dates are found too, so that nobody takes them for numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist.store.redaction.words import ORDINALS, TEENS, TENS, UNITS, Finding, Word, any_of

EARLIEST_YEAR, LATEST_YEAR = 1920, 2015
"""A full date with a year between these is taken for a date of birth, whatever is said around it."""
BIRTH = frozenset({"birth", "born", "dob", "d.o.b", "birthday", "birthdate"})
_BEFORE, _AFTER = 9, 5
"""Words before and after a date in which birth is spoken of."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1,
    ) for name in names.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Date:
    start: int
    end: int
    year: int | None
    full: bool
    """Day and month."""


def dates(words: Sequence[Word], asked: Sequence[Word]) -> tuple[list[Finding], set[int]]:
    """Dates among words.

    Args:
        words: of one side.
        asked: what the other side said before.

    Returns:
        dates of birth, and the places of all words that are part of any date.
    """
    findings: list[Finding] = []
    places: set[int] = set()
    index = 0
    while index < len(words):
        date = _date(words, index, birth=_birth(words, index, asked))
        if date is None:
            index += 1
            continue
        birth = _birth(words, date.start, asked) or any_of(words[date.end : date.end + _AFTER], BIRTH)
        if birth or (date.full and date.year is not None and EARLIEST_YEAR <= date.year <= LATEST_YEAR):
            article = date.start > 0 and words[date.start - 1].bare == "the"
            findings.append(Finding(date.start - article, date.end, "dob"))
        places |= set(range(date.start, date.end))
        index = date.end
    return findings, places


def _birth(words: Sequence[Word], index: int, asked: Sequence[Word]) -> bool:
    if any_of(words[max(index - _BEFORE, 0) : index], BIRTH):
        return True
    return index <= _BEFORE and any_of(asked, BIRTH)


def _date(words: Sequence[Word], index: int, *, birth: bool) -> _Date | None:
    word = words[index]
    if word.shape == "date":
        return _Date(index, index + 1, _written_year(word.bare), full=True)
    for found in (_day_first(words, index, birth=birth), _month_first(words, index, birth=birth)):
        if found is not None:
            return found
    if birth and (year := _year(words, index, short=True)) is not None and _says_year(words, index):
        return _Date(index, year[1], year[0], full=False)
    return None


def _says_year(words: Sequence[Word], index: int) -> bool:
    """Only a year that follows "born in", "the year", or has four digits: ages and counts are no years."""
    before = words[index - 1].bare if index else ""
    return before in ("in", "year") or (words[index].shape == "written" and len(words[index].digits) == 4)


def _day_first(words: Sequence[Word], index: int, *, birth: bool) -> _Date | None:
    day = _day(words, index)
    if day is None:
        return None
    at = day
    while at < len(words) and words[at].bare in ("of", "the"):
        at += 1
    if at >= len(words) or words[at].bare not in _MONTHS:
        return None
    return _with_year(words, index, at + 1, birth=birth)


def _month_first(words: Sequence[Word], index: int, *, birth: bool) -> _Date | None:
    if words[index].bare not in _MONTHS:
        return None
    at = index + 1
    while at < len(words) and words[at].bare in ("the", "of"):
        at += 1
    year = _year(words, at, short=birth)
    day = _day(words, at)
    if year is not None and (day is None or year[1] > day) and year[0] > 99:
        return _Date(index, year[1], year[0], full=False)
    if day is None:
        return None
    return _with_year(words, index, day, birth=birth)


def _with_year(words: Sequence[Word], start: int, end: int, *, birth: bool) -> _Date:
    at = end
    while at < min(len(words), end + 2) and words[at].bare in ("in", "of", "the", "year", "uh", "um"):
        at += 1
    year = _year(words, at, short=birth or at == end)
    return _Date(start, end, None, full=True) if year is None else _Date(start, year[1], _century(year[0]), full=True)


def _century(year: int) -> int | None:
    """The year of two digits: after a day and a month, 20 to 99 are years of birth, less can be anything."""
    return year if year > 99 else 1900 + year if year > 35 else None


def _day(words: Sequence[Word], index: int) -> int | None:
    """End of a day of the month that begins here."""
    if index >= len(words):
        return None
    word = words[index]
    following = words[index + 1].bare if index + 1 < len(words) else ""
    if word.bare in ("twenty", "thirty"):
        return index + 2 if ORDINALS.get(following, 99) < 10 or following in UNITS else index + 1
    if word.shape == "ordinal":
        return index + 1
    if word.digits.isdigit() and word.shape in ("single", "teen", "tens", "written") and 1 <= int(word.digits) <= 31:
        return index + 1 if len(word.digits) <= 2 else None
    return None


def _year(words: Sequence[Word], index: int, *, short: bool) -> tuple[int, int] | None:
    """A year that begins here, and its end; two digits will do if it may be short ("sixty two")."""
    if index >= len(words):
        return None
    bare = [word.bare for word in words[index : index + 5]]
    bare = [part for text in bare[:1] for part in text.split("-")] + bare[1:]
    extra = len(words[index].bare.split("-")) - 1
    written = words[index].digits if words[index].shape == "written" else ""
    if (len(written) == 4 and 1900 <= int(written) <= 2035) or (len(written) == 2 and short):
        return int(written), index + 1
    if bare[0] == "two" and bare[1:2] == ["thousand"]:
        at = 3 if bare[2:3] == ["and"] else 2
        rest = _two_digits(bare[at:])
        return (2000, index + 2) if rest is None else (2000 + rest[0], index + at + rest[1])
    if bare[0] in ("nineteen", "twenty"):
        rest = _two_digits(bare[1:], zero_first=True)
        if rest is not None and (rest[0] >= 10 or bare[1] in ("oh", "o", "zero", "hundred")):
            return (1900 if bare[0] == "nineteen" else 2000) + rest[0], index + 1 + rest[1] - extra
    if short and (rest := _two_digits(bare, zero_first=True)) is not None and (rest[0] >= 10 or rest[1] == 2):
        return rest[0], index + rest[1] - extra
    return None


def _two_digits(bare: list[str], *, zero_first: bool = False) -> tuple[int, int] | None:
    """Value and number of words of "sixty two", "twelve", "oh five"."""
    if not bare:
        return None
    first, following = bare[0], bare[1] if len(bare) > 1 else ""
    if "-" in first and first.split("-")[0] in TENS and first.split("-")[1] in UNITS:
        return int(TENS[first.split("-")[0]]) + int(UNITS[first.split("-")[1]]), 1
    if first in TENS:
        unit = UNITS.get(following, "0")
        return (int(TENS[first]) + int(unit), 2) if unit != "0" else (int(TENS[first]), 1)
    if first in TEENS or (first in UNITS and not zero_first):
        return int(TEENS.get(first) or UNITS[first]), 1
    if zero_first and first in ("oh", "o", "zero") and following in UNITS:
        return int(UNITS[following]), 2
    return (0, 1) if zero_first and first == "hundred" else None


def _written_year(bare: str) -> int | None:
    parts = re.split(r"[/.-]", bare)
    years = [int(part) for part in parts if len(part) == 4]
    return years[0] if years else _century(int(parts[2]))
