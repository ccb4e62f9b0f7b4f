r"""Places where someone stopped speaking, and what came of it: by the words' times of a call or meeting.

    own      =========|          =====          own      =========|
    others            |                         others            |   ======
    a breath:          ---- own -                the end:          -any

Two questions are asked of every such place. *Who speaks next* is the field's: of pauses in which nobody has spoken for so
long, in how many does somebody else speak first? The answer depends on how quick the others are. *Has this one finished*
is the overlay's: of all places where one stops, at which would a listener who waits for so long still be waiting rightly?
There a turn that was answered at once counts at every length (had nobody answered, the silence would have lasted), and
an "mm-hm" after which the speaker goes on counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assist.cues.backchannels import is_backchannel
from assist.events import SAMPLE_RATE, TimedWord

LEAST_SECONDS = 0.2
"""Shorter stops are part of a word; and nobody can hear so early that one has stopped."""
TURN_GAP_SECONDS = 1.0
"""Own silence that ends a turn."""
STRETCH_GAP_SECONDS = 0.5
LISTENER_MOST_SECONDS = 1.0
TOGETHER_SECONDS = 0.5
"""Who goes on so soon after another began had not finished."""
LONGEST_SECONDS = 10.0
"""After so long a silence nobody takes up or hands over a turn."""


@dataclass(frozen=True, slots=True)
class Pause:
    """One place where someone stopped."""

    words: tuple[TimedWord, ...]
    """The turn so far."""
    any_seconds: float
    """Silence until anybody speaks."""
    other_next: bool
    """Somebody else does."""
    own_seconds: float
    """Silence until the same one goes on, if not finished."""
    finished: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of one person without a longer pause."""

    start: float
    end: float
    text: str


def pauses(people: Mapping[str, Sequence[TimedWord]]) -> Iterator[Pause]:
    """All places where one of these people stops and nobody else is speaking, person by person.

    Args:
        people: the words of each, in order.
    """
    stretches = {name: _stretches(words) for name, words in people.items()}
    for name, words in people.items():
        others = sorted((s for other, own in stretches.items() if other != name for s in own), key=lambda s: s.start)
        first, place = 0, 0
        latest = -1.0
        for number, word in enumerate(words):
            if number and _seconds(word.start - words[number - 1].end) >= TURN_GAP_SECONDS:
                first = number
            end = word.end / SAMPLE_RATE
            resumed = words[number + 1].start / SAMPLE_RATE if number + 1 < len(words) else None
            if resumed is not None and resumed - end < LEAST_SECONDS:
                continue
            while place < len(others) and others[place].start < end:
                latest = max(latest, others[place].end)
                place += 1
            if latest > end:
                continue
            found = _judge(tuple(words[first : number + 1]), end, resumed, others[place : place + 8])
            if found is not None:
                yield found


def _judge(turn: tuple[TimedWord, ...], end: float, resumed: float | None, others: Sequence[_Stretch]) -> Pause | None:
    """What came of one stop; None if nothing did."""
    own = LONGEST_SECONDS if resumed is None else resumed - end
    nearest = others[0].start - end if others else LONGEST_SECONDS
    if min(own, nearest) >= LONGEST_SECONDS:
        return None
    # Listening goes by; what is said after it counts.
    taken = next((s.start - end for s in others if not _listens(s) or s.start - end > own), LONGEST_SECONDS)
    if resumed is None and taken == LONGEST_SECONDS:
        taken = nearest
    return Pause(
        words=turn,
        any_seconds=min(own, nearest),
        other_next=nearest < own,
        own_seconds=own,
        finished=taken + TOGETHER_SECONDS < own,
    )


def _listens(stretch: _Stretch) -> bool:
    return stretch.end - stretch.start < LISTENER_MOST_SECONDS and is_backchannel(stretch.text)


def _stretches(words: Sequence[TimedWord]) -> list[_Stretch]:
    out: list[_Stretch] = []
    for word in words:
        start, end = word.start / SAMPLE_RATE, word.end / SAMPLE_RATE
        if out and start - out[-1].end < STRETCH_GAP_SECONDS:
            out[-1] = _Stretch(out[-1].start, max(out[-1].end, end), f"{out[-1].text} {word.text}")
        else:
            out.append(_Stretch(start, end, word.text))
    return out


def _seconds(count: int) -> float:
    return count / SAMPLE_RATE
