"""What a leaking voice does to the verdicts: false interruptions against the level of the leak, with and without the mask."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from assist.asr.still_lanes import NoLane
from assist.events import (
    SAMPLE_RATE,
    SPEAKERS,
    Availability,
    Bleed,
    OverlapJudged,
    Speaker,
)
from assist.modelstore import ModelStore
from assist.profile.schema import Profile, SpeakerBleed
from assist.session.assemble import sound_parts
from assist.session.pipeline import Pipeline
from assist.speech.silero import ActivityModel
from assist.timeline.bleed import BleedJudge
from assist.timeline.frame import HOP, Samples, StereoFrame
from assist.timeline.loudness import STEP, Loudness
from tests.bench.figures import print_table
from tests.bench.references import Call
from tests.timeline.leaking import LeakPath, leaking

CALLS = ("demo_call", "auto_repairs_40", "call1_hardship_tel", "call2_outage")
LEVELS_DB = (-3.0, -10.0, -20.0, -30.0, -40.0)
CHOSEN_ON = (LeakPath(0.003), LeakPath(0.04, 0.2, telephone=True), LeakPath(0.15, 0.4))
CHECKED_ON = (LeakPath(0.0, 0.1, telephone=True), LeakPath(0.02, 0.3), LeakPath(0.1, 0.2))
HALVES = {"chosen": CHOSEN_ON, "checked": CHECKED_ON}

BLIND = SpeakerBleed(window_seconds=5.0, least_source_seconds=10.0)
"""Thresholds under which nothing is ever judged."""
SAME_SECONDS = 0.5
"""Two interruptions whose onsets are as near are one and the same."""


class Remembered:
    """Voice probabilities of a call, computed once."""

    def __init__(self, model: ActivityModel, audio: Samples) -> None:
        self.hangover = model.hangover
        hops = range(0, len(audio) - HOP + 1, HOP)
        self._known = {start: model.probabilities(start, audio[start : start + HOP]) for start in hops}

    def probabilities(self, start: int, audio: Samples) -> tuple[float, float]:
        """See `ActivityModel`."""
        return self._known.get(start, (0.0, 0.0))


@dataclass(slots=True)
class Outcome:
    """What a run of a call said."""

    interruptions: dict[Speaker, list[int]]
    """Onsets, by who came in."""
    prompting: list[int]
    """Onsets of the agent's that were judged while Pause was available."""
    bleed: list[Bleed]


@dataclass(slots=True)
class Cell:
    """Runs at one level, together."""

    minutes: float = 0.0
    false_without: int = 0
    false_with: int = 0
    false_prompting: int = 0
    false_other_side: int = 0
    true: int = 0
    missed_without: int = 0
    missed_with: int = 0
    missed_prompting: int = 0
    states: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    """Seconds from the first speech of the source to the judgement."""


def run(calls: Sequence[Call], half: str, levels: Sequence[float] = LEVELS_DB) -> None:
    """Measure and print.

    Args:
        calls: with both sides.
        half: `chosen` (the paths on which the thresholds were chosen) or `checked` (the others).
        levels: of the leak, in dB.
    """
    sounds = {call.name: np.concatenate([frame.audio for frame in call.frames()]) for call in calls}
    _clean(sounds)
    for source in ("customer", "agent"):
        cells = {level: Cell() for level in levels}
        for name, audio in sounds.items():
            true = _outcome(audio, Profile(bleed=BLIND))[0]
            for level in levels:
                for path in HALVES[half]:
                    leaked = leaking(audio, source, level, path, seed=len(name))
                    _add(cells[level], true, leaked, source)
            print(f"{name}: done", flush=True)
        _print(source, half, cells)


def _outcome(audio: Samples, profile: Profile, activity: ActivityModel | None = None) -> tuple[Outcome, ActivityModel]:
    parts = sound_parts(profile, NoLane(), ModelStore())
    known = activity or Remembered(parts.activity, audio)
    pipeline = Pipeline(replace(parts, activity=known), "bench")
    events = [*pipeline.step(StereoFrame(0, audio)), *pipeline.finish()]
    outcome = Outcome({speaker: [] for speaker in SPEAKERS}, [], [])
    available = True
    for event in events:
        if isinstance(event, Bleed):
            outcome.bleed.append(event)
        elif isinstance(event, Availability) and "pause" in event.cues:
            available = event.available
        elif isinstance(event, OverlapJudged) and event.verdict == "interruption":
            _once(outcome.interruptions[event.speaker], event.onset)
            if available and event.speaker == "agent":
                _once(outcome.prompting, event.onset)
    return outcome, known


def _once(onsets: list[int], onset: int) -> None:
    if onset not in onsets:
        onsets.append(onset)


