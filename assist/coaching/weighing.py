"""How urgent a candidate is in this call at this moment, and how urgent it must be to earn a prompt.

urgency = (of the reason, less in a calm call, more with tension) * weight of the cue
needed  = least + what the agent did well lately + what is left of the last prompt's rest
"""

from __future__ import annotations

from collections.abc import Callable

from assist.coaching.leap import SLIPS
from assist.coaching.promptbook import CUES
from assist.events import (
    AnyEvent,
    Credit,
    CreditName,
    CueName,
    CueRaised,
    PromptClosed,
    PromptShown,
    Tension,
    TensionState,
)
from assist.profile.coaching import Urgency, Weights
from assist.profile.schema import Prompts, samples

_OF_THE_MATTER = ("no_acknowledgement", "no_question")
"""Reasons that rest on what the caller disclosed: they weigh less while that is not sure, whatever raised the tension."""
LISTENING: tuple[CreditName, ...] = ("beat_kept", "listened_in_silence")
"""Credits for keeping quiet; they come often and say less than words do."""


class Weighing:
    """Follows what makes prompts rarer or more urgent.

    Args:
        urgency: of reasons, and what changes it.
        weights: of cues.
        prompts: what "not helpful" does.
        is_hard: whether the caller disclosed something shortly before a sample index.
    """

    def __init__(self, urgency: Urgency, weights: Weights, prompts: Prompts, is_hard: Callable[[int], bool]) -> None:
        self._u, self._prompts, self._is_hard = urgency, prompts, is_hard
        self._window = samples(urgency.success_window_seconds)
        self._again = samples(urgency.again_seconds)
        self._weights: dict[CueName, float] = {cue: 1.0 if cue == "safety" else getattr(weights, cue) for cue in CUES}
        self._state: TensionState = "settled"
        self._did_well: list[int] = []
        """When the agent did something good, in samples."""
        self._shown: int | None = None

    def take(self, event: AnyEvent) -> None:
        """Take tension, credits and what became of prompts; others are ignored."""
        if isinstance(event, Tension):
            self._state = event.state
        elif isinstance(event, Credit) and event.name not in LISTENING:
            self._did_well.append(event.known_at)
        elif isinstance(event, PromptShown) and event.cue != "safety":
            self._shown = event.known_at
        elif isinstance(event, PromptClosed) and event.why == "not_helpful":
            least = min(self._prompts.unhelpful_least, self._weights[event.cue])
            self._weights[event.cue] = max(self._weights[event.cue] * self._prompts.unhelpful_share, least)

    @property
    def tension(self) -> TensionState:
        """The caller's tension as last told."""
        return self._state

    def urgency(self, cue: CueRaised, name: CueName) -> float:
        """Of a candidate, if it is shown as `name`."""
        if cue.cue == "safety":
            return 1.0
        value = cue.urgency
        calm = ("settled", "rising") if cue.reason in _OF_THE_MATTER else ("settled",) if cue.reason in SLIPS else ()
        if self._state in calm and not self._is_hard(cue.at):
            value *= self._u.calm_share
        value += {"settled": 0.0, "rising": self._u.tension_more / 2, "high": self._u.tension_more}[self._state]
        return value * self._weights[name]

    def needed(self, now: int) -> float:
        """The least urgency that earns a prompt at `now`."""
        self._did_well = [at for at in self._did_well if now - at < self._window]
        success = min(len(self._did_well) * self._u.success_less, self._u.success_most)
        rest = 0.0
        if self._shown is not None and now - self._shown < self._again:
            rest = self._u.again_less * (1.0 - (now - self._shown) / self._again)
        return self._u.least + success + rest
