"""The Pause that is earned by talking over the caller."""

from __future__ import annotations

import pytest

from assist.coaching.interruptions import Interruptions
from assist.cues.cut_off import CutOffs
from assist.cues.rules import RuleReader
from assist.events import CueRaised, OverlapJudged, Speaker, Verdict
from assist.profile.coaching import Urgency
from assist.profile.schema import Cues
from tests.cues.speech import SECOND, said

READER = RuleReader()


class Call:
    """Feeds verdicts to what reads the caller and to the counter of interruptions."""

    def __init__(self, thresholds: Cues | None = None) -> None:
        self.cut_offs = CutOffs(READER)
        self.interruptions = Interruptions(thresholds or Cues(), Urgency())

    def verdict(
        self, onset: float, verdict: Verdict = "interruption", *, known: float | None = None, speaker: Speaker = "agent"
    ) -> list[CueRaised]:
        now = round((onset + 0.8 if known is None else known) * SECOND)
        first = round(onset * SECOND)
        event = OverlapJudged(
            at=now, known_at=now, speaker=speaker, onset=first, end=now, verdict=verdict, probability=0.8,
            stage="early" if known is None else "late",
        )  # fmt: skip
        for cut_off in self.cut_offs.take(event, now):
            self.interruptions.take(cut_off, now)
        return self.interruptions.take(event, now)


def test_two_interruptions_in_a_minute_earn_a_pause() -> None:
    call = Call()
    assert call.verdict(10.0) == []
    (cue,) = call.verdict(65.0)
    assert (cue.cue, cue.reason, cue.immediate) == ("pause", "talk_over", True)


def test_one_is_not_enough_and_two_too_far_apart_are_not() -> None:
    call = Call()
    assert call.verdict(10.0) == call.verdict(72.0) == []


def test_one_that_cuts_off_an_emotional_turn_is_enough() -> None:
    call = Call()
    call.cut_offs.take(said("customer", "I lost my job and I can't", 7.0, 10.0, final=False), 10 * SECOND)
    (cue,) = call.verdict(10.0)
    assert cue.urgency > 0.8 and "lost my job" in cue.evidence[0].text


def test_the_late_verdict_on_the_same_overlap_counts_no_second_time() -> None:
    call = Call()
    assert call.verdict(10.0) == call.verdict(10.0, known=13.0) == []
    assert len(call.verdict(20.0)) == 1
    assert call.verdict(20.0, known=23.0) == []


def test_a_late_verdict_can_take_back_an_early_one() -> None:
    call = Call()
    call.verdict(10.0)
    call.verdict(10.0, "cooperative", known=13.0)
    assert call.verdict(20.0) == []


def test_a_used_interruption_counts_no_more_when_its_late_verdict_comes_after_the_cue() -> None:
    call = Call()
    call.verdict(10.0)
    assert len(call.verdict(11.0)) == 1
    assert call.verdict(10.0, known=13.0) == []
    assert call.verdict(30.0) == []


def test_the_caller_may_interrupt_as_often_as_they_like() -> None:
    call = Call()
    assert call.verdict(10.0, speaker="customer") == call.verdict(12.0, speaker="customer") == []


@pytest.mark.parametrize("verdict", ["backchannel", "cooperative", "inconclusive"])
def test_other_verdicts_earn_nothing(verdict: Verdict) -> None:
    call = Call()
    assert call.verdict(10.0, verdict) == call.verdict(12.0, verdict) == call.verdict(14.0, verdict) == []
