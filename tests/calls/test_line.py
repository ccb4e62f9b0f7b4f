"""The line between the mouths and us: each condition does what it says and moves no sound in time."""

from __future__ import annotations

import numpy as np
import pytest

from assist.events import SAMPLE_RATE
from tests.calls.line import PACKET, LineConditions, apply_line
from tests.calls.sound import Sound, active_level_db, brightened, db_to_gain, limited

LENGTH = 2 * SAMPLE_RATE + 77


def tone(hertz: float, channel: int, level_db: float = -20.0) -> Sound:
    stereo = np.zeros((LENGTH, 2), np.float32)
    stereo[:, channel] = db_to_gain(level_db) * np.sin(np.arange(LENGTH) * 2 * np.pi * hertz / SAMPLE_RATE)
    return stereo


def through(stereo: Sound, conditions: LineConditions) -> Sound:
    result = apply_line(stereo, conditions, np.random.default_rng(1))
    assert result.shape == stereo.shape
    assert result.dtype == np.float32
    return result


def level_db(sound: Sound) -> float:
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-12))


def test_a_clean_line_adds_only_a_quiet_floor() -> None:
    sent = tone(440, 0)
    difference = through(sent, LineConditions()) - sent
    assert level_db(difference[:, 1]) == pytest.approx(-80.0, abs=0.5)


def test_telephone_keeps_its_band_and_nothing_else() -> None:
    telephone = LineConditions(telephone=True)
    inside = through(tone(1000, 1), telephone)[:, 1]
    assert level_db(inside) == pytest.approx(-23.0, abs=0.5)
    for hertz in (100, 5000):
        assert level_db(through(tone(hertz, 1), telephone)[:, 1]) < -50.0


def test_telephone_does_not_move_sound() -> None:
    stereo = np.zeros((LENGTH, 2), np.float32)
    stereo[SAMPLE_RATE : SAMPLE_RATE + 800] = tone(1000, 0)[:800]
    heard = through(stereo, LineConditions(telephone=True))[:, 0]
    delays = range(-40, 41)
    match = [float(np.dot(np.roll(heard, -delay), stereo[:, 0])) for delay in delays]
    assert abs(delays[int(np.argmax(match))]) <= 1


@pytest.mark.parametrize("kind", ["white", "pink", "hum", "babble"])
def test_noise_has_the_asked_level(kind: str) -> None:
    conditions = LineConditions(noise=kind, snr_db=10.0)  # type: ignore[arg-type]
    sent = tone(440, 0)
    noise = through(sent, conditions) - sent
    assert level_db(noise[:, 1]) == pytest.approx(-34.0, abs=0.5)


def test_crosstalk_leaks_late_and_quiet() -> None:
    heard = through(tone(440, 0), LineConditions(crosstalk_db=-30.0))
    assert level_db(heard[:, 1]) == pytest.approx(level_db(heard[:, 0]) - 30.0, abs=0.5)


def test_packets_are_lost_in_bursts_of_the_asked_share() -> None:
    stereo = np.full((60 * SAMPLE_RATE, 2), 0.1, np.float32)
    heard = through(stereo, LineConditions(packet_loss_percent=5.0))
    lost = ~np.any(heard.reshape(-1, PACKET, 2), axis=1)
    assert lost.mean() == pytest.approx(0.05, abs=0.02)
    bursts = np.count_nonzero(np.diff(lost[:, 0].astype(int)) == 1)
    assert 1.4 < lost[:, 0].sum() / bursts < 3.0


def test_limiting_and_tilt() -> None:
    loud = (1.7 * np.sin(np.arange(1600) / 5)).astype(np.float32)
    assert np.abs(limited(loud)).max() < 0.995
    quiet = (loud / 10).astype(np.float32)
    assert np.array_equal(limited(quiet), quiet)
    low, high = (
        active_level_db(brightened(tone(f, 0)[:, 0], 6.0)) - active_level_db(tone(f, 0)[:, 0]) for f in (200, 6000)
    )
    assert low == pytest.approx(0.0, abs=0.5)
    assert high == pytest.approx(6.0, abs=0.3)
