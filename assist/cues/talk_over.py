"""Pause, when the agent keeps talking over the caller: two interruptions in a minute, or one of an emotional turn."""

from __future__ import annotations

from assist.cues.classifier import CallerReader
from assist.cues.emotion import TROUBLED
from assist.events import AnyEvent, CueRaised, Evidence, OverlapJudged, Words
from assist.profile.schema import Cues, samples


class TalkOver:
    """Counts the agent's interruptions.

    Args:
        thresholds: how many, in what window.
        reader: reads what the caller was saying, also while it is still partial.
    """

    def __init__(self, thresholds: Cues, reader: CallerReader) -> None:
        self._wanted = thresholds.interruptions
        self._window = samples(thresholds.interruption_window_seconds)
        self._sure = thresholds.emotion_probability
        self._reader = reader
        self._counted: list[OverlapJudged] = []
        self._used: dict[int, int] = {}
        """Interruptions that a cue was raised for, by onset, with that moment; their late verdicts count no more."""
        self._caller: dict[int, list[Words]] = {}
        """What the caller said lately, by utterance: stable and final words, the partial last."""

    def take(self, event: AnyEvent, now: int) -> list[CueRaised]:
        """Take words and verdicts; others are ignored."""
        if isinstance(event, Words) and event.speaker == "customer":
            kept = [] if event.stability == "final" else self._caller.get(event.utterance, [])
            kept = [w for w in kept if w.stability != "partial"]
            self._caller[event.utterance] = [*kept, event]
            while len(self._caller) > 3:
                del self._caller[next(iter(self._caller))]
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
        cut_off = self._cut_off(event)
        emotional = cut_off is not None and self._is_troubled(cut_off.text)
        if len(self._counted) < self._wanted and not emotional:
            return []
        count = len(self._counted)
        self._used |= dict.fromkeys((earlier.onset for earlier in self._counted), now)
        self._counted = []
        evidence = [] if cut_off is None else [cut_off]
        what = "(came in on an emotional turn)" if emotional else f"(came in {count} times within a minute)"
        evidence.append(Evidence(speaker="agent", start=event.onset, end=now, text=what))
        return [
            CueRaised(
                at=event.at,
                known_at=now,
                cue="pause",
                reason="talk_over",
                urgency=0.9 if emotional else 0.8,
                evidence=tuple(evidence),
                immediate=True,
            )
        ]

    def _cut_off(self, event: OverlapJudged) -> Evidence | None:
        """The caller's words around the moment the agent came in."""
        near = samples(6)
        said = [
            word
            for parts in self._caller.values()
            for part in parts
            for word in part.words
            if word.end >= event.onset - near
        ]
        if not said:
            return None
        return Evidence(
            speaker="customer", start=said[0].start, end=said[-1].end, text=" ".join(word.text for word in said)
        )

    def _is_troubled(self, text: str) -> bool:
        reading = self._reader.read_caller(text)
        return any(reading.kinds[kind] >= self._sure for kind in TROUBLED)
