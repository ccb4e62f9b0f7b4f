"""Verdicts on overlaps: interruption, backchannel, cooperative or inconclusive.

    holder    ==================|- - - - - -        breaks off, or goes on
    incomer         ^==== 0.7 s ====...====|
                    onset       ^early      ...1.5 s ^late

The early verdict serves the live cue; the late one, 1.5 s after the overlap, may correct it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.cues.backchannels import is_backchannel
from assist.events import (
    SPEAKERS,
    AnyEvent,
    OverlapEnded,
    OverlapJudged,
    OverlapStarted,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    Stage,
    TimedWord,
    Verdict,
    Words,
    other,
)
from assist.profile.schema import TurnTaking, samples


@dataclass(slots=True)
class _Incoming:
    """An overlap whose late verdict is outstanding."""

    speaker: Speaker
    onset: int
    lead: int
    """Samples the holder had been speaking before the onset."""
    own_end: int | None = None
    """End of the incomer's speech; None while it lasts."""
    holder_end: int | None = None
    """End of the holder's speech after the onset; None while it lasts."""
    overlap_end: int | None = None
    judged_early: bool = False
    words: dict[int, tuple[TimedWord, ...]] = field(default_factory=dict)


class InterruptionJudge:
    """Follows every overlap and judges it twice.

    Args:
        thresholds: lengths that separate the verdicts.
    """

    def __init__(self, thresholds: TurnTaking) -> None:
        self._lead = samples(thresholds.interruption_lead_seconds)
        self._tail = samples(thresholds.interruption_tail_seconds)
        self._least = samples(thresholds.interruption_least_seconds)
        self._cooperative = samples(thresholds.cooperative_most_seconds)
        self._after = samples(thresholds.verdict_after_seconds)
        self._run_gap = samples(thresholds.run_gap_seconds)
        self._run_start: dict[Speaker, int] = dict.fromkeys(SPEAKERS, 0)
        self._last_end: dict[Speaker, int] = dict.fromkeys(SPEAKERS, -(10**9))
        self._speaking: dict[Speaker, bool] = dict.fromkeys(SPEAKERS, False)
        self._partials: dict[Speaker, Words | None] = dict.fromkeys(SPEAKERS)
        self._open: list[_Incoming] = []

    def take(self, event: AnyEvent) -> None:
        """Take a speech, overlap or words event; others are ignored."""
        if isinstance(event, SpeechStarted):
            self._started(event)
        elif isinstance(event, SpeechEnded):
            self._ended(event)
        elif isinstance(event, OverlapStarted):
            holder = other(event.speaker)
            incoming = _Incoming(event.speaker, event.onset, event.onset - self._run_start[holder])
            if not self._speaking[event.speaker]:
                incoming.own_end = self._last_end[event.speaker]
            self._open.append(incoming)
        elif isinstance(event, OverlapEnded):
            for incoming in self._open:
                if incoming.onset == event.onset and incoming.speaker == event.speaker:
                    incoming.overlap_end = event.end
        elif isinstance(event, Words):
            self._heard(event)

    def hop(self, now: int) -> list[OverlapJudged]:
        """It is `now`: give the verdicts that are due."""
        out: list[OverlapJudged] = []
        for incoming in list(self._open):
            if not incoming.judged_early and (early := self._early(incoming, now)) is not None:
                incoming.judged_early = True
                out.append(early)
            if incoming.overlap_end is not None and now - incoming.overlap_end >= self._after:
                self._open.remove(incoming)
                out.append(self._late(incoming, now))
        return out

    def flush(self, now: int) -> list[OverlapJudged]:
        """The call is over: judge what is outstanding."""
        out = [self._late(incoming, now) for incoming in self._open]
        self._open = []
        return out

    # ------------------------------------------------------------------------------------------------- what happened
    def _started(self, event: SpeechStarted) -> None:
        speaker, silence = event.speaker, event.start - self._last_end[event.speaker]
        self._speaking[speaker] = True
        if silence >= self._run_gap:
            self._run_start[speaker] = event.start
        for incoming in self._open:
            if incoming.speaker == speaker:
                if silence < self._run_gap:
                    incoming.own_end = None
            elif silence < self._run_gap:
                incoming.holder_end = None

    def _ended(self, event: SpeechEnded) -> None:
        self._speaking[event.speaker] = False
        self._last_end[event.speaker] = event.end
        for incoming in self._open:
            if incoming.speaker == event.speaker:
                incoming.own_end = event.end
            else:
                incoming.holder_end = event.end

    def _heard(self, event: Words) -> None:
        for incoming in self._open:
            if event.speaker == incoming.speaker and event.end > incoming.onset:
                if event.stability == "stable":
                    incoming.words[event.utterance] = incoming.words.get(event.utterance, ()) + event.words
                elif event.stability == "final":
                    incoming.words[event.utterance] = event.words
        self._partials[event.speaker] = event if event.stability == "partial" else None

    # -------------------------------------------------------------------------------------------------- the verdicts
    def _text(self, incoming: _Incoming, until: int) -> str:
        margin = self._tail
        said = [w for words in incoming.words.values() for w in words]
        partial = self._partials[incoming.speaker]
        if partial is not None:
            said += partial.words
        return " ".join(w.text for w in said if w.end > incoming.onset and w.start < until + margin)

    def _early(self, incoming: _Incoming, now: int) -> OverlapJudged | None:
        spoken = (now if incoming.own_end is None else incoming.own_end) - incoming.onset
        holder_went_on = (incoming.holder_end is None) or incoming.holder_end - incoming.onset >= self._tail
        if incoming.own_end is not None and spoken < self._least:
            return self._judged(incoming, now, "backchannel", 0.75, "early", "short")
        if spoken < self._least:
            return None
        if not holder_went_on:
            return self._judged(incoming, now, "cooperative", 0.7, "early", "holder_was_finishing")
        if incoming.lead < self._lead:
            return self._judged(incoming, now, "inconclusive", 0.5, "early", "started_together")
        if is_backchannel(self._text(incoming, now)):
            return self._judged(incoming, now, "backchannel", 0.7, "early", "listener_words")
        return self._judged(incoming, now, "interruption", 0.7, "early", "speaks_on", "holder_was_speaking")

    def _late(self, incoming: _Incoming, now: int) -> OverlapJudged:  # noqa: PLR0911  (a decision list reads best whole)
        end = now if incoming.own_end is None else incoming.own_end
        spoken = end - incoming.onset
        holder = other(incoming.speaker)
        text = self._text(incoming, end)
        if is_backchannel(text):
            return self._judged(incoming, now, "backchannel", 0.9, "late", "listener_words")
        if incoming.holder_end is not None and incoming.holder_end - incoming.onset < self._tail:
            return self._judged(incoming, now, "cooperative", 0.75, "late", "holder_was_finishing")
        if spoken < self._least and not text:
            return self._judged(incoming, now, "backchannel", 0.7, "late", "short")
        if incoming.lead < self._lead:
            return self._judged(incoming, now, "inconclusive", 0.5, "late", "started_together")
        broke_off = incoming.holder_end is not None and end - incoming.holder_end > 0 and not self._speaking[holder]
        if spoken < self._cooperative and not broke_off:
            return self._judged(incoming, now, "cooperative", 0.65, "late", "short", "holder_went_on")
        if broke_off and spoken >= self._least:
            return self._judged(incoming, now, "interruption", 0.85, "late", "holder_broke_off")
        if spoken >= self._least and incoming.holder_end is not None and incoming.holder_end < end:
            return self._judged(incoming, now, "interruption", 0.75, "late", "took_the_floor")
        return self._judged(incoming, now, "cooperative", 0.6, "late", "holder_went_on")

    def _judged(
        self, incoming: _Incoming, now: int, verdict: Verdict, probability: float, stage: Stage, *reasons: str
    ) -> OverlapJudged:
        end = now if incoming.overlap_end is None else incoming.overlap_end
        at = min(incoming.onset + self._least, now) if stage == "early" else end
        return OverlapJudged(
            at=at,
            known_at=now,
            speaker=incoming.speaker,
            onset=incoming.onset,
            end=end,
            verdict=verdict,
            probability=probability,
            stage=stage,
            reasons=reasons,
        )
