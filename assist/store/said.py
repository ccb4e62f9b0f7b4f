"""Redacts what one side says while it is being said: a number may be read out in pieces, over several utterances."""

from __future__ import annotations

from assist.events import SAMPLE_RATE, Words
from assist.store.redact import Redactor

JOIN_SAMPLES = 6 * SAMPLE_RATE
"""Utterances of one side that are closer than this are read together: the other side repeats a piece, and it goes on."""
MOST_TOGETHER = 12
"""Utterances read together at most."""


class Stretch:
    """The utterances of one side that are read together, newest last. What was said is here only, as long as it is needed.

    Until the stretch is over, digits at its end are hidden even if they are few: they may be the beginning of a number.

    Args:
        redactor: replaces what identifies a person.
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._numbers: list[int] = []
        self._texts: list[str] = []
        self._written: list[str] = []
        self._asked = ""
        self._end = 0

    def add(self, number: int, words: Words, asked: str) -> dict[int, str]:
        """Add an utterance.

        Args:
            number: of the utterance within the call.
            words: final ones.
            asked: what the other side said last, in the clear: "what is your date of birth".

        Returns:
            redacted texts by number: of this utterance, and of earlier ones that read differently now.
        """
        changed = self.close() if self._numbers and words.start - self._end > JOIN_SAMPLES else {}
        if len(self._numbers) == MOST_TOGETHER:
            del self._numbers[0], self._texts[0], self._written[0]
        if not self._numbers:
            self._asked = asked
        self._numbers.append(number)
        self._texts.append(words.text)
        self._written.append("")
        self._end = max(self._end, words.end)
        changed.update(self._read(complete=False))
        changed[number] = self._written[-1]
        return changed

    def settle(self, now: int) -> dict[int, str]:
        """Close the stretch if nothing can join it any more."""
        return self.close() if self._numbers and now - self._end > JOIN_SAMPLES else {}

    def close(self) -> dict[int, str]:
        """No more is said; returns the texts that read differently now, and forgets what was said."""
        changed = self._read(complete=True)
        self._numbers, self._texts, self._written, self._asked = [], [], [], ""
        return changed

    def last(self) -> str:
        """The newest utterance, in the clear."""
        return self._texts[-1] if self._texts else ""

    def _read(self, *, complete: bool) -> dict[int, str]:
        texts = self._redactor.utterances(self._texts, asked=self._asked, complete=complete)
        changed = {n: new for n, new, old in zip(self._numbers, texts, self._written, strict=True) if new != old}
        self._written = texts
        return changed
