"""How far the caller's voice can be trusted: real clips, made contrasts, calm real calls over worse lines; and its cost."""

from __future__ import annotations

import functools
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assist.asr.engine import Engine
from assist.asr.open_engine import open_engine
from assist.cues.classifier import Reader
from assist.cues.tension import WEIGHTS
from assist.cues.voice_baseline import signs_of
from assist.cues.voice_change import TENSE, TOO_NOISY
from assist.cues.voice_model import SIGNS, Sign, VoiceModel, shipped_voice_model
from assist.events import SAMPLE_RATE, AnyEvent, SpeechEnded, SpeechStarted, TurnEnded, VoiceFeatures
from assist.modelstore import ModelStore
from assist.profile.schema import Profile
from assist.session.assemble import reader_of
from assist.session.texts import texts_that_ship
from assist.speech.pitch import PITCH_FILE, PITCH_MODEL, SwiftPitch
from assist.speech.voice import VoiceStage
from assist.timeline.frame import COLUMN, HOP, Samples
from assist.timeline.loudness import Loudness
from models.voice.contrasts import CACHE, MANNERS
from models.voice.hearing import CONDITIONS, caller_alone, measured
from models.voice.judging import contrasts, judged
from tests.bench.figures import Figure, at_most, print_figures, print_table
from tests.calls.script import ScriptError

Floats = npt.NDArray[np.float64]

BUDGET_MS = 10.0
RESAMPLES = 2_000
BETA = 0.25
TUNED_ON, ASIDE = ("auto_repairs_40_agent", "lca_agent"), ("auto_repairs_40_caller", "lca_agent2", "sales_call_mono")
"""Calm recordings. The first two gave the usual spreads and the bias, the others are only measured on."""
PARTS = ("contrasts", "calm", "clips", "cost")
CONTRAST_LINES = ("clean", "telephone", "pink 20 dB")
RELATIVE: tuple[Sign, ...] = ("wider", "sharper", "faster")
"""Signs that mean something without a baseline: a level says how far the microphone was, a pitch whose voice it is."""


def run(
    data: Path, voices: Path, lines: Sequence[str] = CONDITIONS, parts: Sequence[str] = PARTS, cache: Path = CACHE
) -> None:
    """Print what there is data for.

    Args:
        data: folder with `audio` and `evaluate/utep_clips`.
        voices: the npm package that speaks the contrasts.
        lines: conditions of the calls.
        parts: of `PARTS`.
        cache: where what was measured is kept.
    """
    model = shipped_voice_model()
    if "contrasts" in parts:
        try:
            _contrasts(model, [line for line in CONTRAST_LINES if line in lines], voices, cache)
        except (OSError, ScriptError, ImportError) as problem:
            print(f"made contrasts left out: {problem}")
    if "calm" in parts:
        _calm(data / "audio", model, lines, cache)
    if "clips" in parts and (data / "evaluate" / "utep_clips").is_dir():
        _clips(data / "evaluate" / "utep_clips", model, cache)
    caller = data / "audio" / f"{ASIDE[0]}.flac"
    if "cost" in parts and caller.is_file():
        audio = caller_alone(caller)
        print_figures("Cost", _cost(audio, measured(audio, "clean", cache)))


# -------------------------------------------------------------------------------------------------------- real clips
def _clips(folder: Path, model: VoiceModel, cache: Path) -> None:
    """Clips of dissatisfied and other callers. A clip has no opening: the other clips stand for it."""
    lines = (folder / "labels.tsv").read_text(encoding="utf-8").split("\n")[1:]
    names, labels = zip(*(line.split("\t") for line in lines if line), strict=True)
    found = [_clip(caller_alone(folder / f"{name}.flac"), cache) for name in names]
    words = [_trouble_in_words(caller_alone(folder / f"{name}.flac")) for name in names]
    kept = [number for number, values in enumerate(found) if values]
    table = np.array([[found[number][sign] for sign in SIGNS] for number in kept])
    truth = np.array([int(labels[number]) for number in kept])
    rows = []
    scores = {
        "the model, all five signs": _against_others(table, model, SIGNS),
        "the model, wider sharper faster": _against_others(table, model, RELATIVE),
        **{f"{sign} alone": table[:, column] for column, sign in enumerate(SIGNS)},
        **_with_words(np.array([words[number] for number in kept]), _against_others(table, model, SIGNS)),
    }
    for name, score in scores.items():
        low, high = _interval(lambda t, s: auc(s[t == 1], s[t == 0]), truth, score)
        f_low, f_high = _interval(f_as_many, truth, score)
        rows.append([name, str(len(kept)), f"{auc(score[truth == 1], score[truth == 0]):.2f} ({low:.2f} to {high:.2f})",
                     f"{f_as_many(truth, score):.2f} ({f_low:.2f} to {f_high:.2f})"])  # fmt: skip
    everything = _f(truth, np.ones(len(truth), np.bool_))
    short, bad = len(names) - len(kept), f"{int(truth.sum())} of {len(truth)} dissatisfied"
    title = (f"UTEP clips, voice and recognised words: {bad}, {short} too short; "
             f"calling all of them dissatisfied gives F0.25 {everything:.2f}")  # fmt: skip
    print_table(title, ("score", "n", "AUC (95 %)", "F0.25, as many marked as there are (95 %)"), rows, numbers_from=1)


