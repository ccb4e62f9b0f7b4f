"""Numbers as people say and recognisers write them: how many digits a word stands for, sums of money, times of day."""

from __future__ import annotations

import re

_UNITS = ["zero", "oh", "o", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_DIGITS = {
    **dict.fromkeys(_UNITS, 1),
    **dict.fromkeys(_TEENS, 2),
    **dict.fromkeys(_TENS, 2),
    "double": 1,
    "triple": 2,
}

MONEY = frozenset({
    "dollar", "dollars", "cent", "cents", "pence", "pound", "pounds", "quid", "euro", "euros", "bucks", "percent",
    "hundred", "thousand", "million", "%", "$",
})  # fmt: skip
"""Words after a number that make it an amount."""

FILLERS = frozenset({"uh", "um", "er", "erm", "dash", "hyphen", "slash", "stroke", "space", "-"})
"""Words inside a long number that is read out."""

_AMOUNT = re.compile(r"[-+]?(?:[$£€]\d[\d.,]*|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?(?:%|[$£€]|k)|\d{1,5}\.\d\d)")
_TIME = re.compile(r"\d{1,2}(?:[:.]\d\d)(?:[ap]m?)?|\d{1,4}[ap]\.?m")
_HOURS = frozenset({*_UNITS[4:], "ten", "eleven", "twelve"})
_BEFORE_TIME = frozenset({"at", "by", "until", "till", "before", "after", "around", "about", "from", "since", "to"})
_AFTER_TIME = frozenset({"am", "pm", "a", "p", "o'clock", "oclock", "this", "tomorrow", "today", "tonight", "in"})
_LONG_TIME = 3
"""Most words of a time of day: "eleven forty five"."""


def plain(text: str) -> str:
    """A word without case and punctuation around it."""
    return text.lower().strip(".,;:!?\"'()")


def digits(text: str) -> int:
    """How many digits a word stands for; 0 if it is no number, or an amount, or a time as it is written."""
    bare = plain(text)
    count = sum(c.isdigit() for c in bare)
    if count:
        if _AMOUNT.fullmatch(bare) or _TIME.fullmatch(bare):
            return 0
        # "2nd" and "b2b" are words; "ab123456" is an account.
        return count if count >= 4 or not any(c.isalpha() for c in bare) else 0
    parts = [part for part in bare.split("-") if part]
    return sum(_DIGITS[part] for part in parts) if parts and all(part in _DIGITS for part in parts) else 0


def is_time(texts: list[str], start: int, end: int) -> bool:
    """Is this run of spoken numbers a time of day, "at ten thirty" or "eleven forty five a m"?"""
    run = [part for text in texts[start:end] for part in plain(text).split("-")]
    if not 2 <= len(run) <= _LONG_TIME or run[0] not in _HOURS:
        return False
    minutes = run[1:]
    fits = (
        minutes[0] in _TENS[:4] or (len(minutes) == 1 and minutes[0] in _TEENS) or (minutes[0] in ("oh", "o"))
    ) and (len(minutes) == 1 or minutes[1] in _UNITS[4:])
    before = plain(texts[start - 1]) if start else ""
    after = plain(texts[end]) if end < len(texts) else ""
    return fits and (before in _BEFORE_TIME or after.replace(".", "") in _AFTER_TIME)
