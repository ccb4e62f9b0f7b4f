"""The recognition worker: a child process that owns the engine, so that a native crash takes nothing else down.

Requests come in on stdin, answers go out on stdout (see `wire`). It ends when stdin ends, that is also when the parent
is killed. Started by `process_lane` as `assist recognition-worker --engine NAME`.
"""

from __future__ import annotations

import argparse
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO

from assist.asr.engine import Begin, Engine, Feed, Finish, Hypothesise, RecognitionError, Request
from assist.asr.open_engine import open_engine
from assist.asr.wire import Alive, Answer, Failed, Listening, Recognised, WireError, read_request, write_answer
from assist.modelstore import ModelStore

ALIVE_EVERY_SECONDS = 0.25


class Worker:
    """Runs requests on an engine; three threads: this one (engine), one that reads, one that says "alive"."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._requests = requests
        self._answers = answers
        self._queue: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._write_lock = threading.Lock()
        self._done = 0

    def run(self, load: Callable[[], Engine]) -> int:
        """Load the engine and serve until stdin ends, which ends the process; returns only if the engine cannot work."""
        threading.Thread(target=self._read, name="requests", daemon=True).start()
        try:
            engine = load()
        except RecognitionError as error:
            self._send(Failed(str(error)))
            return 1
        self._send(Listening(engine.name))
        threading.Thread(target=self._say_alive, name="alive", daemon=True).start()
        while True:
            self._serve(engine, self._queue.get())

    def _serve(self, engine: Engine, request: Request) -> None:
        match request:
            case Begin():
                engine.begin(request.speaker, request.start)
            case Feed():
                engine.feed(request.speaker, request.samples)
            case Hypothesise() | Finish():
                complete = isinstance(request, Finish)
                words = (engine.finish if complete else engine.hypothesis)(request.speaker)
        self._done += 1
        if isinstance(request, Hypothesise | Finish):
            self._send(Recognised(request.speaker, request.utterance, request.end, complete, words, self._done))

    def _read(self) -> None:
        """Read on while the engine works; the end of stdin ends the process at once, whatever the engine is doing."""
        code = 0
        try:
            while (request := read_request(self._requests)) is not None:
                self._queue.put(request)
        except (WireError, OSError) as error:
            sys.stderr.write(f"recognition worker: {error}\n")
            code = 1
        _leave(code)

    def _say_alive(self) -> None:
        pause = threading.Event()
        while not pause.wait(ALIVE_EVERY_SECONDS):
            self._send(Alive(self._done))

    def _send(self, answer: Answer) -> None:
        try:
            with self._write_lock:
                write_answer(self._answers, answer)
        except OSError:
            _leave(1)


def main(argv: Sequence[str]) -> int:
    """Run a worker on this process's stdin and stdout.

    Args:
        argv: `--engine NAME [--model NAME]`.
    """
    parser = argparse.ArgumentParser(prog="assist recognition-worker", description="Internal: started by the program.")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--model", default=None)
    options = parser.parse_args(argv)
    return serve(lambda: open_engine(options.engine, ModelStore(), options.model))


def serve(load: Callable[[], Engine]) -> int:
    """Be a worker with the engine that `load` opens."""
    # Ctrl-C goes to every process of the terminal; the parent decides when recognition ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # sys.stdin is None in windowed builds, the descriptors are there all the same.
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a native library prints must not land between two frames.
    os.dup2(2, 1)
    return Worker(requests, answers).run(load)


def _leave(code: int) -> None:
    """End now: the engine may be deep in native code that never returns."""
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
