from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.ui.beat import APPEAR_SECONDS, FADE_SECONDS, FRAME_SECONDS, TICK_SECONDS, TURN_SECONDS, Beat, take
from tests.ui.making import beat, beat_over, voice

LONG_GONE = TICK_SECONDS + FADE_SECONDS + 0.001


def opened(known_after: float = 0.2, finished: float = 0.8, length: float = 1.0, now: float = 100.0) -> Beat:
    shown = take(None, beat(known_after, finished, length), now)
    assert shown is not None
    return shown


@pytest.mark.parametrize("length", [1.0, 2.0])
def test_it_starts_at_the_share_that_has_passed_and_is_full_when_the_beat_is_over(length: float) -> None:
    ring = opened(0.2, length=length)
    assert ring.share(100.0) == pytest.approx(0.2 / length)
    assert ring.share(99.8 + length / 2) == pytest.approx(0.5)
    assert ring.share(99.8 + length) == 1.0
    assert ring.share(500.0) == 1.0


def test_news_that_came_before_the_beat_is_an_empty_ring() -> None:
    assert opened(0.0).share(99.0) == 0.0


def test_in_steps_it_has_thirds() -> None:
    ring = opened(0.0)
    shares = [round(ring.share(100.0 + tenth / 10, steps=True), 2) for tenth in range(11)]
    assert shares == [0, 0, 0, 0, 0.33, 0.33, 0.33, 0.67, 0.67, 0.67, 1]


def test_the_caller_who_may_go_on_looks_different_and_better_knowledge_changes_it() -> None:
    ring = opened(0.2, finished=0.49)
    assert ring.face == "breathing"
    better = take(ring, beat(0.5, finished=0.5), 100.3)
    assert better is not None
    assert better.face == "running"
    assert better.share(100.3) == pytest.approx(ring.share(100.3)) == pytest.approx(0.5)
    assert better.shown == ring.shown


def test_a_late_repetition_does_not_turn_the_ring_back() -> None:
    ring = opened(0.2)
    late = take(ring, beat(0.5), 100.9)
    assert late is not None
    assert late.share(100.9) == ring.share(100.9)


@pytest.mark.parametrize("steps", [False, True])
def test_a_beat_that_becomes_longer_slows_the_ring_and_never_turns_it_back(steps: bool) -> None:
    ring = opened(0.2)
    longer = take(ring, beat(0.6, length=2.0), 100.4)
    assert longer is not None
    assert longer.share(100.4) == pytest.approx(ring.share(100.4)) == pytest.approx(0.6)
    shares = [longer.share(100.4 + tenth / 10, steps) for tenth in range(15)]
    assert shares == sorted(shares)
    assert longer.share(101.1) == pytest.approx(0.8)
    assert longer.share(101.8, steps) == pytest.approx(1.0)
    assert pictures(longer, 100.4, steps)[-1] == pytest.approx(101.8, abs=0.05)


def test_a_beat_that_becomes_shorter_than_what_has_passed_is_full() -> None:
    shorter = take(opened(0.2, length=2.0), beat(1.2, length=1.0), 101.0)
    assert shorter is not None
    assert shorter.share(101.0) == 1.0


def test_kept_it_turns_into_a_tick_that_stays_and_fades() -> None:
    kept = take(opened(), beat_over("kept"), 100.8)
    assert kept is not None
    assert (kept.face, kept.breathing) == ("kept", False)
    assert kept.turned(100.8) == 0.0
    assert kept.turned(100.8 + TURN_SECONDS) == pytest.approx(1.0)
    assert kept.strength(100.8 + TICK_SECONDS) == 1.0
    assert 0.0 < kept.strength(100.8 + TICK_SECONDS + FADE_SECONDS / 2) < 1.0
    assert not kept.is_gone(100.8 + TICK_SECONDS)
    assert kept.is_gone(100.8 + LONG_GONE)
    assert kept.wait_seconds(100.8 + LONG_GONE) is None


def test_a_beat_that_is_over_while_the_caller_may_go_on_fades_amber() -> None:
    kept = take(opened(finished=0.1), beat_over("kept"), 100.8)
    assert kept is not None
    assert (kept.face, kept.breathing) == ("breathing", True)


def test_cut_short_it_stands_still_and_fades() -> None:
    cut = take(opened(), beat_over("cut_short"), 100.3)
    assert cut is not None
    assert cut.face == "cut_short"
    assert cut.share(100.6) == cut.share(100.3)
    assert cut.turned(101.0) == 0.0
    assert cut.strength(100.3 + FADE_SECONDS / 2) == pytest.approx(0.5)
    assert cut.is_gone(100.3 + FADE_SECONDS)


