"""One voice on two channels: the loudspeaker heard by the microphone, or the own voice in the softphone's output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from assist.events import SAMPLE_RATE, SPEAKERS, Bleed, Bleeding, Speaker, other
from assist.profile.schema import SpeakerBleed, samples
from assist.timeline.frame import COLUMN
from assist.timeline.leak_fit import Curve, Fit, fit_leak, impossible_lags, missing
from assist.timeline.loudness import SILENT_DB, STEP, Levels
from assist.timeline.voice_level import ACTIVE_DB, VoiceLevel, spoken_levels

JUDGE_EVERY_SECONDS = 0.5
"""Of loud source speech, about a second of talking: how often a direction is judged."""

_LEAST_LOUD_DB = -75.0
"""No voice is quieter than this at its loudest."""
_FALL_DB_PER_SECOND = 0.5
"""How fast the loud level forgets."""
_RISE_DB_PER_STEP = 1.0
"""How fast it rises: a click of a few milliseconds must not pass for a loud voice."""
_PLENTY_SECONDS = 2.5
"""Speech of the source from which on more of it makes no difference."""
_MOST_MISSING = 0.2
"""A leak that is there is missing from fewer of its predictions than this."""
_GONE_MISSING = 0.4
"""A leak that is missing from more of them than this is gone."""
_SAME_LAG = 2
"""Steps by which two fits of one leak may differ."""
_TOO_EARLY = -6
"""A leak that comes earlier than this (steps) begins before the voice that explains it, so it cannot be masked."""
_SAME_SOUND_CORRELATION, _SAME_SOUND_SPREAD_DB = 0.9, 1.0
"""Beyond this both channels carry one and the same signal: no room or codec lies between them."""
_EARLIER_SECONDS, _WEAKER_DB, _BEFORE = 0.02, 6.0, 2.0
"""What weighs alike in telling the leak from its voice; what was known before weighs this much more."""

_Finding = Literal["leak", "nothing", "other_way"]


@dataclass(frozen=True, slots=True)
class Leak:
    """How one side's voice arrives on the other side's channel.

    Attributes:
        gain_db: level against the same voice on its own channel.
        lag_steps: by which it is later, in steps of 8 ms.
        floor_db: background level of the channel it arrives on.
        relative_db: its level against the voice that belongs on that channel.
        correlation: of the two loudness curves.
    """

    gain_db: float
    lag_steps: int
    floor_db: float
    relative_db: float
    correlation: float


@dataclass(slots=True)
class _Direction:
    """What is known about one side's voice on the other channel."""

    state: Bleeding = "none"
    leak: Leak | None = None
    candidate: Fit | None = None
    """The last fit that showed a leak; a second one that agrees makes it sure."""
    spoken: int = 0
    """Steps of source speech since the last judgement."""
    gone: int = 0
    """Judgements in a row that found the leak missing."""
    clean: bool = False
    """True if the last clear judgement of this direction found no leak."""
    voice: VoiceLevel = field(default_factory=VoiceLevel)
    """This side's voice on its own channel."""
    own: VoiceLevel = field(default_factory=VoiceLevel)
    """The voice that belongs on the other channel."""


