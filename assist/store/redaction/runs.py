"""Runs of number words: digits said one by one, in pairs, "double four", with an "uh" between them, over several utterances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assist.store.redaction.words import TENS, UNITS, Word

FILLERS = frozenset(
    {"uh", "um", "er", "erm", "dash", "hyphen", "slash", "stroke", "space", "-", "comma", "ah", "plus", "then"}
)
GOING_ON = frozenset({
    "and", "then", "okay", "ok", "yeah", "yes", "right", "so", "uh", "um", "er", "erm", "after", "that", "it's",
    "mm-hm",
})  # fmt: skip
"""What is said at the beginning of an utterance before the next piece of a number."""
_SOUNDS_LIKE = {
    "to": "2", "too": "2", "for": "4", "fore": "4", "won": "1", "ate": "8", "sex": "6", "tree": "3", "nein": "9",
}  # fmt: skip
"""Words that a recogniser writes for a digit between digits."""


@dataclass(frozen=True, slots=True)
class Run:
    """Number words that belong together, and their digits."""

    start: int
    end: int
    digits: str
    """`?` for each that was hidden before."""
    single: bool
    """Said digit by digit, or written."""

    @property
    def marked(self) -> bool:
        """Was some of it hidden before?"""
        return "?" in self.digits

    def __len__(self) -> int:
        return len(self.digits)


def runs(words: Sequence[Word], free: Sequence[bool]) -> list[Run]:
    """All runs.

    Args:
        words: of one side.
        free: for each word, whether it may be part of a run.
    """
    found = []
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
        if any(word.bare not in ("oh", "o") for word in words[start:end]):  # "oh oh oh" is no number
            found.append(run_of(words, start, end))
        index = end
    return found


def _numeric(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if word.shape == "times":  # "double" is a digit twice, or just a word
        return index + 1 < len(words) and words[index + 1].shape == "single"
    if word.bare == "hundred":  # what is a sum is not free
        return index > 0 and bool(words[index - 1].digits)
    return word.shape in ("single", "teen", "tens", "written", "mark")


def _goes_on(words: Sequence[Word], at: int, end: int) -> bool:
    """Does a run go on across this word, if a number follows?"""
    if words[at].bare in FILLERS:
        return True
    if words[at].bare in GOING_ON and words[end - 1].utterance != words[at].utterance:
        return True
    lone = words[at].bare in _SOUNDS_LIKE and at == end and at > 1 and words[at - 2].shape == "single"
    return lone and words[at - 1].shape == "single" and at + 1 < len(words) and words[at + 1].shape == "single"


def run_of(words: Sequence[Word], start: int, end: int) -> Run:
    """The run from `start` up to, not including, `end`."""
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
        elif word.bare == "hundred":
            digits, tens = digits + "00", tens + 2
        elif word.bare in _SOUNDS_LIKE:
            digits += _SOUNDS_LIKE[word.bare]
        else:
            digits += word.digits
            singles += len(word.digits) if word.shape in ("single", "written", "mark") else 0
            tens += len(word.digits) if word.shape in ("teen", "tens") else 0
        index += 1
    return Run(start, end, digits, single=singles > tens or len(digits) > 5)
