"""Two simulated devices on one index."""

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from assist.timeline.align import FRAME_SAMPLES, IDLE_WAIT_SECONDS, WAIT_SECONDS, Aligner
from assist.timeline.block import Block
from assist.timeline.track import Track
from tests.timeline.simulate import Device, click_error_samples, clicks, run, tone

LIMIT = 320  # samples: 20 ms


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_every_format_lands_in_place(rate: int, channels: int) -> None:
    agent = list(Device(rate, channels).blocks(clicks, 4))
    customer = list(Device(48_000, 2, floating=True).blocks(clicks, 4))
    audio, gaps, lags = run({"agent": agent, "customer": customer}, 4)
    assert not gaps
    for side in (0, 1):
        errors = click_error_samples(audio[:, side])
        assert len(errors) == 3
        assert np.abs(errors).max() <= 3
    assert max(lags) < 0.1 * 16_000


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    rate=st.sampled_from([8_000, 16_000, 44_100, 48_000]),
    sizes=st.lists(st.integers(50, 3_000), min_size=1, max_size=6),
)
def test_block_sizes_do_not_matter(rate: int, sizes: list[int]) -> None:
    tracks = []
    for cut in (0.025, sizes):
        track = Track(-0.01)
        track.open(idle_is_silent=False)
        for now, block in Device(rate, 1).blocks(tone, 3, cut):
            track.push(block, now)
        tracks.append(track.take(0, 40_000))
    np.testing.assert_allclose(tracks[0][0], tracks[1][0], atol=1)
    assert tracks[0][1] == tracks[1][1] == [(0, 160, "late")]


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(ppm=st.floats(-200, 200), jitter=st.floats(0, 0.008), seed=st.integers(0, 9))
def test_drift_and_jitter(ppm: float, jitter: float, seed: int) -> None:
    agent = list(Device(16_000, 1, ppm, jitter, seed=seed).blocks(clicks, 40))
    customer = list(Device(16_000, 1, -ppm, jitter, seed=seed + 1).blocks(clicks, 40))
    audio, _, _ = run({"agent": agent, "customer": customer}, 40)
    errors = [click_error_samples(audio[:, side], ignore_seconds=2) for side in (0, 1)]
    assert len(errors[0]) == len(errors[1]) == 38
    assert max(np.abs(e).max() for e in errors) < LIMIT
    assert np.abs(errors[0] - errors[1]).max() < LIMIT


def test_twenty_minutes_of_drift() -> None:
    seconds = 1_200
    agent = list(Device(8_000, 1, 200.0, 0.005).blocks(clicks, seconds, 0.1))
    customer = list(Device(8_000, 1, -200.0, 0.005, seed=1).blocks(clicks, seconds, 0.1))
    audio, _, _ = run({"agent": agent, "customer": customer}, seconds, tick=0.1)
    left, right = (click_error_samples(audio[:, side]) for side in (0, 1))
    assert len(left) == len(right) == seconds - 1
    assert np.abs(left - right).max() < LIMIT
    assert max(np.abs(left).max(), np.abs(right).max()) < LIMIT
    assert np.abs(left[60:] - right[60:]).max() < 80  # 5 ms once the slope is known


def test_lost_sound_leaves_a_gap_and_the_rest_in_place() -> None:
    """The device keeps running while 300 ms never arrive."""
    blocks = [(t, b) for t, b in Device().blocks(clicks, 8) if not 3.2 <= b.captured_at < 3.5]
    audio, gaps, _ = run({"agent": blocks}, 8)
    assert [(gap.speaker, gap.why) for gap in gaps] == [("agent", "late")]
    assert 0 <= 3.2 * 16_000 - gaps[0].start < 0.015 * 16_000  # what the resampler still held was too late
    assert abs(gaps[0].end - 3.5 * 16_000) < 20
    assert not audio[gaps[0].start + 1 : gaps[0].end - 1, 0].any()
    assert np.abs(click_error_samples(audio[:, 0])).max() <= 3


def test_overflow_is_named() -> None:
    blocks = []
    for arrival, block in Device().blocks(clicks, 6):
        if 3.2 <= block.captured_at < 3.29:
            continue
        after = 3.29 <= block.captured_at < 3.32
        blocks.append((arrival, Block(block.samples, block.rate, block.captured_at, overflow=after)))
    audio, gaps, _ = run({"agent": blocks}, 6)
    assert {gap.why for gap in gaps} == {"overflow"}
    assert np.abs(click_error_samples(audio[:, 0])).max() <= 3


def test_lost_samples_without_a_flag_become_a_step() -> None:
    """60 ms vanish inside the driver: nothing says so but the time stamps that stay late."""
    blocks = [(t, b) for t, b in Device().blocks(clicks, 12) if not 3.2 <= b.captured_at < 3.26]
    audio, gaps, _ = run({"agent": blocks}, 12)
    assert len(gaps) == 1
    errors = click_error_samples(audio[:, 0])
    assert np.abs(errors[4:]).max() <= LIMIT
    assert np.abs(errors[:2]).max() <= 3


def test_repeated_sound_is_dropped() -> None:
    """A driver delivers 80 ms too much: the excess goes, the rest stays in place."""
    blocks = list(Device().blocks(clicks, 12))
    at = next(i for i, (_, block) in enumerate(blocks) if block.captured_at >= 3.2)
    repeated = [(blocks[at][0], blocks[at][1])] * 4
    shifted = blocks[:at] + repeated[:1] + repeated[1:] + blocks[at + 1 :]
    audio, _, _ = run({"agent": shifted}, 12)
    assert np.abs(click_error_samples(audio[:, 0])[5:]).max() <= LIMIT