class BleedJudge:
    r"""Judges both directions again after every second of speech, over the last ten seconds.

        caller's channel   ____/~\_/~~\__/~\____        loudness
        microphone         _____/~\_/~~\__/~\___        the same curve: later, weaker -> the caller is heard there
                                ^ lag, gain

    A leak shows as a correlation that stands out at one possible lag from those at impossible lags; two judgements in a
    row must agree on the lag. Once known it stays until the microphone is quieter than the leak would be. Where the
    source has not spoken enough nothing is judged and the last judgement stands.

    Args:
        thresholds: when a leak is sure and when it is high.
    """

    def __init__(self, thresholds: SpeakerBleed) -> None:
        self._thresholds = thresholds
        self._longest = samples(thresholds.longest_lag_seconds) // STEP
        self._least = samples(thresholds.least_source_seconds) // STEP
        self._window = samples(thresholds.window_seconds) // STEP + 2 * impossible_lags()
        self._levels: Levels = np.full((3 * self._window, 2), SILENT_DB)
        """Room for more than a window, so that what is kept need not move with every hop."""
        self._end = 0
        """Steps in it."""
        self._filled = 0
        """Steps since the first sound of the call, as far as they fit into the window."""
        self._loud = [_LEAST_LOUD_DB, _LEAST_LOUD_DB]
        self._directions: dict[Speaker, _Direction] = {speaker: _Direction() for speaker in SPEAKERS}
        self.same_sound = False
        """True while both channels carry one and the same signal."""

    @property
    def leaks(self) -> Mapping[Speaker, Leak | None]:
        """By whose voice it is, how it arrives on the other channel just now; None if it does not, as far as is known."""
        return {speaker: direction.leak for speaker, direction in self._directions.items()}

    def is_high(self, speaker: Speaker) -> bool:
        """Whether this side's voice is too loud on the other channel to be masked there."""
        return self._directions[speaker].state == "high"

    def hop(self, levels: Levels, now: int) -> list[Bleed]:
        """Take the next levels, shape (steps, 2); it is `now`."""
        steps = len(levels)
        if self._end + steps > len(self._levels):
            self._levels[: self._window] = self._levels[self._end - self._window : self._end]
            self._end = self._window
        self._levels[self._end : self._end + steps] = levels
        self._end += steps
        sides = levels.T.tolist()
        if self._filled or max(map(max, sides)) > SILENT_DB:
            self._filled = min(self._filled + steps, self._window)
        due = self._follow(sides)
        return self._judge(due, now) if due else []

    def _follow(self, sides: list[list[float]]) -> list[Speaker]:
        """Follow the loud levels; the sides that have spoken enough to be judged again."""
        steps = len(sides[0])
        rise, fall = _RISE_DB_PER_STEP * steps, _FALL_DB_PER_SECOND * steps * STEP / SAMPLE_RATE
        peaks = [max(side) for side in sides]
        self._loud = [
            max(min(peak, loud + rise), loud - fall, _LEAST_LOUD_DB)
            for peak, loud in zip(peaks, self._loud, strict=True)
        ]
        if all(peak <= _LEAST_LOUD_DB for peak in peaks):
            return []
        due = []
        for speaker, direction in self._directions.items():
            column = COLUMN[speaker]
            least = self._loud[column] - ACTIVE_DB
            direction.spoken += sum(level > least for level in sides[column])
            if direction.spoken * STEP >= JUDGE_EVERY_SECONDS * SAMPLE_RATE:
                direction.spoken = 0
                due.append(speaker)
        return due

    def _judge(self, due: list[Speaker], now: int) -> list[Bleed]:
        fits = {speaker: self._fit(speaker) for speaker in SPEAKERS}
        same = all(fit is not None and _same_sound(fit) for fit in fits.values())
        due = [speaker for speaker in SPEAKERS if fits[speaker] is not None and (same or speaker in due)]
        found = {speaker: self._finding(speaker, fits, same=same) for speaker in due}
        for speaker, finding in found.items():
            fit = fits[speaker]
            assert fit is not None  # noqa: S101  (only such sides are due)
            if finding == "leak":
                self._seen(self._directions[speaker], fit)
            elif finding == "nothing":
                self._not_seen(self._directions[speaker], speaker)
        self._follow_same_sound(same)
        return [event for speaker in SPEAKERS for event in self._change(speaker, now)]

    def _finding(self, speaker: Speaker, fits: Mapping[Speaker, Fit | None], *, same: bool) -> _Finding:
        fit = fits[speaker]
        if fit is None or not self._stands_out(fit):
            return "nothing"
        return "leak" if same or self._is_source(speaker, fit, fits[other(speaker)]) else "other_way"

    def _follow_same_sound(self, same: bool) -> None:
        leaks = [direction.leak for direction in self._directions.values()]
        if None not in leaks:
            self.same_sound = self.same_sound or same
        elif self.same_sound:
            # Where one direction is refuted, so is the other: it was one signal and now there are two.
            self.same_sound = False
            for direction in self._directions.values():
                direction.leak = direction.candidate = None

    def _fit(self, speaker: Speaker) -> Fit | None:
        source, target = self._curves(speaker)
        fit = fit_leak(source, target, self._loud[COLUMN[speaker]], self._longest, self._least)
        if fit is not None:
            self._learn_levels(speaker)
        return fit

    def _curves(self, source: Speaker) -> tuple[Curve, Curve]:
        """Loudness of the source and of the other side over the window, as far as the call has come."""
        heard = self._levels[max(self._end - self._filled, 0) : self._end]
        return heard[:, COLUMN[source]], heard[:, COLUMN[other(source)]]

    def _stands_out(self, fit: Fit) -> bool:
        # Chance makes curves alike for a moment: the less speech there is, the further it must stand out.
        scarce = max(1.0, _PLENTY_SECONDS * SAMPLE_RATE / (fit.spoken_steps * STEP))
        return (
            fit.correlation >= self._thresholds.least_correlation
            and fit.lead >= self._thresholds.least_lead * scarce
            and fit.missing <= _MOST_MISSING
        )

    def _is_source(self, speaker: Speaker, fit: Fit, reverse: Fit | None) -> bool:
        """Whether the voice on both channels belongs on this side's channel.

        While only one side speaks both directions fit. The voice came first, and louder, to the channel where it belongs;
        and a side whose voice was found only on its own channel before does not leak now.
        """
        if reverse is None or not self._stands_out(reverse) or abs(fit.lag_steps + reverse.lag_steps) > 2 * _SAME_LAG:
            return True
        own, rival = self._directions[speaker], self._directions[other(speaker)]
        later_seconds = (fit.lag_steps - reverse.lag_steps) / 2 * STEP / SAMPLE_RATE
        weaker_db = (reverse.gain_db - fit.gain_db) / 2
        before = (own.leak is not None) - own.clean - (rival.leak is not None) + rival.clean
        return later_seconds / _EARLIER_SECONDS + weaker_db / _WEAKER_DB + _BEFORE * before > 0.0

    def _seen(self, direction: _Direction, fit: Fit) -> None:
        candidate, direction.candidate = direction.candidate, fit
        direction.gone, direction.clean = 0, False
        if candidate is None or abs(candidate.lag_steps - fit.lag_steps) > _SAME_LAG:
            return
        voice = direction.voice.level_db or 0.0
        own = voice if direction.own.level_db is None else direction.own.level_db
        direction.leak = Leak(
            gain_db=fit.gain_db,
            lag_steps=fit.lag_steps,
            floor_db=fit.floor_db,
            relative_db=voice + fit.gain_db - own,
            correlation=fit.correlation,
        )

    def _not_seen(self, direction: _Direction, speaker: Speaker) -> None:
        direction.candidate = None
        leak = direction.leak
        if leak is None:
            direction.clean = True
            return
        source, target = self._curves(speaker)
        lost = missing(source, target, self._loud[COLUMN[speaker]], leak.lag_steps, leak.gain_db)
        direction.gone = direction.gone + 1 if lost >= _GONE_MISSING else 0
        if direction.gone >= 2:
            direction.leak, direction.gone, direction.clean = None, 0, True

    def _learn_levels(self, speaker: Speaker) -> None:
        """Learn how loud the voice is on its own channel, and, from where it is silent, the one that belongs on the other."""
        source, target = self._curves(speaker)
        loud, other_loud = self._loud[COLUMN[speaker]], self._loud[COLUMN[other(speaker)]]
        direction = self._directions[speaker]
        direction.voice.learn(spoken_levels(source, source, loud))
        heard = np.convolve(source > loud - 2 * ACTIVE_DB, np.ones(2 * self._longest + 1), "same") > 0.5
        direction.own.learn(spoken_levels(target[~heard], target, other_loud))

    def _change(self, speaker: Speaker, now: int) -> list[Bleed]:
        direction = self._directions[speaker]
        state = self._state(direction)
        if state == direction.state:
            return []
        direction.state = state
        leak = direction.leak
        return [
            Bleed(
                at=now,
                known_at=now,
                speaker=speaker,
                state=state,
                level_db=0.0 if leak is None else round(leak.gain_db, 1),
                lag=0 if leak is None else leak.lag_steps * STEP,
                correlation=0.0 if leak is None else round(leak.correlation, 3),
            )
        ]

    def _state(self, direction: _Direction) -> Bleeding:
        leak = direction.leak
        if leak is None:
            return "none"
        wanted = self._thresholds.high_db - (self._thresholds.hysteresis_db if direction.state == "high" else 0.0)
        high = self.same_sound or leak.lag_steps < _TOO_EARLY or leak.relative_db >= wanted
        return "high" if high else "low"


def _same_sound(fit: Fit) -> bool:
    return (
        fit.correlation >= _SAME_SOUND_CORRELATION
        and fit.spread_db <= _SAME_SOUND_SPREAD_DB
        and abs(fit.lag_steps) <= 1
        and abs(fit.gain_db) <= _SAME_SOUND_SPREAD_DB
    )
