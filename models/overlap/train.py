"""Train the overlap model: python -m models.overlap.train [--data ../shared/data/train/mrda_train.csv.gz]

Every pair of speakers of the MRDA meetings runs through the real speech and recognition stages, once with the words as
transcribed and once as a recogniser would have heard them; each judgement of the interruption judge is one example.
Logistic regression with an L2 penalty, full batch, no randomness but the seeded recognition errors. A quarter of an hour on two
cores.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import math
import pickle
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assist.asr.inline_lane import InlineLane
from assist.asr.stage import RecognitionStage
from assist.asr.words_engine import WordsEngine
from assist.cues.interruption import InterruptionJudge
from assist.cues.overlap_features import Situation, features
from assist.cues.overlap_model import OverlapModel
from assist.events import SAMPLE_RATE, Speaker, Stage, TimedWord
from assist.profile.schema import Profile
from assist.session.assemble import words_parts
from assist.speech.silero import HOP
from assist.speech.stage import SpeechStage
from models.degrade import Degrader
from models.overlap.mrda import Pair, is_kept_aside, onsets, pairs

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WEIGHTS = ROOT / "assist" / "data" / "overlap" / "weights.toml"
NEAR_SAMPLES = round(0.15 * SAMPLE_RATE)
LEAST_COUNT = 40
"""Features seen in fewer training examples get no weight."""
PENALTY = 3e-4
STAGES: tuple[Stage, Stage] = ("early", "late")

Example = tuple[Stage, dict[str, float], bool, bool]
"""Stage, features, is a backchannel, is kept aside."""


def judgements(
    words: dict[Speaker, list[TimedWord]], voiced: dict[Speaker, list[TimedWord]]
) -> list[tuple[Speaker, Stage, Situation]]:
    """Every judgement of a call.

    Args:
        words: the words as recognised.
        voiced: the words as said: voice activity does not depend on recognition.
    """
    heard: list[tuple[Speaker, Stage, Situation]] = []
    profile = Profile()
    parts = words_parts(profile, voiced)
    model = OverlapModel({"early": {}, "late": {}})
    silence = np.zeros((HOP, 2), np.int16)
    for first, last in _islands(voiced):
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


def _islands(voiced: dict[Speaker, list[TimedWord]]) -> list[tuple[int, int]]:
    """Stretches, in whole hops, outside of which nobody speaks for seconds."""
    found: list[list[int]] = []
    for word in sorted((w for side in voiced.values() for w in side), key=lambda w: w.start):
        start, end = word.start // HOP * HOP - 32 * HOP, word.end + 3 * SAMPLE_RATE
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([max(start, 0), end])
    return [(start, end) for start, end in found]


def examples(pair: Pair, degrader: Degrader) -> list[Example]:
    """Labelled judgements of one pair, with true and with misheard words."""
    found: list[Example] = []
    labels = onsets(pair)
    said = pair.words()
    for words in (said, {speaker: degrader.words(side) for speaker, side in said.items()}):
        judged = judgements(words, said)
        for speaker, stage, situation in judged:
            near = [
                o
                for o in labels
                if o.speaker == speaker and abs(o.seconds * SAMPLE_RATE - situation.onset) <= NEAR_SAMPLES
            ]
            if near:
                found.append((stage, features(situation), near[0].backchannel, is_kept_aside(pair.meeting)))
    return found


def _examples(job: tuple[int, Pair, list[tuple[str, int]]]) -> list[Example]:
    seed, pair, vocabulary = job
    return examples(pair, Degrader(vocabulary, seed=seed))


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
    weights: dict[str, dict[str, float]] = {
        s: fit([(v, label) for stage, v, label, aside in found if stage == s and not aside]) for s in STAGES
    }
    model = OverlapModel(weights)
    lines = [
        "# Made by models/overlap/train.py; see models/overlap/CARD.md. p(backchannel) = sigmoid(sum of weight * value)."
    ]
    for stage in STAGES:
        aside = [(v, label) for s, v, label, kept in found if s == stage and kept]
        trained = sum(s == stage and not kept for s, _, _, kept in found)
        share = sum(label for _, label in aside) / max(len(aside), 1)
        print(f"{stage}: trained on {trained}, kept aside n={len(aside)} ({share:.0%} backchannels)", end=", ")
        print(f"macro-F1 {macro_f1(model, stage, aside):.3f}")
        lines += [
            "",
            f"[{stage}.weights]",
            *(f'"{name}" = {w:g}' for name, w in sorted(weights[stage].items()) if not math.isclose(w, 0)),
        ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
