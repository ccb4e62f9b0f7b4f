"""Events of calls to look at afterwards; times in seconds."""

from __future__ import annotations

from assist.events import (
    SAMPLE_RATE,
    Act,
    ActName,
    Credit,
    CreditName,
    Evidence,
    LeapStep,
    OverlapJudged,
    ResponseGap,
    Speaker,
    StepName,
    Tension,
    TensionState,
    Verdict,
)
from assist.session.transcript import Turn


def s(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)


def turn(speaker: Speaker, start: float, end: float, text: str) -> Turn:
    return Turn(speaker, s(start), s(end), text)


def step(at: float, name: StepName, matter: int = 1) -> LeapStep:
    said = (
        Evidence(speaker="customer", start=s(at - 4), end=s(at - 2), text="i lost my job"),
        Evidence(speaker="agent", start=s(at - 1), end=s(at), text="a reply"),
    )
    return LeapStep(at=s(at), known_at=s(at), matter=matter, step=name, kind="distress", evidence=said)


def act(at: float, name: ActName, probability: float = 0.9, speaker: Speaker = "agent") -> Act:
    return Act(
        at=s(at + 1), known_at=s(at + 1), name=name, speaker=speaker, start=s(at), end=s(at + 1), probability=probability,
        text=f"words of {name}",
    )  # fmt: skip


def gap(start: float, end: float, *, emotional: bool = True, speaker: Speaker = "agent") -> ResponseGap:
    return ResponseGap(at=s(end), known_at=s(end), speaker=speaker, start=s(start), end=s(end), emotional=emotional)


def beat(start: float, end: float, name: CreditName = "beat_kept") -> Credit:
    return Credit(at=s(end), known_at=s(end), name=name, start=s(start), end=s(end))


def overlap(onset: float, verdict: Verdict = "interruption", speaker: Speaker = "agent") -> OverlapJudged:
    return OverlapJudged(
        at=s(onset + 1), known_at=s(onset + 1), speaker=speaker, onset=s(onset), end=s(onset + 1), verdict=verdict,
        probability=0.9,
    )  # fmt: skip


def tension(at: float, level: float, state: TensionState = "rising") -> Tension:
    return Tension(at=s(at), known_at=s(at), level=level, state=state)
