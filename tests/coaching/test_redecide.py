"""A call decided anew from its stored events is decided as it was; with other thresholds as a replay would have."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.coaching.promptbook import default_book
from assist.coaching.redecide import inputs, redecide
from assist.eventlog import from_json, to_json
from assist.events import (
    AnyEvent,
    Credit,
    CueRaised,
    LeapStep,
    PromptClosed,
    PromptShown,
    PromptWithheld,
    Recovery,
)
from assist.profile.coaching import Urgency, Weights
from assist.profile.schema import Cues, Profile, Prompts
from assist.session.pipeline import Pipeline
from tests.session.random_calls import CountingEngine, LateLane, RandomCall, calls, parts

DECIDED = (LeapStep, PromptShown, PromptWithheld, PromptClosed, Recovery)
PROFILES = st.builds(
    Profile,
    cues=st.builds(
        Cues, interruptions=st.integers(1, 3), act_probability=st.sampled_from([0.4, 0.5, 0.9]), reply_words=st.integers(1, 9)
    ),
    prompts=st.builds(
        Prompts,
        shown_seconds=st.sampled_from([2.0, 8.0]),
        gap_seconds=st.sampled_from([5.0, 20.0]),
        repeat_seconds=st.sampled_from([10.0, 120.0]),
        lateness_seconds=st.sampled_from([0.5, 3.0]),
        recovery_seconds=st.sampled_from([10.0, 60.0]),
    ),
    urgency=st.builds(Urgency, least=st.sampled_from([0.0, 0.5]), talk_over=st.sampled_from([0.4, 0.8])),
    weights=st.builds(Weights, pause=st.sampled_from([0.5, 1.0])),
)  # fmt: skip


def heard(call: RandomCall, profile: Profile) -> list[AnyEvent]:
    pipeline = Pipeline(parts(LateLane(CountingEngine(), call.delays, call.troubles), profile), "test")
    return [*pipeline.step(call.frame(0, len(call.audio))), *pipeline.finish()]


def decided(events: list[AnyEvent]) -> list[AnyEvent]:
    listening = ("beat_kept", "listened_in_silence")
    kept = [e for e in events if isinstance(e, DECIDED) or (isinstance(e, Credit) and e.name not in listening)]
    raised = [
        e
        for e in events
        if isinstance(e, CueRaised) and e.reason not in ("safety_words", "fast", "monologue", "dead_air")
    ]
    return [*kept, *raised]


@given(calls(outside=True), PROFILES)
@settings(max_examples=60, deadline=None)
def test_decided_anew_as_it_was_and_as_a_replay_would(call: RandomCall, other: Profile) -> None:
    stored = heard(call, Profile())
    assert decided(redecide(stored, Profile(), default_book())) == decided(stored)
    assert decided(redecide(stored, other, default_book())) == decided(heard(call, other))


@given(calls(outside=True))
@settings(max_examples=10, deadline=None)
def test_through_the_stored_form(call: RandomCall) -> None:
    stored = heard(call, Profile())
    read = [from_json(to_json(event)) for event in inputs(stored)]
    assert decided(redecide(read, Profile(), default_book())) == decided(stored)


def test_nothing_is_decided_of_nothing() -> None:
    assert redecide([], Profile(), default_book()) == []
