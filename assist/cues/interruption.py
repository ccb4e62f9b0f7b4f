"""Verdicts on overlaps: interruption, backchannel, cooperative or inconclusive.

    holder    ==================|- - - - - -        breaks off, or goes on
    incomer         ^==== 0.7 s ====...====|
                    onset       ^early      ...1.5 s ^late

Whether the incomer only listens is read from words and timing (`overlap_model`); what else it was follows from the
definitions: who was about to finish, who went on, who broke off. The early verdict serves the live cue; the late one,
1.5 s after the overlap, may correct it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assist.cues.overlap_features import Situation, features
from assist.cues.overlap_model import OverlapModel
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

Observer = Callable[[Speaker, Stage, Situation], None]
"""Told of every judgement; the training of the model listens here."""

FORGET = samples(20.0)
"""Words older than this are no longer asked for."""


@dataclass(slots=True)
class _Incoming:
    """An overlap whose late verdict is outstanding."""

    speaker: Speaker
    onset: int
    lead: int
    """Samples the holder had been speaking before the onset."""
    own_silence: int = 0
    """Samples since the incomer's speech before."""
    turn_lead: int = 0
    """Samples since the holder's turn began."""
    own_end: int | None = None
    """End of the incomer's speech; None while it lasts."""
    own_spoken: int = 0
    """Samples spoken in finished stretches since the onset."""
    own_start: int = 0
    """Start of the running stretch."""
    holder_end: int | None = None
    """First end of the holder's speech after the onset; None while it lasts."""
    holder_back: bool = False
    resumed: bool = False
    """The incomer had the floor and only paused: this is the own turn going on."""
    overlap_end: int | None = None
    perhaps_reply: bool = False
    """Began in a pause so long that only the late verdict can tell whether the holder's turn went on."""
    judged_early: bool = False


@dataclass(slots=True)
class _Side:
    """One side's speech and words of the last seconds."""

    speaking: bool = False
    start: int = 0
    end: int = -(10**9)
    run_start: int = 0
    turn_start: int = 0
    fresh: bool = False
    silence: int = 0
    """Own silence before the last start."""
    said: dict[int, tuple[TimedWord, ...]] = field(default_factory=dict)
    """By utterance: stable words, or the final ones."""
    partial: tuple[TimedWord, ...] = ()

    def all_words(self) -> list[TimedWord]:
        """What this side said lately, in order."""
        return [word for words in (*self.said.values(), self.partial) for word in words]


