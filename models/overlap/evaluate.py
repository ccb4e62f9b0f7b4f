"""Measure overlap verdicts on real telephone calls: python -m models.overlap.evaluate [--split dev|held] [--words third]

Uses ../shared/eval/switchboard.py for the reference and its own scoring of the same onsets, so that confusion and mistakes can
be read. Which calls are held is said in models/telephone_calls.py; they are measured at the end, never tuned on. The calls may
be measured but never trained on; recognition errors are drawn from the MRDA vocabulary.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import json
from dataclasses import dataclass
from pathlib import Path

from assist.cues.rules import RuleReader
from assist.events import SAMPLE_RATE, OverlapJudged, Speaker, TimedWord
from assist.profile.schema import Profile
from assist.session.ctm import read_ctm
from assist.session.replay import replay_words
from models.degrade import Degrader, shipped_rates
from models.overlap.mrda import is_kept_aside, pairs
from models.telephone_calls import CALLS, SHARED, export, split

TRUE = "true"
NEAR_SECONDS = 0.15


@dataclass(frozen=True, slots=True)
class Judged:
    """One onset of the reference and what this program said."""

    call: str
    seconds: float
    speaker: str
    text: str
    act: str
    backchannel: bool
    verdict: str
    probability: float
    early: str


@dataclass(frozen=True, slots=True)
class Call:
    """What came out of one call."""

    onsets: list[Judged]
    minutes: float
    false_interruptions: int
    """Late verdicts `interruption` of the agent (channel A) on what the reference calls a backchannel."""


def measure(job: tuple[Path, str, list[tuple[str, int]]]) -> Call:
    """Replay one call and match its verdicts with the reference."""
    path, severity, vocabulary = job
    words = read_ctm(path)
    heard: dict[Speaker, list[TimedWord]] | None = None
    if severity != TRUE:
        degrader = Degrader(vocabulary, shipped_rates(severity), seed=int(path.stem))
        heard = {speaker: degrader.words(side) for speaker, side in words.items()}
    verdicts: dict[str, list[OverlapJudged]] = collections.defaultdict(list)
    end = 0
    for event in replay_words(words, Profile(), path.stem, heard, RuleReader()):
        end = event.known_at
        if isinstance(event, OverlapJudged):
            verdicts[event.speaker].append(event)
    onsets, false = [], 0
    for line in path.with_suffix(".onsets.jsonl").read_text().splitlines():
        o = json.loads(line)
        near = [e for e in verdicts[o["speaker"]] if abs(e.onset / SAMPLE_RATE - o["onset_seconds"]) <= NEAR_SECONDS]
        late = min(
            (e for e in near if e.stage == "late"),
            key=lambda e: abs(e.onset / SAMPLE_RATE - o["onset_seconds"]),
            default=None,
        )
        early = next((e.verdict for e in near if e.stage == "early"), "none")
        verdict, probability = ("none", 0.0) if late is None else (late.verdict, late.probability)
        onsets.append(
            Judged(
                path.stem,
                o["onset_seconds"],
                o["speaker"],
                o["text"],
                o["act"],
                o["backchannel"],
                verdict,
                probability,
                early,
            )
        )
        false += o["backchannel"] and o["speaker"] == "agent" and verdict == "interruption"
    return Call(onsets, end / SAMPLE_RATE / 60, false)


def f1_table(rows: list[tuple[bool, str]]) -> tuple[float, str]:
    """Macro-F1 by the reference's rules (no verdict and inconclusive count as the wrong class), and its parts in words."""
    count: collections.Counter[tuple[bool, bool]] = collections.Counter()
    for truth, verdict in rows:
        count[truth, (verdict == "backchannel") if verdict not in ("none", "inconclusive") else not truth] += 1
    parts, scores = [], []
    for name, positive in (("took the turn", False), ("backchannel", True)):
        hit, extra, missed = count[positive, positive], count[not positive, positive], count[positive, not positive]
        precision, recall = hit / max(hit + extra, 1), hit / max(hit + missed, 1)
        scores.append(2 * precision * recall / max(precision + recall, 1e-9))
        parts.append(f"{name} P={precision:.3f} R={recall:.3f} F1={scores[-1]:.3f}")
    return sum(scores) / 2, " | ".join(parts)


def main() -> None:
    """Export if needed, replay, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "held"), default="dev")
    parser.add_argument("--words", choices=(TRUE, "clean", "fitted", "third"), default=TRUE,
                        help="how well the words were recognised: see models/DEGRADER.md")  # fmt: skip
    parser.add_argument("--calls", type=Path, default=CALLS)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--worst", type=int, default=0, help="print so many of the surest mistakes")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    vocabulary: collections.Counter[str] = collections.Counter()
    if options.words != TRUE:
        for pair in pairs(SHARED / "data" / "train" / "mrda_train.csv.gz"):
            if not is_kept_aside(pair.meeting):
                vocabulary.update(w.text for side in pair.utterances.values() for u in side for w in u.words)
    files = split(export(options.calls), options.split)
    files = files[: options.limit or len(files)]
    jobs = [(path, options.words, vocabulary.most_common(4000)) for path in files]
    with concurrent.futures.ProcessPoolExecutor(options.workers) as pool:
        calls = list(pool.map(measure, jobs))
    rows = [o for call in calls for o in call.onsets]
    minutes = sum(call.minutes for call in calls)
    macro, parts = f1_table([(o.backchannel, o.verdict) for o in rows])
    early, _ = f1_table([(o.backchannel, o.early) for o in rows])
    words = f"{options.words} words"
    print(f"{options.split}, {words}: {len(calls)} calls, {minutes:.0f} min, n={len(rows)}: {parts}", end=" | ")
    print(f"macro-F1={macro:.3f} (early {early:.3f})")
    false = sum(call.false_interruptions for call in calls)
    rate = 10 * false / max(minutes, 1e-9)
    print(f"false interruptions of the agent: {false} in {minutes:.0f} min = {rate:.2f} per 10 min")
    print("verdict given, by what it was:")
    confusion = collections.Counter((o.backchannel, o.verdict) for o in rows)
    for truth, name in ((True, "backchannel"), (False, "took the turn")):
        print(
            f"  {name:14s}",
            "  ".join(
                f"{v} {confusion[truth, v]}"
                for v in ("interruption", "cooperative", "backchannel", "inconclusive", "none")
            ),
        )
    wrong = [o for o in rows if o.backchannel != (o.verdict == "backchannel")]
    for o in sorted(wrong, key=lambda o: -o.probability)[: options.worst]:
        print(
            f"  {o.call} {o.seconds:7.2f} {o.speaker:8s} {o.verdict:12s} {o.probability:.2f} act {o.act:5s} {o.text[:70]}"
        )


if __name__ == "__main__":
    main()
