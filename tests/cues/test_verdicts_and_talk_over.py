"""Verdicts on overlaps by their definitions, and the Pause that is earned by talking over the caller."""

from __future__ import annotations

import pytest

from assist.cues.interruption import InterruptionJudge
from assist.cues.overlap_model import shipped_model
from assist.cues.rules import RuleReader
from assist.cues.talk_over import TalkOver
from assist.events import (
    AnyEvent,
    CueRaised,
    OverlapEnded,
    OverlapJudged,
    OverlapStarted,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    TimedWord,
    Verdict,
    Words,
)
from assist.profile.schema import Cues, Profile, TurnTaking
from assist.speech.stage import SpeechStage

SECOND, HOP = 16_000, 512
READER = RuleReader()
Stretch = tuple[float, float]


def said(speaker: Speaker, text: str, start: float, end: float, *, utterance: int = 1, final: bool = True) -> Words:
    first, last = round(start * SECOND), round(end * SECOND)
    words = text.split()
    step = (last - first) // max(len(words), 1)
    timed = tuple(TimedWord(text=w, start=first + i * step, end=first + (i + 1) * step) for i, w in enumerate(words))
    return Words(
        at=last, known_at=last, speaker=speaker, start=first, end=last, text=text,
        stability="final" if final else "partial", utterance=utterance, words=timed,
    )  # fmt: skip


def judge(
    agent: list[Stretch], customer: list[Stretch], words: list[Words] | None = None, seconds: float = 12.0
) -> list[OverlapJudged]:
    """The verdicts on two patterns of speech, in seconds."""
    stage, verdicts = SpeechStage(Profile()), InterruptionJudge(TurnTaking(), shipped_model())
    out: list[OverlapJudged] = []
    waiting = sorted(words or [], key=lambda w: w.known_at)
    end = 0
    for index in range(round(seconds * SECOND / HOP)):
        start, end = index * HOP, (index + 1) * HOP
        probabilities = [
            1.0 if any(a * SECOND <= start + HOP // 2 < b * SECOND for a, b in side) else 0.0
            for side in (agent, customer)
        ]
        events: list[AnyEvent] = stage.hop((probabilities[0], probabilities[1]), start, end)
        while waiting and waiting[0].known_at <= end:
            events.append(waiting.pop(0))
        for event in events:
            verdicts.take(event)
        out += verdicts.hop(end)
    for event in stage.flush(end, end + 1):
        verdicts.take(event)
    return out + verdicts.flush(end + 1)


def late(verdicts: list[OverlapJudged]) -> list[tuple[Speaker, Verdict]]:
    return [(v.speaker, v.verdict) for v in verdicts if v.stage == "late"]


@pytest.mark.parametrize(
    ("agent", "customer", "expected"),
    [
        # The agent comes in after two seconds and the caller breaks off.
        ([(3.0, 6.0)], [(1.0, 4.2)], ("agent", "interruption")),
        # The other way round it is the caller's interruption.
        ([(1.0, 4.2)], [(3.0, 6.0)], ("customer", "interruption")),
        # In the last 300 ms of the turn: ordinary turn exchange.
        ([(4.0, 6.0)], [(1.0, 4.2)], ("agent", "cooperative")),
        # Both begin within 300 ms.
        ([(1.15, 4.0)], [(1.0, 3.0)], ("agent", "inconclusive")),
        # Half a second in the middle, nothing recognised: a listener's sound.
        ([(3.0, 3.5)], [(1.0, 6.0)], ("agent", "backchannel")),
        # Under a second, the holder goes on: helping.
        ([(3.0, 3.9)], [(1.0, 6.0)], ("agent", "cooperative")),
    ],
)
def test_verdicts_by_definition(
    agent: list[Stretch], customer: list[Stretch], expected: tuple[Speaker, Verdict]
) -> None:
    assert late(judge(agent, customer)) == [expected]


def test_listener_words_are_a_backchannel_however_long_they_take() -> None:
    words = [said("agent", "mm-hm okay", 3.0, 4.1)]
    assert late(judge([(3.0, 4.2)], [(1.0, 6.0)], words)) == [("agent", "backchannel")]


@pytest.mark.parametrize("start", [4.1, 4.3, 4.5])
def test_a_quick_reply_without_overlap_is_an_ordinary_exchange(start: float) -> None:
    assert late(judge([(start, 6.5)], [(1.0, 4.0)])) == [("agent", "cooperative")]


def test_a_reply_after_the_pause_within_a_turn_is_not_judged() -> None:
    assert judge([(4.8, 6.5)], [(1.0, 4.0)]) == []


def test_the_early_verdict_is_there_seven_tenths_of_a_second_in() -> None:
    verdicts = judge([(3.0, 6.0)], [(1.0, 4.2)])
    assert [(v.stage, v.verdict) for v in verdicts] == [("early", "interruption"), ("late", "interruption")]
    early, final = verdicts
    assert 0.7 <= (early.known_at - early.onset) / SECOND <= 0.75
    assert 1.5 <= (final.known_at - final.end) / SECOND <= 1.8
    assert early.onset == final.onset


def test_each_overlap_is_judged_late_exactly_once_even_at_the_end_of_the_call() -> None:
    verdicts = judge([(3.0, 5.0)], [(1.0, 5.0)], seconds=4.5)
    assert len([v for v in verdicts if v.stage == "late"]) == 1
    assert all(v.at <= v.known_at and v.onset <= v.end <= v.known_at and 0 <= v.probability <= 1 for v in verdicts)


# ------------------------------------------------------------------------------------------------------------ talk-over
class Call:
    """Feeds verdicts to the counter of interruptions."""

    def __init__(self, thresholds: Cues | None = None) -> None:
        self.talk_over = TalkOver(thresholds or Cues(), READER)

    def verdict(
        self, onset: float, verdict: Verdict = "interruption", *, known: float | None = None, speaker: Speaker = "agent"
    ) -> list[CueRaised]:
        now = round((onset + 0.8 if known is None else known) * SECOND)
        first = round(onset * SECOND)
        event = OverlapJudged(
            at=now, known_at=now, speaker=speaker, onset=first, end=now, verdict=verdict, probability=0.8,
            stage="early" if known is None else "late",
        )  # fmt: skip
        return self.talk_over.take(event, now)


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
    call.talk_over.take(said("customer", "I lost my job and I can't", 7.0, 10.0, final=False), 10 * SECOND)
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


def test_events_of_other_kinds_are_left_alone() -> None:
    judge_alone = InterruptionJudge(TurnTaking(), shipped_model())
    judge_alone.take(OverlapEnded(at=1, known_at=1, speaker="agent", onset=0, end=1))
    judge_alone.take(SpeechEnded(at=1, known_at=1, speaker="agent", start=0, end=1))
    assert judge_alone.hop(10**6) == []
    judge_alone.take(SpeechStarted(at=2, known_at=2, speaker="customer", start=2))
    judge_alone.take(OverlapStarted(at=3, known_at=3, speaker="agent", onset=3))
    assert {(e.speaker, e.verdict) for e in judge_alone.flush(10**6)} <= {
        ("customer", "cooperative"),
        ("agent", "cooperative"),
    }
