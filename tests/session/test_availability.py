"""Cues that lack what they need say so once, and come back once."""

from __future__ import annotations

import typing

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.events import AnyEvent, Availability, Bleed, Bleeding, CueName, Speaker, Trouble
from assist.session.availability import NEEDS, AvailabilityStage

CUES: set[CueName] = set(typing.get_args(CueName))


def trouble(what: str, speaker: Speaker | None = None, *, over: bool = False) -> Trouble:
    return Trouble(at=5, known_at=5, what=what, since=5, until=5 if over else None, speaker=speaker)


def bleed(speaker: Speaker, state: Bleeding) -> Bleed:
    return Bleed(at=5, known_at=5, speaker=speaker, state=state, level_db=-3.0, lag=48, correlation=0.9)


def hop(stage: AvailabilityStage, *events: AnyEvent, now: int = 512) -> list[Availability]:
    out = stage.hop(list(events), now)
    assert all(event.at == event.known_at == now for event in out)
    return [event for event in out if isinstance(event, Availability)]


def test_every_cue_says_what_it_needs() -> None:
    assert set(NEEDS) == CUES


def test_nothing_is_said_while_all_is_well() -> None:
    stage = AvailabilityStage("moonshine")
    assert hop(stage) == [] and hop(stage) == []


def test_recognition_off_is_said_once() -> None:
    stage = AvailabilityStage("none")
    (off,) = hop(stage)
    assert not off.available and set(off.cues) == {c for c in CUES if "words" in NEEDS[c]}
    assert hop(stage) == []


def test_one_channel_takes_away_what_needs_the_other_side() -> None:
    stage = AvailabilityStage("moonshine")
    (off,) = hop(stage, trouble("one_channel", "customer"))
    assert set(off.cues) == {c for c in CUES if "customer" in NEEDS[c]} and "the caller" in off.why
    assert {"pause", "safety"} <= set(off.cues) and "slow_down" not in off.cues


def test_a_microphone_that_comes_back() -> None:
    stage = AvailabilityStage("moonshine")
    (off,) = hop(stage, trouble("device_lost", "agent"))
    assert "your microphone" in off.why and "safety" not in off.cues
    (back,) = hop(stage, trouble("device_lost", "agent", over=True))
    assert back.available and set(back.cues) == set(off.cues)


def test_two_reasons_must_both_go_away() -> None:
    stage = AvailabilityStage("moonshine")
    hop(stage, trouble("no_audio", "customer"))
    (more,) = hop(stage, trouble("recognition_restarting"))
    assert set(more.cues) == {"reframe", "offer_choices", "slow_down"}
    (back,) = hop(stage, trouble("no_audio", "customer", over=True))
    assert "acknowledge" not in back.cues and "pause" in back.cues
    (rest,) = hop(stage, trouble("recognition_restarting", over=True))
    assert set(rest.cues) == {c for c in CUES if "words" in NEEDS[c]}


def test_the_same_trouble_twice_is_said_once_and_over_once() -> None:
    stage = AvailabilityStage("moonshine")
    assert len(hop(stage, trouble("no_audio", "agent"))) == 1
    assert hop(stage, trouble("no_audio", "agent")) == []
    assert len(hop(stage, trouble("no_audio", "agent", over=True))) == 1
    assert hop(stage, trouble("no_audio", "agent", over=True)) == []


def test_troubles_that_take_nothing_away() -> None:
    assert hop(AvailabilityStage("moonshine"), trouble("disk"), trouble("recognition_behind")) == []


def test_a_loudspeaker_takes_pause_away_and_a_headset_brings_it_back() -> None:
    stage = AvailabilityStage("moonshine")
    assert hop(stage, bleed("customer", "low")) == []
    (off,) = hop(stage, bleed("customer", "high"))
    assert off.cues == ("pause",) and off.why == "the caller is heard in your microphone: use a headset"
    (back,) = hop(stage, bleed("customer", "low"))
    assert back.available and back.cues == ("pause",)
    assert hop(stage, bleed("customer", "none")) == []


def test_sidetone_is_told_from_a_loudspeaker() -> None:
    stage = AvailabilityStage("moonshine")
    (off,) = hop(stage, bleed("agent", "high"))
    assert off.cues == ("pause",) and "your own voice is heard in the call audio" in off.why
    assert hop(stage, bleed("agent", "none"))[0].available


def test_one_signal_on_both_channels_takes_away_what_needs_to_know_who_speaks() -> None:
    stage = AvailabilityStage("moonshine")
    (off,) = hop(stage, bleed("agent", "high"), bleed("customer", "high"))
    assert set(off.cues) == CUES - {"check_in", "safety"} and off.why == "both channels carry the same sound"
    (back,) = hop(stage, bleed("agent", "none"), bleed("customer", "none"))
    assert set(back.cues) == set(off.cues)


@given(
    st.lists(
        st.builds(
            trouble,
            st.sampled_from(["no_audio", "device_lost", "one_channel", "recognition_off", "disk"]),
            st.sampled_from(["agent", "customer", None]),
            over=st.booleans(),
        )
    ),
    st.sampled_from(["none", "moonshine"]),
)
@settings(deadline=None)
def test_a_cue_goes_and_comes_in_turn(troubles: list[Trouble], engine: str) -> None:
    stage = AvailabilityStage(engine)
    off: set[CueName] = set()
    for event in troubles:
        for change in hop(stage, event):
            assert change.cues and bool(change.why) != change.available
            if change.available:
                assert set(change.cues) <= off
                off -= set(change.cues)
            else:
                assert not off & set(change.cues)
                off |= set(change.cues)
