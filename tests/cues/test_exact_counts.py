"""Counts that must be exact: every long silence, every one-sided run, every second of talk, whatever was said when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    BeatClosed,
    BeatOpened,
    Credit,
    CueRaised,
    Dynamics,
    Pace,
    ResponseGap,
    Silence,
    TurnEnded,
)
from assist.profile.schema import Conversation, Profile, samples
from assist.timeline.frame import HOP
from tests.cues.speaking import Said, common_silences, hear, one_sided_runs, stretches

SHORT = Profile(conversation=replace(Conversation(), monologue_seconds=15.0, numbers_every_seconds=10.0))
"""Short enough for random calls of two minutes."""

OURS = (BeatOpened, BeatClosed, Credit, ResponseGap, Pace, Dynamics, CueRaised)


RUN_GAP = samples(Profile().turns.run_gap_seconds)
LONGEST_PAUSE = samples(Profile().conversation.monologue_pause_seconds)


def cues(events: Sequence[AnyEvent], name: str) -> list[CueRaised]:
    return [e for e in events if isinstance(e, CueRaised) and e.cue == name]


def runs(events: Sequence[AnyEvent]) -> list[tuple[int, int]]:
    agent, customer = stretches(events, "agent"), stretches(events, "customer")
    return one_sided_runs(agent, customer, reply=SAMPLE_RATE, gap=RUN_GAP, pause=LONGEST_PAUSE)


def said(draw: st.DrawFn) -> list[Said]:
    """One side of a call: words of listening, replies, long talk; breaths, pauses, long silences."""
    pause = st.one_of(st.floats(0.05, 0.6), st.floats(0.3, 4), st.floats(0.3, 4), st.floats(8, 13))
    voice = st.one_of(st.floats(0.1, 1.3), st.floats(0.1, 6), st.floats(5, 25))
    out: list[Said] = []
    at = 0.0
    for silence, length in draw(st.lists(st.tuples(pause, voice), max_size=12)):
        text = draw(st.sampled_from(["", "", "okay", "i lost my job", "i am so scared", "thank you that helps"]))
        at += silence
        out.append((at, at + length, text) if text else (at, at + length))
        at += length
    return out


@st.composite
def both(draw: st.DrawFn) -> tuple[list[Said], list[Said]]:
    return said(draw), said(draw)


@given(both())
@settings(max_examples=60, deadline=None)
def test_every_long_silence_and_every_long_run_is_found_once(sides: tuple[list[Said], list[Said]]) -> None:
    events = hear(*sides, profile=SHORT)
    agent, customer = stretches(events, "agent"), stretches(events, "customer")

    found = [
        (e.start, e.end) for e in events if isinstance(e, Silence) and e.before is not None and e.after is not None
    ]
    least = round(0.2 * SAMPLE_RATE)
    assert found == common_silences(agent, customer, least)

    # Check in once for each, if there was a second of speech since the one before.
    expected: list[int] = []
    for start, _ in common_silences(agent, customer, 10 * SAMPLE_RATE):
        spoken = [(a, b) for a, b in (*agent, *customer) if expected and expected[-1] <= a < start]
        if not expected or sum(b - a for a, b in spoken) >= SAMPLE_RATE:
            expected.append(start + 10 * SAMPLE_RATE)
    assert [cue.at for cue in cues(events, "check_in")] == expected

    long = [start for start, end in runs(events) if end - start >= 15 * SAMPLE_RATE]
    assert [cue.evidence[0].start for cue in cues(events, "let_them_in")] == long
    # In an own pause nobody knows whether the run goes on: at most that pause later.
    assert all(cue.known_at - cue.at <= LONGEST_PAUSE + SAMPLE_RATE // 2 for cue in cues(events, "let_them_in"))


@given(both())
@settings(max_examples=30, deadline=None)
def test_the_numbers_are_those_of_a_count_by_hand(sides: tuple[list[Said], list[Said]]) -> None:
    events = hear(*sides, profile=SHORT)
    agent, customer = stretches(events, "agent"), stretches(events, "customer")
    numbers = [e for e in events if isinstance(e, Dynamics)]
    if not agent and not customer:
        assert numbers == []
        return
    first = min(start for start, _ in (*agent, *customer))
    assert [e.complete for e in numbers] == [False] * (len(numbers) - 1) + [True]
    assert [e.at - first for e in numbers[:-1]] == [10 * SAMPLE_RATE * n for n in range(1, len(numbers))]
    for e in numbers:
        # Hop by hop, as slowly and simply as possible.
        hops = range(first, e.at, HOP)
        count = [(any(a <= h < b for a, b in agent), any(a <= h < b for a, b in customer)) for h in hops]
        seconds = [sum(wanted(*voices) for voices in count) * HOP / SAMPLE_RATE for wanted in WANTED]
        told = [e.agent_seconds, e.customer_seconds, e.both_seconds, e.silence_seconds]
        assert told == pytest.approx(seconds, abs=HOP / SAMPLE_RATE + 0.001)
    turns = [e for e in events if isinstance(e, TurnEnded)]
    gaps = sorted(e.end - e.start for e in events if isinstance(e, ResponseGap) and e.speaker == "agent")
    last = numbers[-1]
    assert (last.agent_turns, last.customer_turns) == tuple(
        sum(turn.speaker == speaker for turn in turns) for speaker in ("agent", "customer")
    )
    longest = max((turn.end - turn.start for turn in turns if turn.speaker == "agent"), default=0)
    assert last.longest_agent_seconds == pytest.approx(longest / SAMPLE_RATE, abs=0.001)
    middle = (gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2 / SAMPLE_RATE if gaps else None
    assert last.median_gap_seconds == (None if middle is None else pytest.approx(middle, abs=0.001))


WANTED = (
    lambda agent, customer: agent,
    lambda agent, customer: customer,
    lambda agent, customer: agent and customer,
    lambda agent, customer: not agent and not customer,
)


@given(both())
@settings(max_examples=30, deadline=None)
def test_beats_open_and_close_in_turn(sides: tuple[list[Said], list[Said]]) -> None:
    events = hear(*sides, profile=SHORT)
    agent, customer = stretches(events, "agent"), stretches(events, "customer")
    ends = {end for _, end in customer}
    opened: BeatOpened | None = None
    for event in events:
        if isinstance(event, BeatOpened):
            assert opened is None or opened.start == event.start
            assert event.start in ends and event.length in (SAMPLE_RATE, 2 * SAMPLE_RATE) and 0 < event.finished < 1
            opened = event
        elif isinstance(event, BeatClosed):
            assert opened is not None and opened.start == event.start
            went_on = [start for start, _ in customer if event.start <= start < event.end]
            assert not went_on
            if event.why == "kept":
                assert event.end == opened.start + opened.length
                long = [b - a for a, b in agent if event.start <= a < event.end and b - a >= 0.7 * SAMPLE_RATE]
                assert not long
            elif event.why == "caller_went_on":
                assert event.end in {start for start, _ in customer}
            else:
                assert event.end in {start for start, _ in agent} and event.end < opened.start + opened.length
            opened = None


@given(both(), st.lists(st.integers(0, 60 * SAMPLE_RATE), max_size=30))
@settings(max_examples=15, deadline=None)
def test_block_sizes_do_not_matter(sides: tuple[list[Said], list[Said]], cuts: list[int]) -> None:
    assert hear(*sides, profile=SHORT, cuts=cuts) == hear(*sides, profile=SHORT)


@given(both(), st.integers(1, 2_000))
@settings(max_examples=20, deadline=None)
def test_a_later_call_is_the_same_call(sides: tuple[list[Said], list[Said]], hops: int) -> None:
    # An utterance begins with up to 0.3 s of what was before: after the first second that is always there.
    first, later = (_later(sides, SAMPLE_RATE + shift) for shift in (0, hops * HOP))
    now = [e for e in hear(*first, profile=SHORT) if isinstance(e, OURS)]
    then = [e for e in hear(*later, profile=SHORT) if isinstance(e, OURS)]
    assert [_moved(e, hops * HOP) for e in now] == [_moved(e, 0) for e in then]


def _later(sides: tuple[list[Said], list[Said]], by: int) -> list[list[Said]]:
    seconds = by / SAMPLE_RATE
    return [[(start + seconds, end + seconds, *text) for start, end, *text in side] for side in sides]  # type: ignore[misc]


def _moved(event: AnyEvent, by: int) -> AnyEvent:
    changes: dict[str, object] = {
        n: getattr(event, n) + by for n in ("at", "known_at", "start", "end") if hasattr(event, n)
    }
    if isinstance(event, CueRaised):
        changes["evidence"] = tuple(replace(e, start=e.start + by, end=e.end + by) for e in event.evidence)
    return replace(event, **changes)  # type: ignore[arg-type]


def test_a_script_with_known_silences_and_runs() -> None:
    agent: list[Said] = [(0.5, 2.0), (12.0, 60.0), (66.0, 70.0), (200.0, 231.0), (233.5, 250.0)]
    customer: list[Said] = [(2.5, 8.0), (30.0, 30.6, "right"), (71.0, 133.0), (160.0, 160.5, "hello"), (240.0, 240.5)]
    events = hear(agent, customer)
    silences = [e for e in events if isinstance(e, Silence) and e.before is not None and e.after is not None]
    assert sum(e.end - e.start > 3 * SAMPLE_RATE for e in silences) == 4
    assert sum(e.end - e.start > 10 * SAMPLE_RATE for e in silences) == 2
    # The second long silence follows half a second of speech: that does not call for another Check in.
    assert [round(cue.at / SAMPLE_RATE) for cue in cues(events, "check_in")] == [143]
    assert [round(cue.at / SAMPLE_RATE) for cue in cues(events, "let_them_in")] == [57, 245]
    assert [round((end - start) / SAMPLE_RATE, 1) for start, end in runs(events)] == [1.5, 48.0, 4.0, 50.0]