def test_a_late_burst_is_no_loss() -> None:
    """The reader slept for 200 ms, then everything came at once with time stamps of arrival."""
    blocks = []
    for arrival, block in Device().blocks(clicks, 8):
        if 3.3 <= arrival < 3.5:
            blocks.append((3.5, Block(block.samples, block.rate, 3.5 - block.duration_seconds)))
        else:
            blocks.append((arrival, block))
    audio, gaps, _ = run({"agent": blocks}, 8)
    assert np.abs(click_error_samples(audio[:, 0])).max() <= 3
    assert all(gap.why == "late" and gap.end - gap.start < 0.2 * 16_000 for gap in gaps)


def test_loopback_that_is_silent_while_nothing_plays() -> None:
    """The far side plays from 2 to 4 s and from 6 s: its clicks stay at their own seconds."""
    agent = list(Device(44_100, 1).blocks(clicks, 9))
    customer = [(t, b) for t, b in Device().blocks(clicks, 9) if 1.7 <= b.captured_at < 4.3 or b.captured_at >= 5.7]
    audio, gaps, lags = run({"agent": agent, "customer": customer}, 9, idle=("customer",))
    errors = click_error_samples(audio[:, 1])
    assert len(errors) == 6  # seconds 2, 3, 4, 6, 7, 8
    assert np.abs(errors).max() <= 3
    assert {(gap.speaker, gap.why) for gap in gaps} == {("customer", "nothing_played")}
    assert max(lags) <= (IDLE_WAIT_SECONDS + 0.05) * 16_000  # the agent's side is never held up


def test_a_dead_side_never_holds_up_the_other() -> None:
    agent = list(Device().blocks(clicks, 4))
    customer = [(t, b) for t, b in Device().blocks(clicks, 4) if t < 1.5]
    audio, gaps, lags = run({"agent": agent, "customer": customer}, 4)
    assert np.abs(click_error_samples(audio[:, 0])).max() <= 3
    assert max(lags) <= (WAIT_SECONDS + 0.05) * 16_000
    assert gaps[-1].speaker == "customer"
    assert gaps[-1].end == len(audio)


def test_a_device_that_is_always_late_is_waited_for() -> None:
    """A Bluetooth headset delivers 250 ms after the fact, and knows it."""
    agent = list(Device(16_000, 1, delay_seconds=0.25).blocks(clicks, 6))
    customer = list(Device().blocks(clicks, 6))
    audio, gaps, _ = run({"agent": agent, "customer": customer}, 6)
    assert len(click_error_samples(audio[:, 0])) == 5
    assert not [gap for gap in gaps if gap.start > 16_000]


def test_reopened_device_with_another_format_lands_in_place() -> None:
    aligner = Aligner(0.0)
    aligner.opened("agent")
    frames, gaps = [], []
    first = Device(48_000, 2).blocks(clicks, 2.2)
    second = Device(8_000, 1).blocks(clicks, 2.5, start_seconds=3.5)
    for now, block in first:
        aligner.push("agent", block, now)
        found = aligner.frames(now)
        frames += found[0]
        gaps += found[1]
    aligner.closed("agent", "device_lost")
    aligner.opened("agent")
    for now, block in second:
        aligner.push("agent", block, now)
        found = aligner.frames(now)
        frames += found[0]
        gaps += found[1]
    audio = np.concatenate([frame.audio for frame in frames])
    errors = click_error_samples(audio[:, 0])
    assert len(errors) == 4  # seconds 1, 2, 4, 5
    assert np.abs(errors).max() <= 3
    assert len(gaps) == 1
    assert abs(gaps[0].end - 3.5 * 16_000) < 20


def test_a_side_that_was_never_there_is_zero_without_gaps_or_waiting() -> None:
    audio, gaps, lags = run({"agent": list(Device().blocks(clicks, 3))}, 3)
    assert not audio[:, 1].any()
    assert not gaps
    assert max(lags) < 0.08 * 16_000


def test_no_side_at_all_still_counts_time() -> None:
    audio, gaps, _ = run({}, 1.0)
    assert len(audio) == 16_000
    assert not gaps


def test_long_gaps_come_in_pieces() -> None:
    aligner = Aligner(0.0)
    aligner.opened("customer")
    aligner.closed("customer", "device_lost")
    frames, gaps = aligner.frames(12.0)
    assert len(frames) == 600
    assert [(gap.start, gap.end, gap.known_at) for gap in gaps] == [(0, 80_000, 80_000), (80_000, 160_000, 160_000)]
    _, rest = aligner.finish(12.0)
    assert [(gap.start, gap.end, gap.why) for gap in rest] == [(160_000, 192_000, "device_lost")]


def test_channels_swap() -> None:
    left, right = Device(44_100, 1, 50.0), Device(48_000, 2, -80.0)
    one, _, _ = run({"agent": list(left.blocks(clicks, 5)), "customer": list(right.blocks(tone, 5))}, 5)
    two, _, _ = run({"agent": list(right.blocks(tone, 5)), "customer": list(left.blocks(clicks, 5))}, 5)
    np.testing.assert_array_equal(one, two[:, ::-1])


def test_empty_blocks_and_frames_shape() -> None:
    aligner = Aligner(10.0)
    aligner.opened("agent")
    aligner.push("agent", Block(np.zeros((0, 2), np.int16), 48_000, 10.0), 10.0)
    assert aligner.frames(10.0) == ([], [])
    frames, _ = aligner.frames(10.5)
    assert all(len(frame.audio) == FRAME_SAMPLES for frame in frames)
