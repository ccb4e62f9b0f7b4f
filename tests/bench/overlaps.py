"""Overlap verdicts on calls with sound: were they found, when, and were they called what they were, over ever worse lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assist.asr.clip_engine import ClipEngine
from assist.asr.engine import Lane
from assist.asr.inline_lane import InlineLane
from assist.asr.moonshine import MoonshineEngine
from assist.asr.still_lanes import NoLane
from assist.asr.words_engine import WordsEngine
from assist.cli.playback import demo_call
from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    OverlapJudged,
    OverlapStarted,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    Stage,
)
from assist.modelstore import ModelStore
from assist.profile.schema import Profile, samples
from assist.session.assemble import REPLAY_LATENCY_SECONDS, sound_parts
from assist.session.call_files import open_sound, paired_frames, stereo_frames
from assist.session.replay import replay
from assist.timeline.frame import Samples, StereoFrame
from tests.bench.clips import MOONSHINE_MODEL
from tests.bench.figures import print_table
from tests.bench.overlap_conditions import CLEAN, through
from tests.bench.overlap_truth import ACCEPTED, CallTruth, Matched, TrueOverlap, match, read_truth
from tests.bench.remembered_words import RememberedWords

OWN, ASIDE = "ours", "kept aside"
MEMORY = Path(".cache") / "bench" / "overlap_words.json"
BLOCK = SAMPLE_RATE
EDGE_SECONDS = 0.3
"""A found start or end of speech belongs to the true one within this."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One call under one condition, and what came out."""

    name: str
    condition: str
    truth: CallTruth
    matched: Matched
    verdicts: dict[tuple[Speaker, int, Stage], OverlapJudged]
    edges: dict[str, list[float]]
    seconds: float

    def judged(self, found: OverlapStarted | None, stage: Stage) -> OverlapJudged | None:
        """The verdict on a found overlap."""
        return None if found is None else self.verdicts.get((found.speaker, found.onset, stage))

    def false_interruptions(self) -> list[OverlapJudged]:
        """Final verdicts "interruption" of the agent where the agent did not interrupt."""
        true = [t for t in self.truth.overlaps if t.speaker == "agent" and t.kind in ("interruption", "attempt")]
        near = samples(EDGE_SECONDS)
        return [
            v
            for v in self.verdicts.values()
            if (v.stage, v.speaker, v.verdict) == ("late", "agent", "interruption")
            and not any(t.onset - near <= v.onset <= t.end for t in true)
        ]


@dataclass(slots=True)
class Words:
    """Where the words come from: `moonshine`, the truth (`true`), or nowhere (`none`)."""

    asr: str
    models: ModelStore
    engine: RememberedWords = field(init=False)

    def __post_init__(self) -> None:
        self.engine = RememberedWords(self._moonshine, MEMORY)

    def _moonshine(self) -> ClipEngine:
        return MoonshineEngine(self.models.path(MOONSHINE_MODEL))

    def lane(self, truth: CallTruth | None) -> Lane:
        """A lane for one call."""
        if self.asr == "none" or (self.asr == "true" and truth is None):
            return NoLane()
        engine = WordsEngine(truth.words) if self.asr == "true" and truth is not None else self.engine
        return InlineLane(engine, samples(REPLAY_LATENCY_SECONDS))


def run(data: Path, own: Path, conditions: Sequence[str], asr: str, *, mistakes: bool, only: str = "") -> None:
    """Run all calls under all conditions and print the tables."""
    calls = [(name, path) for name, path in _calls(data, own) if only in path.stem]
    words = Words(asr, ModelStore())
    heard: list[tuple[str, Heard]] = []
    for condition in conditions:
        heard += [(group, _hear(path, condition, words)) for group, path in calls]
        words.engine.save()
    title = f"Overlaps, words: {asr}"
    print_table(title, HEADS, _rows(heard, conditions), numbers_from=2)
    print_table("Verdicts, by kind of overlap", KIND_HEADS, _kind_rows(heard), numbers_from=2)
    print_table(
        "Edges of speech against the truth, ms (detected minus true)", EDGE_HEADS, _edge_rows(heard, conditions)
    )
    if mistakes:
        for line in _mistakes(heard):
            print(line)
    if not only:
        _auto_repairs(data, words)
    words.engine.save()


