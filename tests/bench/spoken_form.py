"""Text as it is spoken: what is compared when words are counted, so that "$420" equals "four hundred and twenty dollars"."""

from __future__ import annotations

import re

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
_TENS = ["", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
             "twelve": "twelfth"}  # fmt: skip
_NUMBERS = frozenset([*_UNITS, *_TENS[1:], *(name for _, name in _SCALES)])
_LONGEST_NUMBER = 4
"""Longer runs of digits are read out one by one: accounts, cards, telephones."""

_SAME = {"ok": "okay", "o'clock": "oclock", "mm-hm": "mmhm", "mhm": "mmhm", "mm": "mmhm", "uh-huh": "uhhuh",
         "mr": "mister", "mrs": "missus", "alright": "all right", "gonna": "going to", "wanna": "want to"}  # fmt: skip
"""Two spellings of one sound."""
_HESITATIONS = frozenset({"uh", "um", "er", "erm", "hmm", "ah", "eh"})
"""Transcribers leave these out or not, as they like."""
_MONEY = {"$": "dollar", "£": "pound", "€": "euro"}


def spoken_form(text: str) -> list[str]:
    """The words of a text, lower case, without punctuation and hesitations, numbers written out."""
    text = text.lower().replace("\u2019", "'").replace("\u2018", "'")
    text = re.sub(r"([$£€])\s?(\d[\d,]*)(?:\.(\d\d))?", _money, text)
    text = text.replace("%", " percent ")
    text = re.sub(r"(\d),(?=\d{3}\b)", r"\1", text)
    text = re.sub(r"(\d+)(st|nd|rd|th)\b", lambda found: " " + _ordinal(int(found[1])) + " ", text)
    text = re.sub(r"\d+", lambda found: " " + _number(found[0]) + " ", text)
    words: list[str] = []
    for raw in text.split():
        bare = raw.strip(".,;:!?\"'()[]…")
        for part in _SAME.get(bare, bare.replace("-", " ")).split():
            word = re.sub(r"[^\w']", "", part)
            if word and word not in _HESITATIONS:
                words.append(word)
    return _without_and(words)


def _without_and(words: list[str]) -> list[str]:
    """Drop the "and" inside a number: some say it, some do not, no recogniser writes it."""
    return [
        word
        for index, word in enumerate(words)
        if not (
            word == "and"
            and 0 < index < len(words) - 1
            and words[index - 1] in ("hundred", "thousand")
            and words[index + 1] in _NUMBERS
        )
    ]


def _money(found: re.Match[str]) -> str:
    unit, whole, cents = found[1], found[2].replace(",", ""), found[3]
    text = f" {whole} {_MONEY[unit]}{'' if whole == '1' else 's'} "
    return text + (f" {int(cents)} cents " if cents and int(cents) else "")


def _number(digits: str) -> str:
    if len(digits) > _LONGEST_NUMBER or (len(digits) > 1 and digits[0] == "0"):
        return " ".join(_UNITS[int(digit)] for digit in digits)
    value = int(digits)
    century, rest = divmod(value, 100)
    if rest and 11 <= century <= 20 and not 2000 <= value <= 2009:
        return f"{_whole(century)} {_whole(rest)}"  # a year, or said like one
    return _whole(value)


def _whole(value: int) -> str:
    if value < 20:
        return _UNITS[value]
    for size, name in _SCALES:
        if value >= size:
            rest = value % size
            return f"{_whole(value // size)} {name}" + (f" {_whole(rest)}" if rest else "")
    return _TENS[value // 10] + (f" {_UNITS[value % 10]}" if value % 10 else "")


def _ordinal(value: int) -> str:
    *front, last = _whole(value).split()
    regular = (last[:-1] + "ie" if last.endswith("y") else last) + "th"
    last = _ORDINALS.get(last, regular)
    return " ".join([*front, last])
