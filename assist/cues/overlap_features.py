"""What is known of someone coming in on the other's speech, as numbers for the verdict."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from assist.cues.backchannels import is_backchannel
from assist.cues.text import normalise
from assist.events import SAMPLE_RATE, TimedWord

PAUSE = round(0.3 * SAMPLE_RATE)
"""Own silence that ends the first stretch of words."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One coming-in, as far as it is known. All times are sample indices.

    Attributes:
        onset: when the incomer began.
        now: when it is judged.
        own_end: end of the incomer's last speech; None while it lasts.
        own_spoken: samples of the incomer's speech since the onset.
        holder_end: end of the holder's speech since the onset; None while it lasts.
        holder_back: the holder spoke again after that.
        lead: samples the holder had been speaking before the onset.
        words: the incomer's words since the onset, as recognised so far.
        holder_words: the holder's words of the seconds before the onset, as recognised so far.
        resumed: the incomer had the floor and only paused.
    """

    onset: int
    now: int
    own_end: int | None
    own_spoken: int
    holder_end: int | None
    holder_back: bool
    lead: int
    words: tuple[TimedWord, ...]
    holder_words: tuple[TimedWord, ...] = ()
    resumed: bool = False


_ASKING = frozenset({
    "do", "did", "does", "are", "is", "was", "were", "have", "has", "had", "can", "could", "would", "will", "what", "where",
    "when", "who", "why", "how", "which",
})  # fmt: skip
_ASKED_WORDS = 8
"""A question is looked for in so many words before the onset."""


def _asked(words: tuple[TimedWord, ...]) -> bool:
    """Did the holder begin a question? "do you", "is it", "how much": an asking word before a subject or at the start."""
    last = normalise(" ".join(word.text for word in words[-_ASKED_WORDS:])).split()
    pairs = itertools.pairwise(last)
    return any(first in _ASKING and second in _SUBJECTS for first, second in pairs)


_SUBJECTS = frozenset(
    {"you", "your", "it", "they", "he", "she", "there", "that", "this", "we", "do", "did", "is", "are"}
)


def first_stretch(words: tuple[TimedWord, ...]) -> tuple[TimedWord, ...]:
    """The words up to the first pause."""
    for index in range(1, len(words)):
        if words[index].start - words[index - 1].end >= PAUSE:
            return words[:index]
    return words


def features(s: Situation) -> dict[str, float]:
    """Named numbers, most of them between 0 and 3; absent names are 0."""
    end = s.now if s.own_end is None else s.own_end
    holder_end = s.now if s.holder_end is None else s.holder_end
    head = first_stretch(s.words)
    first = normalise(" ".join(word.text for word in head).replace("-", " ")).split()
    rest = normalise(" ".join(word.text for word in s.words[len(head) :]).replace("-", " ")).split()
    head_end = head[-1].end if head else end
    known = {
        "bias": 1.0,
        "own_seconds": _seconds(head_end - s.onset, 3.0),
        "own_spoken_seconds": _seconds(s.own_spoken, 4.0),
        "still_speaking": float(s.own_end is None),
        "holder_stopped": float(s.holder_end is not None and not s.holder_back),
        "holder_back": float(s.holder_back),
        "overlap_seconds": _seconds(min(holder_end, end) - s.onset, 3.0),
        "holder_on_seconds": _seconds((s.now if s.holder_back else holder_end) - end, 2.0),
        "alone_seconds": _seconds(end - holder_end, 3.0),
        "lead_seconds": _seconds(s.lead, 3.0),
        "no_words": float(not first),
        "listed": float(is_backchannel(" ".join(first))),
        "listed_and_more": float(is_backchannel(" ".join(first)) and bool(rest)),
        "listed_still_speaking": float(is_backchannel(" ".join(first)) and s.own_end is None),
        "holder_asked": float(_asked(s.holder_words)),
        "resumed": float(s.resumed),
        f"words_{min(len(first), 5)}": 1.0,
        "more_words": float(min(len(rest), 4)),
    }
    for word in first[:6]:
        known[f"has_{word}"] = 1.0
    if first:
        known[f"first_{first[0]}"] = 1.0
    if len(first) == 1:
        known[f"only_{first[0]}"] = 1.0
    return known


def _seconds(value: int, most: float) -> float:
    return min(max(value / SAMPLE_RATE, 0.0), most)
