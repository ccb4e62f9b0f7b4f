"""What the overlay shows, as a pure fold over events: no Qt, no clock, so every state can be tested and replayed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    Availability,
    BeatClosed,
    BeatOpened,
    CallEnded,
    CallStarted,
    Credit,
    CreditName,
    CueName,
    FloorChanged,
    PromptClosed,
    PromptShown,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    Tension,
    Trouble,
    UserActed,
    Words,
)

Phase = Literal["ready", "waiting", "starting", "listening", "paused", "ended", "failed"]
"""Where the call is: ready = nothing started yet; waiting = listening for a call; failed = it could not start or go on."""

SHOWN_EVENTS = (
    CallStarted, CallEnded, Trouble, Availability, UserActed,
    SpeechStarted, SpeechEnded, FloorChanged, PromptShown, PromptClosed, BeatOpened, BeatClosed, Credit,
    Tension, Words,
)  # fmt: skip
"""The event types that can change the overlay; the bridge carries no others into the GUI thread."""

CREDIT_AGAIN_SECONDS = 60.0
"""The same words of credit come back after this time at the earliest: praise at every turn is noise."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A word to the agent about the overlay itself, for a few seconds."""

    headline: str
    """A few words."""
    detail: str = ""
    """A sentence, or nothing."""


@dataclass(frozen=True, slots=True)
class Status:
    """Everything the overlay draws."""

    phase: Phase = "ready"
    failure: str = ""
    """One sentence, only while `phase` is `failed`."""
    since: str = ""
    """When the call began, as a clock shows it; empty if it is not told."""
    speaking: frozenset[Speaker] = frozenset()
    """Sides with voice right now."""
    floor: Speaker | None = None
    """Who holds the floor, or nobody."""
    prompt: PromptShown | None = None
    """The one prompt on screen."""
    troubles: tuple[Trouble, ...] = ()
    """Running troubles, oldest first; one per name and side."""
    unavailable: dict[CueName, str] = field(default_factory=dict)
    """Cues that cannot be given, with the reason."""
    credit: CueName | CreditName | None = None
    """What the agent has just done well (a prompt followed, a beat left): a small tick until the overlay takes it away."""
    followed: PromptShown | None = None
    """The prompt that was followed just now: it stays with a tick until the overlay takes the tick away."""
    notice: Notice | None = None
    """Told until the overlay takes it away."""
    credited: dict[CreditName, int] = field(default_factory=dict)
    """When each credit was last shown, in samples."""


def reduce(status: Status, event: AnyEvent) -> Status:  # noqa: PLR0911, PLR0912 - one branch per type of event
    """Fold one event into the status.

    Args:
        status: what was shown so far.
        event: any event; those that change nothing on screen return `status` itself.
    """
    match event:
        case CallStarted():
            return Status(phase="listening", notice=status.notice)
        case CallEnded():
            return status if status.phase == "failed" else Status(phase="ended")
        case Trouble(what="failed"):
            return with_phase(status, "failed", event.message)
        case SpeechStarted(speaker=speaker):
            return replace(status, speaking=status.speaking | {speaker})
        case SpeechEnded(speaker=speaker):
            return replace(status, speaking=status.speaking - {speaker})
        case FloorChanged(holder=holder):
            return replace(status, floor=holder)
        case PromptShown():
            return replace(status, prompt=event, credit=None, followed=None)
        case PromptClosed(prompt=number, cue=cue, why=why):
            closed = close_prompt(status, number)
            if why != "followed":
                return closed
            return replace(closed, credit=cue, followed=status.prompt if closed is not status else None)
        case Credit():
            return _with_credit(status, event)
        case Trouble():
            return replace(status, troubles=_with_trouble(status.troubles, event))
        case Availability():
            return replace(status, unavailable=_with_availability(status.unavailable, event))
        case UserActed():
            return _with_action(status, event)
        case _:
            return status


def with_phase(status: Status, phase: Phase, failure: str = "") -> Status:
    """The call in another phase; a phase in which nobody listens shows no talk light and no prompt."""
    if phase == "starting":
        return Status(phase="starting", notice=status.notice)
    if phase in ("ready", "waiting"):
        # Devices are open only while waiting; calls are not noticed only while not. Everything else belonged to a call.
        kept = (t for t in status.troubles if (t.what == "calls_unnoticed") == (phase == "ready"))
        return Status(phase=phase, troubles=tuple(kept), notice=status.notice)
    if phase == "listening":
        return replace(status, phase="listening", failure="")
    return replace(
        status, phase=phase, failure=failure, speaking=frozenset(), floor=None, prompt=None, credit=None, followed=None
    )  # fmt: skip


def close_prompt(status: Status, number: int | None) -> Status:
    """Take prompt `number` off the screen, or whichever is there when `number` is None."""
    if status.prompt is None or number not in (None, status.prompt.prompt):
        return status
    return replace(status, prompt=None)


def without_credit(status: Status) -> Status:
    """Take the tick away, and with it a prompt that was followed."""
    if status.credit is None and status.followed is None:
        return status
    return replace(status, credit=None, followed=None)


def with_notice(status: Status, notice: Notice | None) -> Status:
    """Tell the agent something, or stop telling."""
    return replace(status, notice=notice)


def _with_credit(status: Status, event: Credit) -> Status:
    before = status.credited.get(event.name)
    if before is not None and event.known_at - before < CREDIT_AGAIN_SECONDS * SAMPLE_RATE:
        return status
    # The tick of a followed prompt stays: it says the same, and says it of the prompt.
    shown = status.credit if status.followed is not None else event.name
    return replace(status, credit=shown, credited=status.credited | {event.name: event.known_at})


def _with_action(status: Status, event: UserActed) -> Status:
    if event.action == "pause":
        return with_phase(status, "paused") if status.phase in ("listening", "starting") else status
    if event.action == "resume":
        return with_phase(status, "listening") if status.phase == "paused" else status
    return close_prompt(status, event.prompt)


def _with_trouble(troubles: tuple[Trouble, ...], event: Trouble) -> tuple[Trouble, ...]:
    if event.until is None:
        kept = (t for t in troubles if (t.what, t.speaker) != (event.what, event.speaker))
        return (*kept, event)
    # An end without a side ends the trouble on both sides.
    return tuple(t for t in troubles if t.what != event.what or event.speaker not in (None, t.speaker))


def _with_availability(unavailable: dict[CueName, str], event: Availability) -> dict[CueName, str]:
    changed = {cue: why for cue, why in unavailable.items() if cue not in event.cues}
    if not event.available:
        changed |= dict.fromkeys(event.cues, event.why)
    return changed
