"""Recognition in a child process: the lane of a live call.

    pipeline --submit--> LaneBook --writer thread--> worker process --reader thread--> LaneBook --ready--> pipeline
                             ^------------ supervisor thread: starts, watches, restarts ------------'

A crash or hang ends the worker only. It is noticed by the end of its pipe, by missing signs of life or missing progress;
a new one is started at once and is fed the audio of every utterance that has no final words yet.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from assist.asr.engine import Request
from assist.asr.lane_book import LaneBook
from assist.asr.wire import Answer, Failed, Listening, Recognised
from assist.asr.worker_process import WorkerProcess, worker_command
from assist.events import SAMPLE_RATE, AnyEvent, Hypothesis, Trouble

_LOOK_SECONDS = 0.2
_JOIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """When a worker counts as lost, and how hard the lane tries."""

    load_seconds: float = 90.0
    """Longest time a model may take to load (large Vosk models from a slow disk)."""
    silent_seconds: float = 1.25
    """A listening worker says it is alive four times a second; after this much silence it hangs."""
    stuck_seconds: float = 5.0
    """It says it is alive but has worked nothing off for so long: native code hangs."""
    waiting_seconds: float = 30.0
    """Audio that may wait; above it whole utterances are skipped, which is reported."""
    crashes: int = 5
    crash_window_seconds: float = 60.0
    """More crashes than that within this time: recognition is off."""
    pause_seconds: float = 0.5
    """Pause before the second restart in a row; doubled each time. The first restart is at once."""
    crashes_per_utterance: int = 2
    """An utterance that was in work in more crashes than this is given up."""
    drain_seconds: float = 20.0
    """Longest wait for outstanding words at the end of a call."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A trouble that began (with its message) or ended."""

    what: str
    message: str = ""


