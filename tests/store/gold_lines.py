"""The hand-written lines for measuring redaction, as words with what must go, in the forms in which they may be heard."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assist.events import SAMPLE_RATE, TimedWord
from models.degrade import Degrader

LINES = Path(__file__).with_name("redaction_lines.tsv")
Half = Literal["dev", "held"]
_SPAN = re.compile(r"\{(\w+):([^}]*)\}(\S*)")


@dataclass(frozen=True, slots=True)
class GoldWord:
    """A word, its utterance, and the number of the span it is part of, or None."""

    text: str
    utterance: int
    span: int | None


@dataclass(frozen=True, slots=True)
class GoldLine:
    """One line.

    Attributes:
        asked: what the other side said before, or nothing.
        words: of all its utterances.
        kinds: of its spans, by number.
        half: `dev` to work with, `held` to measure with.
    """

    asked: str
    words: tuple[GoldWord, ...]
    kinds: tuple[str, ...]
    half: Half

    def utterances(self) -> list[str]:
        """The text of each utterance."""
        count = max((word.utterance for word in self.words), default=0) + 1
        return [" ".join(w.text for w in self.words if w.utterance == number) for number in range(count)]


def gold_lines(path: Path = LINES) -> list[GoldLine]:
    """All lines, as written."""
    rows = [row for row in path.read_text(encoding="utf-8").splitlines() if row and not row.startswith("#")]
    return [_line(row) for row in rows]


def _line(row: str) -> GoldLine:
    asked, text = row.split("\t")
    kinds: list[str] = []
    words: list[GoldWord] = []
    utterance, at = 0, 0

    def add(part: str, span: int | None) -> None:
        nonlocal utterance
        for word in part.split():
            if word == "/":
                utterance += 1
            else:
                words.append(GoldWord(word, utterance, span))

    for match in _SPAN.finditer(text):
        add(text[at : match.start()], None)
        kinds.append(match[1])
        add(match[2] + match[3], len(kinds) - 1)
        at = match.end()
    add(text[at:], None)
    half: Half = "held" if hashlib.sha256(row.encode()).digest()[0] % 2 else "dev"
    return GoldLine("" if asked == "-" else asked, tuple(words), tuple(kinds), half)


def unpunctuated(line: GoldLine) -> GoldLine:
    """Lower case, no punctuation around words."""
    words = [GoldWord(w.text.lower().strip('.,;:!?"()'), w.utterance, w.span) for w in line.words]
    return GoldLine(line.asked, tuple(word for word in words if word.text), line.kinds, line.half)


def misheard(lines: Sequence[GoldLine], degrader: Degrader) -> list[GoldLine]:
    """Lines as a recogniser would have heard them; an invented word belongs to the span it was heard in."""
    out = []
    step = SAMPLE_RATE // 3
    for line in lines:
        timed = [TimedWord(text=w.text, start=i * step, end=i * step + step * 3 // 4) for i, w in enumerate(line.words)]
        heard: list[GoldWord] = []
        for word in degrader.words(timed):
            said = line.words[min(word.start // step, len(line.words) - 1)]
            heard.append(GoldWord(word.text, said.utterance, said.span))
        out.append(GoldLine(line.asked, tuple(heard), line.kinds, line.half))
    return out
