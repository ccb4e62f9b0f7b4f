"""What every reader of words answers to, be it rules or a trained model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from assist.events import ActName, CallerKind


@dataclass(frozen=True, slots=True)
class CallerReading:
    """What a caller's words carry."""

    kinds: Mapping[CallerKind, float]
    """Probability of each kind; 0.5 decides."""
    situations: Mapping[str, float]
    """Probability of each disclosed situation."""
    safety: float
    """Probability that words of self-harm, violence or abuse were said."""


class AgentReader(Protocol):
    """Reads acts and slips in the agent's words."""

    def read_agent(self, text: str) -> Mapping[ActName, float]:
        """Probability of every act and slip; one text may carry several, most carry none."""
        ...


class CallerReader(Protocol):
    """Reads feelings, situations and safety words in the caller's words."""

    def read_caller(self, text: str) -> CallerReading:
        """See `CallerReading`."""
        ...


class Reader(AgentReader, CallerReader, Protocol):
    """Reads the words of both sides."""
