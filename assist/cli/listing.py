"""Events as lines a person can read while a call runs."""

from __future__ import annotations

from assist.cli.errors import write
from assist.events import SAMPLE_RATE, AnyEvent, PromptClosed, PromptShown, Trouble, Words

_WHO = {"agent": "you   ", "customer": "caller"}


def clock(samples: int) -> str:
    """Sample index as minutes and seconds."""
    minutes, seconds = divmod(samples / SAMPLE_RATE, 60)
    return f"{int(minutes):02d}:{seconds:04.1f}"


def describe(event: AnyEvent) -> str | None:
    """One line for the events worth reading, None for the others."""
    if isinstance(event, Words) and event.stability == "final":
        return f"{clock(event.start)}  {_WHO[event.speaker]}  {event.text}"
    if isinstance(event, PromptShown):
        why = "; ".join(f'{_WHO[e.speaker].strip()}: "{e.text}"' for e in event.evidence)
        return f"{clock(event.known_at)}  >> {event.title.upper()}  {event.line}  [{event.reason.replace('_', ' ')}: {why}]"
    if isinstance(event, PromptClosed):
        return f"{clock(event.known_at)}  << {event.cue.replace('_', ' ')} {event.why.replace('_', ' ')}"
    if isinstance(event, Trouble):
        return f"{clock(event.known_at)}  !! {event.message}" if event.until is None else None
    return None


class Tally:
    """Prints events as they come and counts what matters.

    Args:
        quiet: print only the last line.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self.words = 0
        self.prompts = 0
        self.end = 0

    def take(self, event: AnyEvent) -> None:
        """Take the next event."""
        self.words += len(event.words) if isinstance(event, Words) and event.stability == "final" else 0
        self.prompts += isinstance(event, PromptShown)
        self.end = max(self.end, event.known_at)
        line = describe(event)
        if line is not None and not self._quiet:
            write(line)

    def close(self) -> None:
        """The last line."""
        minutes = self.end / SAMPLE_RATE / 60
        rate = self.prompts / minutes if minutes else 0.0
        write(f"{self.words} words, {self.prompts} prompts in {minutes:.1f} minutes ({rate:.2f} a minute).")
