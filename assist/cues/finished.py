"""Has the caller finished, or is it a breath? A logistic model of some hundred named weights in a readable file.

p(finished) = 1 / (1 + exp(-(sum of weight[name] * value over the named features)))

The features are those of the last words, how long the turn has been, and how long the silence: the longer nobody speaks,
the fewer of those who only took a breath are still breathing. Trained by `models/endturn/train.py` on the ICSI meetings (MRDA,
CC BY 4.0); see the model card beside it.
"""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Protocol

from assist.cues.last_words import features

TYPICAL_TURN_SECONDS = 4.0
"""Length of a turn so far where nobody knows it."""
SILENCES_SECONDS = (0.2, 0.35, 0.5, 1.0, 2.0)
"""Between these the log-odds grow evenly with the silence, and after the last no more."""
_TURN_SECONDS = (0.0, 1.0, 5.0, 15.0)


class EndOfTurn(Protocol):
    """Says how likely it is that a side that fell silent has finished."""

    def finished(self, words: str, silence_seconds: float, turn_seconds: float | None = None) -> float:
        """Probability that this side would leave the turn to the other, if the other waited.

        Args:
            words: what was said of the turn before the silence, as far as it is known; empty if it is not.
            silence_seconds: how long the silence has lasted.
            turn_seconds: from the beginning of the turn to the silence; None if that is not known.
        """
        ...


class EndOfTurnModel:
    """The trained estimate.

    Args:
        weights: by feature name; names that are not there weigh nothing.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._last: tuple[str, float | None] | None = None
        self._score = 0.0

    def finished(self, words: str, silence_seconds: float, turn_seconds: float | None = None) -> float:
        """See `EndOfTurn`."""
        if self._last != (words, turn_seconds):  # the same words are asked about 31 times a second
            self._last = (words, turn_seconds)
            self._score = self._sum(said(words, TYPICAL_TURN_SECONDS if turn_seconds is None else turn_seconds))
        score = self._score + self._sum(silent(silence_seconds))
        return 1.0 / (1.0 + math.exp(-max(min(score, 30.0), -30.0)))

    def _sum(self, values: Mapping[str, float]) -> float:
        return sum(self._weights.get(name, 0.0) * value for name, value in values.items())


def said(words: str, turn_seconds: float) -> dict[str, float]:
    """Features of the turn before the silence."""
    known = features(words)
    unknown = "no_words" in known
    for low, high in itertools.pairwise(_TURN_SECONDS):
        within = min(max(turn_seconds - low, 0.0), high - low)
        known[f"turn_from_{low:g}"] = within
        if unknown:
            known[f"no_words_turn_from_{low:g}"] = within
    return known


def silent(seconds: float) -> dict[str, float]:
    """Features of the silence: how much of it lies after each of `SILENCES_SECONDS`."""
    within = min(seconds, SILENCES_SECONDS[-1])
    return {"bias": 1.0, **{f"silent_from_{low:g}": max(within - low, 0.0) for low in SILENCES_SECONDS[:-1]}}


def shipped_end_of_turn() -> EndOfTurnModel:
    """The model that ships."""
    text = (files("assist") / "data" / "endturn" / "weights.toml").read_text(encoding="utf-8")
    return EndOfTurnModel(tomllib.loads(text)["weights"])
