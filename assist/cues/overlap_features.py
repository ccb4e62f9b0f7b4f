"""What is known of someone coming in on the other's speech, as numbers for the verdict."""

from __future__ import annotations

from dataclasses import dataclass

from assist.cues.overlap_words import first_stretch, opening, plain, word_features
from assist.events import SAMPLE_RATE, TimedWord

HOLDER_WORDS = 20
"""So many of the holder's latest words are looked at."""


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
        holder_words: the holder's words of the seconds before and since the onset, as recognised so far.
        resumed: the incomer had the floor and only paused.
        own_silence: samples since the incomer's speech before the onset.
        turn_lead: samples since the holder's turn began.
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
    own_silence: int = 0
    turn_lead: int = 0


_STEPS: dict[str, tuple[float, ...]] = {
    "own_spoken": (0.2, 0.35, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0),
    "own_first": (0.2, 0.35, 0.5, 0.7, 1.0, 1.5),
    "overlap": (0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.5),
    "alone": (-2.0, -1.0, -0.5, -0.2, 0.0, 0.2, 0.5, 1.0, 2.0),
    "lead": (0.5, 1.0, 2.0, 4.0, 8.0),
    "turn_lead": (1.0, 2.0, 4.0, 8.0, 16.0),
    "own_silence": (0.5, 1.0, 2.0, 4.0, 8.0, 16.0),
}
"""Seconds at which a length may change what it means; negative: the holder went on for so long after the incomer."""


def features(s: Situation) -> dict[str, float]:
    """Named numbers, most of them between 0 and 3; absent names are 0."""
    end = s.now if s.own_end is None else s.own_end
    holder_end = s.now if s.holder_end is None or s.holder_back else s.holder_end
    overlap_end = s.now if s.holder_end is None else s.holder_end
    head = first_stretch(s.words)
    first, rest = plain(head), plain(s.words[len(head) :])
    lengths = {
        "own_spoken": s.own_spoken,
        "own_first": (head[-1].end if head else end) - s.onset,
        "overlap": min(overlap_end, end) - s.onset,
        "alone": end - holder_end,
        "lead": s.lead,
        "turn_lead": s.turn_lead,
        "own_silence": s.own_silence,
    }
    facts = {
        "still_speaking": s.own_end is None,
        "holder_stopped": s.holder_end is not None and not s.holder_back,
        "holder_back": s.holder_back,
        "resumed": s.resumed,
    }
    latest = s.holder_words[-HOLDER_WORDS:]
    known = word_features(first, rest, plain([w for w in latest if w.end <= s.onset]), plain(latest))
    known["bias"] = 1.0
    kind = opening(first)
    for name, samples in lengths.items():
        seconds = samples / SAMPLE_RATE
        known |= {f"{name}_from_{step:g}": 1.0 for step in _STEPS[name] if seconds >= step}
    for name, holds in {**facts, "holder_asked": bool(known["holder_asked"])}.items():
        known[name] = float(holds)
        known[f"{kind}_{name}"] = float(holds)
    known[f"{kind}_spoken_seconds"] = min(s.own_spoken / SAMPLE_RATE, 3.0)
    known[f"{kind}_alone_seconds"] = min(max(lengths["alone"] / SAMPLE_RATE, -2.0), 3.0)
    return {name: value for name, value in known.items() if value}
