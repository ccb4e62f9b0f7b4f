"""Calls to put into a store: what a pipeline says of a short call, and of a long one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from assist.events import (
    SAMPLE_RATE,
    Act,
    AnyEvent,
    CallEnded,
    CallStarted,
    Dynamics,
    Evidence,
    LeapStep,
    PromptClosed,
    PromptShown,
    PromptWithheld,
    Recovery,
    Speaker,
    TensionSpike,
    TurnEnded,
    Words,
)

BEGAN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
S = SAMPLE_RATE


def started() -> CallStarted:
    return CallStarted(at=0, known_at=0, app_version="0.1", source="live", engine="moonshine", profile="default")


def ended(seconds: float) -> CallEnded:
    return CallEnded(at=int(seconds * S), known_at=int(seconds * S))


def said(speaker: Speaker, start: float, text: str, seconds: float = 2.0) -> Words:
    """Final words of one utterance, known as soon as it is over."""
    begin, end = int(start * S), int((start + seconds) * S)
    return Words(at=end, known_at=end, speaker=speaker, start=begin, end=end, text=text, stability="final")


def dynamics(seconds: float, *, complete: bool = True) -> Dynamics:
    at = int(seconds * S)
    return Dynamics(
        at=at, known_at=at, agent_seconds=10.0, customer_seconds=20.0, silence_seconds=5.0, both_seconds=1.0,
        agent_turns=4, customer_turns=5, longest_agent_seconds=6.0, longest_customer_seconds=9.0, median_gap_seconds=None,
        agent_interruptions=1, customer_interruptions=0, backchannels=2, complete=complete,
    )  # fmt: skip


def hard_call() -> list[AnyEvent]:
    """Thirty seconds: a card number in two pieces, a prompt that was followed, a spike."""
    heard = (Evidence(speaker="customer", start=2 * S, end=5 * S, text="they cut my hours on the third of march"),)
    return [
        started(),
        said("agent", 0.0, "what can i do for you"),
        said("customer", 2.5, "they cut my hours on the third of march and i owe four hundred dollars"),
        Act(at=6 * S, known_at=6 * S, name="dead_end", speaker="agent", start=5 * S, end=6 * S, probability=0.9, text="no"),
        PromptShown(at=6 * S, known_at=6 * S, prompt=1, cue="acknowledge", title="Acknowledge", line="That sounds hard.",
                    reason="no_acknowledgement", evidence=heard),
        said("customer", 8.0, "my card is four one one one one one one one"),
        said("customer", 11.0, "one one one one one one one one okay"),
        PromptClosed(at=12 * S, known_at=12 * S, prompt=1, cue="acknowledge", why="followed"),
        PromptWithheld(at=13 * S, known_at=13 * S, cue="pause", reason="budget_gap"),
        LeapStep(at=13 * S, known_at=13 * S, matter=1, step="acknowledged", kind="distress", evidence=heard),
        TensionSpike(at=9 * S, known_at=20 * S, start=8 * S, end=12 * S, peak=0.7, reasons=("louder",)),
        Recovery(at=25 * S, known_at=25 * S, prompt=1, cue="acknowledge", before=0.7, after=0.3, calmer=True),
        said("agent", 26.0, "which of these feels most doable"),
        dynamics(30.0),
        TurnEnded(at=28 * S, known_at=29 * S, speaker="agent", start=26 * S, end=28 * S),
        ended(30.0),
    ]  # fmt: skip


def long_call(minutes: float) -> Iterator[list[AnyEvent]]:
    """A call in steps of a quarter of a second: an utterance every three seconds, each with a number of its own in words."""
    yield [started()]
    for step in range(int(minutes * 240)):
        now = step * S // 4
        speaker: Speaker = "agent" if step // 12 % 2 else "customer"
        events: list[AnyEvent] = []
        if step % 12 == 11:
            events.append(said(speaker, now / S - 2.0, f"sentence {'x' * (step // 12 + 1)} and nothing else", 2.0))
        else:
            events.append(TurnEnded(at=now, known_at=now, speaker=speaker, start=max(now - S, 0), end=now))
        yield events
