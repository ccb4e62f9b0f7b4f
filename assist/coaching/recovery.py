"""Did it help? The caller's tension within a minute after a prompt was followed, for every such prompt."""

from __future__ import annotations

from dataclasses import dataclass

from assist.events import AnyEvent, CueName, PromptClosed, PromptShown, Recovery, Tension
from assist.profile.schema import Prompts, samples

CALMER_BY = 0.1
"""A fall of the level that counts as calmer; less is no change."""


@dataclass(slots=True)
class _Followed:
    prompt: int
    cue: CueName
    before: float
    lowest: float
    until: int


class RecoveryMeter:
    """Watches the tension after followed prompts.

    Args:
        thresholds: how long.
    """

    def __init__(self, thresholds: Prompts) -> None:
        self._window = samples(thresholds.recovery_seconds)
        self._level = 0.0
        self._before: dict[int, float] = {}
        """Level when a prompt was shown, by its number."""
        self._followed: list[_Followed] = []

    def hop(self, events: list[AnyEvent], now: int) -> list[Recovery]:
        """Take the events of one hop, the policy's own included."""
        for event in events:
            if isinstance(event, Tension):
                self._level = event.level
                for followed in self._followed:
                    followed.lowest = min(followed.lowest, event.level)
            elif isinstance(event, PromptShown):
                self._before[event.prompt] = self._level
            elif isinstance(event, PromptClosed):
                before = self._before.pop(event.prompt, self._level)
                if event.why == "followed":
                    self._followed.append(
                        _Followed(event.prompt, event.cue, before, self._level, event.at + self._window)
                    )
        return [self._told(followed, now) for followed in list(self._followed) if now >= followed.until]

    def flush(self, now: int) -> list[Recovery]:
        """The call is over: tell what is outstanding, as far as it is known."""
        return [self._told(followed, now) for followed in list(self._followed)]

    def _told(self, followed: _Followed, now: int) -> Recovery:
        self._followed.remove(followed)
        return Recovery(
            at=min(followed.until, now),
            known_at=now,
            prompt=followed.prompt,
            cue=followed.cue,
            before=followed.before,
            after=followed.lowest,
            calmer=followed.before - followed.lowest >= CALMER_BY,
        )
