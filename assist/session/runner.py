"""One call as it happens: a source, the pipeline, and whoever wants the events. Runs in a thread of its own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast

import numpy as np

from assist.events import Action, AnyEvent, CallEnded, Gap, Trouble, UserActed
from assist.session.event_file import EventFile
from assist.session.pipeline import Parts, Pipeline
from assist.session.recorder import Recorder, RecorderError
from assist.timeline.frame import StereoFrame

READ_SECONDS = 0.1
JOIN_SECONDS = 8.0


class FrameSource(Protocol):
    """Where the sound of a call comes from, in step with time."""

    @property
    def ended(self) -> bool:
        """True once nothing will come any more (a file that is over)."""
        ...

    def start(self) -> None:
        """Open it.

        Raises:
            Exception: cannot be opened; the text is one sentence for the agent.
        """
        ...

    def read(self, timeout_seconds: float) -> Sequence[StereoFrame | Gap | Trouble]:
        """What came in since the last time, in order; waits at most `timeout_seconds` for something."""
        ...

    def stop(self) -> None:
        """Close it; idempotent."""
        ...


class Writer(Protocol):
    """Takes what happens in a call."""

    def write(self, frames: Sequence[StereoFrame], events: Sequence[AnyEvent]) -> None:
        """Take frames and events.

        Raises:
            RecorderError: they cannot be kept.
        """
        ...

    def close(self) -> None:
        """The call is over; idempotent.

        Raises:
            RecorderError: what is left cannot be kept.
        """
        ...


class UnclosedError(Exception):
    """A call cannot begin because the one before is not closed; one sentence."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a call needs, opened."""

    source: FrameSource
    parts: Parts
    recorder: Recorder | None = None
    log: EventFile | None = None
    learner: Writer | None = None
    """Learns what the agent finds helpful."""
    stored: Writer | None = None
    """Keeps the call in the store."""
    notices: tuple[Trouble, ...] = ()
    """What the agent must know from the start; published with the first sound."""

    @property
    def writers(self) -> list[Writer]:
        """All that take what happens."""
        return [writer for writer in (self.recorder, self.log, self.learner, self.stored) if writer is not None]


