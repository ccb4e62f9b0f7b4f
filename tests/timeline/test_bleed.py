"""Whose voice is heard on whose channel: at any level, lag and room, and never where nothing leaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.cli.playback import demo_call
from assist.events import SAMPLE_RATE, SPEAKERS, Bleed, Speaker, other
from assist.profile.schema import SpeakerBleed
from assist.session.call_files import open_sound, stereo_frames
from assist.timeline.bleed import BleedJudge
from assist.timeline.frame import COLUMN, Samples
from assist.timeline.loudness import STEP, Loudness
from tests.timeline.leaking import LeakPath, Sound, as_int16, leaking

HOP = 4 * STEP
CALL = np.concatenate([frame.audio for frame in stereo_frames(open_sound(demo_call()))])[: 60 * SAMPLE_RATE]
DIRECT = LeakPath(0.003)
LOUDSPEAKER = LeakPath(0.04, 0.2, telephone=True)
HALL = LeakPath(0.15, 0.4)


def judged(audio: Samples, block: int = HOP, thresholds: SpeakerBleed | None = None) -> tuple[list[Bleed], BleedJudge]:
    """What the judge says of a call, given in blocks."""
    judge, loudness = BleedJudge(thresholds or SpeakerBleed()), Loudness()
    events = []
    for start in range(0, len(audio) - block + 1, block):
        levels = loudness.levels(audio[start : start + block])
        for step in range(0, len(levels), 4):
            events += judge.hop(levels[step : step + 4], start + (step + 4) * STEP)
    return events, judge


def states(events: list[Bleed], speaker: Speaker) -> list[str]:
    return [event.state for event in events if event.speaker == speaker]


@pytest.mark.parametrize("path", [DIRECT, LOUDSPEAKER, HALL], ids=str)
@pytest.mark.parametrize("source", SPEAKERS)
@pytest.mark.parametrize("level_db", [-3.0, -20.0, -40.0])
def test_a_leak_is_found_with_its_gain_and_lag(path: LeakPath, source: Speaker, level_db: float) -> None:
    events, judge = judged(leaking(CALL, source, level_db, path, seed=2))
    assert states(events, other(source)) == []
    assert states(events, source)[-1] == ("high" if level_db == -3.0 else "low")
    leak = judge.leaks[source]
    assert leak is not None and judge.leaks[other(source)] is None
    assert abs(leak.gain_db - level_db) < 4.0
    assert abs(leak.lag_steps * STEP / SAMPLE_RATE - path.lag_seconds) < 0.025
    first = events[0]
    assert first.at == first.known_at and abs(first.level_db - level_db) < 4.0 and first.correlation > 0.5


def test_it_takes_a_few_seconds_of_speech() -> None:
    events, _ = judged(leaking(CALL, "customer", -10.0, LOUDSPEAKER))
    begins = 3.2  # of the caller in the demo call
    assert (events[0].known_at / SAMPLE_RATE) - begins < 4.0


def test_a_clean_call_with_interruptions_is_clean() -> None:
    assert judged(CALL)[0] == []


def test_two_voices_at_once_are_no_leak() -> None:
    """Unrelated voices that talk over each other all the time."""
    shifted = np.roll(CALL[:, 1], 17 * SAMPLE_RATE)
    assert judged(np.stack([CALL[:, 1], shifted], axis=1))[0] == []


def test_an_agent_who_repeats_the_callers_words_is_no_leak() -> None:
    """The very same sounds, but a second later: no leak comes so late."""
    late = SAMPLE_RATE
    repeated = CALL[:, [1, 1]].copy()
    repeated[:, 0] = 0
    repeated[late:, 0] = CALL[:-late, 1]
    assert judged(repeated)[0] == []


def test_too_little_speech_is_not_judged() -> None:
    short = CALL.copy()
    # 0.7 s of the caller, and silence after that
    short[round(3.9 * SAMPLE_RATE) :] = 0
    assert judged(leaking(short, "customer", -3.0, DIRECT))[0] == []


def test_noise_hides_a_leak_without_inventing_one() -> None:
    noise = np.random.default_rng(3).standard_normal(CALL.shape) * 0.01
    noisy = as_int16(CALL / 32768 + noise)
    assert judged(noisy)[0] == []
    events, _ = judged(leaking(noisy, "customer", -10.0, LOUDSPEAKER))
    assert states(events, "customer") and states(events, "agent") == []


def test_a_headset_ends_it_and_a_louder_loudspeaker_is_noticed() -> None:
    half = len(CALL) // 2
    quiet, loud = leaking(CALL, "customer", -25.0, LOUDSPEAKER), leaking(CALL, "customer", -2.0, LOUDSPEAKER)
    events, _ = judged(np.concatenate([quiet[:half], loud[half:]]))
    assert states(events, "customer") == ["low", "high"]
    events, judge = judged(np.concatenate([loud[:half], CALL[half:]]))
    assert states(events, "customer") == ["high", "none"] and judge.leaks["customer"] is None
    assert events[-1].level_db == 0.0 and events[-1].lag == 0


def test_a_leak_that_comes_before_its_voice_cannot_be_masked() -> None:
    """Badly aligned devices: the microphone is 100 ms ahead of the call audio."""
    ahead = leaking(CALL, "customer", -20.0, DIRECT)
    ahead[: -SAMPLE_RATE // 10, 0] = ahead[SAMPLE_RATE // 10 :, 0]
    events, judge = judged(ahead)
    assert states(events, "customer")[0] == "high"
    leak = judge.leaks["customer"]
    assert leak is not None and leak.lag_steps < 0


def test_one_mixed_signal_on_both_channels_is_high_both_ways() -> None:
    mixed = as_int16((CALL.sum(axis=1) / 32768)[:, np.newaxis].repeat(2, axis=1))
    events, judge = judged(mixed)
    assert [(event.speaker, event.state, event.lag) for event in events] == [
        ("agent", "high", 0),
        ("customer", "high", 0),
    ]
    assert events[0].known_at == events[1].known_at and judge.same_sound
    assert all(abs(event.level_db) < 0.5 and event.correlation > 0.9 for event in events)


def test_a_mixed_signal_that_comes_apart_again() -> None:
    half = len(CALL) // 2
    mixed = as_int16((CALL.sum(axis=1) / 32768)[:, np.newaxis].repeat(2, axis=1))
    events, judge = judged(np.concatenate([mixed[:half], CALL[half:]]))
    assert states(events, "agent")[-1] == states(events, "customer")[-1] == "none" and not judge.same_sound


def test_leaks_both_ways_are_told_from_one_mixed_signal() -> None:
    both = leaking(leaking(CALL, "customer", -20.0, LOUDSPEAKER), "agent", -25.0, LeakPath(0.06))
    events, judge = judged(both)
    assert states(events, "customer") == ["low"] and states(events, "agent") == ["low"] and not judge.same_sound


@pytest.mark.parametrize("gains_db", [(0.0, -12.0), (-12.0, 0.0), (-6.0, -18.0)])
def test_the_volume_of_a_channel_does_not_matter(gains_db: tuple[float, float]) -> None:
    """The state follows the leak against the voice that belongs there, not the level of either channel."""
    leaked = leaking(CALL, "customer", -20.0, LOUDSPEAKER) / 32768
    events, judge = judged(as_int16(leaked))
    scaled, scaled_judge = judged(as_int16(leaked * 10 ** (np.array(gains_db) / 20)))
    assert states(scaled, "customer") == states(events, "customer") == ["low"] and states(scaled, "agent") == []
    leak, changed = judge.leaks["customer"], scaled_judge.leaks["customer"]
    assert leak is not None and changed is not None
    assert changed.lag_steps == leak.lag_steps
    assert abs(changed.relative_db - leak.relative_db) < 1.5
    assert abs(changed.gain_db - leak.gain_db - (gains_db[0] - gains_db[1])) < 1.5


@given(st.sampled_from([STEP * 4, STEP * 8, STEP * 20, STEP * 1000]))
@settings(max_examples=4, deadline=None)
def test_block_sizes_do_not_matter(block: int) -> None:
    audio = leaking(CALL[: STEP * 4000], "customer", -20.0, LOUDSPEAKER)
    assert judged(audio, block)[0] == judged(audio)[0]


@given(st.tuples(st.sampled_from([-5.0, -18.0, -33.0]), st.integers(0, 120), st.sampled_from(SPEAKERS)))
@settings(max_examples=6, deadline=None)
def test_swapping_the_channels_swaps_the_judgement(pair: tuple[float, int, Speaker]) -> None:
    level_db, lag_ms, source = pair
    audio = leaking(CALL[: 30 * SAMPLE_RATE], source, level_db, LeakPath(lag_ms / 1000, 0.1))
    swapped, _ = judged(np.ascontiguousarray(audio[:, ::-1]))
    events, _ = judged(audio)
    key = lambda event: (event.known_at, event.speaker)  # noqa: E731
    assert sorted(swapped, key=key) == sorted((replace(e, speaker=other(e.speaker)) for e in events), key=key)


@given(st.integers(1, 40))
@settings(max_examples=4, deadline=None)
def test_silence_before_the_call_only_shifts_it(hops: int) -> None:
    audio = leaking(CALL[: 30 * SAMPLE_RATE], "customer", -20.0, LOUDSPEAKER)
    later, _ = judged(np.concatenate([np.zeros((hops * HOP, 2), np.int16), audio]))
    shift = hops * HOP
    assert later == [replace(e, at=e.at + shift, known_at=e.known_at + shift) for e in judged(audio)[0]]


def test_silence_is_never_judged() -> None:
    assert judged(np.zeros((20 * SAMPLE_RATE, 2), np.int16))[0] == []


def test_levels_are_decibels_of_full_scale_in_the_telephone_band() -> None:
    seconds = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    tones: list[tuple[float, Sound]] = [(f, 0.5 * np.sin(2 * np.pi * f * seconds)) for f in (60.0, 1000.0, 6000.0)]
    for frequency, tone in tones:
        level = Loudness().levels(as_int16(np.stack([tone, tone / 10], axis=1)))[10:].mean(axis=0)
        if frequency == 1000.0:
            assert np.allclose(level, [-9.0, -29.0], atol=0.2)
        else:
            assert (level < [-25.0, -45.0]).all()
    assert COLUMN["agent"] == 0
