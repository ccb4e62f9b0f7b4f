"""The caller's tension: one level 0..1 from words and voice together, in three states, relative to this caller's own opening.

    turns    |== opening ==| "I can't pay this" | "and nobody rang back" | "okay, that helps"
    strain                        0.9                    0.8                   0.1
    level          -              0.5                    0.7                   0.4
    state       settled          rising                  high                 rising        settled ...

A turn's strain is what its words carry, raised by what its voice shows. The level goes towards the strain of every turn, faster
up than down; a thankful turn takes it down fast. Nothing is said while the caller's opening forms the baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.events import (
    AnyEvent,
    CallerKind,
    CallerState,
    SpeechEnded,
    SpeechStarted,
    Tension,
    TensionSpike,
    TensionState,
    TurnStarted,
    VoiceChange,
)
from assist.profile.schema import CallerTension, samples

WEIGHTS: dict[CallerKind, float] = {
    "frustration": 1.0,
    "distress": 0.95,
    "anxiety": 0.85,
    "shame": 0.75,
    "confusion": 0.4,
}
"""How much strain a sure feeling is. Confusion alone is no tension, but it can become one."""
_QUOTE_WORDS = 8
_WORTH_TELLING = 0.05
"""The level is told again when it has moved by so much."""


@dataclass(slots=True)
class _Turn:
    """What one turn of the caller has shown so far."""

    words: float = 0.0
    voice: float = 0.0
    easing: float = 0.0
    said: str = ""
    changes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Spike:
    start: int
    peak: float
    peak_at: int
    reasons: tuple[str, ...] = field(default=())


class TensionMeter:
    """Follows the level over a call.

    Args:
        thresholds: weights, rates and limits.
    """

    def __init__(self, thresholds: CallerTension) -> None:
        self._t = thresholds
        self._baseline = samples(thresholds.tension_baseline_seconds)
        self._spoken = 0
        self._speaking_since: int | None = None
        self._opening: list[float] = []
        self._level = 0.0
        """After the turns that are over."""
        self._turn: _Turn | None = None
        self._strained = 0
        """Turns in a row, the last one over included, whose strain would make the state high."""
        self._state: TensionState = "settled"
        self._told = 0.0
        self._spike: _Spike | None = None

    def take(self, event: AnyEvent, now: int) -> list[AnyEvent]:
        """Take the caller's speech, turns, words and voice; others are ignored."""
        if isinstance(event, SpeechStarted) and event.speaker == "customer":
            self._speaking_since = event.start
        elif isinstance(event, SpeechEnded) and event.speaker == "customer":
            self._spoken += event.end - (event.start if self._speaking_since is None else self._speaking_since)
            self._speaking_since = None
        elif isinstance(event, TurnStarted) and event.speaker == "customer":
            return self._over(now)
        elif isinstance(event, CallerState):
            return self._words(event, now)
        elif isinstance(event, VoiceChange) and event.speaker == "customer" and not event.abstained:
            turn = self._current()
            turn.voice, turn.changes = event.score, event.reasons
            return self._tell(event.end, now)
        return []

    def flush(self, now: int) -> list[AnyEvent]:
        """The call is over: a spike that lasts ends here."""
        return [*self._over(now), *self._close_spike(now, now)]

    def _words(self, event: CallerState, now: int) -> list[AnyEvent]:
        turn = self._current()
        if event.kind == "easing":
            turn.easing = max(turn.easing, event.probability)
        strain = WEIGHTS.get(event.kind, 0.0) * event.probability
        if strain > turn.words:
            turn.words = strain
            words = event.text.split()
            quote = " ".join(words[:_QUOTE_WORDS]) + (" …" if len(words) > _QUOTE_WORDS else "")
            turn.said = f'{event.kind}: "{quote}"'
        return self._tell(event.end, now)

    def _current(self) -> _Turn:
        if self._turn is None:
            self._turn = _Turn()
        return self._turn

    def _strain(self, turn: _Turn) -> float:
        """0..1, less what this caller's opening was like."""
        both = 1.0 - (1.0 - turn.words) * (1.0 - self._t.voice_weight * turn.voice)
        opening = sum(self._opening) / len(self._opening) if self._opening else 0.0
        return min(max(both - self._t.opening_share * opening, 0.0), 1.0) * (1.0 - turn.easing)

    def _level_with(self, turn: _Turn | None) -> float:
        if turn is None:
            return self._level
        strain = self._strain(turn)
        down = max(self._t.fall_share, self._t.easing_share * turn.easing)
        rate = self._t.rise_share if strain >= self._level else down
        return self._level + rate * (strain - self._level)

    def _over(self, now: int) -> list[AnyEvent]:
        """The caller's turn is over, and another begins."""
        turn, self._turn = self._turn, None
        if turn is None:
            return []
        if self._spoken < self._baseline:
            self._opening.append(1.0 - (1.0 - turn.words) * (1.0 - self._t.voice_weight * turn.voice))
            return []
        self._strained = self._strained + 1 if self._strain(turn) >= self._t.high_level else 0
        self._level = self._level_with(turn)
        return []

    def _tell(self, at: int, now: int) -> list[AnyEvent]:
        if self._spoken < self._baseline or self._turn is None:
            return []
        level = self._level_with(self._turn)
        state = self._state_of(level, self._strain(self._turn))
        if state == self._state and abs(level - self._told) < _WORTH_TELLING:
            return []
        changed, self._state, self._told = state != self._state, state, level
        reasons = self._reasons(self._turn) if state != "settled" else ()
        told = Tension(at=at, known_at=now, level=round(level, 3), state=state, reasons=reasons)
        return [told, *self._spikes(at, now, level, reasons, changed=changed)]

    def _state_of(self, level: float, strain: float) -> TensionState:
        t = self._t
        lasting = self._strained >= 1 and strain >= t.high_level
        if strain >= t.unmistakable_level or (level >= t.high_level and lasting):
            return "high"
        if self._state == "high" and level >= t.high_level - t.tension_hysteresis:
            return "high"
        rising = t.rising_level if self._state == "settled" else t.rising_level - t.tension_hysteresis
        return "rising" if level >= rising else "settled"

    def _reasons(self, turn: _Turn) -> tuple[str, ...]:
        voice = ("voice: " + ", ".join(turn.changes),) if turn.changes and turn.voice >= 0.5 else ()
        return (*((turn.said,) if turn.said else ()), *voice)

    def _spikes(self, at: int, now: int, level: float, reasons: tuple[str, ...], *, changed: bool) -> list[AnyEvent]:
        if self._state == "settled":
            return self._close_spike(at, now)
        if self._spike is None and changed:
            self._spike = _Spike(at, level, at, reasons)
        elif self._spike is not None and level > self._spike.peak:
            self._spike.peak, self._spike.peak_at, self._spike.reasons = level, at, reasons
        return []

    def _close_spike(self, at: int, now: int) -> list[AnyEvent]:
        spike, self._spike = self._spike, None
        if spike is None:
            return []
        return [
            TensionSpike(
                at=spike.peak_at, known_at=now, start=spike.start, end=max(at, spike.peak_at),
                peak=round(spike.peak, 3), reasons=spike.reasons,
            )
        ]  # fmt: skip