class CallRunner:
    """Runs calls one after the other; implements the windows' `SessionControl`.

    Args:
        open_call: opens source, models and files; called in `start`, so that a window can be up before.
        name: `live`, or the name of what is played.
    """

    def __init__(self, open_call: Callable[[], Opened], name: str) -> None:
        self._open_call = open_call
        self._name = name
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._paused = threading.Event()
        self._outside: deque[AnyEvent] = deque()
        """What happened outside the sound, for the next step: the agent's clicks, a full disk."""
        self._now = 0
        self.ended = threading.Event()
        """Set when the call is over."""
        self.failure: str | None = None
        """One sentence if the call ended because something broke."""

    def start(self, on_event: Callable[[AnyEvent], None]) -> None:
        """Open everything and begin.

        Args:
            on_event: called with every event, from the runner's thread; returns at once.

        Raises:
            Exception: whatever could not be opened says so in one sentence.
        """
        self.stop()
        if self._thread is not None:
            # Two calls at once would share devices and mix what the agent sees.
            raise UnclosedError(
                "The call before is still being closed; try again in a moment, or quit and start Leap Assist anew."
            )
        # An event of its own for each call: one that is told to stop must not wake up again.
        self._stop = threading.Event()
        self._paused.clear()
        self.ended.clear()
        self._outside.clear()
        self.failure, self._now = None, 0
        try:
            opened = self._open_call()
            try:
                opened.source.start()
            except BaseException:
                _close(opened)
                raise
        except BaseException:
            self.ended.set()
            raise
        self._outside.extend(opened.notices)
        self._thread = threading.Thread(
            target=self._run, args=(opened, on_event, self._stop), name="assist-call", daemon=True
        )
        self._thread.start()

    def pause(self) -> None:
        """Hear nothing until resumed; the call's time goes on."""
        self.act("pause", None)

    def resume(self) -> None:
        """Hear again."""
        self.act("resume", None)

    def act(self, action: str, prompt: int | None) -> None:
        """The agent did something in the overlay."""
        if action == "pause":
            self._paused.set()
        elif action == "resume":
            self._paused.clear()
        self._outside.append(UserActed(at=self._now, known_at=self._now, action=cast(Action, action), prompt=prompt))

    def finish(self) -> None:
        """Let the call end by itself, as if its source were over; returns at once."""
        self._stop.set()

    def stop(self) -> None:
        """End the call and join its thread; idempotent. One that a driver holds up keeps the next call from starting."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(JOIN_SECONDS)
            if not self._thread.is_alive():
                self._thread = None

    # ---------------------------------------------------------------------------------------------- the call's thread
    def _run(self, opened: Opened, on_event: Callable[[AnyEvent], None], stop: threading.Event) -> None:
        pipeline = Pipeline(opened.parts, self._name)
        call = _Publisher(opened, on_event, self._outside.append)
        failure: str | None = None
        last: list[AnyEvent] = []
        try:
            while not stop.is_set() and not opened.source.ended:
                try:
                    items = opened.source.read(READ_SECONDS)
                except Exception as problem:  # noqa: BLE001  (whatever breaks is told in the overlay)
                    failure = _unexpected(problem)
                    last.append(_failed(failure, pipeline.now))
                    break
                self._take(pipeline, items, call)
            call.publish([], pipeline.finish(last))
        except Exception as problem:  # noqa: BLE001  (whatever breaks is told in the overlay; the record stays whole)
            failure = _unexpected(problem)
            now = pipeline.now
            call.publish([], [_failed(failure, now), CallEnded(at=now, known_at=now)])
        finally:
            unwritten = _close(opened)
            if stop is self._stop:
                self.failure = failure or call.untold or (None if call.troubled else unwritten)
                self.ended.set()

    def _take(self, pipeline: Pipeline, items: Sequence[StereoFrame | Gap | Trouble], call: _Publisher) -> None:
        notes: list[AnyEvent] = []
        while self._outside:
            notes.append(self._outside.popleft())
        frames, events = [], []
        for item in items:
            if isinstance(item, StereoFrame):
                frame = item if not self._paused.is_set() else replace(item, audio=np.zeros_like(item.audio))
                events.extend(pipeline.step(frame, notes))
                frames.append(frame)
                notes = []
            else:
                notes.append(item)
        if notes:
            # Nothing to hear yet that they could go with: an empty frame carries them.
            start = frames[-1].end if frames else self._now
            events.extend(pipeline.step(StereoFrame(start, np.zeros((0, 2), np.int16)), notes))
        if frames:
            self._now = frames[-1].end
        call.publish(frames, events)


class _Publisher:
    """Hands frames and events to the recorder, the event file and the windows; a full disk stops only the writing.

    Args:
        opened: the call.
        on_event: the windows.
        tell: takes a trouble, to go with the next step, so that it has its place among the events.
    """

    def __init__(self, opened: Opened, on_event: Callable[[AnyEvent], None], tell: Callable[[AnyEvent], None]) -> None:
        self._writers = opened.writers
        self._on_event, self._tell = on_event, tell
        self._now = 0
        self.troubled = False
        """True once something could not be written."""
        self.untold: str | None = None
        """What could not be written when the call was already over."""

    def publish(self, frames: Sequence[StereoFrame], events: Sequence[AnyEvent]) -> None:
        self._now = frames[-1].end if frames else self._now
        over = any(isinstance(event, CallEnded) for event in events)
        for writer in list(self._writers):
            try:
                writer.write(frames, events)
            except RecorderError as problem:
                if not problem.goes_on:
                    self._writers.remove(writer)
                self.troubled = True
                if over:
                    self.untold = str(problem)
                self._tell(
                    Trouble(at=self._now, known_at=self._now, what="disk", since=self._now, message=str(problem))
                )
        for event in events:
            self._on_event(event)


def _unexpected(problem: Exception) -> str:
    return f"The call stopped because of an unexpected problem ({problem}); start again."


def _failed(message: str, now: int) -> Trouble:
    return Trouble(at=now, known_at=now, what="failed", since=now, message=message)


def _close(opened: Opened) -> str | None:
    """Close everything, whatever breaks on the way; returns what went wrong first."""
    problems: list[str] = []
    for close in (opened.source.stop, opened.parts.lane.close, *(writer.close for writer in opened.writers)):
        try:
            close()
        except Exception as problem:  # noqa: BLE001  (what is left must be closed too)
            problems.append(str(problem))
    return problems[0] if problems else None
