"""The prompt budget: may anything be shown now?"""

from __future__ import annotations

from assist.events import CueName
from assist.profile.schema import Prompts, samples


class Budget:
    """Remembers what was shown, and refuses what would be too much.

    Args:
        thresholds: gap, rate and repetition.
    """

    def __init__(self, thresholds: Prompts) -> None:
        self._gap = samples(thresholds.gap_seconds)
        self._window = samples(thresholds.rate_window_seconds)
        self._most = thresholds.rate_most
        self._repeat = samples(thresholds.repeat_seconds)
        self._shown: list[int] = []
        self._last: dict[CueName, int] = {}

    def refusal(self, cue: CueName, now: int) -> str | None:
        """Why a prompt may not be shown now, or None if it may. Safety is exempt."""
        if cue == "safety":
            return None
        if cue in self._last and now - self._last[cue] < self._repeat:
            return "repeat"
        if self._shown and now - self._shown[-1] < self._gap:
            return "budget_gap"
        if sum(now - shown < self._window for shown in self._shown) >= self._most:
            return "budget_rate"
        return None

    def spend(self, cue: CueName, now: int) -> None:
        """A prompt was shown. Safety costs nothing."""
        if cue == "safety":
            return
        self._shown = [shown for shown in self._shown if now - shown < self._window] + [now]
        self._last[cue] = now
