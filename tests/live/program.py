"""The program as a user starts it, in processes of its own, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from assist.eventlog import read_events
from assist.events import AnyEvent
from tests.cli.command import PLAIN
from tests.live.waiting import DEADLINE_SECONDS, until

_TAG = "LEAP_TEST_PROGRAM"


class Program:
    """One run of `assist`; a context manager that leaves no process, whatever a test does.

    Args:
        arguments: of the command line.
        folder: for its output.
        environment: what differs from the test's own.
        events: the file that `arguments` tell it to write events to, if they do.
        start: what to start instead of `assist`.
        python: which Python runs it.
    """

    def __init__(
        self,
        *arguments: str | Path,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        events: Path | None = None,
        start: tuple[str, ...] = ("-m", "assist"),
        python: str = sys.executable,
    ) -> None:
        self._tag = uuid.uuid4().hex
        self._out, self._err = folder / f"{self._tag}.out", folder / f"{self._tag}.err"
        self._events = events
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                [python, *start, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                env={**os.environ, **PLAIN, **(environment or {}), _TAG: self._tag},
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.processes():
            os.kill(process, signal.SIGKILL)
        self.process.wait()

    @property
    def out(self) -> str:
        """What it printed so far."""
        return self._out.read_text()

    @property
    def err(self) -> str:
        """What it printed on stderr so far."""
        return self._err.read_text()

    def events(self) -> list[AnyEvent]:
        """The events it has written so far."""
        if self._events is None or not self._events.exists():
            return []
        return list(read_events(self._events))

    def wait_for(
        self, what: str, wanted: Callable[[AnyEvent], bool], after: int = 0, seconds: float = DEADLINE_SECONDS
    ) -> AnyEvent:
        """Wait for the first wanted event known after sample index `after`."""

        def look() -> list[AnyEvent]:
            over = self.process.poll() is not None
            found = [event for event in self.events() if event.known_at >= after and wanted(event)]
            if over and not found:
                raise AssertionError(
                    f"it ended with {self.process.returncode} before {what} came: {self.out}{self.err}"
                )
            return found

        return until(look, what, seconds)[0]

    def interrupt(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C; returns the exit code."""
        self.process.send_signal(how)
        return self.end()

    def end(self, seconds: float = DEADLINE_SECONDS) -> int:
        """Wait until it has ended by itself; returns the exit code."""
        return self.process.wait(seconds)

    def processes(self) -> list[int]:
        """All processes that it started and that still run, itself included, wherever they hang in the tree."""
        tag = f"{_TAG}={self._tag}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _is_alive(entry):
                try:
                    environment = (entry / "environ").read_bytes().split(b"\0")
                except OSError:
                    continue
                if tag in environment:
                    found.append(int(entry.name))
        return found

    def worker(self) -> int | None:
        """The recognition process."""
        for process in self.processes():
            if b"recognition-worker" in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0"):
                return process
        return None


def _is_alive(entry: Path) -> bool:
    """Not a zombie that waits to be reaped."""
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
