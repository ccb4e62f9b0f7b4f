"""How loud a voice usually is on a channel."""

from __future__ import annotations

from dataclasses import dataclass

from assist.timeline.leak_fit import FLOOR_PERCENTILE, Curve, percentile

ACTIVE_DB = 20.0
"""A voice is speaking while it is within this of its loud level."""

_ABOVE_FLOOR_DB = 12.0
"""A voice stands out of the background by at least this."""
_PERCENTILE = 75
"""Of the levels at which a voice is speaking: what is compared when two voices are compared."""
_LEAST_STEPS = 60
"""Steps of speech without which a voice's level is not known."""
_LEARN = 0.1
"""Weight of the newest level, once the voice is known well."""


@dataclass(slots=True)
class VoiceLevel:
    """The level of a voice, learnt over a call."""

    level_db: float | None = None
    """None until enough was heard."""
    learnt: int = 0

    def learn(self, levels: Curve) -> None:
        """Take the levels of some more of its speech; too little of it is passed over."""
        if len(levels) < _LEAST_STEPS:
            return
        self.learnt += 1
        level = percentile(levels, _PERCENTILE)
        before = level if self.level_db is None else self.level_db
        self.level_db = before + max(_LEARN, 1 / self.learnt) * (level - before)


def spoken_levels(levels: Curve, channel: Curve, loud_db: float) -> Curve:
    """Those of some levels of a channel at which a voice is speaking.

    Args:
        levels: some of the channel's levels.
        channel: all of them, from which its background is known.
        loud_db: loud level of the voice.
    """
    floor = percentile(channel, FLOOR_PERCENTILE)
    return levels[levels > max(loud_db - ACTIVE_DB, floor + _ABOVE_FLOOR_DB)]
