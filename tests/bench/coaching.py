"""Prompts on scripted calls: were they what a coach had marked, in time, within the budget, and rare for good agents?

Calls laid out without voices give their words exactly, bare or misheard; spoken ones (`python -m tests.calls`) go through
recognition. A prompt that fits an optional label counts as right and is not missed when it is not there.
"""

from __future__ import annotations

import re
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assist.asr.inline_lane import InlineLane
from assist.asr.open_engine import open_engine
from assist.events import SAMPLE_RATE, AnyEvent, PromptShown, PromptWithheld, Speaker, TimedWord
from assist.modelstore import ModelStore
from assist.profile.schema import Profile, samples
from assist.session.assemble import REPLAY_LATENCY_SECONDS, sound_parts
from assist.session.call_files import open_sound, stereo_frames
from assist.session.labels import Label, read_labels
from assist.session.replay import replay, replay_words
from assist.session.scoring import score
from models.degrade import Degrader, shipped_rates
from models.text.forms import plain, vocabulary
from tests.bench.figures import print_table
from tests.calls.estimate import estimated
from tests.calls.placing import Placed
from tests.calls.script import PAUSE, Script, load_script
from tests.calls.truth import label_track

AGENTS = ("good", "middling", "poor")
LATENESS_SECONDS = 1.0
"""The labels' own windows say until when a prompt is in time; so much more is allowed for how exactly people mark."""


@dataclass(frozen=True, slots=True)
class Coached:
    """A call with its labels and what the program made of it."""

    name: str
    labels: list[Label]
    events: list[AnyEvent]

    @property
    def agent(self) -> str:
        """What kind of agent, the last part of the name."""
        return self.name.rpartition("_")[2]

    @property
    def shown(self) -> list[PromptShown]:
        """Its prompts."""
        return [event for event in self.events if isinstance(event, PromptShown)]


def words_of(
    script: Script, placed: Sequence[Placed], form: str, degrader: Degrader | None
) -> dict[Speaker, list[TimedWord]]:
    """What each side says, as `cased` (with punctuation), `bare` or `misheard` words."""
    sides: dict[Speaker, list[TimedWord]] = {"agent": [], "customer": []}
    for item in placed:
        tokens = [t for t in PAUSE.sub(" ", item.line.text).split() if re.sub(r"^\W+|\W+$", "", t)]
        for token, word in zip(tokens, item.outline.words, strict=False):
            text = token if form == "cased" else plain(token)
            if text:
                sides[item.line.speaker].append(
                    TimedWord(text=text, start=item.start + word.start, end=item.start + word.end)
                )
    for side in sides.values():
        side.sort(key=lambda word: word.start)
    return {name: degrader.words(side) for name, side in sides.items()} if degrader is not None else sides


def laid_out(folder: Path, form: str, only: str, data: Path, profile: Profile) -> Iterator[Coached]:
    """Every script of a folder, without voices."""
    vocabulary_ = vocabulary(data) if form == "misheard" else []
    for path in sorted(folder.glob("*.yaml")):
        if only not in path.stem:
            continue
        script = load_script(path)
        placed = estimated(script)
        said = words_of(script, placed, "cased" if form == "cased" else "bare", None)
        heard = None
        if form == "misheard":
            degrader = Degrader(vocabulary_, shipped_rates("fitted"), seed=script.seed)
            heard = words_of(script, placed, "bare", degrader)
        labels = _labels(label_track(script, placed))
        yield Coached(path.stem, labels, list(replay_words(said, profile, path.stem, heard)))


def spoken(folder: Path, only: str, profile: Profile) -> Iterator[Coached]:
    """Every spoken call of a folder, recognised by Moonshine."""
    models = ModelStore()
    for path in sorted(folder.glob("*.flac")):
        labels = path.with_name(f"{path.stem}_labels.txt")
        if only in path.stem and labels.exists():
            lane = InlineLane(open_engine("moonshine", models), samples(REPLAY_LATENCY_SECONDS))
            frames = stereo_frames(open_sound(path))
            yield Coached(
                path.stem, read_labels(labels), list(replay(frames, sound_parts(profile, lane, models), path.stem))
            )


def _labels(track: str) -> list[Label]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "labels.txt"
        path.write_text(track, encoding="utf-8")
        return read_labels(path)


def run(calls: Sequence[Coached], *, details: bool) -> None:
    """Print the figures."""
    rows = []
    for kind in (*AGENTS, "all"):
        mine = [call for call in calls if kind in (call.agent, "all")]
        if mine:
            rows.append(_row(kind, mine))
    heads = (
        "agent",
        "calls",
        "minutes",
        "wanted",
        "shown",
        "right",
        "precision",
        "recall",
        "a 5 min",
        "late p50 s",
        "over budget",
    )
    print_table("Prompts on scripted calls", heads, rows)
    if details:
        for call in calls:
            _print(call)


def _row(kind: str, calls: Sequence[Coached]) -> list[str]:
    sums = [
        line
        for call in calls
        for line in score(call.events, call.labels, LATENESS_SECONDS).scores
        if line.name == "all prompts"
    ]
    wanted, shown, hits = (sum(getattr(line, name) for line in sums) for name in ("labels", "found", "hits"))
    minutes = sum(max(e.known_at for e in call.events) for call in calls) / SAMPLE_RATE / 60
    late = [(e.known_at - e.at) / SAMPLE_RATE for call in calls for e in call.shown]
    over = sum(_over_budget(call.shown) for call in calls)
    return [
        kind, str(len(calls)), f"{minutes:.1f}", str(wanted), str(shown), str(hits),
        f"{hits / shown:.2f}" if shown else "-", f"{hits / wanted:.2f}" if wanted else "-",
        f"{5 * shown / minutes:.2f}", f"{statistics.median(late):.2f}" if late else "-", str(over),
    ]  # fmt: skip


def _over_budget(shown: Sequence[PromptShown]) -> int:
    """Prompts that came too soon after another, too often, or again too soon."""
    budget, over = Profile().prompts, 0
    counted = [event for event in shown if event.cue != "safety"]
    for place, event in enumerate(counted):
        before = counted[:place]
        gaps = [event.known_at - earlier.known_at for earlier in before]
        same = [event.known_at - e.known_at for e in before if e.cue == event.cue]
        over += bool(
            (gaps and min(gaps) < samples(budget.gap_seconds))
            or (same and min(same) < samples(budget.repeat_seconds))
            or sum(gap < samples(budget.rate_window_seconds) for gap in gaps) >= budget.rate_most
        )
    return over


def _print(call: Coached) -> None:
    print(f"\n{call.name}")
    for label in call.labels:
        names = "|".join((label.name, *label.also))
        print(f"  {_at(label.start)} {_at(label.end)} wanted {f'({names})' if label.optional else names}")
    for event in call.events:
        if isinstance(event, PromptShown):
            said = " | ".join(f"{piece.speaker}: {piece.text}" for piece in event.evidence)
            print(f"  {_at(event.known_at)} shown {event.cue} ({event.reason}, {event.urgency:.2f}) {said}")
        elif isinstance(event, PromptWithheld):
            weighed = f"{event.urgency:.2f} / {event.needed:.2f}"
            print(f"  {_at(event.known_at)}       {event.cue} ({event.raised_by}) withheld: {event.reason} {weighed}")


def _at(moment: int) -> str:
    return f"{moment / SAMPLE_RATE:6.1f}"
