"""The LEAP scorecard of a call: four checks, each done, not done or without occasion, with every moment it rests on.

    check            an occasion                             met by                            missed by
    paused           a reply to an emotional turn; cutting in  a beat or a silence left        replying sooner; cutting in
    acknowledged     a matter the caller disclosed           naming, validating the feeling    passing it over, a non-apology
    reframed         a matter; a closed door                 a goal both share                 dead end, policy wall, blame
    offered_choices  a matter; one demand                    real options; handing over        ultimatum, brush-off

The first two are about every single occasion: done if at least as many were met as missed. The last two are about where the
call went: done if it was done once and no slip came after it.

Timing and wording only: nothing here judges how the agent felt or sounded, compares people, or counts handle time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assist.events import (
    SAMPLE_RATE,
    Act,
    ActName,
    AnyEvent,
    BeatClosed,
    Credit,
    CutOff,
    Evidence,
    LeapStep,
    OverlapJudged,
    ResponseGap,
    Speaker,
    StepName,
)
from assist.session.transcript import Turn

CheckName = Literal["paused", "acknowledged", "reframed", "offered_choices"]
State = Literal["done", "not_done", "no_occasion"]
CHECKS: tuple[CheckName, ...] = ("paused", "acknowledged", "reframed", "offered_choices")
KINDS = ("leap_step", "credit", "act", "response_gap", "overlap_judged", "cut_off")
"""Events that the checks rest on, by their names in event files."""

LEAST_ACT_PROBABILITY = 0.5
"""Acts are calibrated so that this decides."""
_SAME = SAMPLE_RATE
"""Two reports of a beat or an interruption closer than this are about the same moment."""
_SLIPS: dict[CheckName, tuple[ActName, ...]] = {
    "paused": ("but_opener",),
    "acknowledged": ("non_apology",),
    "reframed": ("dead_end", "policy_wall", "blame"),
    "offered_choices": ("ultimatum", "brush_off"),
}
_ANSWERS = frozenset({"asked_what_changed", "reframed", "offered_choices"})
"""Steps that answer a matter without naming the feeling."""
_ACTS: dict[CheckName, ActName] = {
    "acknowledged": "acknowledge", "reframed": "reframe", "offered_choices": "offer_choices",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A moment that speaks for or against a check.

    Attributes:
        at: the moment, in samples.
        met: for it.
        what: a stable name: `beat_kept`, `listened_in_silence`, `quick_reply`, `interruption`, a step, an act, `passed_over`.
        evidence: who said what.
        seconds: of the beat, where one is meant.
    """

    at: int
    met: bool
    what: str
    evidence: tuple[Evidence, ...] = ()
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One of the four.

    Attributes:
        name: which.
        state: of it.
        findings: what it rests on, in the order of the call.
    """

    name: CheckName
    state: State
    findings: tuple[Finding, ...]

    @property
    def met(self) -> tuple[Finding, ...]:
        """Moments for it."""
        return tuple(finding for finding in self.findings if finding.met)

    @property
    def missed(self) -> tuple[Finding, ...]:
        """Moments against it."""
        return tuple(finding for finding in self.findings if not finding.met)


def scorecard(events: Sequence[AnyEvent], turns: Sequence[Turn] = ()) -> tuple[Check, ...]:
    """The four checks of a call, in the order of LEAP.

    Args:
        events: of the call, in order; those of other kinds than `KINDS` are ignored.
        turns: what was said, for the words of moments that carry none; may be empty.
    """
    steps = [event for event in events if isinstance(event, LeapStep)]
    acts = [e for e in events if isinstance(e, Act) and e.speaker == "agent" and e.probability >= LEAST_ACT_PROBABILITY]
    return (
        _by_occasion("paused", [*_beats(events, turns), *_slips("paused", acts)]),
        _by_occasion("acknowledged", [*_acknowledged(steps, acts), *_slips("acknowledged", acts)]),
        _by_outcome("reframed", steps, acts),
        _by_outcome("offered_choices", steps, acts),
    )


def _by_occasion(name: CheckName, findings: Iterable[Finding]) -> Check:
    ordered = tuple(sorted(findings, key=lambda finding: finding.at))
    met = sum(finding.met for finding in ordered)
    state: State = "no_occasion" if not ordered else "done" if 2 * met >= len(ordered) else "not_done"
    return Check(name, state, ordered)


def _by_outcome(name: CheckName, steps: Sequence[LeapStep], acts: Sequence[Act]) -> Check:
    good = _steps(name, steps) or _good_acts(name, acts)
    if name == "offered_choices":
        good += _steps("handed_over", steps)
    slips = _slips(name, acts)
    ordered = tuple(sorted([*good, *slips], key=lambda finding: finding.at))
    if not ordered and not any(step.step == "disclosed" for step in steps):
        return Check(name, "no_occasion", ())
    return Check(name, "done" if ordered and ordered[-1].met else "not_done", ordered)


# ---------------------------------------------------------------------------------------------------------- pausing
def _beats(events: Sequence[AnyEvent], turns: Sequence[Turn]) -> list[Finding]:
    credits = [e for e in events if isinstance(e, Credit) and e.name in ("beat_kept", "listened_in_silence")]
    gaps = [e for e in events if isinstance(e, ResponseGap) and e.speaker == "agent"]
    kept = [e.start for e in events if isinstance(e, BeatClosed) and e.why == "kept"]
    found: list[Finding] = []
    for credit in credits:
        reply = next((gap for gap in gaps if abs(gap.start - credit.start) < _SAME), None)
        end = credit.end if reply is None else reply.end
        if any(finding.met and abs(finding.at - credit.start) < _SAME for finding in found):
            continue  # a beat that was long enough to be credited as a silence too
        seconds = (end - credit.start) / SAMPLE_RATE
        found.append(Finding(credit.start, True, credit.name, _around(turns, credit.start, end), seconds))
    for gap in gaps:
        if gap.emotional and not any(abs(gap.start - f.at) < _SAME for f in found):
            length = (gap.end - gap.start) / SAMPLE_RATE
            # A beat is credited once a turn, but kept as often as it is kept.
            met = any(abs(gap.start - start) < _SAME for start in kept)
            if length >= 0:
                what = "beat_kept" if met else "quick_reply"
                found.append(Finding(gap.start, met, what, _around(turns, gap.start, gap.end), length))
    return [*found, *_interruptions(events, turns)]


def _interruptions(events: Sequence[AnyEvent], turns: Sequence[Turn]) -> list[Finding]:
    last = {(e.speaker, e.onset): e for e in events if isinstance(e, OverlapJudged)}
    cut = {e.onset: e for e in events if isinstance(e, CutOff)}
    found = []
    for (speaker, onset), overlap in last.items():
        if speaker != "agent" or overlap.verdict != "interruption":
            continue
        words = cut.get(onset)
        evidence = (
            _around(turns, onset, onset)
            if words is None
            else (Evidence(speaker="customer", start=words.start, end=words.end, text=words.text),)
        )
        found.append(Finding(onset, False, "interruption", evidence))
    return found


def _around(turns: Sequence[Turn], before: int, after: int) -> tuple[Evidence, ...]:
    """The caller's turn that was over, or running, at one moment, and the agent's that runs at another."""
    heard = [turn for turn in turns if turn.speaker == "customer" and turn.start < before]
    said = [turn for turn in turns if turn.speaker == "agent" and turn.end > after]
    pieces = [*heard[-1:], *said[:1]]
    return tuple(Evidence(speaker=t.speaker, start=t.start, end=t.end, text=t.text) for t in pieces)


# ------------------------------------------------------------------------------------------------------ the others
def _acknowledged(steps: Sequence[LeapStep], acts: Sequence[Act]) -> list[Finding]:
    """One finding for each matter: acknowledged in the end counts, and one that was answered otherwise well is no miss."""
    found = []
    for matter in dict.fromkeys(step.matter for step in steps):
        mine = {step.step: step for step in reversed(steps) if step.matter == matter}
        if "acknowledged" in mine:
            found.append(_of_step(mine["acknowledged"], True))
        elif "passed_over" in mine and not _ANSWERS.intersection(mine):
            found.append(_of_step(mine["passed_over"], False))
    return found if found or steps else _good_acts("acknowledged", acts)


def _steps(step: StepName | CheckName, steps: Sequence[LeapStep]) -> list[Finding]:
    return [_of_step(event, True) for event in steps if event.step == step]


def _of_step(step: LeapStep, met: bool) -> Finding:
    return Finding(step.at if met else _reply(step), met, step.step, step.evidence)


def _reply(step: LeapStep) -> int:
    """Where the reply began that passed something over."""
    return next((piece.start for piece in step.evidence if piece.speaker == "agent"), step.at)


def _good_acts(name: CheckName, acts: Sequence[Act]) -> list[Finding]:
    return [_of_act(act, True) for act in acts if act.name == _ACTS[name]]


def _slips(name: CheckName, acts: Sequence[Act]) -> list[Finding]:
    """Slips; two in the same words are one moment."""
    found: dict[int, Finding] = {}
    for act in acts:
        if act.name in _SLIPS[name]:
            found.setdefault(act.start, _of_act(act, False))
    return list(found.values())


def _of_act(act: Act, met: bool) -> Finding:
    speaker: Speaker = act.speaker
    return Finding(act.start, met, act.name, (Evidence(speaker=speaker, start=act.start, end=act.end, text=act.text),))
