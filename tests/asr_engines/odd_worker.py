"""Workers that misbehave, for the lane's tests: python -m tests.asr_engines.odd_worker HOW."""

from __future__ import annotations

import os
import sys
import threading

from assist.asr.engine import RecognitionError
from assist.asr.worker import serve
from assist.events import Speaker, TimedWord
from assist.timeline.frame import Samples

POISON = 666
"""A sample value that some of these engines cannot take."""


class OddEngine:
    """Says how many samples it was fed; misbehaves when it meets poison, in the way it is told."""

    name = "odd"

    def __init__(self, how: str) -> None:
        if how == "no_model":
            raise RecognitionError("the model is missing: run 'assist models install odd'")
        if how == "never_ready":
            threading.Event().wait()
        self._how = how
        self._fed: dict[Speaker, int] = {}

    def begin(self, speaker: Speaker, start: int) -> None:
        self._fed[speaker] = 0

    def feed(self, speaker: Speaker, samples: Samples) -> None:
        self._fed[speaker] += len(samples)
        if POISON in samples:
            match self._how:
                case "crash":
                    os.abort()
                case "raise":
                    raise RuntimeError("a bug in the engine")
                case "stuck":
                    threading.Event().wait()
                case "garbage":
                    os.write(3, b"garbage")
        if self._how == "prints":
            os.write(1, b"a native library talks\n")

    def hypothesis(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        return (TimedWord(text=str(self._fed[speaker]), start=0, end=1),)

    def finish(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        return self.hypothesis(speaker)

    def close(self) -> None:
        self._fed.clear()


if __name__ == "__main__":
    how = sys.argv[1]
    if how == "exits":
        sys.exit("the library cannot be loaded")
    if how == "garbage_at_once":
        os.write(1, b"garbage, and then some more garbage")
        sys.exit(0)
    if how == "garbage":
        os.dup2(1, 3)
    sys.exit(serve(lambda: OddEngine(how)))
