"""Tells listening from coming in: a logistic model of a few hundred named weights in a readable file.

p(backchannel) = 1 / (1 + exp(-(sum of weight[name] * value over the named features)))

Trained by `models/overlap/train.py` on the ICSI meetings (MRDA, CC BY 4.0); see the model card beside it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from assist.events import Stage

WORDLESS = "opening_nothing"
"""Feature that is there when no word was recognised: then length and place alone speak, with weights of their own."""


class OverlapModel:
    """Weights for the early and the late verdict, with words and without.

    Args:
        weights: by `early`, `late`, `early_wordless`, `late_wordless`, and by feature; names that are not there weigh nothing.
    """

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = weights

    def backchannel(self, values: Mapping[str, float], stage: Stage) -> float:
        """Probability that the incomer was only listening.

        Args:
            values: features by name.
            stage: which verdict it is for.
        """
        weights = self._weights[stage if WORDLESS not in values else f"{stage}_wordless"]
        score = sum(weights.get(name, 0.0) * value for name, value in values.items())
        return 1.0 / (1.0 + math.exp(-max(min(score, 30.0), -30.0)))


def shipped_model() -> OverlapModel:
    """The model that ships."""
    text = (files("assist") / "data" / "overlap" / "weights.toml").read_text(encoding="utf-8")
    return OverlapModel({name: table["weights"] for name, table in tomllib.loads(text).items()})
