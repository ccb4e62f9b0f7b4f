"""Recognition in the caller's own thread: for replay, where time waits."""

from __future__ import annotations

from dataclasses import replace

from assist.asr.engine import Begin, Engine, Feed, Hypothesise, Request
from assist.events import AnyEvent, Hypothesis


class InlineLane:
    """Runs an engine at once and publishes its answers after a declared latency, so that a replay decides like a live call.

    Args:
        engine: owned; closed with the lane.
        latency: samples between a request and its answer. An answer to `finish` that only repeats the hypothesis asked
            for before is not later than that one.
    """

    def __init__(self, engine: Engine, latency: int) -> None:
        self._engine = engine
        self._latency = latency
        self._waiting: list[tuple[int, Hypothesis]] = []

    @property
    def engine(self) -> str:
        """Name of the engine."""
        return self._engine.name

    def submit(self, request: Request, now: int) -> None:
        """See `Lane`."""
        if isinstance(request, Begin):
            self._engine.begin(request.speaker, request.start)
        elif isinstance(request, Feed):
            self._engine.feed(request.speaker, request.samples)
        else:
            complete = not isinstance(request, Hypothesise)
            answer = self._engine.finish if complete else self._engine.hypothesis
            words = answer(request.speaker)
            due = now + self._latency
            own = [(asked, earlier) for asked, earlier in self._waiting if earlier.speaker == request.speaker]
            if complete and own and own[-1][1].utterance == request.utterance and own[-1][1].words == words:
                due = max(own[-1][0], now)
            self._waiting.append(
                (
                    due,
                    Hypothesis(
                        at=request.end,
                        known_at=due,
                        speaker=request.speaker,
                        utterance=request.utterance,
                        words=words,
                        complete=complete,
                        engine=self.engine,
                    ),
                )
            )

    def ready(self, now: int) -> list[AnyEvent]:
        """See `Lane`."""
        return self._take(now, now)

    def drain(self, now: int) -> list[AnyEvent]:
        """See `Lane`: nothing is under way, so what waits is published."""
        return self._take(max((due for due, _ in self._waiting), default=now), now)

    def close(self) -> None:
        """See `Lane`."""
        self._engine.close()

    def _take(self, until: int, now: int) -> list[AnyEvent]:
        taken = [hypothesis for due, hypothesis in self._waiting if due <= until]
        self._waiting = [item for item in self._waiting if item[0] > until]
        return [replace(hypothesis, known_at=now) for hypothesis in taken]
