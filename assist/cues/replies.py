"""What the agent's reply did with what the caller disclosed: went to the demand, closed the door, passed it over."""

from __future__ import annotations

from assist.cues.emotion import is_emotional
from assist.events import Act, ActName, AnyEvent, CallerState, CueName, CueRaised, Evidence, TurnEnded, Words
from assist.profile.schema import Cues, samples

QUOTE_WORDS = 14
"""Longest quotation in evidence, in words."""


class Replies:
    """Waits, after an emotional turn or a disclosure, for the acknowledgement.

        caller   "I lost my job, I can't make this"
        agent                                        "So your balance is ..."          straight to the demand: Pause
        agent                                        "Let me look at the account."     nothing said to it: Acknowledge
        agent                                        "That must be hard. ..."          good; nothing to remind of

    Args:
        thresholds: how sure, how long, how many words make a reply.
    """

    def __init__(self, thresholds: Cues) -> None:
        self._thresholds = thresholds
        self._lasts = samples(thresholds.emotion_lasts_seconds)
        self._waiting: CallerState | None = None
        self._pieces: list[Words] = []
        self._acts: set[ActName] = set()
        self._demand_raised = False
        self._turn_over: TurnEnded | None = None

    def take(self, event: AnyEvent, now: int) -> list[CueRaised]:
        """Take words of the agent, acts, the caller's state and ends of turns; acts come before the words they are of."""
        if isinstance(event, CallerState):
            self._disclosed(event)
        elif isinstance(event, Act) and event.probability >= self._thresholds.act_probability:
            return self._acted(event, now)
        elif isinstance(event, Words) and event.speaker == "agent" and event.stability == "final":
            return self._replied(event, now)
        elif isinstance(event, TurnEnded) and event.speaker == "agent":
            self._turn_over = event
            return self._passed_over(now)
        return []

    def _disclosed(self, event: CallerState) -> None:
        sure = self._thresholds.emotion_probability
        if is_emotional(event, sure):
            self._waiting = event
            self._pieces, self._acts, self._demand_raised, self._turn_over = [], set(), False, None
        elif event.kind == "easing" and event.probability >= sure:
            self._waiting = None

    def _acted(self, event: Act, now: int) -> list[CueRaised]:
        self._acts.add(event.name)
        if event.name == "acknowledge":
            self._waiting = None
        elif event.name == "dead_end":
            return [self._cue("offer_choices", "dead_end", 0.7, event.end, now, self._quote_act(event))]
        elif event.name == "straight_to_demand" and self._still_waits(event.start):
            said = sum(len(piece.words) for piece in self._pieces)
            if said < self._thresholds.opener_words and not self._demand_raised:
                self._demand_raised = True
                return [self._cue("pause", "straight_to_demand", 0.75, event.end, now, self._quote_act(event))]
        return []

    def _replied(self, event: Words, now: int) -> list[CueRaised]:
        if self._waiting is None or event.end < self._waiting.end:
            return []
        self._pieces.append(event)
        over = self._turn_over
        return self._passed_over(now) if over is not None and event.end <= over.end + samples(0.5) else []

    def _passed_over(self, now: int) -> list[CueRaised]:
        """The agent's turn is over and all of its words are known: was anything acknowledged?"""
        words = sum(len(piece.words) for piece in self._pieces)
        if words < self._thresholds.reply_words or self._demand_raised or not self._still_waits(self._pieces[0].start):
            return []
        last = self._pieces[-1]
        reply = Evidence(speaker="agent", start=last.start, end=last.end, text=_short(last.text))
        # What is missing is missing at the end of the turn, however early its last recognised word was.
        over = last.end if self._turn_over is None else max(last.end, self._turn_over.end)
        cue = self._cue("acknowledge", "no_acknowledgement", 0.6, over, now, reply)
        self._waiting = None
        return [cue]

    def _still_waits(self, start: int) -> bool:
        return self._waiting is not None and self._waiting.start <= start <= self._waiting.end + self._lasts

    def _cue(self, cue: CueName, reason: str, urgency: float, at: int, now: int, *evidence: Evidence) -> CueRaised:
        heard = []
        w = self._waiting
        if w is not None and at <= w.end + self._lasts:
            heard = [Evidence(speaker="customer", start=w.start, end=w.end, text=_short(w.text))]
        return CueRaised(at=at, known_at=now, cue=cue, reason=reason, urgency=urgency, evidence=(*heard, *evidence))

    def _quote_act(self, event: Act) -> Evidence:
        return Evidence(speaker="agent", start=event.start, end=event.end, text=_short(event.text))


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= QUOTE_WORDS else " ".join(words[:QUOTE_WORDS]) + " …"
