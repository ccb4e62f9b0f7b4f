"""Voices in the background are not the voice of this side: an open-plan office, a television, a full waiting room."""

from __future__ import annotations

import bisect
import math
from collections import deque
from collections.abc import Sequence

import numpy as np

from assist.events import SAMPLE_RATE, SPEAKERS
from assist.timeline.frame import HOP, Samples

_HOPS_A_SECOND = SAMPLE_RATE / HOP
_SMOOTH_HOPS = 5
"""The background's loudness is looked for in means of 160 ms: shorter dips are part of every voice."""
_ONSET_HOPS = 2
"""A voice of this side must stand out for this long; one loud syllable of the background rarely does."""
_WINDOW_HOPS = round(16.0 * _HOPS_A_SECOND)
_QUIET_SHARE = 0.1
"""The background is what a tenth of so long is quieter than. Its single quietest moment would be a chance dip, many dB under
what voices in the background are most of the time."""
_DIP_DB = 8.0
"""But no louder than this above the quietest moment: who hardly pauses in so long must not become his own background."""
_WARM_HOPS = round(3.0 * _HOPS_A_SECOND)
"""Before this nothing is known of the background: a call that begins in the middle of speech needs a pause first."""
_NEAR_DB = 6.0
"""Up to so much above its quiet level, what is heard counts as background."""
_LEARN = 1.0 - math.exp(-1.0 / (1.5 * _HOPS_A_SECOND))
"""Weight of one hop in the running mean (1.5 s) of how much the background sounds like voices."""
_LIKE_VOICES = 0.5
_GOES_ON_DB = 4.0
"""A voice that stood out may fall this much below the margin and is still the same voice."""
_HOLD_HOPS = 4
"""And below that for so long, for the closure of a consonant."""
_FULL_SCALE = 32_768.0**2
_LEAST_ENERGY = 1e-10
_INAUDIBLE_DB = -65.0
"""A background quieter than this is no background: the voice activity model does not hear it."""


class BackgroundGate:
    r"""Takes the voice out of hops that are no louder than a background that sounds like voices. Causal, hop by hop.

        probability   ~~~~~~~~~~~~~~~~~~~~~~~~~~      the model hears a voice all the time
        loudness      -.-_-.-/~~~\_/~~\-._.-_-.-
        quiet level     ^learnt                       margin above it: a voice of this side
        out           ______/~~~~~~~~~\_________

    A background in which the model hears no voices (noise, hum, silence) changes nothing. Loudness is that of the whole band:
    voices stand out by their lowest tones, which the telephone band leaves out.

    Args:
        margin_db: a voice of this side is this much louder than the background's quiet level.
    """

    def __init__(self, margin_db: float) -> None:
        self._sides = tuple(_Side(margin_db) for _ in SPEAKERS)

    def hop(self, energies: Sequence[float], probabilities: tuple[float, float]) -> tuple[float, float]:
        """Probabilities of (agent, customer) without voices in the background.

        Args:
            energies: of the hop, for (agent, customer), as `hop_energies` gives them.
            probabilities: of voice, for (agent, customer).
        """
        agent, customer = (
            side.hop(energy, probability)
            for side, energy, probability in zip(self._sides, energies, probabilities, strict=True)
        )
        return agent, customer


def hop_energies(audio: Samples) -> list[list[float]]:
    """Mean energy of every hop and side against full scale: one row (agent, customer) for each hop.

    Args:
        audio: int16, shape (hops * HOP, 2).
    """
    # The sums are whole numbers far under 2**53: exact, in whatever order they are made.
    squares = np.square(audio, dtype=np.float64).reshape(-1, HOP, 2)
    energies: list[list[float]] = (squares.sum(axis=1) / HOP / _FULL_SCALE + _LEAST_ENERGY).tolist()
    return energies


class _Side:
    def __init__(self, margin_db: float) -> None:
        self._margin_db = margin_db
        self._recent: deque[float] = deque(maxlen=_SMOOTH_HOPS)
        self._window: deque[float] = deque()
        """Smoothed loudness of every hop of the window, in time."""
        self._ordered: list[float] = []
        """The same, the quietest first."""
        self._hops = 0
        self._voices = 0.0
        """How much the background sounds like voices, 0..1."""
        self._stood_out: int | None = None
        """Last hop that belonged to a voice of this side; None while there is none."""

    def hop(self, energy: float, probability: float) -> float:
        self._hops += 1
        self._recent.append(energy)
        quiet = self._learn(_db(self._recent), probability)
        if self._hops < _WARM_HOPS or self._voices < _LIKE_VOICES or quiet < _INAUDIBLE_DB:
            self._stood_out = None
            return probability
        least = quiet + self._margin_db - (0.0 if self._stood_out is None else _GOES_ON_DB)
        if _db([self._recent[at] for at in range(-_ONSET_HOPS, 0)]) >= least:
            self._stood_out = self._hops
        elif self._stood_out is not None and self._hops - self._stood_out > _HOLD_HOPS:
            self._stood_out = None
        return 0.0 if self._stood_out is None else probability

    def _learn(self, loudness: float, probability: float) -> float:
        self._window.append(loudness)
        bisect.insort(self._ordered, loudness)
        if len(self._window) > _WINDOW_HOPS:
            del self._ordered[bisect.bisect_left(self._ordered, self._window.popleft())]
        quiet = min(self._ordered[int(_QUIET_SHARE * (len(self._ordered) - 1))], self._ordered[0] + _DIP_DB)
        if loudness <= quiet + _NEAR_DB:
            self._voices += _LEARN * (probability - self._voices)
        return quiet


def _db(energies: list[float] | deque[float]) -> float:
    return 10.0 * math.log10(sum(energies) / len(energies))