def _with_words(words: Floats, voice: Floats) -> dict[str, Floats]:
    """Words alone and both, put together as `assist.cues.tension` does.

    Args:
        words: probability of trouble, 0..1.
        voice: the model's score against the other clips; its logistic curve is what the program would use.
    """
    weight = Profile().tension.voice_weight
    tenser = 1.0 / (1.0 + np.exp(-voice))
    return {
        "recognised words alone": words,
        "words and voice, as the program weighs them": 1.0 - (1.0 - words) * (1.0 - weight * tenser),
        "words and voice, weighed alike": words + tenser,
    }


@functools.cache
def _readers() -> tuple[Engine, Reader]:
    models = ModelStore()
    return open_engine("moonshine", models), reader_of(texts_that_ship(), models)[0]


def _trouble_in_words(audio: Samples) -> float:
    """Strain in what Moonshine hears of a clip, weighed by kind as in the tension."""
    engine, reader = _readers()
    engine.begin("customer", 0)
    engine.feed("customer", audio[:, COLUMN["customer"]])
    text = " ".join(word.text for word in engine.finish("customer"))
    kinds = reader.read_caller(text).kinds
    return max(weight * kinds[kind] for kind, weight in WEIGHTS.items())


def _clip(audio: Samples, cache: Path) -> dict[Sign, float]:
    quiet = np.zeros((SAMPLE_RATE, 2), np.int16)
    audio = np.concatenate([quiet, audio, quiet])
    pieces = [event for event in measured(audio, "clean", cache) if isinstance(event, VoiceFeatures)]
    seconds = sum(piece.voiced_seconds for piece in pieces)
    if seconds < Profile().voice.voice_least_seconds:
        return {}
    return {sign: sum(signs_of(p)[sign] * p.voiced_seconds for p in pieces) / seconds for sign in SIGNS}


def _against_others(table: Floats, model: VoiceModel, signs: Sequence[Sign]) -> Floats:
    """Scores with the median and spread of all other clips as baseline; signs that are not asked for stay at 0."""
    scores = []
    for number, row in enumerate(table):
        others = np.delete(table, number, axis=0)
        centre = np.median(others, axis=0)
        spread = 1.4826 * np.median(np.abs(others - centre), axis=0)
        deviations = dict(zip(SIGNS, ((row - centre) / spread).tolist(), strict=True))
        scores.append(model.score({sign: deviations[sign] if sign in signs else 0.0 for sign in SIGNS}))
    return np.array(scores)


def auc(positive: Floats, negative: Floats) -> float:
    """Probability that a positive scores higher than a negative; ties count half."""
    over = positive[:, np.newaxis] - negative
    return float((over > 0).mean() + (over == 0).mean() / 2) if over.size else float("nan")


def _f(truth: npt.NDArray[np.int_], said: npt.NDArray[np.bool_]) -> float:
    hits = float((said & (truth == 1)).sum())
    return (1 + BETA**2) * hits / (BETA**2 * float(truth.sum()) + float(said.sum())) if said.any() else 0.0


def f_as_many(truth: npt.NDArray[np.int_], score: Floats) -> float:
    """F0.25 when as many clips are marked as there are dissatisfied ones: no threshold is chosen."""
    marked = np.zeros(len(truth), np.bool_)
    marked[np.argsort(-score, kind="stable")[: int(truth.sum())]] = True
    return _f(truth, marked)


