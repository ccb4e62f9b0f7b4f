"""Speech, turns, floor, overlaps and silences by the definitions of the field."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.events import (
    AnyEvent,
    FloorChanged,
    OverlapEnded,
    OverlapStarted,
    Silence,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    TimedWord,
    TurnEnded,
    TurnStarted,
)
from assist.profile.schema import Profile, Speech
from assist.speech.activity import SpeechSegmenter
from assist.speech.stage import SpeechStage
from assist.speech.words_activity import WordsActivity
from assist.timeline.frame import HOP
from tests.session.random_calls import side

SECOND = 16_000
Stretch = tuple[float, float]


def stage(agent: list[Stretch], customer: list[Stretch], seconds: float = 12.0) -> list[AnyEvent]:
    """Events of two patterns of speech, in seconds."""
    machine, out, end = SpeechStage(Profile()), [], 0
    for index in range(math.ceil(seconds * SECOND / HOP)):
        start, end = index * HOP, (index + 1) * HOP
        both = [
            1.0 if any(a * SECOND <= start + HOP // 2 < b * SECOND for a, b in pattern) else 0.0
            for pattern in (agent, customer)
        ]
        out += machine.hop((both[0], both[1]), start, end)
    return out + machine.flush(end, end + 1)


def turns(events: list[AnyEvent]) -> list[tuple[Speaker, float, float]]:
    return [(e.speaker, near(e.start), near(e.end)) for e in events if isinstance(e, TurnEnded)]


def floor(events: list[AnyEvent]) -> list[Speaker | None]:
    return [e.holder for e in events if isinstance(e, FloorChanged)]


def near(samples: int) -> float:
    """Seconds to the nearest tenth: hops are 32 ms."""
    return round(samples / SECOND, 1)


# ---------------------------------------------------------------------------------------------------------------- turns
def test_own_silences_under_a_second_stay_inside_a_turn() -> None:
    assert turns(stage([], [(1.0, 2.0), (2.9, 4.0)])) == [("customer", 1.0, 4.0)]
    assert turns(stage([], [(1.0, 2.0), (3.1, 4.0)])) == [("customer", 1.0, 2.0), ("customer", 3.1, 4.0)]


def test_a_turn_begins_with_its_first_sound_and_its_end_is_known_a_second_after_the_last() -> None:
    events = stage([], [(1.0, 2.0)])
    (started,) = [e for e in events if isinstance(e, TurnStarted)]
    (ended,) = [e for e in events if isinstance(e, TurnEnded)]
    assert near(started.start) == 1.0 and started.known_at - started.start <= 0.13 * SECOND
    assert 0 <= ended.known_at - ended.end - SECOND < HOP


def test_a_turn_goes_on_through_the_other_side() -> None:
    assert turns(stage([(2.0, 2.4)], [(1.0, 5.0)])) == [("agent", 2.0, 2.4), ("customer", 1.0, 5.0)]


# ---------------------------------------------------------------------------------------------------------------- floor
def test_the_floor_goes_to_who_began_first_and_stays_through_a_backchannel() -> None:
    assert floor(stage([(2.0, 2.4)], [(1.0, 5.0)])) == ["customer", None]


def test_the_floor_passes_on_when_the_turn_is_over() -> None:
    assert floor(stage([(3.5, 6.0)], [(1.0, 3.0)])) == ["customer", "agent", None]


def test_speaking_alone_for_seven_tenths_takes_the_floor_from_a_side_that_paused() -> None:
    events = stage([(3.1, 6.0)], [(1.0, 3.0), (3.95, 4.5)])
    changes = [e for e in events if isinstance(e, FloorChanged)]
    assert [e.holder for e in changes][:2] == ["customer", "agent"]
    assert 0.65 <= (changes[1].known_at - 3.1 * SECOND) / SECOND <= 0.8


def test_talking_over_the_holder_does_not_take_the_floor_before_the_holder_stops() -> None:
    events = stage([(2.0, 6.0)], [(1.0, 4.0)])
    assert floor(events) == ["customer", "agent", None]
    assert [near(e.at) for e in events if isinstance(e, FloorChanged)][1] >= 4.0


def test_a_running_turn_has_the_floor_even_while_it_pauses_for_breath() -> None:
    # The agent's turn (3.4 to 5.0) pauses just when the caller's is over for good.
    events = stage([(3.4, 3.9), (4.4, 5.0)], [(1.0, 3.0)])
    assert floor(events) == ["customer", "agent", None]
    assert [near(e.known_at) for e in events if isinstance(e, FloorChanged)][1] == 4.0


# -------------------------------------------------------------------------------------------------------------- overlap
def overlaps(events: list[AnyEvent]) -> list[tuple[Speaker, float, float]]:
    return [(e.speaker, near(e.onset), near(e.end)) for e in events if isinstance(e, OverlapEnded)]


@pytest.mark.parametrize(
    ("agent", "customer", "expected"),
    [
        ([(2.0, 4.0)], [(1.0, 3.0)], [("agent", 2.0, 3.0)]),
        ([(1.0, 3.0)], [(2.0, 4.0)], [("customer", 2.0, 3.0)]),
        ([(2.0, 2.5)], [(1.0, 4.0)], [("agent", 2.0, 2.5)]),
        ([(3.5, 4.0)], [(1.0, 3.0)], []),
        # A reply after 100 ms, as people do: no overlap, although the voice's end is not known yet.
        ([(3.1, 5.0)], [(1.0, 3.0)], []),
        ([(1.0, 3.0)], [(3.15, 5.0)], []),
        # Coming in during a pause inside a word: an overlap once the voice goes on.
        ([(3.05, 5.0)], [(1.0, 3.0), (3.16, 6.0)], [("agent", 3.0, 5.0)]),
        # A pause of 0.4 s belongs to the caller's speech: whoever begins in it comes in.
        ([(3.1, 5.0)], [(1.0, 3.0), (3.4, 5.5)], [("agent", 3.1, 5.0)]),
        # After a pause of 0.8 s it is the caller who comes in on the agent.
        ([(3.1, 5.0)], [(1.0, 3.0), (3.8, 5.5)], [("customer", 3.8, 5.0)]),
        # Twice.
        ([(2.0, 2.5), (4.0, 4.5)], [(1.0, 6.0)], [("agent", 2.0, 2.5), ("agent", 4.0, 4.5)]),
    ],
)
def test_who_came_in_and_until_when_both_spoke(
    agent: list[Stretch], customer: list[Stretch], expected: list[tuple[Speaker, float, float]]
) -> None:
    events = stage(agent, customer)
    assert overlaps(events) == expected
    started = [(e.speaker, near(e.onset)) for e in events if isinstance(e, OverlapStarted)]
    assert started == [(speaker, onset) for speaker, onset, _ in expected]


# -------------------------------------------------------------------------------------------------------------- silence
def test_silences_say_who_spoke_before_and_who_broke_them() -> None:
    events = stage([(4.0, 5.0)], [(1.0, 3.0)], seconds=8.0)
    told = [(near(e.start), near(e.end), e.before, e.after) for e in events if isinstance(e, Silence)]
    assert told == [(0.0, 1.0, None, "customer"), (3.0, 4.0, "customer", "agent"), (5.0, 8.0, "agent", None)]


def test_no_silence_while_one_side_speaks() -> None:
    events = stage([(3.0, 6.0)], [(1.0, 4.0)], seconds=7.0)
    assert [(near(e.start), e.after) for e in events if isinstance(e, Silence)] == [(0.0, "customer"), (6.0, None)]


# ------------------------------------------------------------------------------------------------------ voice activity
def segments(probabilities: list[float]) -> list[tuple[int, int]]:
    """Stretches of speech, in hops."""
    segmenter, out = SpeechSegmenter("agent", Speech()), []
    for index, probability in enumerate(probabilities):
        out += segmenter.hop(probability, index * HOP, (index + 1) * HOP)
    out += segmenter.flush(len(probabilities) * HOP, len(probabilities) * HOP + 1)
    return [(e.start // HOP, e.end // HOP) for e in out if isinstance(e, SpeechEnded)]


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        ([0.9] * 2 + [0.0] * 20, []),  # a click
        ([0.0] * 3 + [0.9] * 3 + [0.0] * 20, [(3, 6)]),
        ([0.9] * 10 + [0.0] * 6 + [0.9] * 10, [(0, 26)]),  # 192 ms: part of a word
        ([0.9] * 10 + [0.0] * 7 + [0.9] * 10, [(0, 10), (17, 27)]),  # 224 ms
        ([0.9] * 10 + [0.4] * 30 + [0.0] * 10, [(0, 40)]),  # between the two limits it goes on
        ([0.4] * 30, []),  # and does not begin
        ([0.9, 0.9, 0.1, 0.9, 0.9, 0.1] * 5, []),
    ],
)
def test_hysteresis_and_least_lengths(probabilities: list[float], expected: list[tuple[int, int]]) -> None:
    assert segments(probabilities) == expected


@given(st.lists(st.sampled_from([0.0, 0.3, 0.35, 0.4, 0.5, 1.0]), max_size=200))
@settings(max_examples=200, deadline=None)
def test_stretches_are_in_order_and_long_enough(probabilities: list[float]) -> None:
    last = -100
    for start, end in segments(probabilities):
        assert start >= last + 7 or last == -100
        # A stretch is at least three hops of voice from its first sound on.
        assert end - start >= 3 and all(p >= 0.5 for p in probabilities[start : start + 3])
        last = end


# ----------------------------------------------------------------------------------------------------- word activity
def test_words_are_voice_in_every_hop_they_half_cover() -> None:
    activity = WordsActivity({"agent": [TimedWord(text="hi", start=HOP, end=2 * HOP + HOP // 2)]})
    audio = side([], HOP).reshape(-1, 1).repeat(2, axis=1)
    heard = [activity.probabilities(index * HOP, audio) for index in range(4)]
    assert heard == [(0.0, 0.0), (1.0, 0.0), (1.0, 0.0), (0.0, 0.0)]


@given(st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 3_000)), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_no_word_is_too_short_to_be_voice(spans: list[tuple[int, int]]) -> None:
    words, at = [], 0
    for gap, length in spans:
        words.append(TimedWord(text="w", start=at + gap, end=at + gap + length))
        at += gap + length
    activity = WordsActivity({"customer": words})
    audio = side([], HOP).reshape(-1, 1).repeat(2, axis=1)
    voiced = {i for i in range(at // HOP + 3) if activity.probabilities(i * HOP, audio)[1] == 1.0}
    for word in words:
        hops = range(word.start // HOP, max(word.end, word.start + HOP) // HOP + 1)
        assert voiced.intersection(hops)
    assert activity.probabilities(0, audio)[0] == 0.0


def test_speech_events_come_in_pairs_and_name_their_side() -> None:
    events = stage([(1.0, 2.0)], [(4.0, 5.0)])
    spoken = [(type(e), e.speaker) for e in events if isinstance(e, SpeechStarted | SpeechEnded)]
    assert spoken == [
        (SpeechStarted, "agent"),
        (SpeechEnded, "agent"),
        (SpeechStarted, "customer"),
        (SpeechEnded, "customer"),
    ]
