"""Final words gathered into turns, in the order in which people began to speak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assist.events import SPEAKERS, AnyEvent, Speaker, TurnEnded, Words


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said in one turn; times in samples."""

    speaker: Speaker
    start: int
    end: int
    text: str


def transcript(events: Iterable[AnyEvent]) -> list[Turn]:
    """The turns of a call in which words were recognised.

    An utterance belongs to the turn of its side that holds its middle, for it is cut a little wider than the voice in it.
    """
    turns: list[Turn] = []
    ended: list[TurnEnded] = []
    words: list[Words] = []
    for event in events:
        if isinstance(event, TurnEnded):
            ended.append(event)
        elif isinstance(event, Words) and event.stability == "final" and event.text:
            words.append(event)
    for speaker in SPEAKERS:
        spoken = sorted((w for w in words if w.speaker == speaker), key=lambda w: w.start)
        for turn in (t for t in ended if t.speaker == speaker):
            mine = [w for w in spoken if turn.start <= (w.start + w.end) // 2 < turn.end]
            spoken = [w for w in spoken if w not in mine]
            if mine:
                turns.append(Turn(speaker, turn.start, turn.end, " ".join(w.text for w in mine)))
        turns.extend(Turn(speaker, w.start, w.end, w.text) for w in spoken)
    return sorted(turns, key=lambda turn: (turn.start, turn.end))
