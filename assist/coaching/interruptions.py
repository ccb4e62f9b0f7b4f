"""Pause, when the agent keeps talking over the caller: two interruptions in a minute, or one of an emotional turn."""

from __future__ import annotations

from assist.cues.emotion import TROUBLED
from assist.events import AnyEvent, CueRaised, CutOff, Evidence, OverlapJudged
from assist.profile.coaching import Urgency
from assist.profile.schema import Cues, samples


class Interruptions:
    """Counts the agent's interruptions.

    Args:
        thresholds: how many, in what window.
        urgency: of talking over.
    """

    def __init__(self, thresholds: Cues, urgency: Urgency) -> None:
        self._wanted = thresholds.interruptions
        self._window = samples(thresholds.interruption_window_seconds)
        self._sure = thresholds.emotion_probability
        self._urgency = urgency
        self._counted: list[OverlapJudged] = []
        self._used: dict[int, int] = {}
        """Interruptions that a cue was raised for, by onset, with that moment; their late verdicts count no more."""
        self._cut_off: CutOff | None = None

    def take(self, event: AnyEvent, now: int) -> list[CueRaised]:
        """Take what the caller was saying, which comes just before the verdict, and verdicts; others are ignored."""
        if isinstance(event, CutOff):
            self._cut_off = event
        elif isinstance(event, OverlapJudged) and event.speaker == "agent":
            return self._judged(event, now)
        return []

    def _judged(self, event: OverlapJudged, now: int) -> list[CueRaised]:
        known = [e for e in self._counted if e.onset == event.onset]
        self._counted = [e for e in self._counted if e.onset != event.onset and now - e.onset <= self._window]
        if event.verdict != "interruption":
            return []
        self._used = {onset: raised for onset, raised in self._used.items() if now - raised <= self._window}
        if event.onset in self._used:
            return []
        self._counted.append(event)
        if known:
            return []
        cut_off = self._cut_off if self._cut_off is not None and self._cut_off.onset == event.onset else None
        emotional = cut_off is not None and cut_off.kind in TROUBLED and cut_off.probability >= self._sure
        if len(self._counted) < self._wanted and not emotional:
            return []
        count = len(self._counted)
        self._used |= dict.fromkeys((earlier.onset for earlier in self._counted), now)
        self._counted = []
        evidence = []
        if cut_off is not None:
            evidence = [Evidence(speaker="customer", start=cut_off.start, end=cut_off.end, text=cut_off.text)]
        what = "(came in on an emotional turn)" if emotional else f"(came in {count} times within a minute)"
        evidence.append(Evidence(speaker="agent", start=event.onset, end=now, text=what))
        return [
            CueRaised(
                at=event.at,
                known_at=now,
                cue="pause",
                reason="talk_over",
                urgency=self._urgency.talk_over_emotional if emotional else self._urgency.talk_over,
                evidence=tuple(evidence),
                immediate=True,
                instead=("acknowledge",) if emotional else (),
            )
        ]
