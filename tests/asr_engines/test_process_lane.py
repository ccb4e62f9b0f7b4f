"""Recognition in a child process: it is killed, hangs, talks nonsense, and the call goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from assist.asr.engine import Begin, Feed, Finish, Hypothesise
from assist.asr.process_lane import LaneLimits, ProcessLane
from assist.events import Hypothesis
from tests.asr_engines.living import (
    Driver,
    alive,
    caller_audio,
    moonshine_lane,
    odd_lane,
    recognition_threads,
    wait_until,
)
from tests.asr_engines.odd_worker import POISON

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals and /proc")

QUICK = LaneLimits(pause_seconds=0.01)


def said(hypothesis: Hypothesis) -> str:
    return " ".join(word.text for word in hypothesis.words).lower()


def clean(samples: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.ones(samples, np.int16)


def poisoned(samples: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    audio = clean(samples)
    audio[-1] = POISON
    return audio


def hear_caller(driver: Driver, then: int | None = None) -> Hypothesis:
    """Feed the caller's sentence; in the middle send the worker a signal."""
    audio = caller_audio()
    driver.begin(speaker="customer")
    driver.feed(audio[:48_000], speaker="customer")
    if then is not None:
        driver.lane.submit(Hypothesise("customer", 1, driver.now), driver.now)
        driver.wait_for(lambda: any(isinstance(event, Hypothesis) for event in driver.events))
        process_id = driver.lane.process_id
        assert process_id is not None
        os.kill(process_id, then)
    driver.feed(audio[48_000:], speaker="customer")
    driver.finish(speaker="customer")
    return driver.wait_for_finals()[0]


def test_words_arrive_with_absolute_times() -> None:
    with moonshine_lane() as driver:
        final = hear_caller(driver)
    assert "lost my job" in said(final)
    assert (final.engine, final.at, final.known_at) == ("moonshine", driver.now, driver.now)
    times = [time for word in final.words for time in (word.start, word.end)]
    assert times == sorted(times) and times[0] >= 0 and times[-1] <= driver.now


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
def test_words_still_arrive_when_the_worker_is_lost_in_the_middle(how: signal.Signals) -> None:
    with moonshine_lane() as driver:
        first = driver.lane.process_id
        final = hear_caller(driver, how)
        second = driver.lane.process_id
        over = driver.wait_for_trouble("recognition_restarting", over=True)
    assert first is not None and second is not None and first != second and not alive(first)
    assert "lost my job" in said(final) and len(driver.finals()) == 1
    (begun, ended) = driver.troubles("recognition_restarting")
    assert begun.until is None and ended is over and ended.since == begun.since
    assert begun.message and "\n" not in begun.message
    assert ("stopped answering" if how == signal.SIGSTOP else how.name) in begun.message


@pytest.mark.parametrize("how", ["crash", "raise", "stuck", "garbage"])
def test_an_utterance_that_kills_the_engine_is_given_up_and_the_next_is_heard(how: str) -> None:
    limits = LaneLimits(pause_seconds=0.01, stuck_seconds=0.6, crashes_per_utterance=1)
    with odd_lane(how, limits) as driver:
        driver.begin(1)
        driver.feed(poisoned(1000), 1)
        driver.finish(1)
        driver.begin(2)
        driver.feed(clean(2000), 2)
        driver.finish(2)
        lost, heard = driver.wait_for_finals(2)
        assert (lost.utterance, lost.words) == (1, ())
        assert (heard.utterance, said(heard)) == (2, "2000")
        assert not driver.troubles("recognition_off")
        if how == "raise":
            assert "a bug in the engine" in driver.troubles("recognition_restarting")[0].message


