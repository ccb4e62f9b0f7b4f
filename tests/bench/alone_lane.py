"""Recognition as on a computer with nothing else to do: it takes as long as its CPU time, measured while it runs.

A replay with this lane gives latencies that the other programs of a busy machine do not spoil, and much faster than in
real time. What is sent when is decided by the real lane's own book.
"""

from __future__ import annotations

import time

from assist.asr.engine import Begin, Engine, Feed, Finish, Request
from assist.asr.lane_book import LaneBook
from assist.asr.wire import Recognised
from assist.events import SAMPLE_RATE, AnyEvent, Hypothesis


class AloneLane:
    """See `Lane`.

    Args:
        engine: owned; closed with the lane.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._book = LaneBook()
        self._working: tuple[int, Recognised] | None = None
        """When the answer in work will be there, and the answer."""
        self._done = 0
        self._news: list[Recognised] = []
        self.busy_samples = 0
        """Time at work, in samples of the call."""

    @property
    def engine(self) -> str:
        return self._engine.name

    def submit(self, request: Request, now: int) -> None:
        self._advance(now)
        if (answer := self._book.take(request)) is not None:
            self._news.append(answer)
        self._work(now)

    def ready(self, now: int) -> list[AnyEvent]:
        self._advance(now)
        news, self._news = self._news, []
        return [
            Hypothesis(at=min(item.end, now), known_at=now, speaker=item.speaker, utterance=item.utterance,
                       words=item.words, complete=item.complete, engine=self.engine)
            for item in news
        ]  # fmt: skip

    def drain(self, now: int) -> list[AnyEvent]:
        while self._working is not None:
            self._advance(self._working[0])
        return self.ready(now)

    def close(self) -> None:
        self._engine.close()

    def _advance(self, now: int) -> None:
        """Finish what is finished by now, and go on with what waited."""
        while self._working is not None and self._working[0] <= now:
            free, answer = self._working
            self._working = None
            if (kept := self._book.answered(answer)) is not None:
                self._news.append(kept)
            self._work(free)

    def _work(self, start: int) -> None:
        """Begin, at `start`, with what the book has, up to the next question."""
        while self._working is None and (request := self._book.next()) is not None:
            before = time.thread_time()
            match request:
                case Begin():
                    self._engine.begin(request.speaker, request.start)
                case Feed():
                    self._engine.feed(request.speaker, request.samples)
                case _:
                    complete = isinstance(request, Finish)
                    words = (self._engine.finish if complete else self._engine.hypothesis)(request.speaker)
            took = round((time.thread_time() - before) * SAMPLE_RATE)
            self.busy_samples += took
            self._done += 1
            self._book.progress(self._done)
            if not isinstance(request, Begin | Feed):
                answer = Recognised(request.speaker, request.utterance, request.end, complete, words, self._done)
                self._working = (start + took, answer)
