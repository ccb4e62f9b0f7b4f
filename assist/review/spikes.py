"""Where the caller's tension rose: about twenty seconds of the call around each peak, to think about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assist.events import SAMPLE_RATE, PromptShown, TensionSpike
from assist.review.record import CallRecord
from assist.review.scorecard import Check, Finding
from assist.session.transcript import Turn

BEFORE_SAMPLES = 13 * SAMPLE_RATE
AFTER_SAMPLES = 7 * SAMPLE_RATE
"""An excerpt is twenty seconds; most of it is what led to the peak."""
LED_TO_SAMPLES = 45 * SAMPLE_RATE
"""A missed moment that long before a peak may have led to it."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A peak and what was said around it.

    Attributes:
        spike: the event.
        start: of the excerpt, samples.
        end: of it.
        turns: that were running in it.
        prompts: that were shown in it.
        before: the last missed moment that may have led to it, if there was one.
        calmed: the first good moment after the peak and before the tension had settled, if there was one.
    """

    spike: TensionSpike
    start: int
    end: int
    turns: tuple[Turn, ...]
    prompts: tuple[PromptShown, ...]
    before: Finding | None
    calmed: Finding | None


def excerpts(call: CallRecord, checks: Sequence[Check]) -> list[Excerpt]:
    """The spikes of a call, in order."""
    findings = sorted((f for check in checks for f in check.findings), key=lambda finding: finding.at)
    found = []
    for spike in (event for event in call.events if isinstance(event, TensionSpike)):
        start, end = max(spike.at - BEFORE_SAMPLES, 0), spike.at + AFTER_SAMPLES
        led = [f for f in findings if not f.met and spike.at - LED_TO_SAMPLES <= f.at <= spike.at]
        calmed = [f for f in findings if f.met and spike.at < f.at <= spike.end]
        found.append(
            Excerpt(
                spike,
                start,
                end,
                tuple(turn for turn in call.turns if turn.start < end and turn.end > start),
                tuple(e for e in call.events if isinstance(e, PromptShown) and start <= e.known_at < end),
                led[-1] if led else None,
                calmed[0] if calmed else None,
            )
        )
    return found
