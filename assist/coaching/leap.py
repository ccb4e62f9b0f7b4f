"""LEAP, followed through a call: what the caller disclosed, what the agent did about it, and what deserves a reminder.

    caller   "I lost my job, I can't make this"                                          disclosed
    agent    "So your balance is ..."          straight to the demand                    Pause
    agent    "Let me look at the account."     nothing said to it                        Acknowledge
    agent    "That must be hard."              acknowledged; credit
    agent    "So, the amount is ..."           then business, without a question         Ask what changed
    agent    "There's nothing I can do."       the door closed                           Reframe
    agent    "Pay today or we cut you off."    one demand                                Offer choices
    agent    "We could split it or pause it."  offered; credit

Whether a cue is shown is the policy's business.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assist.coaching.matter import STEP_OF_ACT, Matter, Reply, short
from assist.cues.emotion import is_emotional
from assist.events import (
    SAMPLE_RATE,
    Act,
    ActName,
    AnyEvent,
    CallerState,
    Credit,
    CueName,
    CueRaised,
    Evidence,
    LeapStep,
    TurnEnded,
    TurnStarted,
    Words,
)
from assist.profile.coaching import Urgency
from assist.profile.schema import Cues, samples

LeapEvent = LeapStep | Credit | CueRaised

SLIPS: dict[ActName, tuple[CueName, tuple[CueName, ...]]] = {
    "but_opener": ("pause", ("acknowledge",)),
    "non_apology": ("acknowledge", ()),
    "dead_end": ("reframe", ("offer_choices",)),
    "policy_wall": ("reframe", ("offer_choices",)),
    "blame": ("reframe", ("acknowledge",)),
    "brush_off": ("offer_choices", ("reframe",)),
    "ultimatum": ("offer_choices", ("reframe",)),
}
"""Which cue answers a slip, and which would serve as well. Going straight to the demand depends on what went before."""

_CLOSED: tuple[ActName, ...] = ("dead_end", "policy_wall", "brush_off", "ultimatum")
"""Slips that leave no way on; where the same turn offers one they are none."""
_ON_THE_WAY: tuple[ActName, ...] = ("clarify", "reframe", "offer_choices")
NEARLY_LESS = 0.4
SORRY = 0.5
"""A real apology counts for so much of an acknowledgement."""
_APOLOGY = re.compile(r"\b(sorry|apologi[sz]e|apologies|my apologies)\b", re.IGNORECASE)
WORDS_AFTER_TURN = SAMPLE_RATE // 2
"""Words are estimated to end at most so long after the voice of their turn."""


class LeapTracker:
    """Follows the matter at hand; one at a time, the latest.

    Args:
        thresholds: how sure, how long, how many words make a reply.
        urgency: of each reason.
    """

    def __init__(self, thresholds: Cues, urgency: Urgency) -> None:
        self._t, self._urgency = thresholds, urgency
        self._lasts = samples(thresholds.emotion_lasts_seconds)
        self._hard = samples(urgency.hard_seconds)
        self._matter: Matter | None = None
        self._number = 0
        self._reply = Reply()

    def hop(self, events: list[AnyEvent], now: int) -> list[LeapEvent]:
        """Take the events of one hop: what was read in words before the words themselves, and those before ends of turns."""
        out: list[LeapEvent] = []
        words: list[Words | TurnEnded] = []
        for event in events:
            if isinstance(event, CallerState):
                out += self._heard(event, now)
            elif isinstance(event, Act):
                if event.probability >= self._t.act_probability:
                    out += self._acted(event, now)
                elif event.name == "acknowledge":
                    self._reply.nearly = max(self._reply.nearly, event.probability)
            elif isinstance(event, TurnStarted) and event.speaker == "agent":
                self._reply = Reply()
            elif (isinstance(event, Words) and event.speaker == "agent" and event.stability == "final") or (
                isinstance(event, TurnEnded) and event.speaker == "agent"
            ):
                words.append(event)
        for event in words:
            out += self._said(event, now)
        return out

    def is_hard(self, at: int) -> bool:
        """Whether the caller surely disclosed something lately and nothing has eased them since."""
        matter = self._matter
        sure = self._urgency.hard_from_probability
        return matter is not None and at - matter.end <= self._hard and matter.is_sure(sure)

    # ------------------------------------------------------------------------------------------------- the caller
    def _heard(self, state: CallerState, now: int) -> list[LeapEvent]:
        sure = self._t.emotion_probability
        if not is_emotional(state, sure):
            eased = state.kind == "easing" and state.probability >= sure
            matter, self._matter = self._matter, None if eased else self._matter
            return [matter.step("eased", state.end, now)] if eased and matter is not None else []
        matter = self._matter
        if matter is not None and not matter.answered and state.start - matter.end <= self._lasts:
            matter.extend(state)
            return []
        self._number += 1
        self._matter = Matter(
            self._number, state.start, state.end, state.text, state.kind, state.probability, state.situations
        )
        return [self._matter.step("disclosed", state.end, now)]

    # ------------------------------------------------------------------------------------------------- the agent
    def _acted(self, act: Act, now: int) -> list[LeapEvent]:
        self._reply.acts.add(act.name)
        matter = self._live(act.start)
        quote = Evidence(speaker="agent", start=act.start, end=act.end, text=short(act.text))
        if act.name in STEP_OF_ACT:
            return self._did_well(act, matter, quote, now)
        if act.name == "straight_to_demand":
            first = matter is not None and not matter.acknowledged and self._reply.words < self._t.opener_words
            minded = self._did("acknowledge", "clarify", "offer_choices")
            if matter is None or not first or "straight_to_demand" in matter.raised or minded:
                return []
            return [self._cue("pause", "straight_to_demand", act.end, now, quote, instead=("acknowledge",))]
        if act.name in _CLOSED and self._did("offer_choices", "hand_over_choice"):
            return []
        cue, instead = SLIPS[act.name]
        return [self._cue(cue, act.name, act.end, now, quote, instead=instead)]

    def _did_well(self, act: Act, matter: Matter | None, quote: Evidence, now: int) -> list[LeapEvent]:
        step = STEP_OF_ACT[act.name]
        if matter is None or step in matter.steps:
            return []
        matter.steps.add(step)
        credit = Credit(at=act.end, known_at=now, name=step, start=act.start, end=act.end, text=short(act.text))
        return [matter.step(step, act.end, now, quote), credit]

    def _said(self, event: Words | TurnEnded, now: int) -> list[LeapEvent]:
        if isinstance(event, TurnEnded):
            self._reply.over_at = event.end
            return self._replied(now)
        matter = self._matter
        if matter is None or event.end < matter.end:
            return []
        self._reply.pieces.append(event)
        over = self._reply.over_at
        return self._replied(now) if over is not None and event.end <= over + WORDS_AFTER_TURN else []

    def _replied(self, now: int) -> list[LeapEvent]:
        """The agent's turn is over and all of its words are known: what did it leave out?"""
        reply = self._reply
        if reply.words < self._t.reply_words:
            return []
        matter = self._live(reply.pieces[0].start)
        self._reply = Reply(over_at=reply.over_at)
        if matter is None:
            return []
        before, matter.answered = matter.answered, True
        if not matter.acknowledged:
            return self._passed_over(matter, reply, now)
        return self._went_on(matter, reply, now) if before or "straight_to_demand" in reply.acts else []

    def _passed_over(self, matter: Matter, reply: Reply, now: int) -> list[LeapEvent]:
        if "passed_over" in matter.steps:
            return []
        matter.steps.add("passed_over")
        told: list[LeapEvent] = [matter.step("passed_over", reply.end, now, reply.quote())]
        if "straight_to_demand" in matter.raised or self._answered_otherwise(reply):
            return told
        cue = self._cue("acknowledge", "no_acknowledgement", reply.end, now, reply.quote(), instead=("pause",))
        # What may have been an acknowledgement makes it less sure that one is missing, and so does an apology.
        apology = "non_apology" not in reply.acts and any(_APOLOGY.search(piece.text) for piece in reply.pieces)
        nearly = max(reply.nearly, SORRY if apology else 0.0)
        return [*told, replace(cue, urgency=cue.urgency - NEARLY_LESS * nearly)]

    def _went_on(self, matter: Matter, reply: Reply, now: int) -> list[LeapEvent]:
        """The caller was acknowledged; the turn went on to business."""
        if any(act in reply.acts for act in _ON_THE_WAY) or "offered_choices" in matter.steps:
            return []
        if (
            "asked_what_changed" not in matter.steps
            and "no_question" not in matter.raised
            and "reframed" not in matter.steps
        ):
            return [
                self._cue("ask_what_changed", "no_question", reply.end, now, reply.quote(), instead=("offer_choices",))
            ]
        if "straight_to_demand" in reply.acts and "one_demand" not in matter.raised:
            return [self._cue("offer_choices", "one_demand", reply.end, now, reply.quote())]
        return []

    # ------------------------------------------------------------------------------------------------- small things
    def _answered_otherwise(self, reply: Reply) -> bool:
        """A slip in the same turn has raised its own cue, and asking or offering is not passing over."""
        return any(act in reply.acts for act in (*SLIPS, *_ON_THE_WAY))

    def _did(self, *acts: ActName) -> bool:
        """Whether this turn of the agent has held one of these."""
        return any(act in self._reply.acts for act in acts)

    def _live(self, start: int) -> Matter | None:
        """The matter that something the agent began to say at `start` may be an answer to."""
        matter = self._matter
        return matter if matter is not None and matter.start <= start <= matter.end + self._lasts else None

    def _cue(
        self, cue: CueName, reason: str, at: int, now: int, quote: Evidence, instead: tuple[CueName, ...] = ()
    ) -> CueRaised:
        matter = self._live(at) if self._matter is None or at > self._matter.end + self._lasts else self._matter
        if matter is not None:
            matter.raised.add(reason)
        return CueRaised(
            at=at,
            known_at=now,
            cue=cue,
            reason=reason,
            urgency=getattr(self._urgency, reason),
            evidence=(quote,) if matter is None else (matter.quote(), quote),
            instead=instead,
            situation=matter.situations[0] if matter is not None and matter.situations else "",
        )
