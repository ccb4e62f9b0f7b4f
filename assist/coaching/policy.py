"""Which prompt, now or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assist.coaching.budget import Budget
from assist.coaching.follow import Follow
from assist.coaching.mandatory import MandatoryText
from assist.coaching.outcome import Outcomes
from assist.coaching.promptbook import Book
from assist.coaching.weighing import Weighing
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


@dataclass(slots=True)
class _Waiting:
    """A candidate that waits for its moment."""

    cue: CueRaised
    probe: Follow
    """Sees whether the agent does it before it could be shown."""


class PromptPolicy:
    """Takes cues and the course of the call; shows at most one prompt, at a turn boundary, within the budget.

    Every cue ends in exactly one of PromptShown and PromptWithheld.

    Args:
        thresholds: the prompt budget.
        book: what each cue says.
        weighing: how urgent a cue is, and how urgent it must be.
        mandatory: whether a mandatory text is being read.
        outcomes: whether the caller is calmer already.
    """

    def __init__(
        self, thresholds: Prompts, book: Book, weighing: Weighing, mandatory: MandatoryText, outcomes: Outcomes
    ) -> None:
        self._book, self._weighing, self._mandatory, self._outcomes = book, weighing, mandatory, outcomes
        self._budget = Budget(thresholds)
        self._late = samples(thresholds.lateness_seconds)
        self._shown_for = samples(thresholds.shown_seconds)
        self._least_shown = samples(thresholds.least_shown_seconds)
        self._boundary = samples(thresholds.boundary_silence_seconds)
        self._snooze = samples(thresholds.snooze_seconds)
        self._beat = samples(thresholds.beat_seconds)
        self._waiting: list[_Waiting] = []
        self._current: PromptShown | None = None
        self._follow: Follow | None = None
        self._followed = False
        self._number = 0
        self._turns: dict[CueName, int] = {}
        self._agent_speaking = False
        self._agent_silent_since = 0
        self._snoozed_until = 0
        self._after_safety = samples(thresholds.after_safety_seconds)
        self._quiet_until = 0
        self._paused = False
        self._unavailable: set[CueName] = set()

    def hop(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """Take the events of one hop."""
        out: list[AnyEvent] = []
        for event in events:
            self._take(event, now, out)
        if self._current is not None:
            self._expire(now, out)
        if self._waiting:
            self._decide(now, out)
        return out

    def flush(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """The call is over: take its last events. Nothing waits any longer, and only Safety is still worth showing."""
        out: list[AnyEvent] = []
        for event in events:
            self._take(event, now, out)
        self._expire(now, out)
        out += [self._withheld(item.cue, "late", now) for item in self._waiting if item.cue.cue != "safety"]
        self._waiting = [item for item in self._waiting if item.cue.cue == "safety"]
        self._decide(now, out)
        if self._current is not None:
            self._close("followed" if self._followed else "expired", now, out)
        return out

    def due(self) -> int | None:
        """The next moment at which something changes by time alone, in samples; None if nothing does."""
        moments = []
        if self._current is not None and self._follow is not None:
            shown = self._current.known_at
            moments.append(shown + self._shown_for)
            follow = shown if self._followed else self._follow.due()
            if follow is not None:
                moments.append(max(follow, shown + self._least_shown) if self._followed else follow)
        if self._waiting:
            if not self._agent_speaking:
                moments.append(self._agent_silent_since + self._boundary)
            moments += [item.cue.at + self._late + 1 for item in self._waiting]
        return min(moments, default=None)

    # -------------------------------------------------------------------------------------------------- what happens
    def _take(self, event: AnyEvent, now: int, out: list[AnyEvent]) -> None:
        if isinstance(event, CueRaised):
            probe = Follow(event.cue, event.at, self._agent_speaking, self._beat)
            self._waiting.append(_Waiting(event, probe))
            return
        if isinstance(event, SpeechStarted) and event.speaker == "agent":
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
        for item in list(self._waiting):
            if item.probe.take(event):
                self._waiting.remove(item)
                out.append(self._withheld(item.cue, "satisfied", now))

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
        for item in list(self._waiting):
            reason = self._refusal(item.cue, now)
            if reason is not None:
                self._waiting.remove(item)
                out.append(self._withheld(item.cue, reason, now))
        boundary = not self._agent_speaking and now - self._agent_silent_since >= self._boundary
        timely = [item for item in self._waiting if item.cue.immediate or boundary or item.cue.cue == "safety"]
        if not timely:
            return
        chosen = max(timely, key=lambda item: (self._weighed(item.cue), -item.cue.at))
        for item in timely:
            if item is not chosen:
                out.append(self._withheld(item.cue, "outranked", now))
        self._waiting = [item for item in self._waiting if item not in timely]
        self._show(chosen.cue, now, out)

    def _refusal(self, cue: CueRaised, now: int) -> str | None:
        if cue.cue == "safety":
            # Words that need a human at once are shown whenever they are heard, late or not.
            return None
        refusals = (
            (now - cue.at > self._late, "late"),
            (self._paused, "paused"),
            (now < self._snoozed_until, "snoozed"),
            (self._mandatory.is_read(now), "disclosure"),
            (now < self._quiet_until, "safety"),
            (cue.cue in self._unavailable, "unavailable"),
            (self._weighed(cue) < self._weighing.needed(now), "not_earned"),
            (self._current is not None, "on_screen"),
        )
        refused = next((why for holds, why in refusals if holds), None)
        return refused or self._budget.refusal(self._name(cue, now), now)

    def _name(self, cue: CueRaised, now: int) -> CueName:
        """The cue itself, or, if it was shown too lately, one that serves as well and was not."""
        for name in (cue.cue, *cue.instead):
            earned = self._weighing.urgency(cue, name) >= self._weighing.needed(now)
            if earned and name not in self._unavailable and self._budget.refusal(name, now) != "repeat":
                return name
        return cue.cue

    def _weighed(self, cue: CueRaised) -> float:
        return self._weighing.urgency(cue, cue.cue)

    def _show(self, cue: CueRaised, now: int, out: list[AnyEvent]) -> None:
        if self._current is not None:
            self._close("followed" if self._followed else "expired", now, out)
        name = self._name(cue, now)
        turn = self._turns.get(name, 0)
        self._turns[name] = turn + 1
        self._number += 1
        if name == "safety":
            self._quiet_until = now + self._after_safety
        self._budget.spend(name, now)
        page = self._book[name]
        self._current = PromptShown(
            at=cue.at,
            known_at=now,
            prompt=self._number,
            cue=name,
            title=page.title,
            line=page.line(turn, cue.situation),
            reason=cue.reason,
            evidence=cue.evidence,
            urgency=round(self._weighing.urgency(cue, name), 3),
            icon=page.icon,
            tone=page.tone,
        )
        self._follow, self._followed = Follow(name, now, self._agent_speaking, self._beat), False
        out.append(self._current)
        self._told(self._current, now)

    def _close(self, why: ClosedWhy, now: int, out: list[AnyEvent]) -> None:
        assert self._current is not None  # noqa: S101  (callers have looked)
        prompt = self._current.prompt
        closed = PromptClosed(
            at=now, known_at=now, prompt=prompt, cue=self._current.cue, why=why, calmer=self._outcomes.calmer(prompt)
        )
        out.append(closed)
        self._current = self._follow = None
        self._told(closed, now)

    def _told(self, event: PromptShown | PromptClosed, now: int) -> None:
        self._weighing.take(event)
        self._outcomes.take(event, now)

    def _withheld(self, cue: CueRaised, reason: str, now: int) -> PromptWithheld:
        return PromptWithheld(
            at=cue.at,
            known_at=now,
            cue=cue.cue,
            reason=reason,
            raised_by=cue.reason,
            urgency=round(self._weighed(cue), 3),
            needed=round(self._weighing.needed(now), 3),
        )


def with_evidence(cue: CueRaised, weighing: Weighing) -> CueRaised:
    """The cue with the caller's tension among its evidence, where there is some."""
    if weighing.tension == "settled" or not cue.evidence or cue.cue == "safety":
        return cue
    first = cue.evidence[0]
    note = replace(first, speaker="customer", text=f"(tension {weighing.tension})")
    return replace(cue, evidence=(first, note, *cue.evidence[1:]))
