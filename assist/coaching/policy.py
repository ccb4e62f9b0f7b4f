"""Which prompt, now or not at all."""

from __future__ import annotations

from collections.abc import Mapping

from assist.coaching.budget import Budget
from assist.coaching.follow import Follow
from assist.coaching.promptbook import Page
from assist.events import (
    AnyEvent,
    Availability,
    ClosedWhy,
    CueName,
    CueRaised,
    PromptClosed,
    PromptShown,
    PromptWithheld,
    SpeechEnded,
    SpeechStarted,
    UserActed,
)
from assist.profile.schema import Prompts, samples


class PromptPolicy:
    """Takes cues and the course of the call; shows at most one prompt, at a turn boundary, within the budget.

    Every cue ends in exactly one of PromptShown and PromptWithheld.

    Args:
        thresholds: the prompt budget.
        book: what each cue says.
    """

    def __init__(self, thresholds: Prompts, book: Mapping[CueName, Page]) -> None:
        self._book = book
        self._budget = Budget(thresholds)
        self._late = samples(thresholds.lateness_seconds)
        self._shown_for = samples(thresholds.shown_seconds)
        self._least_shown = samples(thresholds.least_shown_seconds)
        self._boundary = samples(thresholds.boundary_silence_seconds)
        self._snooze = samples(thresholds.snooze_seconds)
        self._beat = samples(thresholds.beat_seconds)
        self._waiting: list[CueRaised] = []
        self._current: PromptShown | None = None
        self._follow: Follow | None = None
        self._followed = False
        self._number = 0
        self._turns: dict[CueName, int] = {}
        self._agent_speaking = False
        self._agent_silent_since = 0
        self._snoozed_until = 0
        self._paused = False
        self._unavailable: set[CueName] = set()

    def hop(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """Take the events of one hop."""
        out: list[AnyEvent] = []
        for event in events:
            self._take(event, now, out)
        self._expire(now, out)
        self._decide(now, out)
        return out

    def flush(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """The call is over: take its last events. Nothing waits any longer, and only Safety is still worth showing."""
        out: list[AnyEvent] = []
        for event in events:
            self._take(event, now, out)
        self._expire(now, out)
        out += [self._withheld(cue, "late", now) for cue in self._waiting if cue.cue != "safety"]
        self._waiting = [cue for cue in self._waiting if cue.cue == "safety"]
        self._decide(now, out)
        if self._current is not None:
            self._close("followed" if self._followed else "expired", now, out)
        return out

    # -------------------------------------------------------------------------------------------------- what happens
    def _take(self, event: AnyEvent, now: int, out: list[AnyEvent]) -> None:
        if isinstance(event, CueRaised):
            self._waiting.append(event)
        elif isinstance(event, SpeechStarted) and event.speaker == "agent":
            self._agent_speaking = True
        elif isinstance(event, SpeechEnded) and event.speaker == "agent":
            self._agent_speaking, self._agent_silent_since = False, event.end
        elif isinstance(event, Availability):
            change = self._unavailable.difference_update if event.available else self._unavailable.update
            change(event.cues)
        elif isinstance(event, UserActed):
            self._acted(event, now, out)
        if self._follow is not None and self._follow.take(event):
            self._followed = True
        for cue in list(self._waiting):
            probe = Follow(cue.cue, cue.at, self._agent_speaking, self._beat)
            if not isinstance(event, CueRaised) and probe.take(event):
                self._waiting.remove(cue)
                out.append(self._withheld(cue, "satisfied", now))

    def _acted(self, event: UserActed, now: int, out: list[AnyEvent]) -> None:
        if event.action in ("pause", "resume"):
            self._paused = event.action == "pause"
        if event.action == "snooze":
            self._snoozed_until = now + self._snooze
        if self._current is not None and event.action != "resume" and event.prompt in (None, self._current.prompt):
            self._close("not_helpful" if event.action == "not_helpful" else "dismissed", now, out)

    def _expire(self, now: int, out: list[AnyEvent]) -> None:
        """Close the prompt when it was followed (but leave time to read it) or when its time is over."""
        if self._current is None or self._follow is None:
            return
        self._followed = self._followed or self._follow.hop(now)
        age = now - self._current.known_at
        if self._followed and age >= self._least_shown:
            self._close("followed", now, out)
        elif age >= self._shown_for:
            self._close("expired", now, out)

    # ---------------------------------------------------------------------------------------------------- the choice
    def _decide(self, now: int, out: list[AnyEvent]) -> None:
        for cue in list(self._waiting):
            reason = self._refusal(cue, now)
            if reason is not None:
                self._waiting.remove(cue)
                out.append(self._withheld(cue, reason, now))
        boundary = not self._agent_speaking and now - self._agent_silent_since >= self._boundary
        timely = [cue for cue in self._waiting if cue.immediate or boundary or cue.cue == "safety"]
        if not timely:
            return
        chosen = max(timely, key=lambda cue: (cue.urgency, -cue.at))
        for cue in timely:
            if cue is not chosen:
                out.append(self._withheld(cue, "outranked", now))
        self._waiting = [cue for cue in self._waiting if cue not in timely]
        self._show(chosen, now, out)

    def _refusal(self, cue: CueRaised, now: int) -> str | None:
        if cue.cue == "safety":
            # Words that need a human at once are shown whenever they are heard, late or not.
            return None
        if now - cue.at > self._late:
            return "late"
        if cue.cue in self._unavailable:
            return "unavailable"
        if self._paused:
            return "paused"
        if now < self._snoozed_until:
            return "snoozed"
        return "on_screen" if self._current is not None else self._budget.refusal(cue.cue, now)

    def _show(self, cue: CueRaised, now: int, out: list[AnyEvent]) -> None:
        if self._current is not None:
            self._close("followed" if self._followed else "expired", now, out)
        page = self._book[cue.cue]
        turn = self._turns.get(cue.cue, 0)
        self._turns[cue.cue] = turn + 1
        self._number += 1
        self._budget.spend(cue.cue, now)
        self._current = PromptShown(
            at=cue.at,
            known_at=now,
            prompt=self._number,
            cue=cue.cue,
            title=page.title,
            line=page.line(turn),
            reason=cue.reason,
            evidence=cue.evidence,
        )
        self._follow, self._followed = Follow(cue.cue, now, self._agent_speaking, self._beat), False
        out.append(self._current)

    def _close(self, why: ClosedWhy, now: int, out: list[AnyEvent]) -> None:
        assert self._current is not None  # noqa: S101  (callers have looked)
        out.append(PromptClosed(at=now, known_at=now, prompt=self._current.prompt, cue=self._current.cue, why=why))
        self._current = self._follow = None

    def _withheld(self, cue: CueRaised, reason: str, now: int) -> PromptWithheld:
        return PromptWithheld(at=cue.at, known_at=now, cue=cue.cue, reason=reason, raised_by=cue.reason)
