"""What a process uses, read from /proc (Linux)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Usage:
    """One look at a process.

    Attributes:
        cpu_seconds: user and system, all threads, since its start.
        resident_mb: memory in use now.
        most_resident_mb: most ever.
        threads: how many.
        files: open descriptors.
    """

    cpu_seconds: float
    resident_mb: float
    most_resident_mb: float
    threads: int
    files: int


def usage(process: int | None) -> Usage | None:
    """Look at a process; None if it is not there."""
    if process is None:
        return None
    folder = Path("/proc") / str(process)
    try:
        # The program's name, in brackets, may hold spaces.
        after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        lines = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
        files = len(list((folder / "fd").iterdir()))
    except OSError:
        return None
    return Usage(
        (int(after_name[11]) + int(after_name[12])) / _TICKS,
        int(lines["VmRSS"].split()[0]) / 1024,
        int(lines["VmHWM"].split()[0]) / 1024,
        int(lines["Threads"]),
        files,
    )
