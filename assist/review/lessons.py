"""One thing done well, one thing to try: never more, so that both are remembered.

Done well: the good moment after which the caller's tension fell most within the next minute. Where it fell after none of
them, or was never known, the first good moment of the first check in the order of LEAP that has one.

To try: among the missed moments of checks that are not done, else of all checks, the one with the highest tension within the
next half minute; of equals the first in the order of LEAP. A check that is not done without any moment (nothing shared was
named, nothing offered) counts when there are no missed moments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assist.events import SAMPLE_RATE, AnyEvent, Tension
from assist.review.record import has_words
from assist.review.scorecard import Check, CheckName, Finding
from assist.review.wording import KEEP_GOING, NOTHING_HEARD, NOTHING_SPECIAL, praise, suggestion

MINUTE = 60 * SAMPLE_RATE
HALF_A_MINUTE = 30 * SAMPLE_RATE
LEAST_FALL = 0.05
"""A smaller fall of the tension is no fall."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One sentence, and the moment it is about, if it is about one."""

    text: str
    check: CheckName | None = None
    finding: Finding | None = None


def done_well(checks: Sequence[Check], events: Sequence[AnyEvent]) -> Lesson:
    """The one thing done well."""
    told = _tension(events)
    good = [(check.name, finding) for check in checks for finding in check.met]
    if not good:
        if not has_words(events):
            return Lesson(NOTHING_HEARD)
        nothing_asked = all(check.state == "no_occasion" for check in checks)
        return Lesson(NOTHING_SPECIAL if nothing_asked else "You stayed on a hard call to its end.")
    falls = [_fall(told, finding.at) for _, finding in good]
    best = max(range(len(good)), key=lambda index: falls[index])
    name, finding = good[best if falls[best] >= LEAST_FALL else 0]
    text = praise(finding.what)
    return Lesson(f"{text} The caller grew calmer after it." if falls[best] >= LEAST_FALL else text, name, finding)


def to_try(checks: Sequence[Check], events: Sequence[AnyEvent]) -> Lesson:
    """The one thing to try next time."""
    told = _tension(events)
    undone = [check for check in checks if check.state == "not_done"]
    missed = [(c.name, f) for c in undone for f in c.missed] or [(c.name, f) for c in checks for f in c.missed]
    if missed:
        name, finding = max(missed, key=lambda pair: _highest(told, pair[1].at))
        return Lesson(suggestion(finding.what), name, finding)
    if undone:
        return Lesson(suggestion(undone[0].name), undone[0].name)
    return Lesson(KEEP_GOING)


def _tension(events: Sequence[AnyEvent]) -> list[Tension]:
    return [event for event in events if isinstance(event, Tension)]


def _level(told: Sequence[Tension], at: int) -> float:
    """The level as it was last told before a moment; 0 before the first."""
    before = [event for event in told if event.at <= at]
    return before[-1].level if before else 0.0


def _fall(told: Sequence[Tension], at: int) -> float:
    lowest = min((event.level for event in told if at < event.at <= at + MINUTE), default=None)
    return 0.0 if lowest is None else _level(told, at) - lowest


def _highest(told: Sequence[Tension], at: int) -> float:
    return max([_level(told, at), *(e.level for e in told if at < e.at <= at + HALF_A_MINUTE)])
