"""Numbers that identify nobody: sums of money, counts, times of day, years."""

from __future__ import annotations

from collections.abc import Sequence

from assist.asr.spoken_numbers import is_time
from assist.store.redaction.runs import Run
from assist.store.redaction.words import TENS, Word, any_of

MOST_COUNTED_DIGITS = 5
"""A longer run before "dollars" is a number, and a sum after it."""
COUNTED = frozenset({
    "dollar", "dollars", "cent", "cents", "pence", "p", "pound", "pounds", "quid", "euro", "euros", "bucks",
    "percent", "%", "per", "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours",
    "minute", "minutes", "mins", "second", "seconds", "times", "time", "kids", "children", "people", "miles",
    "kilometers", "kilometres", "degrees", "units", "unit", "kilowatt", "kilowatts", "gigs", "gigabytes", "megs",
    "megabits", "o'clock", "am", "pm", "a.m", "p.m", "each", "bags", "boxes", "employees", "calls", "messages",
    "payments", "installments", "instalments", "letters", "steps", "meters", "metres", "feet", "grand", "k",
    "million", "thousand", "hundred", "square", "milligrams", "points", "nights", "rooms", "bedroom", "bedrooms",
    "orders", "items", "customers", "copies", "appointments", "years'", "year-old", "gallons", "litres", "liters",
    "pieces",
})  # fmt: skip
"""Words after a number that make it an amount or a count."""
_MONEY_BEFORE = frozenset({
    "owe", "owed", "owing", "pay", "paid", "paying", "cost", "costs", "bill", "bills", "about", "around", "roughly",
    "nearly", "almost", "total", "totals", "balance", "over", "under", "worth", "charged", "earn", "earning", "make",
    "salary", "rent", "extra", "limit", "only", "spent", "refund", "deposit", "least", "another", "was", "from",
    "price", "quoted", "or", "up", "fee", "down",
})  # fmt: skip
_YEARS = range(1900, 2036)
_YEAR_BEFORE = frozenset(
    {"in", "since", "of", "from", "until", "till", "year", "back", "around", "before", "after", "by", "early", "late"}
)


def kept_from(words: Sequence[Word], run: Run) -> int:
    """Where the part of a run begins that is money, a count or a time; its end if all of it may identify somebody."""
    texts = [word.text for word in words]
    if is_time(texts, run.start, run.end) and not run.marked:
        return run.start
    following = words[run.end] if run.end < len(words) else None
    if following is None:
        return run.end
    counted = following.bare in COUNTED or following.shape in ("amount", "scale")
    if following.bare in ("a", "an") and run.end + 1 < len(words):  # "four fifty a month"
        counted = words[run.end + 1].bare in ("month", "week", "day", "year", "hour", "piece", "unit")
    if not counted:
        return run.end
    if words[run.end - 1].shape == "written":
        return run.end - 1
    return run.start if len(run) <= MOST_COUNTED_DIGITS and not run.marked else run.end


def is_sum(words: Sequence[Word], run: Run) -> bool:
    """One written number after "I owe", "about", ...: a sum, though nobody says of what."""
    before = words[max(run.start - 2, 0) : run.start]
    return run.end - run.start == 1 and words[run.start].shape == "written" and any_of(before, _MONEY_BEFORE)


def is_year(words: Sequence[Word], run: Run) -> bool:
    """May this be a year, "1998", "nineteen ninety eight"?"""
    if len(run) != 4 or not run.digits.isdigit() or int(run.digits) not in _YEARS:
        return False
    return words[run.start].shape in ("written", "teen", "tens")


def follows_year_word(words: Sequence[Word], run: Run) -> bool:
    """Is this after "in", "since" and the like?"""
    return run.start > 0 and words[run.start - 1].bare in _YEAR_BEFORE


def cardinals(words: Sequence[Word], taken: set[int]) -> set[int]:
    """Places of "four hundred and twenty", "two thousand": amounts and counts, never numbers that identify."""
    places: set[int] = set()
    for index, word in enumerate(words):
        if word.shape != "scale" or index in taken or (word.bare in ("k", "grand") and not index):
            continue
        if word.bare == "hundred" and (_toll_free(words, index) or _within_number(words, index)):
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
    """Is this "one eight hundred" with six digits or more after it?"""
    if hundred == 0 or words[hundred - 1].bare not in ("eight", "8", "nine", "three"):
        return False
    digits = sum(
        len(word.digits)
        for word in words[hundred + 1 : hundred + 10]
        if word.shape in ("single", "written", "tens", "teen")
    )
    return digits >= 6


def _within_number(words: Sequence[Word], hundred: int) -> bool:
    """Is this the end of a number that is read out, "oh seven seven double oh nine hundred", and not a sum?"""
    digits, at = 0, hundred
    while at > 0 and (words[at - 1].digits or words[at - 1].shape == "times"):
        at -= 1
        digits += len(words[at].digits)
    return digits >= MOST_COUNTED_DIGITS
