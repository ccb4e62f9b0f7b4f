"""How a working day stands, what it needs, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from assist.session.runner import FrameSource, Opened
from assist.speech.call_ear import CallEar

DayPhase = Literal["ready", "waiting", "starting", "on_call", "ending", "over"]
"""ready: no call, and nobody listens; waiting: no call, and listening for one; over: the program shall end."""


class Calls(Protocol):
    """What a day needs of the devices."""

    def open(self, source: FrameSource | None = None) -> Opened:
        """Open everything for one call: its own models and files; `source` None: devices of its own too."""
        ...

    def open_line(self) -> tuple[FrameSource, CallEar, int]:
        """Devices that stay open, what notices calls on them, and how many samples back a call may begin."""
        ...


@dataclass(frozen=True, slots=True)
class DayState:
    """How the day stands."""

    phase: DayPhase
    call: int = 0
    """Number of the running, or the last, call of this day."""
    since: datetime | None = None
    """When the running call began."""
    automatic: bool = False
    """Calls begin and end by what is heard."""
    problem: str = ""
    """One sentence: why the last call could not begin, or why calls are not noticed any more."""

    @property
    def sentence(self) -> str:
        """The state for a person."""
        match self.phase:
            case "on_call":
                return f"On a call{'' if self.since is None else f' since {self.since:%H:%M}'}."
            case "starting":
                return "A call is starting."
            case "ending":
                return "The call is being closed."
            case "waiting":
                return "Waiting for a call."
            case _:
                return "No call is running."


class CallRefusedError(Exception):
    """A call cannot begin or end now; one sentence."""


class CallBrokenError(Exception):
    """A call ended because something broke; one sentence."""
