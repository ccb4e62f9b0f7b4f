"""The coaching stage: what was heard and read goes in; LEAP steps, candidates, prompts and what became of them come out.

It lives on events alone, so a call can be decided anew from stored events: `assist.coaching.redecide`.
"""

from __future__ import annotations

from dataclasses import replace

from assist.coaching.interruptions import Interruptions
from assist.coaching.leap import LeapTracker
from assist.coaching.mandatory import MandatoryText
from assist.coaching.outcome import Outcomes
from assist.coaching.policy import PromptPolicy, with_evidence
from assist.coaching.promptbook import Book
from assist.coaching.weighing import Weighing
from assist.events import Act, AnyEvent, Credit, CueRaised
from assist.profile.schema import Profile

PACE_AND_SILENCE = ("fast", "monologue", "dead_air")
"""Reasons of candidates that the cues stage raises; like the others they are as urgent as the profile says."""


class CoachingStage:
    """Follows the call and speaks rarely.

    Args:
        profile: thresholds.
        book: what each cue says.
    """

    def __init__(self, profile: Profile, book: Book) -> None:
        self._act_probability = profile.cues.act_probability
        self._base = {reason: getattr(profile.urgency, reason) for reason in PACE_AND_SILENCE}
        self._interruptions = Interruptions(profile.cues, profile.urgency)
        self._leap = LeapTracker(profile.cues, profile.urgency)
        self._weighing = Weighing(profile.urgency, profile.weights, profile.prompts, self._leap.is_hard)
        self._mandatory = MandatoryText(
            profile.conversation.disclosure_phrases, profile.prompts.disclosure_most_seconds
        )
        self._outcomes = Outcomes(profile.prompts)
        self._policy = PromptPolicy(profile.prompts, book, self._weighing, self._mandatory, self._outcomes)

    def hop(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """Take the events of one hop."""
        taken, out = self._taken(events, now)
        out += self._policy.hop([*taken, *out], now)
        return out + self._outcomes.hop(now)

    def flush(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """The call is over."""
        taken, out = self._taken(events, now)
        out += self._policy.flush([*taken, *out], now)
        return [*out, *self._outcomes.hop(now), *self._outcomes.flush(now)]

    def due(self) -> int | None:
        """The next moment at which something happens by time alone, in samples; None if nothing does."""
        return min((at for at in (self._policy.due(), self._outcomes.due()) if at is not None), default=None)

    def _taken(self, events: list[AnyEvent], now: int) -> tuple[list[AnyEvent], list[AnyEvent]]:
        """The events that count, weighed where they are candidates, and what is raised by them."""
        if not events:
            return [], []
        taken: list[AnyEvent] = []
        raised: list[AnyEvent] = []
        for event in events:
            if isinstance(event, Act) and event.probability < self._act_probability:
                continue
            taken.append(self._weighable(event) if isinstance(event, CueRaised) else event)
            self._mandatory.take(event, now)
            self._weighing.take(event)
            self._outcomes.take(event, now)
            raised += self._interruptions.take(event, now)
        raised += self._leap.hop(events, now)
        for event in raised:
            if isinstance(event, Credit):
                self._weighing.take(event)
        return taken, [with_evidence(e, self._weighing) if isinstance(e, CueRaised) else e for e in raised]

    def _weighable(self, cue: CueRaised) -> CueRaised:
        """A candidate of the cues stage, with the urgency that the profile gives its reason."""
        urgency = self._base.get(cue.reason)
        return cue if urgency is None else replace(cue, urgency=urgency)
