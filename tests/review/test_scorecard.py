"""The four checks: what counts as an occasion, what meets it, what misses it."""

from __future__ import annotations

import pytest

from assist.events import AnyEvent
from assist.review.scorecard import CHECKS, Check, CheckName, scorecard
from assist.review.wording import check_count, check_note, finding_text, praise, suggestion
from assist.ui.review_states import sample_record
from tests.review.making import act, beat, gap, overlap, s, step, turn


def check(name: CheckName, *events: AnyEvent) -> Check:
    return next(found for found in scorecard(events) if found.name == name)


def test_a_call_with_nothing_in_it_gives_no_occasion() -> None:
    assert [(c.name, c.state, c.findings) for c in scorecard([])] == [(name, "no_occasion", ()) for name in CHECKS]
    assert all(check_note(c) for c in scorecard([]))


def test_a_beat_before_an_emotional_reply_is_met_and_one_reply_is_one_occasion() -> None:
    paused = check("paused", gap(10, 12.4), beat(10, 12), beat(10, 12.4, "listened_in_silence"))
    assert paused.state == "done"
    (found,) = paused.findings
    assert (found.what, found.met) == ("beat_kept", True) and found.seconds == pytest.approx(2.4)


def test_a_quick_reply_counts_only_after_an_emotional_turn_and_by_the_agent() -> None:
    assert check("paused", gap(10, 10.2, emotional=False), gap(20, 20.1, speaker="customer")).state == "no_occasion"
    assert check("paused", gap(10, 10.2)).state == "not_done"


def test_an_interruption_by_the_agent_is_missed_once_with_its_last_verdict() -> None:
    assert check("paused", overlap(5), overlap(5, "backchannel")).state == "no_occasion"
    paused = check("paused", overlap(5, "inconclusive"), overlap(5), overlap(9, speaker="customer"))
    assert [f.what for f in paused.missed] == ["interruption"]
    # The reply began before the caller's end: that is the interruption, not a quick reply too.
    assert len(check("paused", overlap(5), gap(6, 5)).findings) == 1


def test_as_often_as_not_is_done() -> None:
    assert check("paused", gap(10, 12), beat(10, 12), gap(20, 20.1)).state == "done"
    paused = check("paused", gap(10, 12), beat(10, 12), gap(20, 20.1), gap(30, 30.1))
    assert (paused.state, check_count(paused)) == ("not_done", "1 of 3")


def test_a_matter_acknowledged_in_the_end_is_acknowledged() -> None:
    late = check("acknowledged", step(5, "disclosed"), step(8, "passed_over"), step(20, "acknowledged"))
    assert (late.state, [f.at for f in late.met]) == ("done", [s(20)])
    passed = check("acknowledged", step(5, "disclosed"), step(8, "passed_over"))
    assert (passed.state, passed.missed[0].at) == ("not_done", s(7))


def test_a_matter_answered_with_options_is_no_miss() -> None:
    assert (
        check("acknowledged", step(5, "disclosed"), step(8, "offered_choices"), step(9, "passed_over")).state
        == "no_occasion"
    )


def test_a_non_apology_counts_against_it() -> None:
    assert check("acknowledged", act(3, "non_apology")).state == "not_done"
    assert check("acknowledged", act(3, "non_apology", probability=0.49)).state == "no_occasion"
    assert check("acknowledged", act(3, "non_apology", speaker="customer")).state == "no_occasion"


@pytest.mark.parametrize(
    ("name", "good", "slip"),
    [("reframed", "reframed", "dead_end"), ("offered_choices", "offered_choices", "ultimatum")],
)
def test_what_came_last_decides_for_the_outcome(name: CheckName, good: str, slip: str) -> None:
    well, badly = step(20, good), act(30, slip)  # type: ignore[arg-type]
    assert check(name, step(5, "disclosed")).state == "not_done"
    assert check_note(check(name, step(5, "disclosed")))
    assert check(name, step(5, "disclosed"), well).state == "done"
    assert check(name, step(5, "disclosed"), well, badly).state == "not_done"
    assert check(name, act(10, slip), well).state == "done"  # type: ignore[arg-type]


def test_words_of_moments_come_from_the_turns() -> None:
    turns = [turn("customer", 2, 10, "i am so scared"), turn("agent", 10.2, 14, "the balance is due")]
    paused = next(c for c in scorecard([gap(10, 10.2)], turns) if c.name == "paused")
    assert [piece.text for piece in paused.findings[0].evidence] == ["i am so scared", "the balance is due"]


def test_everything_that_can_be_found_has_words_of_its_own() -> None:
    for found in scorecard(sample_record().events, sample_record().turns):
        for finding in found.findings:
            assert "_" not in finding_text(finding)
            assert praise(finding.what) if finding.met else suggestion(finding.what)
    for name in ("dead_end", "policy_wall", "blame", "ultimatum", "brush_off", "but_opener", "non_apology", "reframed"):
        assert suggestion(name)