def _interval(
    figure: Callable[[npt.NDArray[np.int_], Floats], float], truth: npt.NDArray[np.int_], score: Floats
) -> tuple[float, float]:
    """95 % bootstrap interval over clips."""
    rng = np.random.default_rng(1)
    values = []
    for _ in range(RESAMPLES):
        chosen = rng.integers(len(truth), size=len(truth))
        if 0 < truth[chosen].sum() < len(chosen):
            values.append(figure(truth[chosen], score[chosen]))
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


# --------------------------------------------------------------------------------------------------- made contrasts
def _contrasts(model: VoiceModel, lines: Sequence[str], voices: Path, cache: Path) -> None:
    rows = []
    for half, what in (("tune", "tuned on"), ("held", "held out")):
        for condition in lines:
            scores: dict[str, list[float]] = defaultdict(list)
            abstained = 0
            for turn in contrasts(model, half, condition, voices, cache):
                if turn.deviations:
                    scores[turn.manner].append(turn.score)
                else:
                    abstained += 1
            raised = np.array(scores["angry"] + scores["agitated"])
            over = [f"{sum(s >= TENSE for s in scores[manner])}/{len(scores[manner])}" for manner in MANNERS]
            rows.append([what, condition, f"{auc(raised, np.array(scores['calm'])):.2f}",
                         f"{auc(raised, np.array(scores['cheerful'])):.2f}", *over, str(abstained)])  # fmt: skip
    heads = (
        "voices",
        "line",
        "AUC raised/calm",
        "raised/cheerful",
        *(f"{manner} >= 0.5" for manner in MANNERS),
        "abstained",
    )
    title = "Made contrasts: calm opening, then the same two lines in five manners (4 voices a half)"
    print_table(title, heads, rows, numbers_from=2)


# --------------------------------------------------------------------------------------------------- calm real calls
def _calm(folder: Path, model: VoiceModel, lines: Sequence[str], cache: Path) -> None:
    rows = []
    for group, names in (("tuned on", TUNED_ON), ("aside", ASIDE)):
        for path in (folder / f"{name}.flac" for name in names):
            if path.is_file():
                audio = caller_alone(path)
                rows += [[group, path.stem, line, *_calm_row(audio, model, line, cache)] for line in lines]
    heads = ("calls", "recording", "line", "turns", "judged", "too noisy", "tenser (false)", "score p50 p95")
    print_table("Calm real speech", heads, rows, numbers_from=3)


def _calm_row(audio: Samples, model: VoiceModel, line: str, cache: Path) -> list[str]:
    changes = [change for change, _ in judged(measured(audio, line, cache), model)]
    scores = [change.score for change in changes if not change.abstained]
    why = Counter(change.abstained for change in changes)
    p50, p95 = np.percentile(scores, [50, 95]) if scores else (0.0, 0.0)
    over = sum(score >= TENSE for score in scores)
    return [str(len(changes)), str(len(scores)), str(why[TOO_NOISY]), str(over), f"{p50:.2f}  {p95:.2f}"]


# -------------------------------------------------------------------------------------------------------------- cost
def _cost(audio: Samples, known: Sequence[AnyEvent]) -> list[Figure]:
    """CPU of the voice stage alone, its pitch network included."""
    stage = VoiceStage(SwiftPitch(ModelStore().path(PITCH_MODEL, PITCH_FILE)), Profile().voice)
    loudness = Loudness()
    events = [event for event in known if isinstance(event, SpeechStarted | SpeechEnded | TurnEnded)]
    speech = sum(e.end - e.start for e in events if isinstance(e, SpeechEnded)) / SAMPLE_RATE
    spent, longest, at = 0.0, 0.0, 0
    for start in range(0, len(audio) - HOP + 1, HOP):
        hop, now = audio[start : start + HOP], start + HOP
        levels = loudness.levels(hop)
        first = at
        while at < len(events) and events[at].known_at <= now:
            at += 1
        before = time.process_time()
        stage.hop(events[first:at], hop, levels, now)
        took = time.process_time() - before
        spent, longest = spent + took, max(longest, took)
    return [
        at_most(f"voice: CPU per second of caller speech ({speech:.0f} s)", 1000 * spent / speech, "ms", BUDGET_MS),
        at_most("voice: CPU of its longest hop", 1000 * longest, "ms", None),
    ]
