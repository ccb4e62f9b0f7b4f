"""Pauses of meetings and calls with what a recogniser would have heard of them."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assist.cues.last_words import MOST_WORDS
from assist.events import SAMPLE_RATE, TimedWord
from models.degrade import Degrader
from models.endturn.pauses import Pause, pauses
from models.overlap.mrda import is_kept_aside, meetings

Vocabulary = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Example:
    """A pause and the words before it, as said and as heard."""

    pause: Pause
    said: str
    heard: str
    turn_seconds: float

    def waiting(self, seconds: float) -> bool:
        """Whether a listener who waits would still hear silence after so long."""
        return self.pause.finished or self.pause.own_seconds >= seconds


def examples(people: Mapping[str, Sequence[TimedWord]], degrader: Degrader) -> Iterator[Example]:
    """All pauses of one call or meeting."""
    for pause in pauses(people):
        words = pause.words[-MOST_WORDS:]
        yield Example(
            pause=pause,
            said=" ".join(word.text for word in words),
            heard=" ".join(word.text for word in degrader.words(words)),
            turn_seconds=(pause.words[-1].end - pause.words[0].start) / SAMPLE_RATE,
        )


def meeting_words(path: Path) -> dict[str, dict[str, list[TimedWord]]]:
    """Everyone's words of every meeting, in order."""
    return {
        meeting: {
            name: sorted((w for u in said for w in u.words), key=lambda w: w.start) for name, said in people.items()
        }
        for meeting, people in meetings(path)
    }


def vocabulary(everyone: Mapping[str, Mapping[str, Sequence[TimedWord]]]) -> Vocabulary:
    """The words of the meetings that train, with their counts: what words are misheard into."""
    counts = collections.Counter(
        word.text
        for meeting, people in everyone.items()
        if not is_kept_aside(meeting)
        for words in people.values()
        for word in words
    )
    return counts.most_common(4000)