def test_what_libraries_print_does_not_disturb() -> None:
    with odd_lane("prints") as driver:
        driver.begin()
        driver.feed(clean(5000))
        driver.finish()
        assert said(driver.wait_for_finals()[0]) == "5000"
        assert not driver.troubles("recognition_restarting")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("exits", "failed 6 times in a row (it ended with code 1: the library cannot be loaded)"),
        ("garbage_at_once", "it sent something unreadable"),
    ],
)
def test_a_hopeless_worker_is_given_up_with_one_sentence(how: str, why: str) -> None:
    with odd_lane(how) as driver:
        driver.begin()
        driver.feed(clean(1000))
        driver.finish()
        off = driver.wait_for_trouble("recognition_off")
        assert why in off.message and "\n" not in off.message
        assert driver.wait_for_finals()[0].words == ()
        driver.begin(2)
        driver.finish(2)
        assert len(driver.wait_for_finals(2)) == 2
        assert driver.lane.drain(driver.now) == []


def test_a_missing_model_ends_in_the_engines_own_sentence() -> None:
    with odd_lane("no_model") as driver:
        assert not driver.lane.wait_until_listening(20)
        off = driver.wait_for_trouble("recognition_off")
        assert off.message == "the model is missing: run 'assist models install odd'"
        assert not driver.troubles("recognition_restarting")


def test_a_program_that_is_not_there() -> None:
    lane = ProcessLane("odd", command=["/no/such/program"], limits=QUICK)
    driver = Driver(lane)
    assert "it cannot be started" in driver.wait_for_trouble("recognition_off").message
    lane.close()


def test_a_model_that_never_loads() -> None:
    limits = LaneLimits(load_seconds=0.4, pause_seconds=0.01, crashes=1)
    with odd_lane("never_ready", limits) as driver:
        assert "did not load" in driver.wait_for_trouble("recognition_off").message


def test_too_much_audio_is_skipped_and_said() -> None:
    limits = LaneLimits(waiting_seconds=1.0, stuck_seconds=60, pause_seconds=0.01, crashes_per_utterance=0)
    with odd_lane("stuck", limits) as driver:
        assert driver.lane.wait_until_listening(20)
        driver.begin(1)
        driver.feed(poisoned(16_000), 1)
        driver.finish(1)
        for number in (2, 3, 4):
            driver.begin(number)
            driver.feed(clean(16_000), number)
            driver.finish(number)
        assert "cannot keep up" in driver.wait_for_trouble("recognition_behind").message
        process_id = driver.lane.process_id
        assert process_id is not None
        os.kill(process_id, signal.SIGKILL)
        driver.wait_for_finals(4)
        assert driver.wait_for_trouble("recognition_behind", over=True).since > 0
        assert sum(not final.words for final in driver.finals()) >= 2


def test_drain_waits_for_the_last_words() -> None:
    with odd_lane("fine") as driver:
        driver.begin()
        driver.lane.submit(Feed("agent", 1, clean(3000)), 3000)
        driver.lane.submit(Finish("agent", 1, 3000), 3000)
        (final,) = driver.lane.drain(3000)
        assert isinstance(final, Hypothesis) and said(final) == "3000" and final.known_at == 3000


def test_fifty_lanes_leave_no_process_and_no_thread() -> None:
    process_ids: set[int] = set()
    for round_ in range(50):
        lane = ProcessLane("odd", command=[sys.executable, "-m", "tests.asr_engines.odd_worker", "fine"], limits=QUICK)
        lane.submit(Begin("agent", 1, 0), 0)
        if round_ % 10 == 0:
            assert lane.wait_until_listening(20)
            lane.submit(Feed("agent", 1, clean(100_000)), 100_000)
        wait_until(lambda lane=lane: lane.process_id is not None)  # type: ignore[misc]
        process_ids.add(lane.process_id or 0)
        lane.close()
        lane.close()
        lane.submit(Finish("agent", 1, 0), 0)
    assert len(process_ids) > 1 and not any(alive(process_id) for process_id in process_ids)
    assert recognition_threads() == []


def test_the_worker_dies_with_its_parent() -> None:
    program = (
        "import sys, threading\n"
        "from assist.asr.process_lane import ProcessLane\n"
        "lane = ProcessLane('odd', command=[sys.executable, '-m', 'tests.asr_engines.odd_worker', 'fine'])\n"
        "assert lane.wait_until_listening(20)\n"
        "print(lane.process_id, flush=True)\n"
        "threading.Event().wait()\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert alive(worker)
        parent.kill()
        parent.wait()
        wait_until(lambda: not alive(worker))
