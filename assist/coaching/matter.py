"""One thing the caller disclosed or showed, and how far the agent has come with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assist.events import ActName, CallerKind, CallerState, Evidence, LeapStep, StepName, Words

QUOTE_WORDS = 14
"""Longest quotation in evidence, in words."""

Done = Literal["acknowledged", "asked_what_changed", "reframed", "offered_choices", "handed_over"]
"""Steps that the agent takes: each is a credit too."""

STEP_OF_ACT: dict[ActName, Done] = {
    "acknowledge": "acknowledged",
    "clarify": "asked_what_changed",
    "reframe": "reframed",
    "offer_choices": "offered_choices",
    "hand_over_choice": "handed_over",
}


@dataclass(slots=True)
class Matter:
    """From the disclosure on.

    Attributes:
        number: from 1.
        start: of the caller's words, in samples.
        end: of the last words that belong to it.
        text: the weightiest of them.
        kind: the feeling they carry.
        probability: of that.
        situations: what was disclosed.
        steps: what the agent has done about it.
        answered: the agent has said more than a word since.
        raised: reasons for which a cue was raised already.
        times: utterances that were about it.
    """

    number: int
    start: int
    end: int
    text: str
    kind: CallerKind
    probability: float
    situations: tuple[str, ...]
    steps: set[StepName] = field(default_factory=set)
    answered: bool = False
    raised: set[str] = field(default_factory=set)
    times: int = 1

    @property
    def acknowledged(self) -> bool:
        """Whether the agent has acknowledged it."""
        return "acknowledged" in self.steps

    def is_sure(self, probability: float) -> bool:
        """Whether it is more than one word that may have been meant otherwise: sure, said twice, or a disclosure."""
        return self.probability >= probability or bool(self.situations) or self.times > 1

    def extend(self, state: CallerState) -> None:
        """The caller goes on about it."""
        self.end = max(self.end, state.end)
        self.times += 1
        self.situations = tuple(dict.fromkeys((*self.situations, *state.situations)))
        if state.probability > self.probability and state.kind != "neutral":
            self.kind, self.probability, self.text = state.kind, state.probability, state.text

    def quote(self) -> Evidence:
        """The caller's words."""
        return Evidence(speaker="customer", start=self.start, end=self.end, text=short(self.text))

    def step(self, name: StepName, at: int, now: int, *evidence: Evidence) -> LeapStep:
        """The event that tells of a step."""
        return LeapStep(
            at=at,
            known_at=now,
            matter=self.number,
            step=name,
            kind=self.kind,
            situations=self.situations,
            evidence=(self.quote(), *evidence),
        )


@dataclass(slots=True)
class Reply:
    """The agent's turn so far: its words and what they were."""

    pieces: list[Words] = field(default_factory=list)
    acts: set[ActName] = field(default_factory=set)
    nearly: float = 0.0
    """Highest probability of an acknowledgement that was not sure enough to count."""
    over_at: int | None = None
    """End of the turn, once it is over; words of it may still be recognised."""

    @property
    def words(self) -> int:
        """How many."""
        return sum(len(piece.words) for piece in self.pieces)

    @property
    def end(self) -> int:
        """What is missing is missing at the end of the turn, however early its last recognised word was."""
        return max(self.over_at or 0, self.pieces[-1].end if self.pieces else 0)

    def quote(self) -> Evidence:
        """Its last words."""
        last = self.pieces[-1]
        return Evidence(speaker="agent", start=last.start, end=last.end, text=short(last.text))


def short(text: str) -> str:
    """A text that fits in a line of evidence."""
    words = text.split()
    return text if len(words) <= QUOTE_WORDS else " ".join(words[:QUOTE_WORDS]) + " …"
