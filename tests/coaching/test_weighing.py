"""How urgent a candidate is, and how urgent it must be: tension, calm, weights, success, rest, and "not helpful"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assist.coaching.weighing import Weighing
from assist.events import (
    ClosedWhy,
    Credit,
    CreditName,
    CueName,
    CueRaised,
    PromptClosed,
    PromptShown,
    Tension,
    TensionState,
)
from assist.profile.coaching import Urgency, Weights
from assist.profile.schema import Prompts

SECOND = 16_000
U = Urgency()


def weighing(*, hard: bool = True, weights: Weights | None = None, prompts: Prompts | None = None) -> Weighing:
    return Weighing(U, weights or Weights(), prompts or Prompts(), lambda _: hard)


def cue(name: CueName = "reframe", reason: str = "dead_end", urgency: float = 0.6) -> CueRaised:
    return CueRaised(at=0, known_at=0, cue=name, reason=reason, urgency=urgency)


def tension(state: TensionState) -> Tension:
    return Tension(at=0, known_at=0, level=0.5, state=state)


def credit(at: float, name: CreditName = "acknowledged") -> Credit:
    moment = round(at * SECOND)
    return Credit(at=moment, known_at=moment, name=name, start=moment, end=moment)


def closed(name: CueName, why: ClosedWhy = "not_helpful") -> PromptClosed:
    return PromptClosed(at=0, known_at=0, prompt=1, cue=name, why=why)


def shown(at: float, name: CueName = "pause") -> PromptShown:
    moment = round(at * SECOND)
    return PromptShown(at=moment, known_at=moment, prompt=1, cue=name, title="", line="", reason="rule")


def test_a_slip_counts_less_in_a_calm_call_and_more_with_tension() -> None:
    calm, hard = weighing(hard=False), weighing()
    assert calm.urgency(cue(), "reframe") == pytest.approx(0.6 * U.calm_share)
    assert hard.urgency(cue(), "reframe") == pytest.approx(0.6)
    for state, more in (("rising", U.tension_more / 2), ("high", U.tension_more), ("settled", 0.0)):
        hard.take(tension(state))  # type: ignore[arg-type]
        assert hard.urgency(cue(), "reframe") == pytest.approx(0.6 + more)
        assert hard.tension == state


def test_what_is_no_slip_counts_fully_in_a_calm_call() -> None:
    assert weighing(hard=False).urgency(cue("check_in", "dead_air"), "check_in") == pytest.approx(0.6)


def test_the_weight_is_that_of_the_cue_that_is_shown() -> None:
    weighed = weighing(weights=replace(Weights(), offer_choices=0.5))
    assert weighed.urgency(cue(), "offer_choices") == pytest.approx(0.3)
    assert weighed.urgency(cue(), "reframe") == pytest.approx(0.6)


def test_safety_is_always_most_urgent() -> None:
    weighed = weighing()
    for _ in range(20):
        weighed.take(closed("safety"))
    assert weighed.urgency(cue("safety", "safety_words", 1.0), "safety") == 1.0


def test_not_helpful_lowers_the_weight_of_that_cue_down_to_the_least() -> None:
    weighed, p = weighing(), Prompts()
    weighed.take(closed("reframe"))
    assert weighed.urgency(cue(), "reframe") == pytest.approx(0.6 * p.unhelpful_share)
    assert weighed.urgency(cue("pause"), "pause") == pytest.approx(0.6)
    for _ in range(30):
        weighed.take(closed("reframe"))
    assert weighed.urgency(cue(), "reframe") == pytest.approx(0.6 * p.unhelpful_least)


@pytest.mark.parametrize("why", ["followed", "expired", "dismissed"])
def test_other_ends_of_a_prompt_teach_nothing(why: ClosedWhy) -> None:
    weighed = weighing()
    weighed.take(closed("reframe", why))
    assert weighed.urgency(cue(), "reframe") == pytest.approx(0.6)


def test_a_weight_that_is_low_already_is_not_raised_to_the_least() -> None:
    weighed = weighing(weights=replace(Weights(), reframe=0.4))
    weighed.take(closed("reframe"))
    assert weighed.urgency(cue(), "reframe") == pytest.approx(0.6 * 0.4)


def test_success_makes_prompts_rarer_for_a_while_and_has_a_limit() -> None:
    weighed = weighing()
    assert weighed.needed(0) == U.least
    weighed.take(credit(10))
    assert weighed.needed(10 * SECOND) == pytest.approx(U.least + U.success_less)
    for second in range(11, 31):
        weighed.take(credit(second))
    assert weighed.needed(30 * SECOND) == pytest.approx(U.least + U.success_most)
    assert weighed.needed(round((31 + U.success_window_seconds) * SECOND)) == U.least


def test_keeping_quiet_is_no_success_of_this_kind() -> None:
    weighed = weighing()
    weighed.take(credit(1, "beat_kept"))
    weighed.take(credit(1, "listened_in_silence"))
    assert weighed.needed(SECOND) == U.least


def test_the_rest_after_a_prompt_wears_off() -> None:
    weighed = weighing()
    weighed.take(shown(0))
    half = round(U.again_seconds / 2 * SECOND)
    assert weighed.needed(0) == pytest.approx(U.least + U.again_less)
    assert weighed.needed(half) == pytest.approx(U.least + U.again_less / 2)
    assert weighed.needed(2 * half) == U.least


def test_safety_needs_no_rest() -> None:
    weighed = weighing()
    weighed.take(shown(0, "safety"))
    assert weighed.needed(0) == U.least