def _add(cell: Cell, true: Outcome, audio: Samples, source: Speaker) -> None:
    without, activity = _outcome(audio, Profile(bleed=BLIND))
    masked, _ = _outcome(audio, Profile(), activity)
    wanted = true.interruptions
    cell.minutes += len(audio) / SAMPLE_RATE / 60
    cell.false_without += _unlike(without.interruptions["agent"], wanted["agent"])
    cell.false_with += _unlike(masked.interruptions["agent"], wanted["agent"])
    cell.false_prompting += _unlike(masked.prompting, wanted["agent"])
    cell.false_other_side += _unlike(masked.interruptions["customer"], wanted["customer"])
    cell.true += len(wanted["agent"])
    cell.missed_without += _unlike(wanted["agent"], without.interruptions["agent"])
    cell.missed_with += _unlike(wanted["agent"], masked.interruptions["agent"])
    cell.missed_prompting += _unlike(wanted["agent"], masked.prompting)
    mine = [event for event in masked.bleed if event.speaker == source]
    cell.states.append(mine[-1].state if mine else "none")
    if mine:
        cell.waited.append((mine[0].known_at - _first_speech(activity, source)) / SAMPLE_RATE)


def _unlike(onsets: list[int], others: list[int]) -> int:
    near = SAME_SECONDS * SAMPLE_RATE
    return sum(all(abs(onset - known) > near for known in others) for onset in onsets)


def _first_speech(activity: ActivityModel, speaker: Speaker) -> int:
    column = SPEAKERS.index(speaker)
    start = 0
    while activity.probabilities(start, np.zeros((0, 2), np.int16))[column] < 0.5:
        start += HOP
    return start


def _print(source: Speaker, half: str, cells: dict[float, Cell]) -> None:
    def per_ten(count: int, cell: Cell) -> str:
        return f"{count / cell.minutes * 10:.1f}"

    rows = [
        [
            f"{level:.0f} dB",
            f"{cell.minutes:.0f}",
            per_ten(cell.false_without, cell),
            per_ten(cell.false_with, cell),
            per_ten(cell.false_prompting, cell),
            per_ten(cell.false_other_side, cell),
            f"{cell.missed_without}, {cell.missed_with}, {cell.missed_prompting} of {cell.true}",
            " ".join(f"{cell.states.count(state)} {state}" for state in ("none", "low", "high")),
            f"{np.median(cell.waited):.1f}, {max(cell.waited):.1f} s" if cell.waited else "-",
        ]
        for level, cell in cells.items()
    ]
    heads = (
        "leak", "min", "agent, no mask", "agent, mask", "agent, mask+gate", "caller, mask",
        "true ones missed: no mask, mask, mask+gate", "state at the end", "until judged (median, max)",
    )  # fmt: skip
    where = "caller in the microphone" if source == "customer" else "agent in the call audio"
    paths = "; ".join(str(path) for path in HALVES[half])
    title = f"False interruptions per 10 minutes, {where} ({half} paths: {paths}), no recognition"
    print_table(title, heads, rows, numbers_from=1)


def _clean(sounds: dict[str, Samples]) -> None:
    """Calls without any leak, and unrelated voices talking all at once, as much double talk as there can be."""
    rows = []
    seconds = 0.0
    spent = time.process_time()
    for kind, mixed in (("calls", list(sounds.values())), ("unrelated voices at once", list(_unrelated(sounds)))):
        length, changes, high = 0.0, 0, 0
        for audio in mixed:
            events = judged(audio)
            length += len(audio) / SAMPLE_RATE
            changes += any(event.state != "none" for event in events)
            high += any(event.state == "high" for event in events)
        seconds += length
        rows.append([kind, str(len(mixed)), f"{length / 60:.0f}", str(changes), str(high)])
    spent = time.process_time() - spent
    print_table("Without a leak", ("what", "n", "min", "judged low or high", "judged high"), rows, numbers_from=1)
    print(f"Judging both directions costs {spent / seconds:.2%} of a core.\n")


def judged(audio: Samples) -> list[Bleed]:
    """What the judge alone says of a call."""
    levels = Loudness().levels(audio[: len(audio) // HOP * HOP])
    judge = BleedJudge(SpeakerBleed())
    steps = HOP // STEP
    return [
        event
        for start in range(0, len(levels), steps)
        for event in judge.hop(levels[start : start + steps], (start + steps) * STEP)
    ]


def _unrelated(sounds: dict[str, Samples]) -> Iterator[Samples]:
    for (_, first), (_, second) in combinations(sounds.items(), 2):
        length = max(len(first), len(second))
        for column in (0, 1):
            one = np.resize(first[:, column], length)
            other_one = np.resize(np.roll(second[:, 1 - column], 5 * SAMPLE_RATE), length)
            yield np.stack([one, other_one], axis=1)