def _calls(data: Path, own: Path) -> Iterator[tuple[str, Path]]:
    yield from ((OWN, path) for path in sorted(own.glob("overlaps_*.flac")))
    yield ASIDE, demo_call()
    generated = data / "audio" / "generated"
    yield from ((ASIDE, path) for path in sorted(generated.glob("*.flac")) if not path.stem.endswith("_tel"))


def _hear(path: Path, condition: str, words: Words) -> Heard:
    truth = read_truth(path.with_suffix(".json"))
    audio = np.concatenate([frame.audio for frame in stereo_frames(open_sound(path))])
    events = _events(through(condition, audio, seed=len(path.stem)), words.lane(truth), words.models)
    found = [event for event in events if isinstance(event, OverlapStarted)]
    verdicts = {(e.speaker, e.onset, e.stage): e for e in events if isinstance(e, OverlapJudged)}
    return Heard(
        path.stem,
        condition,
        truth,
        match(truth.overlaps, found),
        verdicts,
        _edges(truth, events),
        len(audio) / SAMPLE_RATE,
    )


def _events(audio: Samples, lane: Lane, models: ModelStore) -> list[AnyEvent]:
    frames = (StereoFrame(start, audio[start : start + BLOCK]) for start in range(0, len(audio), BLOCK))
    return list(replay(frames, sound_parts(Profile(), lane, models), "benchmark"))


def _edges(truth: CallTruth, events: Sequence[AnyEvent]) -> dict[str, list[float]]:
    """Detected minus true starts and ends of speech, in milliseconds; and true stretches that were not heard at all."""
    near = samples(EDGE_SECONDS)
    out: dict[str, list[float]] = {"start": [], "end": [], "unheard": []}
    for speaker, segments in truth.segments.items():
        starts = np.array([e.start for e in events if isinstance(e, SpeechStarted) and e.speaker == speaker])
        ends = np.array([e.end for e in events if isinstance(e, SpeechEnded) and e.speaker == speaker])
        for edge, at, found in [("start", s, starts) for s, _ in segments] + [("end", e, ends) for _, e in segments]:
            errors = found - at
            if len(errors) and np.abs(errors).min() <= near:
                out[edge].append(float(errors[np.abs(errors).argmin()]) / SAMPLE_RATE * 1000)
        spans = list(zip(starts.tolist(), ends.tolist(), strict=False))
        out["unheard"] += [1.0 for s, e in segments if not any(a < e and b > s for a, b in spans)]
    return out


# ----------------------------------------------------------------------------------------------------- the tables
HEADS = (
    "line", "calls", "true", "found", "false", "again", "onset error ms p50 p95", "early right", "late right",
    "early after ms p50 p95", "cut-ins caught", "false cut-ins /10 min", "min",
)  # fmt: skip
KIND_HEADS = ("calls", "kind", "n", "found", "early right", "late right", "late: int", "back", "coop", "inc")
EDGE_HEADS = ("line", "starts n", "p5 p50 p95", "ends n", "p5 p50 p95", "unheard")


def _rows(heard: Sequence[tuple[str, Heard]], conditions: Sequence[str]) -> Iterator[list[str]]:
    for condition in conditions:
        for group in (OWN, ASIDE):
            chosen = [item for g, item in heard if g == group and item.condition == condition]
            if chosen:
                yield [condition, group, *_figures(chosen)]


def _figures(chosen: Sequence[Heard]) -> list[str]:
    pairs = [(item, true, found) for item in chosen for true, found in item.matched.pairs]
    must = [pair for pair in pairs if pair[1].must]
    caught = [found for _, _, found in must if found is not None]
    errors = [(found.onset - true.onset) / SAMPLE_RATE * 1000 for _, true, found in pairs if found is not None]
    after = [
        (early.known_at - true.onset) / SAMPLE_RATE * 1000
        for item, true, found in pairs
        if (early := item.judged(found, "early")) is not None
    ]
    cut_ins = [(item, true, found) for item, true, found in pairs if true.kind == "interruption"]
    minutes = sum(item.seconds for item in chosen) / 60
    false = sum(len(item.false_interruptions()) for item in chosen)
    return [
        str(len(must)), str(len(caught)), str(sum(len(item.matched.wrong) for item in chosen)),
        str(sum(len(item.matched.again) for item in chosen)), _spread(np.abs(errors)), _right(pairs, "early"),
        _right(pairs, "late"), _spread(after), _right(cut_ins, "late", missed_counts=True),
        f"{false / minutes * 10:.1f} ({false})", f"{minutes:.1f}",
    ]  # fmt: skip


