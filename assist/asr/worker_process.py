"""One recognition worker as the lane sees it: a child process, its pipes, and the signs of life it gives."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from assist.asr.engine import Request
from assist.asr.wire import Answer, WireError, read_answer, write_request

_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Numerical libraries read these when they are loaded."""
_STDERR_LINES = 20
_STDERR_LINE_LENGTH = 300
_REAP_SECONDS = 2.0


def worker_command(engine: str, model: str | None = None) -> list[str]:
    """How this program starts a worker: itself, with a hidden sub-command, frozen or not."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "assist"]
    return [*program, "recognition-worker", "--engine", engine, *(["--model", model] if model else [])]


class WorkerProcess:
    """A started worker.

    Args:
        command: how to start it.
        on_answer: called in the reader's thread for every answer.
        on_end: called in the reader's thread when no more answers will come.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, command: Sequence[str], on_answer: Callable[[Answer], None], on_end: Callable[[], None]) -> None:
        self._on_answer = on_answer
        self._on_end = on_end
        self._stderr: deque[str] = deque(maxlen=_STDERR_LINES)
        self._garbage = ""
        self.ended = False
        self.started_at = self.heard_at = time.monotonic()
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # One thread per numerical library: recognition shares the machine with a softphone.
            env={**os.environ, **dict.fromkeys(_THREAD_VARIABLES, "1")},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            # Ctrl-C and a signal to the whole group reach the program, which then ends its worker in its own time.
            start_new_session=True,
        )
        self._threads = [
            threading.Thread(target=target, name=f"recognition-{name}", daemon=True)
            for name, target in (("answers", self._read), ("stderr", self._read_stderr))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def process_id(self) -> int:
        """Its process id."""
        return self._process.pid

    def send(self, request: Request) -> bool:
        """Write a request; blocks while the pipe is full; False once the worker is gone."""
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        try:
            write_request(self._process.stdin, request)
        except (OSError, ValueError):
            return False
        return True

    def kill(self) -> None:
        """End it whatever it is doing, and free process, pipes and threads. It holds nothing worth saving."""
        with contextlib.suppress(OSError):
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_REAP_SECONDS)
        for thread in self._threads:
            thread.join(_REAP_SECONDS)

    def close_pipes(self) -> None:
        """Close what is left of the pipes, after `kill` and once nobody writes any more."""
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                # What was not written yet cannot be flushed into a dead process.
                with contextlib.suppress(OSError, ValueError):
                    pipe.close()

    def why_it_ended(self) -> str:
        """Half a sentence about the end, with its last words on stderr; after `kill` it speaks of what came before."""
        if self._garbage:
            return self._garbage
        code = self._process.poll()
        if code is None:
            return "it stopped answering"
        if code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
            return f"it was ended by {name}"
        # Its last words may still be on their way from the pipe.
        self._threads[1].join(_REAP_SECONDS)
        return f"it ended with code {code}" + (f": {self._stderr[-1]}" if self._stderr else "")

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            while (answer := read_answer(self._process.stdout)) is not None:
                self.heard_at = time.monotonic()
                self._on_answer(answer)
            # The pipe closes a moment before the process is gone.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_REAP_SECONDS)
        except WireError as error:
            self._garbage = f"it sent something unreadable ({error})"
        except OSError:
            pass
        self.ended = True
        self._on_end()

    def _read_stderr(self) -> None:
        assert self._process.stderr is not None  # noqa: S101 - a pipe was asked for
        with contextlib.suppress(OSError, ValueError):
            for line in self._process.stderr:
                if text := line.decode("utf-8", "replace").strip():
                    self._stderr.append(text[:_STDERR_LINE_LENGTH])
