"""Was the caller's last turn an emotional one?"""

from __future__ import annotations

from collections.abc import Mapping

from assist.events import AnyEvent, CallerKind, CallerState, FloorChanged, Speaker, SpeechStarted

TROUBLED: tuple[CallerKind, ...] = ("frustration", "distress", "anxiety", "shame")
"""Kinds of feeling that make a turn an emotional one."""


def strongest(kinds: Mapping[CallerKind, float]) -> CallerKind:
    """The most probable kind; among equals a troubled one, for it is the one that must not be passed over."""
    return max(kinds, key=lambda kind: (kinds[kind], kind in TROUBLED))


def is_emotional(state: CallerState, sure: float) -> bool:
    """Does what was read in the caller's words make the turn an emotional one: a troubled feeling, or a disclosure?"""
    return (state.kind in TROUBLED and state.probability >= sure) or bool(state.situations)


class CallerTurn:
    """Follows whether the caller's last turn was emotional.

    It stays so while the caller goes on after a silence that the agent left; the next turn begins when the agent has
    held the floor in between. Words may be recognised after the turn they belong to: they then still count for it, but
    not for the turn after it.

    Args:
        sure: probability from which a feeling counts.
    """

    def __init__(self, sure: float) -> None:
        self._sure = sure
        self._holder: Speaker | None = None
        self._answered = False
        self._start = 0
        self.emotional = False
        """Whether the turn is an emotional one, as far as is known."""

    def take(self, event: AnyEvent) -> None:
        """Take speech of the caller, changes of the floor and the caller's state; others are ignored."""
        if isinstance(event, FloorChanged):
            self._holder = event.holder
            self._answered = event.holder == "agent" or (event.holder is None and self._answered)
        elif isinstance(event, SpeechStarted) and event.speaker == "customer" and self._answered:
            self._answered = self._holder == "agent"
            self.emotional, self._start = False, event.start
        elif isinstance(event, CallerState) and event.end > self._start:
            if is_emotional(event, self._sure):
                self.emotional = True
            elif event.kind == "easing" and event.probability >= self._sure:
                self.emotional = False
