"""What really happened when both spoke, from the truth beside a made call; and what of it was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assist.events import SAMPLE_RATE, OverlapStarted, Speaker, TimedWord, Verdict

NEAR_SECONDS = 0.4
"""A found onset belongs to a true one if they are no further apart."""
HEARD_SECONDS = 0.1
"""Less of both at once is no overlap that must be found: a word in the other's pause, or edges that touch."""
RUN_GAP_SECONDS = 0.5
LEAD_SECONDS = TAIL_SECONDS = 0.3
LEAST_SECONDS = 0.7
ACCEPTED: dict[str, tuple[Verdict, ...]] = {
    "interruption": ("interruption",),
    "backchannel": ("backchannel",),
    "cooperative": ("cooperative",),
    # No interruption by definition: an ordinary change of turns, or nobody's fault.
    "terminal": ("cooperative", "inconclusive"),
    "simultaneous": ("cooperative", "inconclusive"),
    # Broken off at once by the incomer: people differ on these, so any verdict is accepted and none is counted.
    "attempt": (),
}
"""What may be said of each kind."""


@dataclass(frozen=True, slots=True)
class TrueOverlap:
    """One coming-in. Times are samples.

    Attributes:
        speaker: who came in.
        onset: first sound of the incomer.
        end: last sound of the incomer.
        kind: one of `ACCEPTED`.
        must: both really sound at once for long enough that it has to be found.
        what: the incomer's words and where.
    """

    speaker: Speaker
    onset: int
    end: int
    kind: str
    must: bool
    what: str


@dataclass(frozen=True, slots=True)
class CallTruth:
    """All that is known of a made call. Spans are samples."""

    overlaps: tuple[TrueOverlap, ...]
    segments: dict[Speaker, list[tuple[int, int]]]
    words: dict[Speaker, list[TimedWord]]


def read_truth(path: Path) -> CallTruth:
    """Read the JSON beside a made call."""
    content = json.loads(path.read_text(encoding="utf-8"))
    lines = {line["id"]: line for line in content["utterances"]}
    segments: dict[Speaker, list[tuple[int, int]]] = {"agent": [], "customer": []}
    words: dict[Speaker, list[TimedWord]] = {"agent": [], "customer": []}
    for line in sorted(content["utterances"], key=lambda line: float(line["start"])):
        segments[line["speaker"]] += [(_samples(start), _samples(end)) for start, end in line["segments"]]
        words[line["speaker"]] += [
            TimedWord(text=word["w"], start=_samples(word["start"]), end=_samples(word["end"]))
            for word in line["words"]
        ]
    found = [_overlap(lines[item["first"]], lines[item["second"]]) for item in content["overlaps"]]
    return CallTruth(tuple(sorted(found, key=lambda overlap: overlap.onset)), segments, words)


def _overlap(holder: dict[str, Any], incomer: dict[str, Any]) -> TrueOverlap:
    both = sum(
        max(0.0, min(end, other_end) - max(start, other_start))
        for start, end in holder["segments"]
        for other_start, other_end in incomer["segments"]
    )
    onset = incomer["segments"][0][0]
    place = f"{onset:.2f} s, {onset - holder['start']:.1f} s into '{holder['id']}'"
    return TrueOverlap(
        incomer["speaker"], _samples(onset), _samples(incomer["segments"][-1][1]), _kind(holder, incomer),
        both >= HEARD_SECONDS, f"{place}: {incomer['text'][:40]}",
    )  # fmt: skip


def _kind(holder: dict[str, Any], incomer: dict[str, Any]) -> str:
    """What the script says it is; else what the definitions in the project's glossary make of the exact times."""
    told = (incomer.get("label") or "").split(":")[0]
    if told in ACCEPTED:
        return told
    if incomer["kind"] == "backchannel":
        return "backchannel"
    onset, end = incomer["segments"][0][0], incomer["segments"][-1][1]
    run_start = holder["segments"][0][0]
    for (_, before), (after, _) in zip(holder["segments"], holder["segments"][1:], strict=False):
        if after <= onset and after - before >= RUN_GAP_SECONDS:
            run_start = after
    holder_end = holder["segments"][-1][1]
    if onset - run_start < LEAD_SECONDS:
        return "simultaneous"
    if holder_end - onset < TAIL_SECONDS:
        return "terminal"
    if _broken_off(incomer) and not _broken_off(holder):
        return "attempt"
    return "interruption" if end - onset >= LEAST_SECONDS and end > holder_end else "cooperative"


def _broken_off(line: dict[str, Any]) -> bool:
    return bool(line["interrupted"]) or not line["text"].endswith((".", "?", "!"))


@dataclass(frozen=True, slots=True)
class Matched:
    """Which found overlaps are which true ones.

    Attributes:
        pairs: true overlap and found one, or None.
        again: found inside a true overlap that is matched already, or the other way round.
        wrong: found where nobody came in on anybody.
    """

    pairs: list[tuple[TrueOverlap, OverlapStarted | None]]
    again: list[OverlapStarted]
    wrong: list[OverlapStarted]


def match(truth: Sequence[TrueOverlap], found: Iterable[OverlapStarted]) -> Matched:
    """Give every true overlap the nearest found one of the same speaker (of any, if both began together)."""
    left, near = list(found), _samples(NEAR_SECONDS)
    pairs: list[tuple[TrueOverlap, OverlapStarted | None]] = []
    for true in truth:
        candidates = [
            event
            for event in left
            if abs(event.onset - true.onset) <= near and (event.speaker == true.speaker or true.kind == "simultaneous")
        ]
        chosen = min(
            candidates, key=lambda event: (event.speaker != true.speaker, abs(event.onset - true.onset)), default=None
        )
        if chosen is not None:
            left.remove(chosen)
        pairs.append((true, chosen))
    again = [e for e in left if any(t.onset - near <= e.onset <= t.end + near for t in truth)]
    return Matched(pairs, again, [event for event in left if event not in again])


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)