class InterruptionJudge:
    """Follows every overlap and judges it twice.

    Args:
        thresholds: lengths that separate the verdicts.
        model: tells listening from coming in.
        observer: told of every judgement.
    """

    def __init__(self, thresholds: TurnTaking, model: OverlapModel, observer: Observer | None = None) -> None:
        self._model, self._observer = model, observer
        self._lead = samples(thresholds.interruption_lead_seconds)
        self._tail = samples(thresholds.interruption_tail_seconds)
        self._least = samples(thresholds.interruption_least_seconds)
        self._cooperative = samples(thresholds.cooperative_most_seconds)
        self._surely = thresholds.interruption_probability
        self._after = samples(thresholds.verdict_after_seconds)
        self._fresh = samples(thresholds.overlap_after_silence_seconds)
        self._run_gap = samples(thresholds.run_gap_seconds)
        self._turn_gap = samples(thresholds.turn_gap_seconds)
        self._sides: dict[Speaker, _Side] = {speaker: _Side() for speaker in SPEAKERS}
        self._open: list[_Incoming] = []

    def take(self, event: AnyEvent) -> None:
        """Take a speech, overlap or words event; others are ignored."""
        if isinstance(event, SpeechStarted):
            self._started(event)
        elif isinstance(event, SpeechEnded):
            self._ended(event)
        elif isinstance(event, OverlapStarted):
            self._came_in(event)
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
            if not incoming.judged_early and self._early_is_due(incoming, now):
                incoming.judged_early = True
                out.append(self._verdict(incoming, now, "early"))
            if incoming.overlap_end is not None and now - incoming.overlap_end >= self._after:
                self._open.remove(incoming)
                out += self._late(incoming, now)
        return out

    def flush(self, now: int) -> list[OverlapJudged]:
        """The call is over: judge what is outstanding."""
        out = [verdict for incoming in self._open for verdict in self._late(incoming, now)]
        self._open = []
        return out

    # ------------------------------------------------------------------------------------------------- what happened
    def _started(self, event: SpeechStarted) -> None:
        side = self._sides[event.speaker]
        silence = event.start - side.end
        side.fresh = silence >= self._fresh
        if silence >= self._run_gap:
            side.run_start = event.start
        if silence >= self._turn_gap:
            side.turn_start = event.start
        side.speaking, side.start, side.silence = True, event.start, silence
        for incoming in self._open:
            if event.speaker != incoming.speaker:
                incoming.holder_back = incoming.holder_back or incoming.holder_end is not None
            elif silence < self._run_gap:
                incoming.own_end, incoming.own_start = None, event.start
        if not self._sides[other(event.speaker)].speaking:
            self._into_pause(event.speaker)

    def _ended(self, event: SpeechEnded) -> None:
        side = self._sides[event.speaker]
        side.speaking, side.end = False, event.end
        for incoming in self._open:
            if event.speaker != incoming.speaker:
                incoming.holder_end = event.end if incoming.holder_end is None else incoming.holder_end
            elif incoming.own_end is None:
                incoming.own_end = event.end
                incoming.own_spoken += event.end - incoming.own_start
        if self._sides[other(event.speaker)].speaking:
            self._into_pause(other(event.speaker))

    def _into_pause(self, speaker: Speaker) -> None:
        """A side begins while the other, whose turn still runs, has just paused: no overlap, but worth a verdict.

        "Mm-hm" in a pause is a backchannel like any other. Taking the floor there is an ordinary reply, never an interruption.
        """
        own, holder = self._sides[speaker], self._sides[other(speaker)]
        gap = own.start - holder.end
        if own.fresh and 0 <= gap < self._turn_gap:
            incoming = self._incoming(speaker, own.start)
            if incoming is not None:
                incoming.overlap_end = own.start
                incoming.perhaps_reply = incoming.judged_early = gap >= self._run_gap

    def _came_in(self, event: OverlapStarted) -> None:
        incoming = self._incoming(event.speaker, event.onset)
        if incoming is None:
            for known in self._open:
                if known.speaker == event.speaker and known.onset == event.onset:
                    known.overlap_end = None

    def _incoming(self, speaker: Speaker, onset: int) -> _Incoming | None:
        """Begin to follow a coming-in; None if it is followed already."""
        if any(known.speaker == speaker and known.onset == onset for known in self._open):
            return None
        own, holder = self._sides[speaker], self._sides[other(speaker)]
        incoming = _Incoming(
            speaker,
            onset,
            onset - holder.run_start,
            own_silence=own.silence,
            turn_lead=onset - holder.turn_start,
            own_start=onset,
        )
        incoming.resumed = own.turn_start < min(onset, holder.turn_start)
        if own.end > onset:
            # The words were said in a pause of the holder, who has gone on meanwhile.
            incoming.own_spoken = own.end - onset
            incoming.own_end = None if own.speaking else own.end
            incoming.own_start = own.start
        if not holder.speaking:
            incoming.holder_end = holder.end
        self._open.append(incoming)
        return incoming

    def _heard(self, event: Words) -> None:
        side = self._sides[event.speaker]
        side.partial = event.words if event.stability == "partial" else ()
        if event.stability == "stable":
            side.said[event.utterance] = side.said.get(event.utterance, ()) + event.words
        elif event.stability == "final":
            side.said[event.utterance] = event.words
        for utterance, words in list(side.said.items()):
            if words[-1].end < event.end - FORGET:
                del side.said[utterance]

    # -------------------------------------------------------------------------------------------------- the verdicts
    def _early_is_due(self, incoming: _Incoming, now: int) -> bool:
        """Long enough to be more than a backchannel, or over already."""
        return incoming.own_end is not None or now - incoming.onset >= self._least

    def _situation(self, incoming: _Incoming, now: int) -> Situation:
        own = self._sides[incoming.speaker]
        until = (now if incoming.own_end is None else incoming.own_end) + self._tail
        onset = incoming.onset
        said = own.all_words()
        running = now - incoming.own_start if incoming.own_end is None else 0
        return Situation(
            onset=onset,
            now=now,
            own_end=incoming.own_end,
            own_spoken=incoming.own_spoken + running,
            holder_end=incoming.holder_end,
            holder_back=incoming.holder_back,
            lead=incoming.lead,
            words=tuple(word for word in said if (word.start + word.end) // 2 >= onset and word.start < until),
            holder_words=tuple(self._sides[other(incoming.speaker)].all_words()),
            resumed=incoming.resumed,
            own_silence=incoming.own_silence,
            turn_lead=incoming.turn_lead,
        )

    def _late(self, incoming: _Incoming, now: int) -> list[OverlapJudged]:
        """The late verdict; none on what turns out to be an ordinary reply after a pause."""
        verdict = self._verdict(incoming, now, "late")
        goes_on = self._sides[other(incoming.speaker)].turn_start <= incoming.onset and incoming.holder_back
        return [] if incoming.perhaps_reply and not goes_on and verdict.verdict != "backchannel" else [verdict]

    def _verdict(self, incoming: _Incoming, now: int, stage: Stage) -> OverlapJudged:
        situation = self._situation(incoming, now)
        if self._observer is not None:
            self._observer(incoming.speaker, stage, situation)
        listening = self._model.backchannel(features(situation), stage)
        if listening >= 0.5:
            verdict: Verdict = "backchannel"
            probability, reason = listening, "listening"
        else:
            verdict, sure, reason = self._taking(situation, stage)
            probability = (1.0 - listening) * sure
            if verdict == "interruption" and 1.0 - listening < self._surely:
                # In doubt for who came in: it may have been listening after all.
                verdict, reason = "cooperative", "may_be_listening"
        end = now if incoming.overlap_end is None else incoming.overlap_end
        return OverlapJudged(
            at=min(situation.onset + self._least, now) if stage == "early" else end,
            known_at=now,
            speaker=incoming.speaker,
            onset=situation.onset,
            end=end,
            verdict=verdict,
            probability=round(probability, 3),
            stage=stage,
            reasons=(reason,),
        )

    def _taking(self, s: Situation, stage: Stage) -> tuple[Verdict, float, str]:  # noqa: PLR0911  (a decision list)
        """The incomer had something to say: what was it, how sure, and why."""
        end = s.now if s.own_end is None else s.own_end
        spoken = end - s.onset
        if s.resumed:
            return "cooperative", 0.8, "own_turn_goes_on"
        if s.holder_end is not None and s.holder_end <= s.onset and end <= s.onset + self._least:
            return "cooperative", 0.7, "in_a_pause"
        if s.holder_end is not None and not s.holder_back and s.holder_end - s.onset < self._tail:
            return "cooperative", 0.9, "holder_was_finishing"
        if s.lead < self._lead:
            return ("cooperative", 0.6, "started_together") if s.words else ("inconclusive", 0.5, "started_together")
        if stage == "early":
            if spoken < self._least:
                return "cooperative", 0.7, "short"
            return "interruption", 0.8, "speaks_on"
        broke_off = (
            s.holder_end is not None and s.holder_end <= end and not (s.holder_back and end - s.onset < self._least)
        )
        if spoken >= self._least and broke_off:
            return "interruption", 0.95, "holder_broke_off"
        if spoken < self._cooperative:
            return "cooperative", 0.8, "short"
        return "cooperative", 0.7, "holder_went_on"
