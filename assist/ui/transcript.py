"""What was said, as far as it was recognised: the newest lines, in memory only. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from assist.events import AnyEvent, CallStarted, Speaker, Words

MOST_LINES = 200
"""Older lines are forgotten; the record of the call is elsewhere."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One utterance of one side."""

    speaker: Speaker
    text: str
    settled: bool
    """False while its words may still change."""


@dataclass(slots=True)
class _Open:
    """An utterance that is not complete yet."""

    stable: str = ""
    tail: str = ""


class Transcript:
    """Collects the words of both sides."""

    def __init__(self) -> None:
        self._done: list[SpokenLine] = []
        self._open: dict[tuple[Speaker, int], _Open] = {}

    def take(self, event: AnyEvent) -> bool:
        """Take an event in; whether it changed anything."""
        match event:
            case CallStarted():
                self._done.clear()
                self._open.clear()
            case Words(stability="final"):
                self._open.pop((event.speaker, event.utterance), None)
                if event.text.strip():
                    self._done.append(SpokenLine(event.speaker, event.text.strip(), settled=True))
                    del self._done[:-MOST_LINES]
            case Words(stability="stable"):
                line = self._open.setdefault((event.speaker, event.utterance), _Open())
                line.stable = f"{line.stable} {event.text}".strip()
                line.tail = ""
            case Words():
                self._open.setdefault((event.speaker, event.utterance), _Open()).tail = event.text.strip()
            case _:
                return False
        return True

    def lines(self, most: int = MOST_LINES) -> list[SpokenLine]:
        """The newest lines, oldest of them first; what is still being said comes last."""
        running = [
            SpokenLine(speaker, f"{line.stable} {line.tail}".strip(), settled=False)
            for (speaker, _), line in self._open.items()
        ]
        return [*self._done, *(line for line in running if line.text)][-most:]
