"""A talk given as lines, through the cues and coaching stages, with word rules for readers."""

from __future__ import annotations

from assist.coaching.promptbook import default_book
from assist.coaching.stage import CoachingStage
from assist.cues.rules import RuleReader
from assist.cues.stage import CueStage
from assist.events import AnyEvent, CueRaised, Speaker, SpeechEnded, SpeechStarted, TurnEnded, TurnStarted
from assist.profile.schema import Profile
from tests.cues.speech import SECOND, said

READER = RuleReader()
HOP = 512
HARD: tuple[Speaker, str] = ("customer", "I lost my job and I can't make this payment")


class Talk:
    """Runs lines one after the other; each is a turn of three seconds."""

    def __init__(self, profile: Profile | None = None, gap: float = 1.2) -> None:
        profile = profile or Profile()
        self.cues = CueStage(profile, READER, READER)
        self.coaching = CoachingStage(profile, default_book())
        self.gap, self.now, self.start, self.number = gap, 0, SECOND, 0
        self.events: list[AnyEvent] = []

    def say(self, *lines: tuple[Speaker, str]) -> Talk:
        for speaker, text in lines:
            self.number += 1
            words = said(speaker, text, self.start / SECOND, self.start / SECOND + 3.0, utterance=self.number)
            start, end = words.start, words.end
            self.at(start, SpeechStarted(at=start, known_at=start, speaker=speaker, start=start),
                    TurnStarted(at=start, known_at=start, speaker=speaker, start=start))  # fmt: skip
            self.at(end + SECOND // 4, SpeechEnded(at=end, known_at=end, speaker=speaker, start=start, end=end))
            self.at(end + SECOND // 2, words)
            self.at(end + SECOND, TurnEnded(at=end, known_at=end, speaker=speaker, start=start, end=end))
            self.start = end + round(self.gap * SECOND)
        return self

    def at(self, moment: int, *events: AnyEvent) -> None:
        """Go on until then, hop by hop, and take these events there."""
        moment = -(-moment // HOP) * HOP
        while self.now + HOP < moment:
            self.now += HOP
            self._hop([])
        self.now = max(moment, self.now)
        self._hop(list(events))

    def _hop(self, events: list[AnyEvent]) -> None:
        heard = [*events, *self.cues.hop(events, self.now)]
        self.events += [*heard, *self.coaching.hop(heard, self.now)]


def raised(*lines: tuple[Speaker, str], gap: float = 1.2) -> list[tuple[str, str]]:
    """(cue, reason) of what a talk raises."""
    return [(e.cue, e.reason) for e in Talk(gap=gap).say(*lines).events if isinstance(e, CueRaised)]
