"""A voice that only leaked over from the other channel is not a voice of this side."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import numpy as np

from assist.events import SAMPLE_RATE, SPEAKERS, Speaker, other
from assist.timeline.bleed import Leak
from assist.timeline.frame import COLUMN
from assist.timeline.loudness import SILENT_DB, STEP, Levels

LONGEST_LAG_SECONDS = 0.25
"""How far back the source's loudness is kept."""

_JITTER = 2
"""Steps by which the lag may be off: the fit is as coarse, and a room spreads the sound."""
_ECHO_DB_PER_STEP = 1.0
"""How fast the echo of a room is taken to die away: 60 dB in 0.48 s."""


class LeakMask:
    r"""Lowers the voice probability of a hop whose loudness the other channel explains. Causal, hop by hop.

        caller's channel      ____/~~~~~\__________
        leak, as predicted    ______/~~~~~\~-._____      later, weaker, with the room's echo
        microphone            ______/~~~~~\~/######\__    explained: masked | own voice: kept

    Args:
        margin_db: a hop this much louder than the predicted leak is a voice of its own.
    """

    def __init__(self, margin_db: float) -> None:
        self._margin_db = margin_db
        self._kept = round(LONGEST_LAG_SECONDS * SAMPLE_RATE / STEP)
        self._history: deque[Levels] = deque([np.full((self._kept, 2), SILENT_DB)])
        """Levels of the last hops, `_kept` steps of them at least."""
        self._echo_db: dict[Speaker, float] = dict.fromkeys(SPEAKERS, SILENT_DB)

    def hop(
        self, levels: Levels, probabilities: tuple[float, float], leaks: Mapping[Speaker, Leak | None]
    ) -> tuple[float, float]:
        """Probabilities of (agent, customer) without what leaked.

        Args:
            levels: loudness of the hop, shape (steps, 2).
            probabilities: of voice, for (agent, customer).
            leaks: by whose voice it is; None where nothing leaks.
        """
        self._history.append(levels)
        while sum(map(len, self._history)) - len(self._history[0]) >= self._kept + len(levels):
            self._history.popleft()
        if all(leak is None for leak in leaks.values()):
            self._echo_db = dict.fromkeys(SPEAKERS, SILENT_DB)
            return probabilities
        history = np.concatenate(self._history)[-self._kept - len(levels) :]
        masked = {speaker: self._explained(speaker, history, levels, leaks[other(speaker)]) for speaker in SPEAKERS}
        if all(masked.values()):
            # Each channel explains the other: whose voice it is cannot be told, but there is one.
            return probabilities
        agent, customer = probabilities
        return (0.0 if masked["agent"] else agent, 0.0 if masked["customer"] else customer)

    def _explained(self, target: Speaker, history: Levels, levels: Levels, leak: Leak | None) -> bool:
        if leak is None:
            self._echo_db[target] = SILENT_DB
            return False
        source = history[:, COLUMN[other(target)]]
        steps = len(levels)
        predicted = np.empty(steps)
        echo = self._echo_db[target]
        for step in range(steps):
            newest = len(source) - steps + step
            first = newest - leak.lag_steps - _JITTER
            # Of a leak that comes before its voice only the newest of that voice is known.
            recent = source[max(min(first, newest), 0) : min(first + 2 * _JITTER, newest) + 1]
            direct = float(recent.max()) + leak.gain_db
            echo = max(echo - _ECHO_DB_PER_STEP, direct)
            predicted[step] = echo
        self._echo_db[target] = echo
        expected = _mean_db(predicted)
        if expected < leak.floor_db - self._margin_db:
            return False
        with_background = 10.0 * np.log10(10.0 ** (expected / 10) + 10.0 ** (leak.floor_db / 10))
        return bool(_mean_db(levels[:, COLUMN[target]]) <= with_background + self._margin_db)


def _mean_db(levels: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Mean energy of some levels, in dB."""
    return float(10.0 * np.log10(np.mean(10.0 ** (levels / 10))))
