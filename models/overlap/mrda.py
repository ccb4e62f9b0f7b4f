"""MRDA meetings as two-sided calls: every pair of the busiest speakers, each coming-in labelled by its dialog act."""

from __future__ import annotations

import bisect
import collections
import csv
import gzip
import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assist.events import SAMPLE_RATE, Speaker, TimedWord

SPEAKERS_PER_MEETING = 4
KEPT_ASIDE = 10
"""One meeting in so many is for measuring only, chosen by a hash of its name."""

_SPELLING = {"mm-hmm": "um-hum", "uhhuh": "uh-huh", "{uhhuh}": "uh-huh", "o_k": "okay", "{huh}": "huh", "mmm": "mm"}


@dataclass(frozen=True, slots=True)
class Utterance:
    """One dialog act."""

    start: float
    end: float
    act: str
    words: tuple[TimedWord, ...]


@dataclass(frozen=True, slots=True)
class Onset:
    """Someone comes in while the other speaks."""

    speaker: Speaker
    seconds: float
    backchannel: bool
    act: str
    holder_act: str
    """Act of the holder's utterance that was running."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people of one meeting, as if they were on the phone."""

    meeting: str
    utterances: dict[Speaker, list[Utterance]]

    def words(self) -> dict[Speaker, list[TimedWord]]:
        """All words by side, in order."""
        return {
            speaker: sorted((w for u in side for w in u.words), key=lambda w: w.start)
            for speaker, side in self.utterances.items()
        }


def is_kept_aside(meeting: str) -> bool:
    """True for the meetings that are only measured."""
    return int(hashlib.sha256(meeting.encode()).hexdigest(), 16) % KEPT_ASIDE == 0


def is_backchannel(act: str) -> bool | None:
    """Backchannel, acknowledgement or appreciation; None for what nobody can judge."""
    tags = set(re.split(r"[\^.|:]", act))
    if not act or act in ("z", "%", "x") or ("%" in tags and len(tags) == 1):
        return None
    return act.startswith("b") or bool(tags & {"bk", "ba", "bh"})


def meetings(path: Path) -> Iterator[tuple[str, dict[str, list[Utterance]]]]:
    """Name of every meeting, and what everyone in it said."""
    found: dict[str, dict[str, list[Utterance]]] = collections.defaultdict(lambda: collections.defaultdict(list))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.reader(lines):
            words = _words(row[5])
            if words:
                found[row[0]][row[8]].append(Utterance(float(row[1]), float(row[2]), row[6], words))
    yield from sorted(found.items())


def pairs(path: Path) -> Iterator[Pair]:
    """All pairs of the busiest speakers of every meeting."""
    for meeting, people in meetings(path):
        busiest = sorted(people, key=lambda name: -sum(len(u.words) for u in people[name]))[:SPEAKERS_PER_MEETING]
        for first, second in itertools.combinations(sorted(busiest), 2):
            sides: dict[Speaker, list[Utterance]] = {
                "agent": sorted(people[first], key=lambda u: u.start),
                "customer": sorted(people[second], key=lambda u: u.start),
            }
            yield Pair(meeting, sides)


def _words(text: str) -> tuple[TimedWord, ...]:
    words = []
    for item in text.split("|"):
        parts = item.split("+", 2)
        try:
            start, end = round(float(parts[0]) * SAMPLE_RATE), round(float(parts[1]) * SAMPLE_RATE)
            word = _SPELLING.get(parts[2], parts[2])
        except (ValueError, IndexError):
            continue
        if not re.fullmatch(r"[<{@].*", word):
            words.append(TimedWord(text=word.replace("_", ""), start=start, end=max(end, start + 1)))
    return tuple(words)


def onsets(pair: Pair) -> list[Onset]:
    """Each act that begins, after 0.3 s of own silence, 0.3 s or more into the other's speech that goes on for 0.2 s."""
    found: list[Onset] = []
    for own, rival in (("agent", "customer"), ("customer", "agent")):
        runs = _runs(pair.utterances[rival])  # type: ignore[index]
        starts = [run[0] for run in runs]
        rival_starts = [u.words[0].start / SAMPLE_RATE for u in pair.utterances[rival]]  # type: ignore[index]
        previous_end = -9.0
        for utterance in pair.utterances[own]:  # type: ignore[index]
            start, end = utterance.words[0].start / SAMPLE_RATE, utterance.words[-1].end / SAMPLE_RATE
            at = bisect.bisect_right(starts, start) - 1
            label = is_backchannel(utterance.act)
            inside = at >= 0 and runs[at][0] <= start - 0.3 and runs[at][1] >= start + 0.2
            if start - previous_end >= 0.3 and inside and label is not None:
                holder = max(bisect.bisect_right(rival_starts, start) - 1, 0)
                held = pair.utterances[rival][holder]  # type: ignore[index]
                found.append(Onset(own, start, label, utterance.act, held.act))  # type: ignore[arg-type]
            previous_end = max(previous_end, end)
    return sorted(found, key=lambda onset: onset.seconds)


def _runs(utterances: list[Utterance]) -> list[list[float]]:
    runs: list[list[float]] = []
    for word in sorted((w for u in utterances for w in u.words), key=lambda w: w.start):
        start, end = word.start / SAMPLE_RATE, word.end / SAMPLE_RATE
        if runs and start - runs[-1][1] < 0.5:
            runs[-1][1] = max(runs[-1][1], end)
        else:
            runs.append([start, end])
    return runs