Pairs = Sequence[tuple[Heard, TrueOverlap, OverlapStarted | None]]


def _right(pairs: Pairs, stage: Stage, *, missed_counts: bool = False) -> str:
    """Share of right verdicts of those given; of all if what was missed counts."""
    given = [(true, item.judged(found, stage)) for item, true, found in pairs if ACCEPTED[true.kind]]
    counted = [(true, verdict) for true, verdict in given if missed_counts or verdict is not None]
    right = sum(verdict is not None and verdict.verdict in ACCEPTED[true.kind] for true, verdict in counted)
    return f"{right}/{len(counted)}"


def _kind_rows(heard: Sequence[tuple[str, Heard]]) -> Iterator[list[str]]:
    for group in (OWN, ASIDE):
        for kind in ACCEPTED:
            pairs = [(h, t, f) for g, h in heard if g == group for t, f in h.matched.pairs if t.kind == kind]
            late = Counter(v.verdict for h, _, f in pairs if (v := h.judged(f, "late")) is not None)
            counts = [str(late[name]) for name in ("interruption", "backchannel", "cooperative", "inconclusive")]
            if pairs:
                found = sum(f is not None for _, _, f in pairs)
                yield [group, kind, str(len(pairs)), str(found), _right(pairs, "early"), _right(pairs, "late"), *counts]


def _edge_rows(heard: Sequence[tuple[str, Heard]], conditions: Sequence[str]) -> Iterator[list[str]]:
    for condition in conditions:
        chosen = [item.edges for _, item in heard if item.condition == condition]
        starts, ends = ([e for edges in chosen for e in edges[name]] for name in ("start", "end"))
        unheard = sum(len(edges["unheard"]) for edges in chosen)
        yield [condition, str(len(starts)), _spread(starts, 5), str(len(ends)), _spread(ends, 5), str(unheard)]


def _spread(values: Sequence[float] | np.ndarray[tuple[int], np.dtype[np.float64]], low: float | None = None) -> str:
    if not len(values):
        return "-"
    wanted = [50, 95] if low is None else [low, 50, 95]
    return "  ".join(f"{value:.0f}" for value in np.percentile(values, wanted))


def _mistakes(heard: Sequence[tuple[str, Heard]]) -> Iterator[str]:
    for _, item in heard:
        head = f"{item.condition} | {item.name}"
        for true, found in item.matched.pairs:
            if found is None and true.must:
                yield f"{head} | missed {true.kind} | {true.speaker} {true.what}"
            for stage in ("early", "late"):
                verdict = item.judged(found, stage)
                if verdict is not None and ACCEPTED[true.kind] and verdict.verdict not in ACCEPTED[true.kind]:
                    yield (
                        f"{head} | {stage} {verdict.verdict} {verdict.probability:.2f} ({', '.join(verdict.reasons)}) is "
                        f"{true.kind} | {true.speaker} {true.what}"
                    )
        for name, events in (("nobody came in", item.matched.wrong), ("again", item.matched.again)):
            for event in events:
                late = item.judged(event, "late")
                yield f"{head} | {name} | {event.speaker} {event.onset / SAMPLE_RATE:.2f} s: {late and late.verdict}"


def _auto_repairs(data: Path, words: Words) -> None:
    """A call in which nobody talks over anybody."""
    sides = [data / "audio" / f"auto_repairs_40_{side}.flac" for side in ("agent", "caller")]
    if not all(path.is_file() for path in sides):
        return
    audio = np.concatenate([frame.audio for frame in paired_frames(*(open_sound(path) for path in sides))])
    rows = []
    for condition in (CLEAN, "babble 10 dB"):
        events = _events(through(condition, audio, seed=40), words.lane(None), words.models)
        for stage in ("early", "late"):
            given = [e for e in events if isinstance(e, OverlapJudged) and e.stage == stage]
            count = Counter((e.speaker, e.verdict) for e in given)
            told = ", ".join(f"{speaker} {verdict} {n}" for (speaker, verdict), n in sorted(count.items()))
            rows.append([condition, stage, str(len(given)), told or "none"])
    print_table(f"auto_repairs_40 ({len(audio) / SAMPLE_RATE:.0f} s, no overlaps)", ("line", "", "n", "verdicts"), rows)
