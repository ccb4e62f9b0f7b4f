"""Reads final words as people say them: an utterance alone, and together with what the same turn held just before it.

Recognition cuts at every longer breath, in the middle of sentences too:

    agent    "I hear how hard this is"   (breath)   "but the bill was due on Monday"
    alone     acknowledge                            straight to the demand
    together                                         "I hear ..., but ...": a but-opener

What an earlier part was found to be already is not found again in the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assist.cues.classifier import AgentReader, CallerReader, CallerReading
from assist.cues.emotion import TROUBLED
from assist.events import SAMPLE_RATE, ActName, CallerKind, Words

BREATH = SAMPLE_RATE
"""A longer own silence ends a turn."""
MOST_WORDS = 36
"""What is read together; the model reads some 50 words."""
LEAST_WORDS = 3
"""Shorter sentences say too little alone."""
FOUND_FROM = 0.5
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


@dataclass(slots=True)
class _Before:
    """The parts of a turn that were read already."""

    text: str = ""
    end: int = -BREATH
    found: set[str] = field(default_factory=set)

    def joined(self, event: Words) -> str:
        """The turn so far with these words, or nothing if they begin a turn or it is too long."""
        if not self.text or event.start - self.end >= BREATH or event.start < self.end - BREATH:
            self.text, self.found = "", set()
            return ""
        text = f"{self.text} {event.text}"
        return text if len(text.split()) <= MOST_WORDS else ""

    def add(self, event: Words, joined: str) -> None:
        """These words were read."""
        self.text, self.end = joined or event.text, event.end


class AgentTurns:
    """Reads the agent's words.

    Args:
        reader: of one text.
    """

    def __init__(self, reader: AgentReader) -> None:
        self._reader = reader
        self._before = _Before()

    def read(self, event: Words) -> Mapping[ActName, float]:
        """Probability of every act and slip that these words are or complete."""
        before = self._before
        alone = self._alone(event.text)
        joined = before.joined(event)
        found = dict(alone)
        if joined:
            together = self._reader.read_agent(joined)
            found = {
                name: value if name in before.found else max(value, together[name]) for name, value in alone.items()
            }
        before.add(event, joined)
        before.found |= {name for name, value in found.items() if value >= FOUND_FROM}
        return found

    def _alone(self, text: str) -> Mapping[ActName, float]:
        """One utterance: as a whole and, where the recogniser wrote them, sentence by sentence."""
        found = self._reader.read_agent(text)
        sentences = [part for part in _SENTENCE_END.split(text) if len(part.split()) >= LEAST_WORDS]
        if len(sentences) < 2:
            return found
        for sentence in sentences:
            found = {name: max(value, found[name]) for name, value in self._reader.read_agent(sentence).items()}
        return found


class CallerTurns:
    """Reads the caller's words.

    Args:
        reader: of one text.
    """

    def __init__(self, reader: CallerReader) -> None:
        self._reader = reader
        self._before = _Before()

    def read(self, event: Words) -> tuple[CallerReading, str]:
        """What these words carry, or complete, and the text that it rests on."""
        before = self._before
        alone = self._reader.read_caller(event.text)
        joined = before.joined(event)
        before.add(event, joined)
        if not joined:
            return alone, event.text
        together = self._reader.read_caller(joined)
        better = max(together.kinds[kind] for kind in TROUBLED) > max(alone.kinds[kind] for kind in TROUBLED)
        if not better and not any(p >= FOUND_FROM for p in together.situations.values()):
            return alone, event.text
        kinds: dict[CallerKind, float] = {
            kind: max(p, together.kinds[kind]) if kind in TROUBLED else p for kind, p in alone.kinds.items()
        }
        kinds["neutral"] = 1.0 - max(p for kind, p in kinds.items() if kind != "neutral")
        situations = {name: max(p, together.situations.get(name, 0.0)) for name, p in alone.situations.items()}
        # Safety stays with the words themselves: it is never in doubt because of what was said before.
        return CallerReading(kinds=kinds, situations=situations, safety=alone.safety), joined if better else event.text
