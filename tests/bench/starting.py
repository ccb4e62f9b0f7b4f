"""How long programs take to start, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds of one start."""

    wall: float
    cpu: float


def start(arguments: Sequence[str]) -> Started:
    """Run this Python with arguments to its end.

    Raises:
        RuntimeError: it failed.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"python {' '.join(arguments)} ended with code {process.returncode}")
    return Started(wall, used.ru_utime + used.ru_stime)


def starts(arguments: Sequence[str], times: int) -> list[Started]:
    """The same several times, after one that fills the caches."""
    start(arguments)
    return [start(arguments) for _ in range(times)]
