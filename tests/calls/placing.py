"""Where every utterance stands on the call's time line. Pure arithmetic on sample counts; needs no audio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assist.events import SAMPLE_RATE
from tests.calls.script import Coach, Line, Script, ScriptError


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word inside an utterance, in samples from the utterance's first."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What placing needs to know of a spoken utterance; samples from its first."""

    text: str
    """As spoken: without pause marks, up to the break-off."""
    length: int
    words: tuple[SpokenWord, ...]
    segments: tuple[tuple[int, int], ...]
    """Stretches of speech between the utterance's own silences."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An utterance on the time line; samples since the start of the call."""

    line: Line
    outline: Outline
    start: int

    @property
    def end(self) -> int:
        """Sample after the last."""
        return self.start + self.outline.length

    def word_start(self, number: int) -> int:
        """Where word `number` (1 is the first) begins."""
        return self.start + self._word(number).start

    def word_end(self, number: int) -> int:
        """Where word `number` (1 is the first) ends."""
        return self.start + self._word(number).end

    def segments(self) -> list[tuple[int, int]]:
        """Stretches of speech, in samples of the call."""
        return [(self.start + start, self.start + end) for start, end in self.outline.segments]

    def _word(self, number: int) -> SpokenWord:
        if number > len(self.outline.words):
            count = len(self.outline.words)
            raise ScriptError(f"word {number} of utterance {self.line.id} is wanted, but it speaks only {count} words.")
        return self.outline.words[number - 1]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Both sides in an utterance at once."""

    first: Placed
    second: Placed
    start: int
    end: int

    @property
    def speech(self) -> int:
        """Samples in which both really make a sound, their own pauses left out."""
        return sum(
            max(0, min(end, other_end) - max(start, other_start))
            for start, end in self.first.segments()
            for other_start, other_end in self.second.segments()
        )


def samples(seconds: float) -> int:
    """Seconds of the script as samples."""
    return round(seconds * SAMPLE_RATE)


def place(script: Script, outlines: Mapping[str, Outline]) -> list[Placed]:
    """Put every utterance on the time line, in the script's order.

    Args:
        script: the call.
        outlines: of every utterance, by id.

    Raises:
        ScriptError: a side would talk over itself, or a word is counted that is not spoken.
    """
    placed: dict[str, Placed] = {}
    for line in script.utterances:
        here = Placed(line, outlines[line.id], _start(script, line, placed))
        for other in placed.values():
            if other.line.speaker == line.speaker and other.start < here.end and here.start < other.end:
                raise ScriptError(
                    f"utterance {line.id} ({_span(here)}) runs into {other.line.id} ({_span(other)}) of the same side;"
                    " give it a later start."
                )
        placed[line.id] = here
    return list(placed.values())


def _start(script: Script, line: Line, placed: Mapping[str, Placed]) -> int:
    if line.start_seconds is not None:
        return samples(line.start_seconds)
    reference = script.reference(line)
    if reference is None:
        point = 0
    elif line.at_word is not None:
        point = placed[reference.id].word_end(line.at_word)
    else:
        point = placed[reference.id].end
    start = point + samples(line.gap_seconds)
    if start < 0:
        raise ScriptError(f"utterance {line.id} would begin before the call; raise its gap_seconds.")
    return start


def _span(placed: Placed) -> str:
    return f"{placed.start / SAMPLE_RATE:.2f}-{placed.end / SAMPLE_RATE:.2f} s"


def call_length(script: Script, placed: Sequence[Placed]) -> int:
    """Samples of the whole call."""
    return max(item.end for item in placed) + samples(script.tail_seconds)


def overlaps(placed: Sequence[Placed]) -> list[Overlap]:
    """Every place where both sides are in an utterance, by time."""
    ordered = sorted(placed, key=lambda item: item.start)
    found = [
        Overlap(first, second, second.start, min(first.end, second.end))
        for number, first in enumerate(ordered)
        for second in ordered[number + 1 :]
        if first.line.speaker != second.line.speaker and second.start < first.end
    ]
    return sorted(found, key=lambda overlap: overlap.start)


def silences(placed: Sequence[Placed], longer_than: int) -> list[tuple[int, int]]:
    """Stretches in which nobody speaks, before the last sound."""
    found, until = [], 0
    for start, end in sorted(segment for item in placed for segment in item.segments()):
        if start - until > longer_than:
            found.append((until, start))
        until = max(until, end)
    return found


def prompt_window(prompt: Coach, placed: Sequence[Placed]) -> tuple[int, int]:
    """When a coach's prompt would help: from the word that calls for it until shortly after the line."""
    about = next(item for item in placed if item.line.id == prompt.ref)
    return about.word_start(prompt.at_word), about.end + samples(prompt.lasts_seconds)
