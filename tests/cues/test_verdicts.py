"""Verdicts on overlaps by their definitions."""

from __future__ import annotations

import pytest

from assist.cues.interruption import InterruptionJudge
from assist.cues.overlap_model import shipped_model
from assist.events import (
    AnyEvent,
    OverlapEnded,
    OverlapJudged,
    OverlapStarted,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    Verdict,
    Words,
)
from assist.profile.schema import Profile, TurnTaking
from assist.speech.stage import SpeechStage
from tests.cues.speech import said

SECOND, HOP = 16_000, 512
Stretch = tuple[float, float]


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
