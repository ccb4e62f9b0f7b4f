"""Is the caller's voice tenser than in this caller's own opening of this call?"""

from __future__ import annotations

from collections.abc import Sequence

from assist.cues.voice_baseline import VoiceBaseline
from assist.cues.voice_model import SIGNS, Sign, VoiceModel
from assist.events import AnyEvent, Bleed, TurnEnded, VoiceChange, VoiceFeatures
from assist.profile.schema import Voice

TENSE = 0.5
"""Score from which a voice counts as tenser."""

FORMING = "baseline is forming"
TOO_LITTLE = "too little speech"
TOO_NOISY = "too noisy"
BOTH_VOICES = "both voices on one line"


class VoiceJudge:
    """Gives a score for every piece of a caller turn, about the turn so far, and a last one when the turn is over.

    Args:
        model: weights.
        thresholds: baseline, and what is enough to judge.
    """

    def __init__(self, model: VoiceModel, thresholds: Voice) -> None:
        self._model, self._thresholds = model, thresholds
        self._baseline = VoiceBaseline(model.usual, thresholds.voice_baseline_seconds, thresholds.voice_adapt_seconds)
        self._running = False
        """Whether something of a turn was measured and its end is still to come."""
        self._start = 0
        self._judged: list[tuple[float, dict[Sign, float]]] = []
        """Voiced seconds and deviations of the pieces of the running turn."""
        self._why = TOO_LITTLE
        """What kept the newest piece of the turn from being judged."""
        self._end = 0
        self._leaks = False

    def hop(self, events: Sequence[AnyEvent], now: int) -> list[VoiceChange]:
        """Take the events of one hop. A turn's last piece comes with its end, in whichever order."""
        out: list[VoiceChange] = []
        if not events:
            return out
        for event in events:
            if isinstance(event, Bleed) and event.speaker == "agent":
                self._leaks = event.state == "high"
        for event in events:
            if isinstance(event, VoiceFeatures) and event.speaker == "customer":
                self._take(event)
                if not any(isinstance(other, TurnEnded) and other.speaker == "customer" for other in events):
                    out.append(self._change(now, complete=False))
        for event in events:
            if isinstance(event, TurnEnded) and event.speaker == "customer":
                if self._running:
                    out.append(self._change(now, complete=True))
                self._running = False
        return out

    def _take(self, piece: VoiceFeatures) -> None:
        if not self._running:
            self._running, self._start, self._judged, self._why = True, piece.start, [], TOO_LITTLE
        self._end = piece.end
        if self._leaks:
            self._why = BOTH_VOICES
        elif piece.noise_db is not None and piece.level_db - piece.noise_db < self._thresholds.voice_least_snr_db:
            self._why = TOO_NOISY
        elif not self._baseline.known:
            self._why = FORMING
            self._baseline.learn(piece)
        else:
            deviations = self._baseline.deviations(piece)
            self._baseline.follow(piece, deviations, self._model.score(deviations) >= TENSE)
            self._judged.append((piece.voiced_seconds, deviations))
            while sum(seconds for seconds, _ in self._judged[1:]) >= self._thresholds.voice_recent_seconds:
                self._judged.pop(0)

    def _change(self, now: int, *, complete: bool) -> VoiceChange:
        seconds = sum(seconds for seconds, _ in self._judged)
        score, abstained = 0.0, ""
        reasons: tuple[str, ...] = ()
        if seconds >= self._thresholds.voice_least_seconds:
            # A mean over a short turn is drawn towards the baseline: few sounds tell a voice badly.
            counted = seconds + self._thresholds.voice_half_seconds
            mean: dict[Sign, float] = {
                sign: sum(s * deviations[sign] for s, deviations in self._judged) / counted for sign in SIGNS
            }
            score, reasons = self._model.score(mean), self._model.reasons(mean)
        else:
            abstained = TOO_LITTLE if self._judged else self._why
        return VoiceChange(
            at=self._end,
            known_at=now,
            speaker="customer",
            start=self._start,
            end=self._end,
            score=round(score, 4),
            reasons=reasons,
            abstained=abstained,
            seconds=round(seconds, 3),
            complete=complete,
        )
