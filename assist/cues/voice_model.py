"""How much tenser a voice is than its baseline: a logistic model of five named weights in a readable file.

    score = 1 / (1 + exp(-(bias + sum of weight[sign] * deviation[sign])))

A deviation counts spreads of this caller: 0 is as in the opening of the call, 2 is rare for this caller. Tuned by
`models/voice/tune.py`; see the model card beside it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, get_args

Sign = Literal["louder", "higher", "wider", "sharper", "faster"]
"""What a raised voice does: more level, higher pitch, pitch that moves more, more treble, more syllables a second."""

SIGNS: tuple[Sign, ...] = get_args(Sign)
REASONS: Mapping[Sign, str] = {
    "louder": "louder",
    "higher": "higher",
    "wider": "wider",
    "sharper": "sharper voice",
    "faster": "faster",
}

LEAST, MOST = -1.0, 3.0
"""A deviation counts within these: one sign alone decides nothing, and one that is low excuses little."""
_WORTH_NAMING = 0.8
"""A sign with a smaller deviation, in spreads, is no reason."""


@dataclass(frozen=True, slots=True)
class VoiceModel:
    """The weights, and how much each sign usually varies within a calm caller."""

    bias: float
    weights: Mapping[Sign, float]
    usual: Mapping[Sign, float]
    """Spread (standard deviation) between pieces of one calm caller, in the sign's own unit."""

    def score(self, deviations: Mapping[Sign, float]) -> float:
        """0..1, from 0.5 on tenser."""
        total = self.bias + sum(self.weights[sign] * limited(deviations[sign]) for sign in SIGNS)
        return 1.0 / (1.0 + math.exp(-total))

    def reasons(self, deviations: Mapping[Sign, float]) -> tuple[str, ...]:
        """The signs that speak for it, the weightiest first."""
        share = {sign: self.weights[sign] * limited(deviations[sign]) for sign in SIGNS}
        named = [sign for sign in SIGNS if deviations[sign] >= _WORTH_NAMING and self.weights[sign] > 0]
        return tuple(REASONS[sign] for sign in sorted(named, key=lambda sign: -share[sign]))


def limited(deviation: float) -> float:
    """A deviation as far as it counts."""
    return min(max(deviation, LEAST), MOST)


def shipped_voice_model() -> VoiceModel:
    """The model that ships."""
    text = (files("assist") / "data" / "voice" / "weights.toml").read_text(encoding="utf-8")
    return read_voice_model(text)


def read_voice_model(text: str) -> VoiceModel:
    """A model from the text of its file.

    Raises:
        KeyError: a sign is missing.
    """
    table = tomllib.loads(text)
    return VoiceModel(
        bias=table["bias"],
        weights={sign: table[sign]["weight"] for sign in SIGNS},
        usual={sign: table[sign]["usual"] for sign in SIGNS},
    )
