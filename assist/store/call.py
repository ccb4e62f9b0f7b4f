"""What is stored of a call, as it comes back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from assist.events import (
    SAMPLE_RATE,
    Act,
    AnyEvent,
    Dynamics,
    LeapStep,
    PromptClosed,
    PromptShown,
    PromptWithheld,
    Recovery,
    Speaker,
    TensionSpike,
    Words,
)  # fmt: skip

State = Literal["running", "ended", "cut_short"]
Sounded = Literal["human", "recording"]


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that begins.

    Attributes:
        started_at: wall clock, with its time zone.
        source: `live`, or what is replayed; what `call_started` says counts if it says something.
        audio: folder or file in which its audio is kept, if it is.
        uuid: of this call and no other.
    """

    started_at: datetime
    source: str = "live"
    audio: Path | None = None
    uuid: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True, slots=True)
class Marks:
    """What the agent says about a call; None where nothing was said.

    Attributes:
        resolved_first_contact: finished with this call?
        root_cause: why the caller had to call, in the agent's words.
        human_or_recording: "did I sound like a person or a recording?"
        note: anything.
        follow_up: the message to the caller.
    """

    resolved_first_contact: bool | None = None
    root_cause: str = ""
    human_or_recording: Sounded | None = None
    note: str = ""
    follow_up: str = ""


@dataclass(frozen=True, slots=True)
class CallEntry:
    """One line of the list of calls.

    Attributes:
        number: what people call it by; never given twice.
        uuid: the same for programs.
        started_at: UTC.
        length: samples.
        state: of the call.
        engine: that heard its words.
        profile: name of the thresholds.
        app_version: of the program.
        source: `live`, or the file.
        audio: where its audio is kept, if it is.
        prompts: how many were shown.
        spikes: of the caller's tension.
        marks: the agent's own.
    """

    number: int
    uuid: str
    started_at: datetime
    length: int
    state: State
    engine: str
    profile: str
    app_version: str
    source: str
    audio: Path | None
    prompts: int
    spikes: int
    marks: Marks

    @property
    def seconds(self) -> float:
        """Length."""
        return self.length / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said until the other did; times in samples."""

    speaker: Speaker
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Prompted:
    """A prompt and what became of it."""

    shown: PromptShown
    closed: PromptClosed | None
    recovery: Recovery | None


@dataclass(frozen=True, slots=True)
class StoredCall:
    """Everything of one call.

    Attributes:
        entry: its line in the list.
        summary: the last numbers that were known; None if the call was too short for any.
        events: what was kept, in the order in which it came: final words (without the times of single words) and all else
            that reports, pictures and the deciding of prompts live on.
    """

    entry: CallEntry
    summary: Dynamics | None
    events: tuple[AnyEvent, ...]

    def turns(self) -> list[Turn]:
        """What was said, in the order of its beginnings."""
        turns: list[Turn] = []
        for said in sorted((e for e in self.events if isinstance(e, Words)), key=lambda e: (e.start, e.end)):
            last = turns[-1] if turns else None
            if last is not None and last.speaker == said.speaker:
                turns[-1] = Turn(last.speaker, last.start, max(last.end, said.end), f"{last.text} {said.text}")
            else:
                turns.append(Turn(said.speaker, said.start, said.end, said.text))
        return turns

    def prompts(self) -> list[Prompted]:
        """The prompts that were shown, and what became of each."""
        closed = {event.prompt: event for event in self.events if isinstance(event, PromptClosed)}
        recovered = {event.prompt: event for event in self.events if isinstance(event, Recovery)}
        shown = [event for event in self.events if isinstance(event, PromptShown)]
        return [Prompted(event, closed.get(event.prompt), recovered.get(event.prompt)) for event in shown]

    def withheld(self) -> Iterator[PromptWithheld]:
        """Prompts that were not shown, and why."""
        return (event for event in self.events if isinstance(event, PromptWithheld))

    def steps(self) -> Iterator[LeapStep]:
        """Steps of LEAP, taken and left out."""
        return (event for event in self.events if isinstance(event, LeapStep))

    def acts(self) -> Iterator[Act]:
        """Good acts and slips."""
        return (event for event in self.events if isinstance(event, Act))

    def spikes(self) -> Iterator[TensionSpike]:
        """Where the caller's tension rose."""
        return (event for event in self.events if isinstance(event, TensionSpike))
