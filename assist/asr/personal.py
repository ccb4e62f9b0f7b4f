"""Dates of birth, street addresses and e-mail addresses among recognised words."""

from __future__ import annotations

import re

from assist.asr.spoken_numbers import digits, plain

_MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
})  # fmt: skip
_ORDINALS = frozenset({
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    "thirtieth", "twenty", "thirty",
})  # fmt: skip
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_JOINING = frozenset({"of", "the"})
_LONGEST_DATE = 6
"""Words before a year that can belong to its date: "the twenty third of march"."""

_STREETS = frozenset({
    "street", "road", "avenue", "lane", "boulevard", "terrace", "crescent", "st", "rd", "ave", "blvd",
})  # fmt: skip
_STREET_WORDS = 2
"""Most words of a street's name."""

_DOMAINS = frozenset({"com", "net", "org", "edu", "gov", "io", "co", "uk", "de", "ca", "us"})
_LOCAL_JOINS = frozenset({"dot", "underscore", "dash", "hyphen"})
_MOST_NAME_WORDS = 2
"""Most further words of a spoken name before its first "dot"."""


def dates(texts: list[str], numbers: set[int]) -> set[int]:
    """Positions of the days and months that go with a year that was replaced.

    Args:
        texts: the words.
        numbers: positions of what was replaced.
    """
    found: set[int] = set()
    for index in sorted(numbers):
        if index - 1 in numbers:
            continue
        start = index
        while start > max(index - _LONGEST_DATE, 0) and _of_date(texts[start - 1]):
            start -= 1
        while start < index and plain(texts[start]) in _JOINING:
            start += 1
        if any(plain(text) in _MONTHS for text in texts[start:index]):
            found |= set(range(start, index))
    return found


def _of_date(text: str) -> bool:
    word = plain(text)
    return (
        word in _MONTHS
        or word in _JOINING
        or all(part in _ORDINALS or digits(part) in (1, 2) for part in word.split("-"))
        or _ORDINAL.fullmatch(word) is not None
    )


def addresses(texts: list[str]) -> set[int]:
    """Positions of "12 Elm Street" and the like: a number, at most two words, a kind of street."""
    found: set[int] = set()
    for index, text in enumerate(texts):
        if plain(text) not in _STREETS:
            continue
        for start in range(index - 2, max(index - 2 - _STREET_WORDS, -1), -1):
            if digits(texts[start]) or texts[start] == "[number]":
                first = start
                while first > 0 and digits(texts[first - 1]):
                    first -= 1
                found |= set(range(first, index + 1))
                break
    return found


def emails(texts: list[str]) -> set[int]:
    """Positions of e-mail addresses, written or spoken ("jane dot doe at example dot com")."""
    found = {index for index, text in enumerate(texts) if "@" in text}
    words = [plain(text) for text in texts]
    for index, word in enumerate(words):
        if word != "at" or index == 0:
            continue
        end = _domain_end(words, index + 1)
        if end is None:
            continue
        start = index - 1
        while start >= 2 and words[start - 1] in _LOCAL_JOINS:
            start -= 2
        found |= set(range(start, end))
    return found


def _domain_end(words: list[str], start: int) -> int | None:
    """End of "example dot com", "mail dot example dot com" or "example.com"."""
    if start < len(words) and "." in words[start] and words[start].rpartition(".")[2] in _DOMAINS:
        return start + 1
    end, index = None, start
    while index < start + _MOST_NAME_WORDS and words[index + 1 : index + 2] not in ([], ["dot"]):
        index += 1  # a name of two words, "blue sky dot com"
    while words[index + 1 : index + 2] == ["dot"] and index + 2 < len(words):
        index += 2
        if words[index] in _DOMAINS:
            end = index + 1
    return end
