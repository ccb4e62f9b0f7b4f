"""Numbers that identify: cards, accounts, phones and the like, spoken or written, in one go or in pieces.

A run of number words is kept if it is money, a count, a time or a year, and replaced from four digits on otherwise. What is
said around it decides what it is called, and whether a shorter one (a security code) or one with a misheard word in it is a
number too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist.asr.spoken_numbers import is_time
from assist.store.redaction.naming import named, talked_about
from assist.store.redaction.words import TENS, UNITS, Finding, Word, any_of

LEAST_DIGITS = 4
LEAST_DIGITS_NAMED = 3
"""After "my security code is", "card number", ..."""
_MOST_COUNTED_DIGITS = 5
"""A longer run before "dollars" is a number, and a sum after it."""
_LEAST_DIGITS_EDGE = 2
"""Where a run may go on outside of what is seen."""

_FILLERS = frozenset({"uh", "um", "er", "erm", "dash", "hyphen", "slash", "stroke", "space", "-", "comma", "ah", "plus", "then"})
_GOING_ON = frozenset({
    "and", "then", "okay", "ok", "yeah", "yes", "right", "so", "uh", "um", "er", "erm", "then", "after", "that", "it's", "mm-hm",
})  # fmt: skip
"""What is said at the beginning of an utterance before the next piece of a number."""
_SOUNDS_LIKE = {"to": "2", "too": "2", "for": "4", "fore": "4", "won": "1", "ate": "8", "sex": "6", "tree": "3", "nein": "9"}
_COUNTED = frozenset({
    "dollar", "dollars", "cent", "cents", "pence", "p", "pound", "pounds", "quid", "euro", "euros", "bucks", "percent", "%", "per",
    "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minute", "minutes", "mins", "second",
    "seconds", "times", "time", "kids", "children", "people", "miles", "kilometers", "kilometres", "degrees", "units", "unit",
    "kilowatt", "kilowatts", "gigs", "gigabytes", "megs", "megabits", "o'clock", "am", "pm", "a.m", "p.m", "each", "bags", "boxes",
    "employees", "calls", "messages", "payments", "installments", "instalments", "letters", "steps", "meters", "metres", "feet",
    "grand", "k", "million", "thousand", "hundred", "square", "milligrams", "points", "nights", "rooms", "bedroom", "bedrooms",
    "orders", "items", "customers", "copies", "appointments", "years'", "year-old", "gallons", "litres", "liters", "pieces",
})  # fmt: skip
_MONEY_BEFORE = frozenset({
    "owe", "owed", "owing", "pay", "paid", "paying", "cost", "costs", "bill", "bills", "about", "around", "roughly", "nearly",
    "almost", "total", "totals", "balance", "over", "under", "worth", "charged", "earn", "earning", "make", "salary", "rent", "extra",
    "limit", "only", "spent", "refund", "deposit", "least", "another", "was", "from", "price", "quoted", "or", "up", "fee", "down",
})  # fmt: skip
_YEARS = range(1900, 2036)
_YEAR_BEFORE = frozenset({"in", "since", "of", "from", "until", "till", "year", "back", "around", "before", "after", "by", "early", "late"})


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    digits: str
    """`?` for each that was hidden before."""
    single: bool
    """Said digit by digit, or written."""

    @property
    def marked(self) -> bool:
        return "?" in self.digits

    def __len__(self) -> int:
        return len(self.digits)


def numbers(words: Sequence[Word], asked: Sequence[Word], taken: set[int], *, first: bool, last: bool) -> list[Finding]:
    """Numbers that identify somebody.

    Args:
        words: of one side.
        asked: what the other side said before.
        taken: places that belong to something else: dates, postcodes, addresses.
        first: a number may have begun before these words.
        last: a number may go on after these words.
    """
    amounts = _cardinals(words, taken)
    free = [index not in taken and index not in amounts for index in range(len(words))]
    runs = _joined(words, asked, _runs(words, free))
    found = [*_codes(words, asked, free)]
    for run in runs:
        edge = (first and run.start == 0) or (last and run.end == len(words))
        kept = _kept(words, run)
        if kept == run.start:
            continue
        run = run if kept == run.end else _cut(words, run, kept)
        if _identifies(words, asked, run, edge=edge, cut=kept < run.end):
            start, end = _with_letters(words, run)
            found.append(Finding(start, end, named(words, asked, run.start, run.end, run.digits)))
    return found


def _runs(words: Sequence[Word], free: Sequence[bool]) -> list[_Run]:
    runs = []
    index = 0
    while index < len(words):
        if not (free[index] and _numeric(words, index)):
            index += 1
            continue
        start = end = index
        at = index
        while at < len(words) and at - end <= 2 and free[at]:
            if _numeric(words, at):
                end = at + 1
            elif not _goes_on(words, at, end):
                break
            at += 1
        runs.append(_run(words, start, end))
        index = end
    return runs


def _numeric(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if word.shape == "times":  # "double" is a digit twice, or just a word
        return index + 1 < len(words) and words[index + 1].shape == "single"
    return word.shape in ("single", "teen", "tens", "written", "mark")


def _goes_on(words: Sequence[Word], at: int, end: int) -> bool:
    """Does a run go on across this word, if a number follows?"""
    if words[at].bare in _FILLERS:
        return True
    if words[at].bare in _GOING_ON and words[end - 1].utterance != words[at].utterance:
        return True
    lone = words[at].bare in _SOUNDS_LIKE and at == end and at > 1 and words[at - 2].shape == "single"
    return lone and words[at - 1].shape == "single" and at + 1 < len(words) and words[at + 1].shape == "single"


def _run(words: Sequence[Word], start: int, end: int) -> _Run:
    digits = ""
    singles = tens = 0
    index = start
    while index < end:
        word = words[index]
        following = words[index + 1] if index + 1 < end else None
        if word.shape == "times" and following is not None:
            digits += following.digits * (3 if word.bare in ("triple", "treble") else 2)
            singles, index = singles + 2, index + 1
        elif word.bare in TENS and following is not None and following.bare in UNITS and following.digits != "0":
            digits += word.digits[0] + following.digits
            tens, index = tens + 2, index + 1
        elif word.bare in _SOUNDS_LIKE:
            digits += _SOUNDS_LIKE[word.bare]
        else:
            digits += word.digits
            singles += len(word.digits) if word.shape in ("single", "written", "mark") else 0
            tens += len(word.digits) if word.shape in ("teen", "tens") else 0
        index += 1
    return _Run(start, end, digits, single=singles > tens or len(digits) > 5)


def _joined(words: Sequence[Word], asked: Sequence[Word], runs: list[_Run]) -> list[_Run]:
    """Runs with a misheard word or the end of an utterance between them are one."""
    out: list[_Run] = []
    for run in runs:
        last = out[-1] if out else None
        if last is not None and _together(words, asked, last, run):
            out[-1] = _Run(last.start, run.end, last.digits + run.digits, single=True)
        else:
            out.append(run)
    return out


def _together(words: Sequence[Word], asked: Sequence[Word], one: _Run, other: _Run) -> bool:
    between = words[one.end : other.start]
    if any(word.shape for word in between if word.shape != "ordinal") or _kept(words, other) != other.end:
        return False
    if not (one.single and other.single):
        return False
    if one.end and words[one.end - 1].utterance != words[other.start].utterance:
        pieces = all(word.bare in _GOING_ON or word.bare in _FILLERS for word in between)
        return pieces and len(one) + len(other) >= LEAST_DIGITS
    if any_of(between, _COUNTED) or any(word.text[-1] in ".;?!" for word in words[one.end - 1 : one.end]):
        return False
    both, least, most = len(one) + len(other), min(len(one), len(other)), max(len(one), len(other))
    talked = talked_about(words, asked, one.start) is not None
    if len(between) == 1:
        return (both >= 5 and least >= 2) or (talked and both >= LEAST_DIGITS) or (most >= 6 and least >= 1)
    return len(between) == 2 and ((both >= 7 and least >= 3) or (talked and both >= 6 and least >= 2))


def _kept(words: Sequence[Word], run: _Run) -> int:
    """Where the part of a run begins that is money, a count or a time; its end if all of it may identify somebody."""
    texts = [word.text for word in words]
    if is_time(texts, run.start, run.end) and not run.marked:
        return run.start
    following = words[run.end] if run.end < len(words) else None
    if following is None:
        return run.end
    counted = following.bare in _COUNTED or following.shape in ("amount", "scale")
    if following.bare in ("a", "an") and run.end + 1 < len(words):  # "four fifty a month"
        counted = words[run.end + 1].bare in ("month", "week", "day", "year", "hour", "piece", "unit")
    if not counted:
        return run.end
    if words[run.end - 1].shape == "written":
        return run.end - 1
    return run.start if len(run) <= _MOST_COUNTED_DIGITS and not run.marked else run.end


def _cut(words: Sequence[Word], run: _Run, end: int) -> _Run:
    return _run(words, run.start, end)


def _identifies(words: Sequence[Word], asked: Sequence[Word], run: _Run, *, edge: bool, cut: bool) -> bool:
    if run.marked:
        return True
    talk = talked_about(words, asked, run.start, run.end)
    if edge and len(run) >= _LEAST_DIGITS_EDGE:
        return True
    if len(run) < LEAST_DIGITS or cut:
        if len(run) >= LEAST_DIGITS:
            return True
        return talk is not None and run.single and len(run) >= LEAST_DIGITS_NAMED and not _counts(words, run)
    if talk is not None and talk != "phone":
        return not (_is_year(words, run) and words[run.start - 1].bare in _YEAR_BEFORE if run.start else False)
    if _is_year(words, run):
        return False
    if len(run) == LEAST_DIGITS and not run.single:  # "twelve fifty", "ten thirty", "nineteen ninety nine"
        return False
    return not (len(run) <= _MOST_COUNTED_DIGITS and _counts(words, run))


def _counts(words: Sequence[Word], run: _Run) -> bool:
    """One written number after "I owe", "about", ...: a sum, though nobody says of what."""
    before = words[max(run.start - 2, 0) : run.start]
    return run.end - run.start == 1 and words[run.start].shape == "written" and any_of(before, _MONEY_BEFORE)


def _is_year(words: Sequence[Word], run: _Run) -> bool:
    if len(run) != 4 or not run.digits.isdigit() or int(run.digits) not in _YEARS:
        return False
    return words[run.start].shape in ("written", "teen", "tens")


def _cardinals(words: Sequence[Word], taken: set[int]) -> set[int]:
    """Places of "four hundred and twenty", "two thousand": amounts and counts, never numbers that identify."""
    places: set[int] = set()
    for index, word in enumerate(words):
        if word.shape != "scale" or index in taken or (word.bare in ("k", "grand") and not index):
            continue
        if word.bare == "hundred" and _toll_free(words, index):
            continue
        start = index
        while start > 0 and index - start < 2 and words[start - 1].shape in ("single", "teen", "tens", "written"):
            if start < index and not (words[start - 1].bare in TENS and words[start].shape == "single"):
                break
            start -= 1
        end = index + 1
        at = end + (end < len(words) and words[end].bare == "and")
        tail = at
        while tail < len(words) and words[tail].shape in ("single", "teen", "tens", "written") and tail - at < 4:
            tail += 1
        fits = tail - at == 1 or (tail - at == 2 and words[at].bare in TENS)
        if fits or (tail < len(words) and words[tail].shape == "scale"):
            end = tail
        places |= set(range(start, end))
    return places


def _toll_free(words: Sequence[Word], hundred: int) -> bool:
    """ "One eight hundred" and seven digits or more."""
    if hundred == 0 or words[hundred - 1].bare not in ("eight", "8", "nine", "three"):
        return False
    digits = sum(len(word.digits) for word in words[hundred + 1 : hundred + 10] if word.shape in ("single", "written", "tens", "teen"))
    return digits >= 6


def _with_letters(words: Sequence[Word], run: _Run) -> tuple[int, int]:
    """A run with the letters that are spelled before and after it: "q q one two three four five six c"."""
    start = run.start
    while start > 0 and words[start - 1].letter and (words[start - 1].bare not in "ai" or _spelled(words, start - 1)):
        start -= 1
    end = run.end
    most = 1 if start < run.start else 0
    while end < len(words) and words[end].letter and end - run.end < most:
        end += 1
    return start, end


def _spelled(words: Sequence[Word], index: int) -> bool:
    return (index > 0 and words[index - 1].letter) or words[index + 1].letter


def _codes(words: Sequence[Word], asked: Sequence[Word], free: Sequence[bool]) -> list[Finding]:
    """Letters and digits: written in one word, or spelled and mixed."""
    found = []
    for index, word in enumerate(words):
        if word.shape == "code" and free[index]:
            talk = talked_about(words, asked, index, index + 1)
            if len(word.digits) >= LEAST_DIGITS or (talk is not None and len(word.digits) >= 2 and len(word.bare) >= 4):
                found.append(_whole_code(words, index, asked))
    index = 0
    while index < len(words):
        end = index
        while end < len(words) and free[end] and (words[end].letter or words[end].shape in ("single", "teen", "tens", "written")):
            end += 1
        start = index + (end > index and words[index].bare in ("a", "i") and not (index + 1 < end and words[index + 1].letter))
        letters = sum(word.letter and word.shape != "single" for word in words[start:end])
        digits = sum(len(word.digits) for word in words[start:end])
        if letters >= 2 and digits >= 2 and letters + digits >= 5:
            found.append(Finding(start, end, named(words, asked, start, end, "", spelled=_spell(words[start:end]))))
        index = max(end, index + 1)
    return found


def _spell(words: Sequence[Word]) -> str:
    return "".join(word.digits or word.bare for word in words)


def _whole_code(words: Sequence[Word], index: int, asked: Sequence[Word]) -> Finding:
    """A written code in groups: "GB29 NWBK 6016 1331 9268 19", "QQ 12 34 56 C"."""
    start, end = index, index + 1
    while end < len(words) and (words[end].shape in ("code", "written") or re.fullmatch(r"[A-Z]{1,4}", words[end].text)):
        end += 1
    while start > 0 and (words[start - 1].shape == "code" or re.fullmatch(r"[A-Z]{2,4}", words[start - 1].text)):
        start -= 1
    spelled = "".join(re.sub(r"[^a-z0-9]", "", word.bare) for word in words[start:end])
    return Finding(start, end, named(words, asked, start, end, "", spelled=spelled))
