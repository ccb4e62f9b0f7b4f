"""Any format to 16 kHz mono."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.timeline.resample import Resampler, to_mono

RATES = [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000]


def sine(rate: int, channels: int, seconds: float = 1.0, hertz: float = 440.0) -> np.ndarray:
    mono = 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)
    return np.repeat(mono[:, None], channels, axis=1).astype(np.float32)


@pytest.mark.parametrize("rate", RATES)
def test_keeps_time_pitch_and_level(rate: int) -> None:
    resampler = Resampler(rate)
    out = np.concatenate([resampler.push(sine(rate, 2)), resampler.flush()])
    assert abs(len(out) - 16_000) <= 1
    middle = out[2_000:-2_000]
    at = np.arange(2_000, 2_000 + len(middle))
    shifts = [np.abs(middle - 0.5 * np.sin(2 * np.pi * 440 * (at + s) / 16_000)).max() for s in np.arange(-3, 3.1, 0.1)]
    assert min(shifts) < 0.01


@pytest.mark.parametrize("rate", RATES)
def test_holds_back_no_more_than_its_filter(rate: int) -> None:
    resampler = Resampler(rate)
    pushed = out = 0
    for _ in range(40):
        out += len(resampler.push(sine(rate, 1, 0.02)))
        pushed += round(rate * 0.02)
    assert pushed / rate - out / 16_000 <= 0.031


@settings(max_examples=30, deadline=None)
@given(
    rate=st.sampled_from(RATES),
    channels=st.integers(1, 6),
    sizes=st.lists(st.integers(1, 4_000), min_size=1, max_size=8),
)
def test_block_sizes_do_not_matter(rate: int, channels: int, sizes: list[int]) -> None:
    sound = sine(rate, channels, 0.3)
    whole, cut = Resampler(rate), Resampler(rate)
    once = np.concatenate([whole.push(sound), whole.flush()])
    parts, at, turn = [], 0, 0
    while at < len(sound):
        parts.append(cut.push(sound[at : at + sizes[turn % len(sizes)]]))
        at += sizes[turn % len(sizes)]
        turn += 1
    parts.append(cut.flush())
    np.testing.assert_array_equal(once, np.concatenate(parts))


def test_no_aliases() -> None:
    resampler = Resampler(48_000)
    out = resampler.push(sine(48_000, 1, 1.0, hertz=11_000.0))
    assert np.abs(out[2_000:-2_000]).max() < 0.001


def test_channels_are_averaged_and_scaled() -> None:
    np.testing.assert_allclose(to_mono(np.array([[16_384, 0], [-32_768, -32_768]], np.int16)), [0.25, -1.0])


def test_what_is_not_a_number_becomes_silence() -> None:
    mono = to_mono(np.array([[np.nan, 0.5], [np.inf, 0.0]], np.float32))
    assert np.isfinite(mono).all()


@pytest.mark.parametrize("rate", [0, 100, 1_000_000])
def test_refuses_what_is_no_audio_rate(rate: int) -> None:
    with pytest.raises(ValueError, match="audio rate"):
        Resampler(rate)
