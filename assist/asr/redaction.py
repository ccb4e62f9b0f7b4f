"""Redaction at the door: long numbers and e-mail addresses never get further than the recogniser.

Cards, accounts, phone numbers and dates of birth are spoken as runs of digits. A run of four digits or more is replaced,
spoken ("four one one one") or written ("4111"), unless it is money, so that amounts stay readable. Replacing is done word by
word, keeps times, and doing it twice changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assist.events import TimedWord

MARK = "[number]"
EMAIL_MARK = "[email]"

LEAST_DIGITS = 4

_UNITS = ["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_REPEATS = {"double": 1, "triple": 2}
_DIGITS = {**dict.fromkeys(_UNITS, 1), **dict.fromkeys(_TEENS, 2), **dict.fromkeys(_TENS, 2), **_REPEATS}
_MONEY = {
    "dollar",
    "dollars",
    "cent",
    "cents",
    "pound",
    "pounds",
    "euro",
    "euros",
    "bucks",
    "percent",
    "hundred",
    "thousand",
}
_WRITTEN = re.compile(r"[\d()+./-]*\d[\d()+./-]*")


def redact(words: tuple[TimedWord, ...]) -> tuple[TimedWord, ...]:
    """The same words with long numbers and e-mail addresses replaced by a mark."""
    out = list(words)
    for start, end in _runs(words):
        for index in range(start, end):
            out[index] = replace(words[index], text=MARK)
    for index, word in enumerate(words):
        if "@" in word.text:
            out[index] = replace(word, text=EMAIL_MARK)
    return tuple(out)


def _runs(words: tuple[TimedWord, ...]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        if not _digits(words[index].text):
            index += 1
            continue
        start, total = index, 0
        while index < len(words) and _digits(words[index].text):
            total += _digits(words[index].text)
            index += 1
        following = _plain(words[index].text) if index < len(words) else ""
        money = following in _MONEY or words[start].text.startswith(("$", "£", "€"))
        marked = any(word.text == MARK for word in words[start:index])
        if (total >= LEAST_DIGITS and not money) or marked:
            found.append((start, index))
    return found


def _digits(text: str) -> int:
    """How many digits a word stands for; 0 if it is not a number."""
    if text == MARK:
        return LEAST_DIGITS
    bare = text.strip(".,;:!?$£€")
    if _WRITTEN.fullmatch(bare):
        return sum(c.isdigit() for c in bare)
    parts = [part for part in _plain(text).split("-") if part]
    return sum(_DIGITS[part] for part in parts) if parts and all(part in _DIGITS for part in parts) else 0


def _plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum() or c == "-").strip("-")