def test_the_caller_went_on_and_it_is_gone() -> None:
    assert take(opened(), beat_over("caller_went_on"), 100.3) is None


def test_it_holds_still_while_the_agent_is_heard() -> None:
    held = take(opened(), voice("agent"), 100.3)
    assert held is not None
    assert held.share(100.9) == held.share(100.3) == pytest.approx(0.5)
    assert held.wait_seconds(100.9) is None
    released = take(held, voice("agent", on=False), 100.5)
    assert released is not None
    assert released.share(100.5) == pytest.approx(0.7)


def test_events_about_something_else_change_nothing() -> None:
    ring = opened()
    assert take(ring, beat_over("kept", start=7.0), 100.5) is ring
    assert take(ring, voice("customer"), 100.5) is ring
    assert take(None, beat_over("kept"), 100.5) is None
    assert take(None, voice("agent"), 100.5) is None
    kept = take(ring, beat_over("kept"), 100.8)
    assert take(kept, beat(0.9), 100.9) is kept
    assert take(kept, voice("agent"), 100.9) is kept
    assert take(kept, beat_over("cut_short"), 100.9) is kept


def test_a_caller_who_goes_on_after_all_takes_the_tick_away() -> None:
    kept = take(opened(), beat_over("kept"), 100.8)
    assert take(kept, voice("agent"), 101.0) is kept
    assert take(kept, voice("customer"), 101.0) is None


def test_the_next_beat_takes_the_place_of_a_tick() -> None:
    kept = take(opened(), beat_over("kept"), 100.8)
    following = take(kept, beat(0.2, start=12.0), 101.0)
    assert following is not None
    assert following.closed is None
    assert following.share(101.0) == pytest.approx(0.2)


def test_it_comes_up_softly_and_more_so_at_a_breath() -> None:
    assert opened().strength(100.0 + APPEAR_SECONDS) == 1.0
    assert opened(finished=0.1).strength(100.1) < opened(finished=0.8).strength(100.1) < 1.0


def test_without_motion_nothing_fades() -> None:
    ring = opened()
    assert ring.strength(100.0, steps=True) == 1.0
    kept = take(ring, beat_over("kept"), 100.8)
    assert kept is not None
    assert kept.turned(100.8, steps=True) == 1.0
    assert {kept.strength(100.8 + tenth / 10, steps=True) for tenth in range(25)} == {0.0, 1.0}


def pictures(ring: Beat, now: float, steps: bool) -> list[float]:
    """When a picture is drawn until nothing moves any more, as the ring's timer does it."""
    times = [now]
    while (wait := ring.wait_seconds(times[-1], steps)) is not None:
        assert len(times) < 500
        times.append(times[-1] + wait)
    return times


def test_in_steps_a_beat_is_three_pictures_and_a_tick_two() -> None:
    ring = opened(0.2)
    assert pictures(ring, 100.0, steps=True) == pytest.approx([100.0, 99.8 + 1 / 3, 99.8 + 2 / 3, 100.8])
    kept = take(ring, beat_over("kept"), 100.8)
    assert kept is not None
    assert len(pictures(kept, 100.8, steps=True)) == 2


@given(
    known_after=st.floats(0.0, 3.0), length=st.floats(0.5, 8.0), finished=st.floats(0.0, 1.0), steps=st.booleans(),
    why=st.sampled_from(["kept", "cut_short"]), after=st.floats(0.0, 10.0),
)  # fmt: skip
def test_every_beat_comes_to_rest_and_is_never_drawn_more_than_25_times_a_second(
    known_after: float, length: float, finished: float, steps: bool, why: str, after: float
) -> None:
    ring = opened(known_after, finished, length)
    times = pictures(ring, 100.0, steps)
    assert ring.share(times[-1], steps) == pytest.approx(1.0)
    closed = take(ring, beat_over("kept" if why == "kept" else "cut_short"), 100.0 + after)
    assert closed is not None
    ending = pictures(closed, 100.0 + after, steps)
    assert closed.is_gone(ending[-1], steps)
    assert ending[-1] <= 100.0 + after + LONG_GONE + FRAME_SECONDS
    for drawn in (times, ending):
        assert all(later - earlier > 0 for earlier, later in pairwise(drawn))
        assert len(drawn) <= (drawn[-1] - drawn[0]) / FRAME_SECONDS + 4
