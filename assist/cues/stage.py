"""The cues stage: events of speech and recognition in; verdicts, acts, the caller's state, tension and pauses out."""

from __future__ import annotations

from assist.cues.classifier import AgentReader, CallerReader, CallerReading
from assist.cues.conversation import ConversationCues
from assist.cues.cut_off import CutOffs
from assist.cues.emotion import strongest
from assist.cues.interruption import InterruptionJudge
from assist.cues.overlap_model import shipped_model
from assist.cues.reading_turns import AgentTurns, CallerTurns
from assist.cues.tension import TensionMeter
from assist.cues.voice_change import VoiceJudge
from assist.cues.voice_model import shipped_voice_model
from assist.events import Act, AnyEvent, CallerState, CueRaised, Evidence, Words
from assist.profile.schema import Profile

REPORT_FROM = 0.3
"""Acts under this probability are not reported at all."""


class CueStage:
    """Reads final words, judges overlaps, follows tension and pauses; what deserves a prompt is the coaching stage's business.

    Args:
        profile: thresholds.
        agent_reader: reads the agent's words.
        caller_reader: reads the caller's words.
    """

    def __init__(self, profile: Profile, agent_reader: AgentReader, caller_reader: CallerReader) -> None:
        self._sure = profile.cues.emotion_probability
        self._heard = profile.cues.heard_confidence
        self._agent_turns, self._caller_turns = AgentTurns(agent_reader), CallerTurns(caller_reader)
        self._judge = InterruptionJudge(profile.turns, shipped_model())
        self._cut_offs = CutOffs(caller_reader)
        self._conversation = ConversationCues(profile)
        self._tension = TensionMeter(profile.tension)
        self._voice = VoiceJudge(shipped_voice_model(), profile.voice)

    def hop(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """Take the events of one hop, in order."""
        out: list[AnyEvent] = [*self._voice.hop(events, now)]
        for event in events:
            self._judge.take(event)
            out += self._read(event, now)
            out += self._cut_offs.take(event, now)
        for verdict in self._judge.hop(now):
            out += [*self._cut_offs.take(verdict, now), verdict]
        out += [told for event in (*events, *out) for told in self._tension.take(event, now)]
        return out + self._conversation.hop(events + out, now)

    def flush(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """The call is over."""
        out = self.hop(events, now)
        verdicts: list[AnyEvent] = [*self._judge.flush(now)]
        return [*out, *verdicts, *self._tension.flush(now), *self._conversation.flush(verdicts, now)]

    def _read(self, event: AnyEvent, now: int) -> list[AnyEvent]:
        if not isinstance(event, Words) or event.stability != "final":
            return []
        return self._read_agent(event, now) if event.speaker == "agent" else self._read_caller(event, now)

    def _read_agent(self, event: Words, now: int) -> list[AnyEvent]:
        if event.confidence < self._heard:
            return []
        return [
            Act(
                at=event.end,
                known_at=now,
                name=name,
                speaker="agent",
                start=event.start,
                end=event.end,
                probability=round(probability, 4),
                text=event.text,
            )
            for name, probability in self._agent_turns.read(event).items()
            if probability >= REPORT_FROM
        ]

    def _read_caller(self, event: Words, now: int) -> list[AnyEvent]:
        reading, text = self._caller_turns.read(event)
        if event.confidence < self._heard:
            # Half-heard words show no feeling and disclose nothing; only words of danger are taken as they come.
            reading = CallerReading(kinds={"neutral": 1.0}, situations={}, safety=reading.safety)
        kind = strongest(reading.kinds)
        state = CallerState(
            at=event.end,
            known_at=now,
            kind=kind,
            probability=round(reading.kinds[kind], 4),
            start=event.start,
            end=event.end,
            situations=tuple(name for name, p in reading.situations.items() if p >= self._sure),
            safety=reading.safety >= self._sure,
            text=text,
        )
        if not state.safety:
            return [state]
        evidence = Evidence(speaker="customer", start=event.start, end=event.end, text=event.text)
        alarm = CueRaised(
            at=event.end,
            known_at=now,
            cue="safety",
            reason="safety_words",
            urgency=1.0,
            evidence=(evidence,),
            immediate=True,
        )
        return [state, alarm]
