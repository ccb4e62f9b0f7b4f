"""Kill -9 at any moment loses at most the last second; the next start closes the call, and not one that still runs."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assist.events import SAMPLE_RATE
from assist.store.call import NewCall
from assist.store.errors import StoreError
from assist.store.store import Store
from tests.store.making import BEGAN, long_call, started

STEP = SAMPLE_RATE // 4


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("steps", [0, 1, 3, 50, 133, 801])
def test_at_most_the_last_second_is_lost(tmp_path: Path, steps: int) -> None:
    folder = tmp_path / "calls"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed_program", str(folder)], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        line = ""
        while line != f"{steps}\n":
            line = program.stdout.readline()
            assert line, "the program ended by itself"
        program.send_signal(signal.SIGKILL)
        told = [line, *program.stdout.readlines()]
    taken = max(int(line) for line in told if line.strip().isdigit())  # it went on until the kill arrived
    expected = [event for _, events in zip(range(taken + 1), long_call(600.0), strict=False) for event in events]
    safe = [event for event in expected if event.known_at <= taken * STEP - SAMPLE_RATE]
    with Store.open(folder) as store:
        assert store.cut_short == [1]
        call = store.call(1)
        assert call.entry.state == "cut_short" and call.entry.length >= taken * STEP - SAMPLE_RATE
        assert [(type(e), e.known_at) for e in call.events][: len(safe)] == [(type(e), e.known_at) for e in safe]
        assert store.check() == ""
        if taken > 60:
            assert store.calls("sentence nothing")
    with Store.open(folder) as store:
        assert store.cut_short == []


def test_a_call_that_runs_is_left_alone_by_another_start(tmp_path: Path) -> None:
    with Store.open(tmp_path / "calls") as store:
        writer = store.begin(NewCall(BEGAN))
        writer.take([started()])
        with Store.open(tmp_path / "calls") as second:
            assert second.cut_short == [] and second.calls()[0].state == "running"
            with pytest.raises(StoreError, match="still running"):
                second.delete(1)
            assert second.delete_all() == 0
        writer.close()
