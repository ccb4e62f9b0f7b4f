"""Tunes the five weights and the bias of the voice model; see the card beside this.

    python -m models.voice.contrasts --voices kokoro-js-1.2.1.tgz     once: speaks the contrasts
    python -m models.voice.tune --calm CALL.flac ...                  writes assist/data/voice/weights.toml

Weights: a logistic fit on turns of the tuning voices, pulled towards equal weights, because the contrasts only know the
few differences that their maker put into them. Usual spreads: from calm real speech. Bias: low enough that no calm or cheerful
turn it was tuned on counts as tenser, for a false alarm costs more than a miss.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assist.cues.voice_baseline import signs_of
from assist.cues.voice_model import SIGNS, Sign, VoiceModel, limited
from assist.events import VoiceFeatures
from models.voice.contrasts import CACHE, RAISED
from models.voice.hearing import caller_alone, measured
from models.voice.judging import contrasts, judged
from tests.calls.kokoro_files import VOICES_PACKAGE

OUT = Path(__file__).resolve().parents[2] / "assist" / "data" / "voice" / "weights.toml"

PULL_TO = 0.5
PULL = 4.0
"""Strength of the pull towards equal weights, in turns of the fit."""
LINE = "clean"
"""Tuned on the clean line; the worse ones are only measured on."""
LEAST_VOICED_SECONDS = 1.0

Floats = npt.NDArray[np.float64]


def usual_spreads(calls: Sequence[Sequence[VoiceFeatures]]) -> dict[Sign, float]:
    """Spread of each sign between the pieces of one calm caller, pooled over callers (from median absolute deviations)."""
    pooled: dict[Sign, list[float]] = {sign: [] for sign in SIGNS}
    for pieces in calls:
        values = [signs_of(piece) for piece in pieces if piece.voiced_seconds >= LEAST_VOICED_SECONDS]
        for sign in SIGNS:
            column = np.array([value[sign] for value in values])
            pooled[sign].append(1.4826 * float(np.median(np.abs(column - np.median(column)))))
    return {sign: round(float(np.sqrt(np.mean(np.square(spreads)))), 2) for sign, spreads in pooled.items()}


def fitted(rows: Floats, raised: Floats) -> tuple[Floats, float]:
    """Weights of at least 0, and a bias: logistic regression by projected gradient, both classes weighing the same."""
    share = np.where(raised > 0, 0.5 / raised.mean(), 0.5 / (1 - raised.mean()))
    weights, bias = np.full(len(SIGNS), PULL_TO), 0.0
    for _ in range(20_000):
        error = share * (1 / (1 + np.exp(-(rows @ weights + bias))) - raised)
        weights = np.maximum(weights - 0.01 * (rows.T @ error + PULL * (weights - PULL_TO)) / len(rows) * 10, 0.0)
        bias -= 0.1 * float(error.mean())
    return weights, bias


def main() -> None:
    """Tune and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--voices", type=Path, default=Path(VOICES_PACKAGE), help="needed only for pieces not yet spoken"
    )
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--calm", type=Path, nargs="+", required=True, help="recordings of one calm speaker each")
    options = parser.parse_args()
    calm = [measured(caller_alone(path), LINE, options.cache) for path in options.calm]
    usual = usual_spreads([[event for event in events if isinstance(event, VoiceFeatures)] for events in calm])
    start = VoiceModel(-2.5, dict.fromkeys(SIGNS, PULL_TO), usual)
    turns = list(contrasts(start, "tune", LINE, options.voices, options.cache))
    chosen = [turn for turn in turns if turn.deviations and turn.manner != "tense"]
    rows = np.array([[limited(turn.deviations[sign]) for sign in SIGNS] for turn in chosen])
    weights, bias = fitted(rows, np.array([float(turn.manner in RAISED) for turn in chosen]))
    calm_rows = [[limited(deviations[sign]) for sign in SIGNS]
                 for events in calm for _, deviations in judged(events, start) if deviations]  # fmt: skip
    unraised = np.array([turn.manner not in RAISED for turn in chosen])
    strict = -float(np.max(np.concatenate([np.array(calm_rows), rows[unraised]]) @ weights))
    print(f"usual {usual}; {len(chosen)} contrast turns, {len(calm_rows)} calm real turns; weights {weights.round(2)}; "
          f"bias {bias:.2f} by the fit, {strict:.2f} if no calm or cheerful turn may pass; the lower one is taken")  # fmt: skip
    lines = ["# Made by models/voice/tune.py; see models/voice/CARD.md. score = sigmoid(bias + sum of weight * deviation),",
             "# deviations in spreads of this caller. usual: spread within a calm caller (dB, semitones, semitones, dB, 1/s).",
             f"bias = {min(bias, strict):.2f}"]  # fmt: skip
    for sign, weight in zip(SIGNS, weights, strict=True):
        lines += ["", f"[{sign}]", f"usual = {usual[sign]:.2f}", f"weight = {weight:.2f}"]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
