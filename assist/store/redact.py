"""Redaction before writing: what identifies a person becomes a mark, `[card]`, `[phone]`; sums, times and dates stay.

Recognised words come with their long numbers hidden already (`assist.asr.redaction`), word by word and utterance by utterance.
This is the second net: it sees several utterances at once and what was asked before, it knows more kinds, and it also
takes what people type.
"""

from __future__ import annotations

from collections.abc import Sequence

from assist.store.redaction.dates import dates
from assist.store.redaction.emails import beginning, emails
from assist.store.redaction.names import names
from assist.store.redaction.numbers import numbers
from assist.store.redaction.places import places
from assist.store.redaction.words import Finding, Word, words_of

_CLOSING = ".,;:!?"


class Redactor:
    """Replaces what identifies a person.

    Args:
        names: also replace names that people say of themselves.
    """

    def __init__(self, *, names: bool = False) -> None:
        self._names = names

    def utterances(self, texts: Sequence[str], *, asked: str = "", complete: bool = True) -> list[str]:
        """Utterances of one side that follow one another, redacted; a number may run from one into the next.

        Args:
            texts: what was said.
            asked: what the other side said before: it may tell what a number is.
            complete: False if more may follow: digits at the end are hidden then, even if they are few.
        """
        words = words_of(texts)
        return _write(words, self.marks(words, asked=asked, last=not complete), texts)

    def text(self, text: str) -> str:
        """A text of its own, several lines long perhaps, redacted."""
        return "\n".join(self.utterances(text.split("\n")))

    def fragment(self, text: str) -> str:
        """A piece of something longer: digits at its ends are hidden even if they are few."""
        words = words_of([text])
        return _write(words, self.marks(words, first=True, last=True), [text])[0]

    def marks(
        self, words: Sequence[Word], *, asked: str = "", first: bool = False, last: bool = False
    ) -> dict[int, Finding]:
        """What belongs to which finding, by place of the word."""
        question = words_of([asked])
        births, dated = dates(words, question)
        found = [*births, *emails(words), *places(words, question)]
        if last and (tail := beginning(words)) is not None:
            found.append(tail)
        if self._names:
            found += names(words)
        taken = dated.union(*(range(finding.start, finding.end) for finding in found))
        found += numbers(words, question, taken, first=first, last=last)
        marks: dict[int, Finding] = {}
        for finding in sorted(found, key=lambda f: f.start - f.end):  # the longest first
            for index in range(finding.start, finding.end):
                marks.setdefault(index, finding)
        return marks


def _write(words: Sequence[Word], marks: dict[int, Finding], texts: Sequence[str]) -> list[str]:
    """The utterances with marks in place of findings; one without any stays as it was, spaces and all."""
    parts: list[list[str]] = [[] for _ in texts]
    touched = {words[index].utterance for index in marks}
    before: tuple[int, Finding] | None = None
    for index, word in enumerate(words):
        finding, part = marks.get(index), parts[word.utterance]
        if finding is None:
            part.append(word.text)
            before = None
            continue
        if before is None or before[0] != word.utterance or before[1] is not finding:
            part.append(f"[{finding.kind}]")
        if word.text[-1] in _CLOSING:
            part[-1] = part[-1].rstrip(_CLOSING) + word.text[-1]
        before = (word.utterance, finding)
    return [" ".join(part) if i in touched else text for i, (part, text) in enumerate(zip(parts, texts, strict=True))]
