"""Pauses, pace and who holds the floor: the small machines that need no sound and few words, in a fixed order."""

from __future__ import annotations

from assist.cues.beat import Beat
from assist.cues.dead_air import DeadAir
from assist.cues.dynamics import CallNumbers
from assist.cues.emotion import CallerTurn
from assist.cues.finished import EndOfTurn, shipped_end_of_turn
from assist.cues.monologue import Monologue
from assist.cues.pace import PaceMeter
from assist.cues.response import ListenedInSilence, ResponseGaps
from assist.events import AnyEvent
from assist.profile.schema import Profile, samples
from assist.timeline.frame import HOP


class ConversationCues:
    """Runs response gaps, beats, credits, dead air, monologue, pace and the call in numbers.

    Args:
        profile: thresholds.
        end_of_turn: says whether the caller has finished.
    """

    def __init__(self, profile: Profile, end_of_turn: EndOfTurn | None = None) -> None:
        thresholds, run_gap = profile.conversation, samples(profile.turns.run_gap_seconds)
        speech = profile.speech
        late = samples(max(speech.shortest_speech_seconds, speech.shortest_silence_seconds)) + HOP
        self._turn = CallerTurn(profile.cues.emotion_probability)
        self._gaps = ResponseGaps()
        self._silence = ListenedInSilence(thresholds)
        ordinary = samples(profile.prompts.beat_seconds)
        self._beat = Beat(thresholds, ordinary, run_gap, late, end_of_turn or shipped_end_of_turn())
        self._dead_air = DeadAir(thresholds)
        self._monologue = Monologue(thresholds, run_gap, late)
        self._pace = PaceMeter(thresholds)
        self._numbers = CallNumbers(thresholds, late)

    def hop(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """Take the events of one hop, in order."""
        out: list[AnyEvent] = []
        for event in events:
            self._take(event, now, out)
        emotional = self._turn.emotional
        out += self._beat.hop(now, emotional=emotional)
        out += self._dead_air.hop(now, emotional=emotional)
        out += self._monologue.hop(now)
        out += self._numbers.hop(now)
        return out

    def flush(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """The call is over: take the last verdicts and tell the numbers of the whole call."""
        for event in events:
            self._numbers.take(event)
        return [*self._numbers.flush(now)]

    def _take(self, event: AnyEvent, now: int, out: list[AnyEvent]) -> None:
        emotional = self._turn.emotional
        for gap in self._gaps.take(event, now, emotional=emotional):
            self._numbers.take(gap)
            out.append(gap)
        out += self._silence.take(event, now, emotional=emotional)
        out += self._beat.take(event, now)
        out += self._pace.take(event, now)
        self._dead_air.take(event)
        self._monologue.take(event)
        self._numbers.take(event)
        self._turn.take(event)
