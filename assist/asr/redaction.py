"""Redaction at the door: numbers, dates of birth, e-mail and street addresses never get further than the recogniser.

Cards, accounts, phone numbers and dates of birth come as runs of digits, spoken ("four one one one") or written ("4111"). A run
of four digits or more is replaced unless it is money, a percentage or a time of day, and so is the date a replaced year
belongs to. Replacing is done word by word: the number of words and their times stay, and doing it twice changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from assist.asr.personal import addresses, dates, emails
from assist.asr.spoken_numbers import FILLERS, MONEY, digits, is_time, plain
from assist.events import TimedWord

MARK = "[number]"
EMAIL_MARK = "[email]"
ADDRESS_MARK = "[address]"

LEAST_DIGITS = 4
LEAST_DIGITS_UNFINISHED = 2
"""A run at the end of an unfinished hypothesis is hidden from here on: it may be the beginning of a long one."""
LEAST_DIGITS_ALONE = 3
"""An utterance of nothing but digits is a part of a number that is read out in groups."""
MOST_MONEY_DIGITS = 5
"""Spoken sums have no more ("nineteen ninety nine dollars"); a longer run before "dollars" is a number and a sum."""


def redact(words: tuple[TimedWord, ...], *, complete: bool = True) -> tuple[TimedWord, ...]:
    """The same words with what identifies a person replaced by marks.

    Args:
        words: of one utterance so far.
        complete: False if more words may follow.
    """
    texts = [word.text for word in words]
    marks: dict[int, str] = {}
    for start, end in _long_numbers(texts, complete):
        marks.update(dict.fromkeys(range(start, end), MARK))
    marks.update(dict.fromkeys(dates(texts, set(marks)), MARK))
    marks.update(dict.fromkeys(addresses(texts), ADDRESS_MARK))
    marks.update(dict.fromkeys(emails(texts), EMAIL_MARK))
    return tuple(replace(word, text=marks.get(index, word.text)) for index, word in enumerate(words))


def _long_numbers(texts: list[str], complete: bool) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(texts):
        if not digits(texts[index]):
            index += 1
            continue
        start = index
        end = _run_end(texts, start)
        index = end
        if is_time(texts, start, end):
            continue
        kept = _sum_at_end(texts, start, end)
        total = sum(digits(text) for text in texts[start:kept])
        if kept == end:
            alone = start == 0 and end == len(texts)
            unfinished = not complete and end == len(texts)
            least = LEAST_DIGITS_UNFINISHED if unfinished else LEAST_DIGITS_ALONE if alone else LEAST_DIGITS
        else:
            least = LEAST_DIGITS
        if total >= least:
            found.append((start, kept))
    return found


def _run_end(texts: list[str], start: int) -> int:
    """End of a run of numbers; a filler or two between them does not end it."""
    end = index = start
    while index < len(texts) and index - end <= 2:
        if digits(texts[index]):
            end = index + 1
        elif plain(texts[index]) not in FILLERS:
            break
        index += 1
    return end


def _sum_at_end(texts: list[str], start: int, end: int) -> int:
    """Where a sum of money or a percentage at the end of a run begins; the end if there is none."""
    if end == len(texts) or plain(texts[end]) not in MONEY:
        return end
    if any(c.isdigit() for c in texts[end - 1]):
        return end - 1
    total = sum(digits(text) for text in texts[start:end])
    return start if total <= MOST_MONEY_DIGITS else end
