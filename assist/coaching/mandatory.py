"""Nothing is said while the agent reads a mandatory text: they may not stop, and everything in it would look like a slip."""

from __future__ import annotations

import math
from collections.abc import Iterable

from assist.cues.text import normalise
from assist.events import AnyEvent, TurnEnded, Words
from assist.profile.schema import samples

LIKENESS = 0.75
"""Part of a phrase's words that must be heard, in order, for it to count: recognition loses some."""
KEPT_WORDS = 24
"""The last words in which a phrase is looked for, so that one that spans two utterances is found."""


class MandatoryText:
    """Hears the phrases that such texts begin with.

    Args:
        phrases: of the profile.
        most_seconds: longest time that one keeps prompts away.
    """

    def __init__(self, phrases: Iterable[str], most_seconds: float) -> None:
        self._phrases = [normalise(phrase).split() for phrase in phrases]
        self._most = samples(most_seconds)
        self._said: list[str] = []
        self._until = -1

    def take(self, event: AnyEvent, now: int) -> None:
        """Take the agent's words and ends of turns; others are ignored."""
        if isinstance(event, TurnEnded) and event.speaker == "agent":
            self._said, self._until = [], -1
        elif self._phrases and isinstance(event, Words) and event.speaker == "agent" and event.stability != "partial":
            words = normalise(event.text).split()
            if any(_holds(phrase, [*self._said, *words][-KEPT_WORDS - len(words) :]) for phrase in self._phrases):
                self._until = now + self._most
            if event.stability == "final":
                self._said = [*self._said, *words][-KEPT_WORDS:]

    def is_read(self, now: int) -> bool:
        """Whether one is being read."""
        return now < self._until


def _holds(phrase: list[str], words: list[str]) -> bool:
    """Whether enough of a phrase is said within about its own length."""
    wanted = math.ceil(len(phrase) * LIKENESS)
    reach = len(phrase) + 2
    starts = (start for start, word in enumerate(words) if word in phrase)
    return any(_in_order(phrase, words[start : start + reach]) >= wanted for start in starts)


def _in_order(phrase: list[str], words: list[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(words) + 1)
    for wanted in phrase:
        before = 0
        for place, word in enumerate(words, 1):
            before, row[place] = row[place], before + 1 if word == wanted else max(row[place], row[place - 1])
    return row[-1]
