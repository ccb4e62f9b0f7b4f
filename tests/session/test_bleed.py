"""A whole call whose caller leaks into the microphone, through the pipeline: masked while low, no talk-over cue while high."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from assist.asr.still_lanes import NoLane
from assist.cli.playback import demo_call
from assist.events import SAMPLE_RATE, AnyEvent, Availability, Bleed, OverlapJudged, PromptShown, PromptWithheld
from assist.modelstore import ModelStore
from assist.profile.schema import Cues, Profile, TurnTaking
from assist.session.assemble import sound_parts
from assist.session.call_files import open_sound, stereo_frames
from assist.session.pipeline import Pipeline
from assist.timeline.frame import StereoFrame
from tests.timeline.leaking import LeakPath, leaking

TALK_OVERS = (19.0, 30.5)
"""Seconds at which the agent talks over the caller, at the earliest."""


@cache
def replayed(level_db: float | None, interruptions: int = 2) -> list[AnyEvent]:
    """The first 45 s of the demo call; the caller leaks into the microphone at that level; so many times earn Pause."""
    audio = np.concatenate([frame.audio for frame in stereo_frames(open_sound(demo_call()))])[: 45 * SAMPLE_RATE]
    if level_db is not None:
        audio = leaking(audio, "customer", level_db, LeakPath(0.04, 0.2), seed=1)
    # Without words and through a leak nothing is sure: here the least doubt is to be enough.
    profile = Profile(cues=Cues(interruptions=interruptions), turns=TurnTaking(interruption_probability=0.3))
    pipeline = Pipeline(sound_parts(profile, NoLane(), ModelStore()), "test")
    return [*pipeline.step(StereoFrame(0, audio)), *pipeline.finish()]


def talked_over(level_db: float | None) -> list[float]:
    """Onsets in seconds of what was judged an interruption by the agent, once a leak could be known."""
    onsets = {
        event.onset / SAMPLE_RATE
        for event in replayed(level_db)
        if isinstance(event, OverlapJudged) and event.verdict == "interruption" and event.speaker == "agent"
    }
    return sorted(onset for onset in onsets if onset > 8.0)


@pytest.mark.parametrize("level_db", [None, -20.0, -35.0])
def test_the_agent_is_heard_to_talk_over_the_caller_and_nowhere_else(level_db: float | None) -> None:
    onsets = talked_over(level_db)
    assert len(onsets) == len(TALK_OVERS)
    assert all(earliest < onset < earliest + 2.0 for onset, earliest in zip(onsets, TALK_OVERS, strict=True))
    assert any(isinstance(event, PromptShown) and event.cue == "pause" for event in replayed(level_db))


def test_no_leak_is_found_in_the_call_as_it_is() -> None:
    assert not [event for event in replayed(None) if isinstance(event, Bleed)]


def test_while_the_leak_is_high_pause_is_unavailable() -> None:
    events = replayed(-3.0, interruptions=1)
    (high,) = [event for event in events if isinstance(event, Bleed)]
    assert high.speaker == "customer" and high.state == "high"
    (off,) = [event for event in events if isinstance(event, Availability) and "pause" in event.cues]
    assert not off.available and off.known_at == high.known_at and "headset" in off.why
    assert not [event for event in events if isinstance(event, PromptShown) and event.cue == "pause"]
    withheld = [event for event in events if isinstance(event, PromptWithheld) and event.cue == "pause"]
    assert withheld and {event.reason for event in withheld} == {"unavailable"}