class ProcessLane:
    """See `Lane`. Starts the worker at once and returns; requests made while the model loads are kept.

    Args:
        engine: name for `open_engine`.
        model: an installed model other than the engine's usual one.
        command: how to start a worker; by default this program's own.
        limits: when a worker counts as lost.
    """

    def __init__(
        self,
        engine: str,
        model: str | None = None,
        command: Sequence[str] | None = None,
        limits: LaneLimits | None = None,
    ) -> None:
        self._engine = engine
        self._command = list(command) if command is not None else worker_command(engine, model)
        self._limits = limits or LaneLimits()
        self._changed = threading.Condition()
        self._book = LaneBook()
        self._news: list[Recognised | _Change] = []
        self._running: dict[str, tuple[int, str]] = {}
        self._troubles: set[str] = set()
        self._child: WorkerProcess | None = None
        self._listening = False
        self._failed = ""
        self._off = False
        self._closing = False
        self._progress_at = 0.0
        self._supervisor = threading.Thread(target=self._supervise, name="recognition-supervisor", daemon=True)
        self._supervisor.start()

    @property
    def engine(self) -> str:
        """Name of the engine; what `auto` stands for is known once the model is loaded."""
        return self._engine

    @property
    def process_id(self) -> int | None:
        """Process id of the present worker."""
        with self._changed:
            return self._child.process_id if self._child else None

    def wait_until_listening(self, seconds: float) -> bool:
        """Wait until the model is loaded; False if that takes longer, or recognition is off."""
        with self._changed:
            self._changed.wait_for(lambda: self._listening or self._off, seconds)
            return self._listening

    def submit(self, request: Request, now: int) -> None:
        """See `Lane`."""
        with self._changed:
            if self._closing:
                return
            self._note(self._book.take(request))
            if self._off:
                self._note(*self._book.give_up_all())
            self._keep_up()
            self._changed.notify_all()

    def ready(self, now: int) -> list[AnyEvent]:
        """See `Lane`."""
        with self._changed:
            news, self._news = self._news, []
            return [self._event(item, now) for item in news]

    def drain(self, now: int) -> list[AnyEvent]:
        """See `Lane`."""
        with self._changed:
            self._changed.wait_for(
                lambda: not self._book.owing or self._off or self._closing, self._limits.drain_seconds
            )
        return self.ready(now)

    def close(self) -> None:
        """See `Lane`: the worker is ended within a second, whatever it is doing."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._supervisor.join(_JOIN_SECONDS)

    # ---------------------------------------------------------------------------------------- supervisor's thread
    def _supervise(self) -> None:
        """Start workers until the lane is closed or it is hopeless."""
        crashes: list[float] = []
        while True:
            reason = self._run_one()
            with self._changed:
                if self._closing:
                    return
                now = time.monotonic()
                crashes = [at for at in crashes if now - at < self._limits.crash_window_seconds] + [now]
                if self._failed or len(crashes) > self._limits.crashes:
                    failed = f"recognition is off because it failed {len(crashes)} times in a row ({reason})"
                    self._turn_off(self._failed or f"{failed}: run 'assist doctor'")
                    return
                self._note(*self._book.restart(self._limits.crashes_per_utterance))
                self._begin_trouble(
                    "recognition_restarting",
                    f"recognition is being restarted ({reason}); the words of the last seconds will follow",
                )
                if len(crashes) > 1:
                    pause = self._limits.pause_seconds * 2.0 ** (len(crashes) - 2)
                    self._changed.wait_for(lambda: self._closing, pause)

    def _run_one(self) -> str:
        """Run one worker to its end; returns why it ended."""
        try:
            child = WorkerProcess(self._command, self._on_answer, self._on_end)
        except OSError as error:
            return f"it cannot be started: {error.strerror}"
        writer = threading.Thread(target=self._write, args=(child,), name="recognition-writer", daemon=True)
        with self._changed:
            self._child = child
        writer.start()
        reason = self._watch(child)
        child.kill()
        with self._changed:
            self._listening = False
            self._child = None
            self._changed.notify_all()
        writer.join(_JOIN_SECONDS)
        child.close_pipes()
        return reason

    def _watch(self, child: WorkerProcess) -> str:
        """Wait until this worker has to go; returns why."""
        limits = self._limits
        with self._changed:
            looked = time.monotonic()
            while not (self._closing or self._failed or child.ended):
                self._changed.wait(_LOOK_SECONDS)
                now = time.monotonic()
                if now - looked > limits.silent_seconds / 2:
                    # This process was held up itself (a suspended laptop): no evidence against the worker.
                    child.heard_at = self._progress_at = now
                looked = now
                if not self._listening:
                    if now - child.started_at > limits.load_seconds:
                        return f"its model did not load within {limits.load_seconds:.0f} s"
                elif now - child.heard_at > limits.silent_seconds:
                    return "it stopped answering"
                elif self._book.busy and now - self._progress_at > limits.stuck_seconds:
                    return f"it worked on one thing for more than {limits.stuck_seconds:.0f} s"
        return child.why_it_ended()

    # -------------------------------------------------------------------------------------------- writer's thread
    def _write(self, child: WorkerProcess) -> None:
        """Send what the book has for this worker until it is replaced."""
        while True:
            with self._changed:
                request: Request | None = None
                while self._child is child and not child.ended:
                    if self._listening:
                        idle = not self._book.busy
                        request = self._book.next()
                        if request is not None:
                            if idle:
                                self._progress_at = time.monotonic()
                            break
                    self._changed.wait()
                if request is None:
                    return
            if not child.send(request):
                return

    # -------------------------------------------------------------------------------------------- reader's thread
    def _on_answer(self, answer: Answer) -> None:
        with self._changed:
            if self._book.progress(answer.done):
                self._progress_at = time.monotonic()
            match answer:
                case Listening():
                    self._engine = answer.engine
                    self._listening = True
                    self._end_trouble("recognition_restarting")
                case Failed():
                    self._failed = answer.message
                case Recognised():
                    self._note(self._book.answered(answer))
                    self._keep_up()
            self._changed.notify_all()

    def _on_end(self) -> None:
        with self._changed:
            self._changed.notify_all()

    # ----------------------------------------------------------------------------- all of these with the lock held
    def _note(self, *answers: Recognised | None) -> None:
        self._news.extend(answer for answer in answers if answer is not None)

    def _keep_up(self) -> None:
        """Skip utterances when too much audio waits; say so, and say when it is over."""
        limit = int(self._limits.waiting_seconds * SAMPLE_RATE)
        skipped, answers = self._book.skip_down_to(limit)
        if skipped:
            self._begin_trouble(
                "recognition_behind",
                "recognition cannot keep up and skips parts of the call: close other programs or switch recognition off",
            )
            self._note(*answers)
        elif self._book.waiting < limit // 4:
            self._end_trouble("recognition_behind")

    def _turn_off(self, message: str) -> None:
        self._end_trouble("recognition_restarting")
        self._end_trouble("recognition_behind")
        self._off = True
        self._begin_trouble("recognition_off", message)
        self._note(*self._book.give_up_all())
        self._changed.notify_all()

    def _begin_trouble(self, what: str, message: str) -> None:
        if what not in self._troubles:
            self._troubles.add(what)
            self._news.append(_Change(what, message))

    def _end_trouble(self, what: str) -> None:
        if what in self._troubles:
            self._troubles.remove(what)
            self._news.append(_Change(what))

    def _event(self, item: Recognised | _Change, now: int) -> AnyEvent:
        if isinstance(item, Recognised):
            return Hypothesis(
                at=min(item.end, now),
                known_at=now,
                speaker=item.speaker,
                utterance=item.utterance,
                words=item.words,
                complete=item.complete,
                engine=self._engine,
            )
        if item.message:
            self._running[item.what] = (now, item.message)
            return Trouble(at=now, known_at=now, what=item.what, since=now, message=item.message)
        since, message = self._running.pop(item.what)
        return Trouble(at=now, known_at=now, what=item.what, since=since, until=now, message=message)
