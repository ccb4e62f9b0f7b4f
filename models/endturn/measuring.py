"""How good an estimate of the end of a turn is: ranking, log-loss, calibration, and what the ring would show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assist.cues.finished import EndOfTurn
from models.endturn.examples import Example

SILENCES_SECONDS = (0.2, 0.5, 1.0)
WORDS = ("said", "heard", "none")
BREATH_SECONDS = 1.5
"""Who goes on within this time only took a breath."""
STEP_SECONDS = 0.1
WORDS_KNOWN_SECONDS = 0.5
"""Silence after which the last words are usually known: asked for at 0.26 s, recognised 0.2 s later."""
EARLY_SECONDS = 0.6


def auc(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Area under the ROC curve (Mann-Whitney U over the number of pairs); ties count half. NaN without both classes."""
    truth = np.asarray(labels, bool)
    _, place, count = np.unique(np.asarray(scores, float), return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    positive = int(truth.sum())
    negative = len(truth) - positive
    if not positive or not negative:
        return float("nan")
    return float((rank[truth].sum() - positive * (positive + 1) / 2) / (positive * negative))


def log_loss(labels: Sequence[bool], probabilities: Sequence[float]) -> float:
    """Mean surprise, in nats."""
    truth = np.asarray(labels, float)
    p: npt.NDArray[np.float64] = np.clip(np.asarray(probabilities, float), 1e-6, 1 - 1e-6)
    return float(-(truth * np.log(p) + (1 - truth) * np.log(1 - p)).mean())


def ask(estimate: EndOfTurn, example: Example, words: str, seconds: float) -> float:
    """The estimate at a pause, with the words as `said`, as `heard` or `none`."""
    text = {"said": example.said, "heard": example.heard, "none": ""}[words]
    return estimate.finished(text, seconds, example.turn_seconds)


def table(name: str, found: Sequence[Example], estimate: EndOfTurn) -> str:
    """Lines of figures per kind of words and silence."""
    lines = []
    for words in WORDS:
        for seconds in SILENCES_SECONDS:
            next_one = [e for e in found if e.pause.any_seconds >= seconds]
            waiting = [e for e in found if e.waiting(seconds)]
            p = [ask(estimate, e, words, seconds) for e in waiting]
            done = [e.pause.finished for e in waiting]
            speaks = auc([e.pause.other_next for e in next_one], [ask(estimate, e, words, seconds) for e in next_one])
            base = sum(done) / max(len(done), 1)
            lines.append(
                f"{name}, words {words:5s}, {seconds} s: finished AUC {auc(done, p):.3f} log-loss {log_loss(done, p):.3f}"
                f" (constant {log_loss(done, [base] * len(done)):.3f}), mean {np.mean(p):.2f} of {base:.2f}, n={len(done)};"
                f" who speaks next AUC {speaks:.3f}, n={len(next_one)}"
            )
    return "\n".join(lines)


def calibration(found: Sequence[Example], estimate: EndOfTurn, words: str, bins: int = 5) -> str:
    """Said and true share of finished turns, by fifths of the probability, over all silences."""
    pairs = [(ask(estimate, e, words, s), e.pause.finished) for s in SILENCES_SECONDS for e in found if e.waiting(s)]
    parts = []
    for low in range(bins):
        here = [(p, y) for p, y in pairs if low <= min(p * bins, bins - 1e-9) < low + 1]
        if here:
            parts.append(f"{np.mean([p for p, _ in here]):.2f} -> {np.mean([y for _, y in here]):.2f} (n={len(here)})")
    return ", ".join(parts)


def ring(found: Sequence[Example], estimate: EndOfTurn, beat_seconds: float, sure: float, likely: float) -> str:
    """What the ring shows, with misheard words: green ends by the end of the beat, breaths through which it stays amber.

    Args:
        found: the pauses.
        estimate: what is measured.
        beat_seconds: length of the beat.
        sure: probability from which the ring is green.
        likely: the same when the beat is nearly over.
    """
    times = np.append(np.arange(WORDS_KNOWN_SECONDS, beat_seconds - 0.1 - 1e-9, STEP_SECONDS), beat_seconds - 0.1)
    wanted = np.append(np.full(len(times) - 1, sure), likely)
    green = early = ends = amber = breaths = 0
    for e in found:
        if not e.pause.finished and e.pause.own_seconds >= BREATH_SECONDS:
            continue
        on = np.array([ask(estimate, e, "heard", float(t)) for t in times]) >= wanted
        first = float(times[on.argmax()]) if on.any() else float("inf")
        if e.pause.finished:
            ends, green, early = ends + 1, green + (first < beat_seconds), early + (first <= EARLY_SECONDS)
        else:
            breaths, amber = breaths + 1, amber + (first > min(e.pause.own_seconds, beat_seconds))
    return (
        f"green at {green / max(ends, 1):.3f} of {ends} ends ({early / max(ends, 1):.3f} by {EARLY_SECONDS} s),"
        f" amber through {amber / max(breaths, 1):.3f} of {breaths} breaths"
    )
