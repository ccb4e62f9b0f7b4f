"""Deciding a call's prompts anew from its stored events, with other thresholds or another prompt book.

Nothing is heard or read again: verdicts, acts, feelings, tension, pauses and pace stay as they were stored. What changes is
which of them count (`cues`), how urgent they are (`urgency`, `weights`), and the budget (`prompts`). Thresholds of hearing
need a replay. A thousand calls take seconds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from assist.coaching.promptbook import Book
from assist.coaching.stage import PACE_AND_SILENCE, CoachingStage
from assist.coaching.weighing import LISTENING
from assist.events import (
    Act,
    AnyEvent,
    Availability,
    CallEnded,
    CallerState,
    Credit,
    CueRaised,
    CutOff,
    OverlapJudged,
    Pace,
    SpeechEnded,
    SpeechStarted,
    Tension,
    TurnEnded,
    TurnStarted,
    UserActed,
    Words,
)
from assist.profile.schema import Profile
from assist.timeline.frame import HOP

_HEARD = ("safety_words", *PACE_AND_SILENCE)
"""Reasons that the cues stage raises itself; every other candidate is raised anew."""


def inputs(events: Iterable[AnyEvent]) -> Iterator[AnyEvent]:
    """Of a call's events those that the coaching stage lives on."""
    for event in events:
        if isinstance(event, Words):
            if event.speaker == "agent" and event.stability != "partial":
                yield event
        elif isinstance(event, CueRaised):
            if event.reason in _HEARD:
                yield event
        elif isinstance(event, Credit):
            if event.name in LISTENING:
                yield event
        elif isinstance(
            event,
            SpeechStarted | SpeechEnded | TurnStarted | TurnEnded | Act | CallerState | Tension | OverlapJudged | CutOff
            | Pace | Availability | UserActed | CallEnded,
        ):  # fmt: skip
            yield event


def redecide(events: Sequence[AnyEvent], profile: Profile, book: Book) -> list[AnyEvent]:
    """What the coaching stage makes of a call: LEAP steps, candidates, prompts, and what became of them.

    Between events it is woken only when something is due, at the end of the hop in which it is.

    Args:
        events: of one call, in the order they were stored; `inputs` of them are enough.
        profile: thresholds.
        book: what each cue says.
    """
    stage = CoachingStage(profile, book)
    out: list[AnyEvent] = []
    for known_at, group in itertools.groupby(inputs(events), key=lambda event: event.known_at):
        due = stage.due()
        while due is not None and (woken := -(-due // HOP) * HOP) < known_at:
            out += stage.hop([], woken)
            later = stage.due()
            # Whatever was due and did nothing would be due for ever.
            due = later if later is None or later > woken else woken + HOP
        together = list(group)
        if isinstance(together[-1], CallEnded):
            return out + stage.flush(together[:-1], known_at)
        out += stage.hop(together, known_at)
    return out
