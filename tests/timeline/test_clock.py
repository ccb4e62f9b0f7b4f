"""The line through (sample, host time) pairs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.timeline.clock import GRID_SECONDS, SLOPE_SECONDS, STEP_SECONDS, DeviceClock

RATE = 48_000


def feed(
    clock: DeviceClock, true_ppm: float, seconds: float, jitter: float = 0.0, seed: int = 0, start: float = 0.0
) -> float:
    """Observe a device that is off by `true_ppm`; returns the largest error of the fit after the first 30 s."""
    noise = np.random.default_rng(seed)
    worst = 0.0
    for k in range(round(start / GRID_SECONDS), round((start + seconds) / GRID_SECONDS)):
        sample = k * GRID_SECONDS * RATE
        true = sample / (RATE * (1 + true_ppm * 1e-6))
        clock.observe(sample, true + (noise.normal(0, jitter) if jitter else 0.0))
        if k * GRID_SECONDS > start + SLOPE_SECONDS:
            worst = max(worst, abs(clock.host_seconds(sample) - true))
    return worst


@settings(max_examples=20, deadline=None)
@given(ppm=st.floats(-300, 300), jitter=st.floats(0, 0.005), seed=st.integers(0, 99))
def test_finds_rate_error_and_time_under_jitter(ppm: float, jitter: float, seed: int) -> None:
    clock = DeviceClock(RATE)
    worst = feed(clock, ppm, 60.0, jitter, seed)
    assert worst < 0.004
    assert clock.rate_error_ppm == pytest.approx(ppm, abs=40)


def test_exact_without_jitter() -> None:
    clock = DeviceClock(RATE)
    feed(clock, 100.0, 60.0)
    assert clock.rate_error_ppm == pytest.approx(100.0, abs=0.1)


def test_one_late_block_changes_nothing() -> None:
    clock = DeviceClock(RATE)
    feed(clock, 0.0, 10.0)
    assert clock.observe(10.0 * RATE, 10.2) == 0.0
    assert clock.host_seconds(10.0 * RATE) == pytest.approx(10.0, abs=0.001)


def test_a_lasting_deviation_is_a_step_and_keeps_the_slope() -> None:
    clock = DeviceClock(RATE)
    feed(clock, 150.0, 60.0)
    lost = 0.08
    steps = []
    for k in range(600, 610):
        sample = k * GRID_SECONDS * RATE
        steps.append(clock.observe(sample, sample / (RATE * (1 + 150e-6)) + lost))
    assert [round(step, 3) for step in steps if step] == [lost]
    assert clock.host_seconds(61.0 * RATE) == pytest.approx(61.0 / (1 + 150e-6) + lost, abs=0.001)
    assert clock.rate_error_ppm == pytest.approx(150.0, abs=2)


def test_small_deviation_is_no_step() -> None:
    clock = DeviceClock(RATE)
    feed(clock, 0.0, 10.0)
    steps = [clock.observe((100 + k) * 4_800.0, 10.0 + k * 0.1 + STEP_SECONDS * 0.8) for k in range(40)]
    assert not any(steps)
    assert clock.host_seconds(14.0 * RATE) == pytest.approx(14.0 + STEP_SECONDS * 0.8, abs=0.002)
