"""The state machine, with times as arguments."""

import pytest

from assist.capture.source import SourceError
from assist.capture.watchdog import (
    FIRST_RETRY_SECONDS,
    FIRST_SOUND_SECONDS,
    GIVE_UP_SECONDS,
    LAST_RETRY_SECONDS,
    LOST_SECONDS,
    ZEROS_SECONDS,
    Notice,
    Watchdog,
)

BUSY = SourceError("device_busy", "busy")
GONE = SourceError("device_lost", "gone")
WRONG = SourceError("wrong_source", "wrong")


def running(watchdog: Watchdog, now: float = 0.0) -> Watchdog:
    watchdog.opened(now, always_delivers=True)
    assert watchdog.data(now, 0.02, silent=False) == []
    return watchdog


def names(notices: list[Notice]) -> list[tuple[str, bool]]:
    return [(notice.what, notice.until_seconds is not None) for notice in notices]


def test_a_healthy_device_is_never_mentioned() -> None:
    watchdog = running(Watchdog(zeros="no_audio"))
    for k in range(1, 500):
        assert watchdog.data(k * 0.02, 0.02, silent=False) == []
        assert watchdog.overdue(k * 0.02, "x") == (None, [])


def test_no_sound_is_lost_and_sound_is_found_again() -> None:
    watchdog = running(Watchdog(zeros=None), 10.0)
    assert watchdog.overdue(10.0 + LOST_SECONDS - 0.01, "x") == (None, [])
    error, _ = watchdog.overdue(10.0 + LOST_SECONDS, "x")
    assert error is not None
    started = watchdog.failed(11.0, error)
    assert [(n.what, n.since_seconds, n.until_seconds) for n in started] == [("device_lost", 10.0, None)]
    assert not watchdog.due(11.0)
    assert watchdog.due(11.0 + FIRST_RETRY_SECONDS)
    watchdog.opened(12.0, always_delivers=True)
    ended = watchdog.data(12.1, 0.02, silent=True)
    assert [(n.what, n.since_seconds, n.until_seconds) for n in ended] == [("device_lost", 10.0, 12.1)]


def test_one_trouble_is_told_once_however_often_it_is_tried() -> None:
    watchdog = Watchdog(zeros=None)
    assert watchdog.due(0.0)
    told = [notice for k in range(20) for notice in watchdog.failed(float(k), BUSY)]
    assert names(told) == [("device_busy", False)]


def test_retries_back_off_but_never_beyond_a_second() -> None:
    watchdog = Watchdog(zeros=None)
    waits = []
    for k in range(8):
        now = 100.0 * k
        watchdog.failed(now, GONE)
        waits.append(next(w / 100 for w in range(300) if watchdog.due(now + w / 100)))
    assert waits[0] == pytest.approx(FIRST_RETRY_SECONDS, abs=0.011)
    assert waits == sorted(waits)
    assert waits[-1] == pytest.approx(LAST_RETRY_SECONDS, abs=0.011)


def test_another_trouble_ends_the_first() -> None:
    watchdog = running(Watchdog(zeros=None))
    assert names(watchdog.failed(1.0, WRONG)) == [("wrong_source", False)]
    assert names(watchdog.failed(2.0, GONE)) == [("wrong_source", True), ("device_lost", False)]


def test_substitute_is_named_and_the_trouble_ends_with_the_chosen_device() -> None:
    watchdog = running(Watchdog(zeros=None))
    watchdog.failed(1.0, GONE)
    watchdog.opened(1.2, always_delivers=True, substitute='"Built-in"')
    told = watchdog.data(1.3, 0.02, silent=False)
    assert names(told) == [("device_lost", False)]
    assert '"Built-in" is used until it is back' in told[0].message
    assert told[0].since_seconds == 0.0
    watchdog.reopen(5.0)
    assert watchdog.due(5.0)
    watchdog.opened(5.1, always_delivers=True)
    assert names(watchdog.data(5.2, 0.02, silent=False)) == [("device_lost", True)]


def test_substitute_from_the_start() -> None:
    watchdog = Watchdog(zeros=None)
    watchdog.opened(0.0, always_delivers=True, substitute='"Built-in"')
    assert names(watchdog.data(0.1, 0.02, silent=False)) == [("device_lost", False)]


def test_open_but_mute_driver() -> None:
    watchdog = Watchdog(zeros=None)
    watchdog.opened(0.0, always_delivers=True)
    assert watchdog.overdue(FIRST_SOUND_SECONDS - 0.1, "x") == (None, [])
    error, told = watchdog.overdue(FIRST_SOUND_SECONDS, "x")
    assert error is None
    assert names(told) == [("device_lost", False)]
    assert watchdog.overdue(FIRST_SOUND_SECONDS + 0.1, "x") == (None, [])
    error, _ = watchdog.overdue(GIVE_UP_SECONDS, "x")
    assert error is not None


def test_loopback_may_be_silent_for_ever() -> None:
    watchdog = Watchdog(zeros=None)
    watchdog.opened(0.0, always_delivers=False)
    assert watchdog.running
    assert watchdog.overdue(1_000.0, "x") == (None, [])


@pytest.mark.parametrize("name", ["no_audio", "no_permission"])
def test_exact_zeros_are_noticed_within_two_seconds(name: str) -> None:
    watchdog = running(Watchdog(zeros="no_audio" if name == "no_audio" else "no_permission", zeros_message="m"))
    told = [(k * 0.025, n) for k in range(1, 200) for n in watchdog.data(k * 0.025, 0.025, silent=True)]
    assert [(n.what, n.message) for _, n in told] == [(name, "m")]
    assert ZEROS_SECONDS - 0.05 <= told[0][0] <= 2.0
    assert names(watchdog.data(6.0, 0.025, silent=False)) == [(name, True)]


def test_zeros_of_a_monitor_are_normal() -> None:
    watchdog = running(Watchdog(zeros=None))
    assert not [n for k in range(1, 500) for n in watchdog.data(k * 0.025, 0.025, silent=True)]


def test_a_noise_gate_is_learned() -> None:
    """A headset that sends zeros whenever nobody speaks complains twice, then only after half a minute."""
    watchdog = running(Watchdog(zeros="no_audio"))
    told, now = 0, 0.0
    for _ in range(6):
        for _ in range(160):
            now += 0.025
            told += len(watchdog.data(now, 0.025, silent=True))
        now += 0.025
        watchdog.data(now, 0.025, silent=False)
    assert told == 2


def test_losing_a_silent_device_ends_the_complaint_about_silence() -> None:
    watchdog = running(Watchdog(zeros="no_audio"))
    for k in range(1, 120):
        watchdog.data(k * 0.025, 0.025, silent=True)
    assert names(watchdog.failed(3.0, GONE)) == [("no_audio", True), ("device_lost", False)]


def test_the_end_of_the_call_ends_everything() -> None:
    watchdog = running(Watchdog(zeros=None))
    watchdog.failed(1.0, GONE)
    assert names(watchdog.stopped(5.0)) == [("device_lost", True)]
    assert watchdog.stopped(5.0) == []
