"""How this caller sounded in the opening of this call: what a change of voice is measured against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assist.cues.voice_model import SIGNS, Sign
from assist.events import VoiceFeatures

_PRIOR_PIECES = 8.0
"""The usual spread counts as much as so many pieces of this caller: few pieces tell a spread badly."""
_MAD_TO_DEVIATION = 1.4826
"""Standard deviation of a normal distribution in median absolute deviations."""
_QUIETEST_DB = -90.0
"""Noise below this is a closed gate, not a measure of the line."""
_STEP_SPREADS = 1.5
_STEP_PIECES = 2
"""A level off by so many spreads in so many pieces, with nothing else changed, is a change of gain: it is the new baseline."""
_BACKED = 1.0
"""A louder voice is also higher, sharper or wider; from so many spreads of one of these on the level counts in full."""
_NOISE_ROSE_DB = 6.0
_CLEAR_DB = 20.0
"""Where noise rose by this much and the voice is no longer this far above it, brightness is that of the noise."""


@dataclass(slots=True)
class _Normal:
    centre: float
    spread: float


class VoiceBaseline:
    """Running median and spread of each sign over the pieces of one caller.

    Forms over the first seconds of speech. Afterwards it follows slowly, and only pieces that were not tense: it does not
    get used to an angry caller.

    Args:
        usual: spread of each sign within a calm caller.
        forms_seconds: speech before it is known.
        adapts_seconds: speech over which it follows.
    """

    def __init__(self, usual: Mapping[Sign, float], forms_seconds: float, adapts_seconds: float) -> None:
        self._usual = usual
        self._forms, self._adapts = forms_seconds, adapts_seconds
        self._opening: list[VoiceFeatures] = []
        self._seconds = 0.0
        self._normal: dict[Sign, _Normal] = {}
        """Empty while it forms."""
        self._noise: _Normal | None = None
        self._off: list[float] = []
        """Levels of the last pieces that were off with nothing to back them."""

    @property
    def known(self) -> bool:
        """Whether enough was heard."""
        return bool(self._normal)

    def learn(self, piece: VoiceFeatures) -> None:
        """Take a piece of the opening."""
        self._opening.append(piece)
        self._seconds += piece.speech_seconds
        if self._seconds < self._forms:
            return
        weights = [p.voiced_seconds for p in self._opening]
        self._normal = {
            sign: self._settled([signs_of(p)[sign] for p in self._opening], weights, self._usual[sign])
            for sign in SIGNS
        }
        noises = [_noise(p) for p in self._opening if p.noise_db is not None]
        if noises:
            self._noise = self._settled(noises, [1.0] * len(noises), 0.0)
        self._opening.clear()

    def _settled(self, values: Sequence[float], weights: Sequence[float], usual: float) -> _Normal:
        centre = _median(values, weights)
        own = _MAD_TO_DEVIATION * _median([abs(value - centre) for value in values], weights)
        n = len(values)
        return _Normal(centre, ((_PRIOR_PIECES * usual**2 + n * own**2) / (_PRIOR_PIECES + n)) ** 0.5)

    def deviations(self, piece: VoiceFeatures) -> dict[Sign, float]:
        """How far a piece is from the known baseline, in spreads.

        A higher level counts only as far as it also rises above the noise (a gain lifts both) and as far as another sign of
        a raised voice backs it.
        """
        values = signs_of(piece)
        out: dict[Sign, float] = {
            sign: (values[sign] - normal.centre) / normal.spread for sign, normal in self._normal.items()
        }
        rose = 0.0 if self._noise is None or piece.noise_db is None else _noise(piece) - self._noise.centre
        if rose >= _NOISE_ROSE_DB and piece.level_db - _noise(piece) < _CLEAR_DB:
            out["sharper"] = min(out["sharper"], 0.0)
        if out["louder"] > 0:
            over_noise = out["louder"] - max(rose, 0.0) / self._normal["louder"].spread
            out["louder"] = max(over_noise, 0.0) * _backing(out)
        return out

    def follow(self, piece: VoiceFeatures, deviations: Mapping[Sign, float], tense: bool) -> None:
        """Take a piece after it was judged."""
        level = self._normal["louder"]
        off = abs(piece.level_db - level.centre) >= _STEP_SPREADS * level.spread
        self._off = [*self._off, piece.level_db][-_STEP_PIECES:] if off and _backing(deviations) < 1.0 else []
        if len(self._off) == _STEP_PIECES:
            level.centre, self._off = sum(self._off) / _STEP_PIECES, []
        if tense:
            return
        share = min(piece.speech_seconds / self._adapts, 1.0)
        values = signs_of(piece)
        for sign, normal in self._normal.items():
            step = values[sign] - normal.centre
            normal.centre += share * min(max(step, -normal.spread), normal.spread)


def signs_of(piece: VoiceFeatures) -> dict[Sign, float]:
    """The measurement behind each sign."""
    return {
        "louder": piece.level_db,
        "higher": piece.pitch_semitones,
        "wider": piece.pitch_spread_semitones,
        "sharper": piece.tilt_db,
        "faster": piece.syllables_per_second,
    }


def _noise(piece: VoiceFeatures) -> float:
    return max(_QUIETEST_DB if piece.noise_db is None else piece.noise_db, _QUIETEST_DB)


def _backing(deviations: Mapping[Sign, float]) -> float:
    """0..1: how far other signs of a raised voice back a higher level."""
    return min(max(deviations["higher"], deviations["sharper"], deviations["wider"], 0.0) / _BACKED, 1.0)


def _median(values: Sequence[float], weights: Sequence[float]) -> float:
    """Weighted median: half of the weight lies on either side."""
    pairs = sorted(zip(values, weights, strict=True))
    half, passed = sum(weights) / 2, 0.0
    for number, (value, weight) in enumerate(pairs):
        passed += weight
        if passed == half and number + 1 < len(pairs):
            return (value + pairs[number + 1][0]) / 2
        if passed >= half:
            return value
    return pairs[-1][0]
