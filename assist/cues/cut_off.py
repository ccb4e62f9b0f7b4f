"""What the caller was saying when the agent came in, and whether it was something hard."""

from __future__ import annotations

from assist.cues.classifier import CallerReader
from assist.cues.emotion import strongest
from assist.events import AnyEvent, CutOff, OverlapJudged, Words
from assist.profile.schema import samples

NEAR_SECONDS = 6.0
"""Words of the caller that ended longer than this before the agent came in are another matter."""
UTTERANCES = 3


class CutOffs:
    """Reads the caller's words, also while they are still partial, at every interruption by the agent.

    Args:
        reader: reads them.
    """

    def __init__(self, reader: CallerReader) -> None:
        self._reader = reader
        self._near = samples(NEAR_SECONDS)
        self._told: set[int] = set()
        """Onsets of the interruptions told already."""
        self._caller: dict[int, list[Words]] = {}
        """What the caller said lately, by utterance: stable and final words, the partial last."""

    def take(self, event: AnyEvent, now: int) -> list[CutOff]:
        """Take words and verdicts; others are ignored. It is told once for each interruption, before anything counts it."""
        if isinstance(event, Words) and event.speaker == "customer":
            kept = [] if event.stability == "final" else self._caller.get(event.utterance, [])
            kept = [w for w in kept if w.stability != "partial"]
            self._caller[event.utterance] = [*kept, event]
            while len(self._caller) > UTTERANCES:
                del self._caller[next(iter(self._caller))]
        elif isinstance(event, OverlapJudged) and event.speaker == "agent" and event.verdict == "interruption":
            return self._came_in(event, now)
        return []

    def _came_in(self, event: OverlapJudged, now: int) -> list[CutOff]:
        if event.onset in self._told:
            return []
        said = [
            word
            for parts in self._caller.values()
            for part in parts
            for word in part.words
            if word.end >= event.onset - self._near
        ]
        if not said:
            return []
        self._told.add(event.onset)
        text = " ".join(word.text for word in said)
        kinds = self._reader.read_caller(text).kinds
        kind = strongest(kinds)
        return [
            CutOff(
                at=event.at,
                known_at=now,
                onset=event.onset,
                start=said[0].start,
                end=said[-1].end,
                text=text,
                kind=kind,
                probability=round(kinds[kind], 4),
            )
        ]
