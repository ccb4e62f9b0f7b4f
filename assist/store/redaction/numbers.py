"""Numbers that identify: cards, accounts, phones and the like, spoken or written, in one go or in pieces.

A run of number words is kept if it is money, a count, a time or a year, and replaced from four digits on otherwise. What is
said around it decides what it is called, and whether a shorter one (a security code) or one with a misheard word in it is a
number too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assist.store.redaction.amounts import (
    COUNTED,
    MOST_COUNTED_DIGITS,
    cardinals,
    follows_year_word,
    is_sum,
    is_year,
    kept_from,
)
from assist.store.redaction.naming import TALK, named, talked_about
from assist.store.redaction.runs import FILLERS, GOING_ON, Run, run_of, runs
from assist.store.redaction.words import Finding, Word, any_of

LEAST_DIGITS = 4
LEAST_DIGITS_NAMED = 3
"""After "my security code is", "card number", ..."""
_LEAST_DIGITS_EDGE = 2
"""Where a run may go on outside of what is seen."""
_APART = frozenset({
    "at", "by", "until", "till", "after", "before", "between", "around", "about", "is", "it's", "that's", "owe",
    "pay", "paid", "i", "my", "have", "times",
})  # fmt: skip
"""Words that tell one number from the next: nobody misheard them for a digit."""


def numbers(words: Sequence[Word], asked: Sequence[Word], taken: set[int], *, first: bool, last: bool) -> list[Finding]:
    """Numbers that identify somebody.

    Args:
        words: of one side.
        asked: what the other side said before.
        taken: places that belong to something else: dates, postcodes, addresses.
        first: a number may have begun before these words.
        last: a number may go on after these words.
    """
    amounts = cardinals(words, taken)
    free = [index not in taken and index not in amounts for index in range(len(words))]
    found = [*_codes(words, asked, free)]
    for run in _joined(words, asked, runs(words, free)):
        edge = (first and run.start == 0) or (last and run.end == len(words))
        kept = kept_from(words, run)
        if kept == run.start:
            continue
        long = run if kept == run.end else run_of(words, run.start, kept)
        if _identifies(words, asked, long, edge=edge, cut=kept < run.end):
            start, end = _with_letters(words, long)
            found.append(Finding(start, end, named(words, asked, long.start, long.end, long.digits)))
    return found


def _joined(words: Sequence[Word], asked: Sequence[Word], found: list[Run]) -> list[Run]:
    """Runs with a misheard word or the end of an utterance between them are one."""
    out: list[Run] = []
    for run in found:
        last = out[-1] if out else None
        if last is not None and _together(words, asked, last, run):
            out[-1] = Run(last.start, run.end, last.digits + run.digits, single=True)
        else:
            out.append(run)
    return out


def _together(words: Sequence[Word], asked: Sequence[Word], one: Run, other: Run) -> bool:
    between = words[one.end : other.start]
    if not (one.single and other.single) or kept_from(words, other) != other.end:
        return False
    if any(word.shape not in ("", "ordinal") for word in between):
        return False
    if words[one.end - 1].utterance != words[other.start].utterance:
        pieces = all(word.bare in GOING_ON or word.bare in FILLERS for word in between)
        return pieces and len(one) + len(other) >= LEAST_DIGITS
    apart = any_of(between, COUNTED | _APART) or any(word.bare in TALK for word in between)
    return not apart and words[one.end - 1].text[-1] not in ".;?!" and _misheard(words, asked, one, other)


def _misheard(words: Sequence[Word], asked: Sequence[Word], one: Run, other: Run) -> bool:
    """Are the words between two runs more likely digits that were misheard than the end of a number?"""
    gap = other.start - one.end
    both, least, most = len(one) + len(other), min(len(one), len(other)), max(len(one), len(other))
    talked = talked_about(words, asked, one.start) is not None
    if gap <= 2:
        return (talked and both >= LEAST_DIGITS) or most >= 5 + gap or (least >= 2 and both >= 3 + 2 * gap)
    return gap == 3 and talked and both >= 6


def _identifies(words: Sequence[Word], asked: Sequence[Word], run: Run, *, edge: bool, cut: bool) -> bool:
    if run.marked or (edge and len(run) >= (_LEAST_DIGITS_EDGE if run.single else LEAST_DIGITS)):
        return True
    talk = talked_about(words, asked, run.start, run.end)
    if len(run) < LEAST_DIGITS:
        return talk is not None and run.single and len(run) >= LEAST_DIGITS_NAMED and not is_sum(words, run)
    if cut:
        return True
    if talk is not None and talk != "phone":
        return not (is_year(words, run) and follows_year_word(words, run))
    pair = len(run) == LEAST_DIGITS and not run.single  # "twelve fifty", "ten thirty", "nineteen ninety nine"
    return not (pair or is_year(words, run) or (len(run) <= MOST_COUNTED_DIGITS and is_sum(words, run)))


def _with_letters(words: Sequence[Word], run: Run) -> tuple[int, int]:
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
        while (
            end < len(words)
            and free[end]
            and (words[end].letter or words[end].shape in ("single", "teen", "tens", "written"))
        ):
            end += 1
        start = index + (
            end > index and words[index].bare in ("a", "i") and not (index + 1 < end and words[index + 1].letter)
        )
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
    while end < len(words) and (
        words[end].shape in ("code", "written") or re.fullmatch(r"[A-Z]{1,4}", words[end].text)
    ):
        end += 1
    while start > 0 and (words[start - 1].shape == "code" or re.fullmatch(r"[A-Z]{2,4}", words[start - 1].text)):
        start -= 1
    spelled = "".join(re.sub(r"[^a-z0-9]", "", word.bare) for word in words[start:end])
    return Finding(start, end, named(words, asked, start, end, "", spelled=spelled))
