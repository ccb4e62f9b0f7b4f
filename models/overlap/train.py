"""Train the overlap model: python -m models.overlap.train [--data ../shared/data/train/mrda_train.csv.gz]

Every pair of speakers of the MRDA meetings runs, around every coming-in, through the real speech and recognition stages: with
the words as transcribed, as a recogniser would have heard them on an ordinary and on a bad line, and without any words; each
judgement of the interruption judge is one example. Logistic regression with an L2 penalty, full batch, no randomness but the
seeded recognition errors. A quarter of an hour on two cores.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import math
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assist.asr.inline_lane import InlineLane
from assist.asr.stage import RecognitionStage
from assist.asr.words_engine import WordsEngine
from assist.cues.interruption import InterruptionJudge
from assist.cues.overlap_features import Situation, features
from assist.cues.overlap_model import WORDLESS, OverlapModel
from assist.cues.rules import RuleReader
from assist.events import SAMPLE_RATE, Speaker, Stage, TimedWord
from assist.profile.schema import Profile
from assist.session.assemble import words_parts
from assist.speech.stage import SpeechStage
from assist.timeline.frame import HOP
from models.degrade import Degrader, shipped_rates
from models.overlap.mrda import Pair, is_kept_aside, onsets, pairs

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WEIGHTS = ROOT / "assist" / "data" / "overlap" / "weights.toml"
BEFORE_SECONDS, AFTER_SECONDS = 12.0, 10.0
"""What is run around a coming-in: words are remembered for so long, and a verdict waits for the end of the overlap."""
NEAR_SAMPLES = round(0.15 * SAMPLE_RATE)
SEVERITIES = ("fitted", "third")
"""How badly the words are misheard: as on the measured telephone calls, and a third of them."""
LEAST_COUNT = 40
"""Features seen in fewer training examples get no weight."""
PENALTY = 1e-3

Example = tuple[Stage, dict[str, float], bool, bool]
"""Stage, features, is a backchannel, is kept aside."""


def judgements(
    words: dict[Speaker, list[TimedWord]],
    voiced: dict[Speaker, list[TimedWord]],
    onsets_seconds: Sequence[float],
) -> list[tuple[Speaker, Stage, Situation]]:
    """The judgements of a call around given moments.

    Args:
        words: the words as recognised.
        voiced: the words as said: voice activity does not depend on recognition.
        onsets_seconds: only the stretches around these are run.
    """
    heard: list[tuple[Speaker, Stage, Situation]] = []
    profile = Profile()
    parts = words_parts(profile, voiced, reader=RuleReader())
    model = OverlapModel({name: {} for name in TABLES})
    silence = np.zeros((HOP, 2), np.int16)
    for first, last in _islands(onsets_seconds):
        speech = SpeechStage(parts.profile)
        recognition = RecognitionStage(parts.profile, InlineLane(WordsEngine(words), 3200), HOP)
        judge = InterruptionJudge(profile.turns, model, lambda speaker, stage, s: heard.append((speaker, stage, s)))
        for start in range(first, last, HOP):
            end = start + HOP
            probabilities = parts.activity.probabilities(start, silence)
            events = speech.hop(probabilities, start, end)
            events += recognition.hop(events, probabilities, silence, end)
            for event in events:
                judge.take(event)
            judge.hop(end)
        judge.flush(last)
    return heard


def _islands(onsets_seconds: Sequence[float]) -> list[tuple[int, int]]:
    """Stretches, in whole hops, long enough before and after the moments for all that a verdict asks."""
    found: list[list[int]] = []
    for seconds in sorted(onsets_seconds):
        start = max(round((seconds - BEFORE_SECONDS) * SAMPLE_RATE), 0) // HOP * HOP
        end = round((seconds + AFTER_SECONDS) * SAMPLE_RATE)
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [(start, end) for start, end in found]


def examples(pair: Pair, vocabulary: list[tuple[str, int]], seed: int) -> list[Example]:
    """Labelled judgements of one pair, with true and with misheard words."""
    found: list[Example] = []
    labels = onsets(pair)
    said = pair.words()
    heard = [said]
    for severity in SEVERITIES:
        degrader = Degrader(vocabulary, shipped_rates(severity), seed)
        heard.append({speaker: degrader.words(side) for speaker, side in said.items()})
    for words in heard:
        for speaker, stage, situation in judgements(words, said, [o.seconds for o in labels]):
            near = [
                o
                for o in labels
                if o.speaker == speaker and abs(o.seconds * SAMPLE_RATE - situation.onset) <= NEAR_SAMPLES
            ]
            if not near:
                continue
            label, aside = near[0].backchannel, is_kept_aside(pair.meeting)
            found.append((stage, features(situation), label, aside))
            if words is said:
                unheard = replace(situation, words=(), holder_words=())
                found.append((stage, features(unheard), label, aside))
    return found


def _examples(job: tuple[int, Pair, list[tuple[str, int]]]) -> list[Example]:
    seed, pair, vocabulary = job
    return examples(pair, vocabulary, seed)


def collect(data: Path, workers: int) -> list[Example]:
    """Examples of all pairs."""
    everyone = list(pairs(data))
    vocabulary = collections.Counter(
        w.text
        for pair in everyone
        if not is_kept_aside(pair.meeting)
        for side in pair.utterances.values()
        for u in side
        for w in u.words
    )
    jobs = [(seed, pair, vocabulary.most_common(4000)) for seed, pair in enumerate(everyone)]
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        return [example for found in pool.map(_examples, jobs, chunksize=2) for example in found]


TABLES = ("early", "late", "early_wordless", "late_wordless")


def table_of(example: Example) -> str:
    """Which of `TABLES` an example teaches."""
    stage, values, _, _ = example
    return f"{stage}_wordless" if WORDLESS in values else stage


def fit(rows: list[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """Weights by feature name."""
    counts = collections.Counter(name for values, _ in rows for name in values)
    names = sorted(name for name, count in counts.items() if count >= LEAST_COUNT)
    column = {name: i for i, name in enumerate(names)}
    x: npt.NDArray[np.float64] = np.zeros((len(rows), len(names)))
    y = np.array([label for _, label in rows], float)
    for i, (values, _) in enumerate(rows):
        for name, value in values.items():
            if name in column:
                x[i, column[name]] = value
    weights: npt.NDArray[np.float64] = np.zeros(len(names))
    for _ in range(30):  # Newton's method (iteratively reweighted least squares) on a convex loss
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (p - y) / len(y) + PENALTY * weights
        curvature = (x * (p * (1 - p))[:, None]).T @ x / len(y) + PENALTY * np.eye(len(names))
        weights -= np.linalg.solve(curvature, gradient)
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}


def macro_f1(model: OverlapModel, stage: Stage, rows: list[tuple[dict[str, float], bool]]) -> float:
    """Macro-F1 of backchannel against the rest."""
    count = collections.Counter((label, model.backchannel(values, stage) >= 0.5) for values, label in rows)
    f1 = []
    for positive in (True, False):
        hit = count[positive, positive]
        wrong = count[not positive, positive] + count[positive, not positive]
        f1.append(2 * hit / max(2 * hit + wrong, 1))
    return sum(f1) / 2


def main() -> None:
    """Collect, fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "train" / "mrda_train.csv.gz")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cache", type=Path, help="keep the examples here between runs")
    options = parser.parse_args()
    if options.cache and options.cache.exists():
        found: list[Example] = pickle.loads(options.cache.read_bytes())  # noqa: S301  (our own file)
    else:
        found = collect(options.data, options.workers)
        if options.cache:
            options.cache.write_bytes(pickle.dumps(found))
    tables = {name: [e for e in found if table_of(e) == name] for name in TABLES}
    weights = {
        name: fit([(values, label) for _, values, label, aside in rows if not aside]) for name, rows in tables.items()
    }
    model = OverlapModel(weights)
    lines = [
        "# Made by models/overlap/train.py; see models/overlap/CARD.md. p(backchannel) = sigmoid(sum of weight * value)."
    ]
    for name, rows in tables.items():
        aside = [(values, label) for _, values, label, kept in rows if kept]
        share = sum(label for _, label in aside) / max(len(aside), 1)
        print(
            f"{name}: trained on {len(rows) - len(aside)}, kept aside n={len(aside)} ({share:.0%} backchannels)",
            end=", ",
        )
        print(f"macro-F1 {macro_f1(model, rows[0][0], aside):.3f}, {len(weights[name])} weights")
        lines += [
            "",
            f"[{name}.weights]",
            *(f'"{feature}" = {w:g}' for feature, w in sorted(weights[name].items()) if not math.isclose(w, 0)),
        ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
