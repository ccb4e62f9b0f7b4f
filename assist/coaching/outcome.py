"""What became of every prompt: did the agent do it within two turns, and was the caller calmer a minute later?"""

from __future__ import annotations

from dataclasses import dataclass

from assist.coaching.follow import Follow
from assist.events import (
    AnyEvent,
    CueName,
    PromptClosed,
    PromptShown,
    Recovery,
    SpeechEnded,
    SpeechStarted,
    Tension,
    TurnEnded,
)
from assist.profile.schema import Prompts, samples

CALMER_BY = 0.1
"""A fall of the level that counts as calmer; less is no change."""


@dataclass(slots=True)
class _Watched:
    prompt: int
    cue: CueName
    before: float
    lowest: float
    follow: Follow
    shown: int
    until: int
    turns: int = 0
    followed_at: int | None = None


class Outcomes:
    """Watches the agent and the caller's tension after each prompt.

    Args:
        thresholds: how many turns, how long.
    """

    def __init__(self, thresholds: Prompts) -> None:
        self._window = samples(thresholds.recovery_seconds)
        self._turns = thresholds.follow_turns
        self._beat = samples(thresholds.beat_seconds)
        self._level = 0.0
        self._agent_speaking = False
        self._watched: list[_Watched] = []

    def calmer(self, prompt: int) -> bool | None:
        """True if the caller is calmer already than when a prompt was shown; None as long as that is not known."""
        return next((True for w in self._watched if w.prompt == prompt and w.before - w.lowest >= CALMER_BY), None)

    def take(self, event: AnyEvent, now: int) -> None:
        """Take what happens."""
        for watched in self._watched:
            if watched.followed_at is None and watched.turns < self._turns and watched.follow.take(event):
                self._followed(watched, now)
        if isinstance(event, Tension):
            self._level = event.level
            for watched in self._watched:
                watched.lowest = min(watched.lowest, event.level)
        elif isinstance(event, SpeechStarted | SpeechEnded) and event.speaker == "agent":
            self._agent_speaking = isinstance(event, SpeechStarted)
        elif isinstance(event, TurnEnded) and event.speaker == "agent":
            for watched in self._watched:
                watched.turns += event.end > watched.shown
        elif isinstance(event, PromptShown):
            follow = Follow(event.cue, now, self._agent_speaking, self._beat)
            self._watched.append(
                _Watched(event.prompt, event.cue, self._level, self._level, follow, now, now + self._window)
            )
        elif isinstance(event, PromptClosed) and event.why == "followed":
            # What is seen by silence alone is seen while the prompt is on screen.
            for watched in self._watched:
                if watched.prompt == event.prompt and watched.followed_at is None:
                    self._followed(watched, event.at)

    def due(self) -> int | None:
        """The next moment at which something is told, in samples; None if nothing is."""
        return min((watched.until for watched in self._watched), default=None)

    def hop(self, now: int) -> list[Recovery]:
        """It is `now`: what is to be told."""
        if not self._watched:
            return []
        return [self._told(watched, now) for watched in list(self._watched) if now >= watched.until]

    def flush(self, now: int) -> list[Recovery]:
        """The call is over: tell what is outstanding, as far as it is known."""
        return [self._told(watched, now) for watched in list(self._watched)]

    def _followed(self, watched: _Watched, at: int) -> None:
        watched.followed_at = at
        watched.lowest = self._level
        watched.until = at + self._window

    def _told(self, watched: _Watched, now: int) -> Recovery:
        self._watched.remove(watched)
        return Recovery(
            at=min(watched.until, now),
            known_at=now,
            prompt=watched.prompt,
            cue=watched.cue,
            before=watched.before,
            after=watched.lowest,
            calmer=watched.before - watched.lowest >= CALMER_BY,
            followed=watched.followed_at is not None,
            followed_at=watched.followed_at,
        )
