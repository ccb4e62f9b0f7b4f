"""The call in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assist.cues.dynamics import CallNumbers
from assist.events import SAMPLE_RATE, AnyEvent, Dynamics, OverlapJudged, SpeechStarted
from assist.profile.schema import Conversation
from tests.cues.speaking import hear

CLOSE = 0.07
"""Two hops, in seconds."""


def numbers(events: Sequence[AnyEvent]) -> list[Dynamics]:
    return [e for e in events if isinstance(e, Dynamics)]


def test_every_minute_from_the_first_voice_and_at_the_end() -> None:
    found = numbers(hear(agent=[(5, 30)], customer=[(31, 150)]))
    assert [round(e.at / SAMPLE_RATE) for e in found] == [65, 125, 153]
    assert [e.complete for e in found] == [False, False, True]
    assert all(e.known_at - e.at < 0.3 * SAMPLE_RATE for e in found)


def test_who_spoke_how_long() -> None:
    (last,) = numbers(hear(agent=[(1, 11), (20, 30)], customer=[(12, 18), (28, 29)], seconds=41))
    assert last.agent_seconds == pytest.approx(20, abs=CLOSE)
    assert last.customer_seconds == pytest.approx(7, abs=CLOSE)
    assert last.both_seconds == pytest.approx(1, abs=CLOSE)
    assert last.silence_seconds == pytest.approx(40 - 26, abs=CLOSE)
    assert (last.agent_turns, last.customer_turns) == (2, 2)
    assert last.longest_agent_seconds == pytest.approx(10, abs=CLOSE)
    assert last.longest_customer_seconds == pytest.approx(6, abs=CLOSE)
    assert last.median_gap_seconds == pytest.approx(2.0, abs=CLOSE)


def test_the_difference_of_two_is_the_minute_between() -> None:
    first, second, _ = numbers(hear(agent=[(1, 31), (70, 80)], customer=[(40, 65), (90, 118)], seconds=125))
    assert second.agent_seconds - first.agent_seconds == pytest.approx(10, abs=CLOSE)
    assert second.customer_seconds - first.customer_seconds == pytest.approx(4 + 28, abs=CLOSE)
    assert second.silence_seconds - first.silence_seconds == pytest.approx(60 - 42, abs=CLOSE)


def test_a_turn_that_runs_counts_as_far_as_it_goes() -> None:
    first, *_ = numbers(hear(agent=[(1, 20), (20.5, 40), (40.5, 100)]))
    assert first.agent_turns == 1 and 39 <= first.longest_agent_seconds <= 61
    assert first.customer_turns == 0 and first.median_gap_seconds is None


def test_a_call_in_which_nobody_spoke_has_no_numbers() -> None:
    assert numbers(hear(seconds=90)) == []


def judged(onset: int, verdict: str, speaker: str = "agent", stage: str = "early") -> OverlapJudged:
    return OverlapJudged(
        at=onset, known_at=onset, speaker=speaker, onset=onset, end=onset + 9, verdict=verdict,  # type: ignore[arg-type]
        probability=0.8, stage=stage,  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_latest_verdict_on_an_overlap_counts() -> None:
    meter = CallNumbers(Conversation(), 0)
    meter.take(SpeechStarted(at=0, known_at=0, speaker="agent", start=0))
    for event in (
        judged(100, "interruption"),
        judged(200, "backchannel"),
        judged(100, "backchannel", stage="late"),
        judged(200, "interruption", stage="late"),
        judged(200, "interruption", speaker="customer"),
        judged(300, "cooperative"),
        judged(400, "inconclusive"),
    ):
        meter.take(event)
    (last,) = meter.flush(1_000)
    assert (last.agent_interruptions, last.customer_interruptions, last.backchannels) == (1, 1, 1)


def test_sides_swapped_swap_the_numbers() -> None:
    one, other = [(1.0, 9.0), (15.0, 20.0)], [(8.0, 14.0), (19.0, 30.0)]
    (a,), (b,) = numbers(hear(agent=one, customer=other)), numbers(hear(agent=other, customer=one))
    assert (a.agent_seconds, a.customer_turns, a.longest_agent_seconds) == (
        b.customer_seconds, b.agent_turns, b.longest_customer_seconds,
    )  # fmt: skip
    assert replace(a, agent_seconds=0, customer_seconds=0).silence_seconds == b.silence_seconds
    assert a.both_seconds == b.both_seconds
