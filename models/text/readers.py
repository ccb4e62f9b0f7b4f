"""Whatever reads a caller's words, by name, for the measurements: `rules`, `vader`, or any `module:class` of this program."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from models.text.dev_lines import TROUBLED

Kinds = Mapping[str, float]
"""Probability of each kind of `assist.events.CallerKind`; 0.5 decides."""

RULES = "assist.cues.rules:RuleReader"
VADER_NEGATIVE = -0.05
"""VADER's own threshold on its compound score; the opposite is positive."""


class _Sentiment(Protocol):
    def polarity_scores(self, text: str) -> dict[str, float]: ...


def reader(name: str) -> Callable[[str], Kinds]:
    """A function from a text to its kinds.

    Args:
        name: `rules`, or `module:class` of a class without arguments that has `read_caller`.

    Raises:
        SystemExit: no such class.
    """
    module, _, attribute = (RULES if name == "rules" else name).partition(":")
    try:
        made = getattr(importlib.import_module(module), attribute)()
    except (ImportError, AttributeError, ValueError) as error:
        raise SystemExit(f"there is no reader {name}: give rules or module:class ({error})") from error

    def read(text: str) -> Kinds:
        found: Kinds = made.read_caller(text).kinds
        return found

    return read


def vader() -> Callable[[str], float]:
    """VADER's compound score of a text, -1 (negative) to 1: the common yardstick, from the package `vaderSentiment`.

    Raises:
        SystemExit: the package is not installed.
    """
    try:
        module = importlib.import_module("vaderSentiment.vaderSentiment")
    except ImportError as error:
        raise SystemExit("VADER is not installed: pip install vaderSentiment") from error
    made: _Sentiment = module.SentimentIntensityAnalyzer()
    return lambda text: made.polarity_scores(text)["compound"]


def trouble(kinds: Kinds) -> float:
    """The probability of the likeliest kind that may raise the tension."""
    return max(kinds.get(name, 0.0) for name in TROUBLED)


def sentiment(kinds: Kinds) -> str:
    """Kinds as negative, neutral or positive: trouble is negative and wins over easing."""
    if trouble(kinds) >= 0.5:
        return "negative"
    return "positive" if kinds.get("easing", 0.0) >= 0.5 else "neutral"


def vader_sentiment(compound: float) -> str:
    """VADER's score as negative, neutral or positive, by its authors' thresholds."""
    if compound <= VADER_NEGATIVE:
        return "negative"
    return "positive" if compound >= -VADER_NEGATIVE else "neutral"


def three_way(truth: Sequence[str], said: Sequence[str]) -> dict[str, tuple[list[bool], list[bool]]]:
    """Truth and decision by class, for negative, neutral and positive."""
    return {
        name: ([one == name for one in truth], [one == name for one in said])
        for name in ("negative", "neutral", "positive")
    }
