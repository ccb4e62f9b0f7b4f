"""Both voices on one channel: how much speech goes to its side, the other side or nobody, and how well turns are placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from assist.asr.still_lanes import NoLane
from assist.events import SAMPLE_RATE, SPEAKERS, TurnEnded
from assist.modelstore import ModelStore
from assist.profile.schema import Attribution, Profile
from assist.session.assemble import activity_model, sound_parts, voice_model
from assist.session.enrolment import enrol
from assist.session.one_channel import told_apart
from assist.speech.attribution import Attributor, Mono
from assist.speech.voiceprint import VoiceModel, Voiceprint
from assist.timeline.frame import COLUMN, HOP
from tests.bench.figures import print_table
from tests.bench.mixed_calls import Mask, MixedCall, mixed_calls
from tests.bench.overlap_conditions import CLEAN, through

LINES = (CLEAN, "telephone", "pink 10 dB")
TURN_GAP_HOPS = round(1.0 * SAMPLE_RATE / HOP)
NEAR_SECONDS = 1.0
"""A found turn belongs to a true one if they begin (or end) no further apart."""


@dataclass(slots=True)
class Tally:
    """What became of the speech, in hops, and how far off turns are, in seconds."""

    right: int = 0
    wrong: int = 0
    nobody: int = 0
    both: int = 0
    true_edges: int = 0
    found_edges: int = 0
    off_seconds: list[float] = field(default_factory=list)

    def add(self, more: Tally) -> None:
        """Take another one in."""
        for name in ("right", "wrong", "nobody", "both", "true_edges", "found_edges"):
            setattr(self, name, getattr(self, name) + getattr(more, name))
        self.off_seconds += more.off_seconds

    def row(self, *titles: str) -> tuple[str, ...]:
        """A line of the table."""
        speech = max(self.right + self.wrong + self.nobody, 1)
        sure = self.right / max(self.right + self.wrong, 1)
        off = np.abs(self.off_seconds) if self.off_seconds else np.array([np.nan])
        return (
            *titles,
            f"{speech * HOP / SAMPLE_RATE:.0f}",
            *(f"{100 * part / speech:.1f}" for part in (self.right, self.wrong, self.nobody)),
            f"{100 * sure:.1f}",
            f"{len(self.off_seconds)}/{self.true_edges}",
            str(self.found_edges - len(self.off_seconds)),
            f"{np.median(off):.2f}",
            f"{np.percentile(off, 90):.2f}",
        )


TITLES = (
    "",
    "line",
    "s",
    "right %",
    "wrong %",
    "nobody %",
    "right of given %",
    "turn edges",
    "extra",
    "off s",
    "p90 s",
)


class _Listening(Attributor):
    """Also keeps what it says."""

    def __init__(self, thresholds: Attribution, model: VoiceModel, enrolled: Voiceprint) -> None:
        super().__init__(thresholds, model, enrolled)
        self.said: list[tuple[float, float]] = []

    def hop(self, audio: Mono, probability: float) -> list[tuple[float, float]]:
        out = super().hop(audio, probability)
        self.said += out
        return out

    def flush(self) -> list[tuple[float, float]]:
        out = super().flush()
        self.said += out
        return out


def run(data: Path, lines: Sequence[str], only: str, *, each: bool) -> None:
    """Measure and print."""
    models = ModelStore()
    found = [call for call in mixed_calls(data, models) if only in call.name]
    totals: dict[tuple[str, str, str], Tally] = {}
    if each:
        print("  ".join(TITLES))
    for number, call in enumerate(found):
        voiceprint = _enrolled(call, models)
        for line in lines:
            sound = (
                call.sound if line == CLEAN else through(line, np.repeat(call.sound[:, None], 2, axis=1), number)[:, 0]
            )
            tally = measured(call.truth, sound, voiceprint, models)
            if each:
                print("  ".join(tally.row(f"{call.group}: {call.name}", line)), flush=True)
            totals.setdefault((call.group, call.kind, line), Tally()).add(tally)
    summed = [tally.row(f"{group}: {kind}", line) for (group, kind, line), tally in sorted(totals.items())]
    print_table(f"Attribution on one channel: {len(found)} calls; thresholds chosen on the chosen ones", TITLES, summed)
    for group in ("chosen", "checked"):
        for line in lines:
            whole = Tally()
            for (g, _, name), tally in totals.items():
                if (g, name) == (group, line):
                    whole.add(tally)
            if whole.right:
                print(f"{group}, {line}: {' '.join(whole.row()[:5])} (s, right, wrong, nobody, right of given)")


def measured(truth: Mask, sound: Mono, voiceprint: Voiceprint, models: ModelStore) -> Tally:
    """One call through the program."""
    profile = Profile()
    attributor = _Listening(profile.attribution, voice_model(models), voiceprint)
    parts = sound_parts(profile, NoLane(), models)
    blocks = (sound[at : at + SAMPLE_RATE] for at in range(0, len(sound), SAMPLE_RATE))
    turns = [
        event
        for event in told_apart(blocks, parts, attributor, profile.attribution, "bench")
        if isinstance(event, TurnEnded)
    ]
    said = np.array(attributor.said)[: len(truth)] > 0
    known = truth[: len(said)]
    one = known.sum(axis=1) == 1
    tally = Tally(
        right=int((one & (said & known).any(axis=1)).sum()),
        wrong=int((one & (said & ~known).any(axis=1)).sum()),
        nobody=int((one & ~said.any(axis=1)).sum()),
        both=int(known.all(axis=1).sum()),
    )
    for speaker in SPEAKERS:
        _edges(tally, known[:, COLUMN[speaker]], [turn for turn in turns if turn.speaker == speaker])
    return tally


def _edges(tally: Tally, speaks: Mask, turns: list[TurnEnded]) -> None:
    """Match true and found starts, and ends, of one side's turns, each found one once."""
    true = true_turns(speaks)
    for true_at, found_at in (
        ([start for start, _ in true], [turn.start for turn in turns]),
        ([end for _, end in true], [turn.end for turn in turns]),
    ):
        left = [at / SAMPLE_RATE for at in found_at]
        tally.true_edges += len(true_at)
        tally.found_edges += len(left)
        for at in true_at:
            seconds = at * HOP / SAMPLE_RATE
            near = min(left, key=lambda other: abs(other - seconds), default=None)
            if near is not None and abs(near - seconds) <= NEAR_SECONDS:
                left.remove(near)
                tally.off_seconds.append(near - seconds)


def true_turns(speaks: Mask) -> list[tuple[int, int]]:
    """Turns [from, to) in hops: speech of one side with own silences under a second."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], speaks.astype(np.int8), [0]])))
    turns: list[tuple[int, int]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if turns and start - turns[-1][1] < TURN_GAP_HOPS:
            turns[-1] = (turns[-1][0], int(end))
        else:
            turns.append((int(start), int(end)))
    return turns


def _enrolled(call: MixedCall, models: ModelStore) -> Voiceprint:
    """As `assist voice enrol` would, from whatever there is."""
    thresholds = replace(Profile().attribution, enrolled_seconds=1.0, enrolled_likeness=0.0)
    blocks = [call.enrolled]
    return enrol(blocks, activity_model(models), voice_model(models), thresholds, call.name).voiceprint
