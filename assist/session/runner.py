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


@dataclass(frozen=True, slots=True)
class Opened:
    """What a call needs, opened."""

    source: FrameSource
    parts: Parts
    recorder: Recorder | None = None
    log: EventFile | None = None


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
        self._acts: deque[UserActed] = deque()
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
        self._stop.clear()
        self._paused.clear()
        self.ended.clear()
        self._acts.clear()
        self.failure, self._now = None, 0
        opened = self._open_call()
        try:
            opened.source.start()
        except BaseException:
            _close(opened)
            raise
        self._thread = threading.Thread(target=self._run, args=(opened, on_event), name="assist-call", daemon=True)
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
        self._acts.append(UserActed(at=self._now, known_at=self._now, action=cast(Action, action), prompt=prompt))

    def finish(self) -> None:
        """Let the call end by itself, as if its source were over; returns at once."""
        self._stop.set()

    def stop(self) -> None:
        """End the call and join its thread; idempotent."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(JOIN_SECONDS)
            self._thread = None

    # ---------------------------------------------------------------------------------------------- the call's thread
    def _run(self, opened: Opened, on_event: Callable[[AnyEvent], None]) -> None:
        pipeline = Pipeline(opened.parts, self._name)
        call = _Publisher(opened, on_event)
        try:
            while not self._stop.is_set() and not opened.source.ended:
                self._take(pipeline, opened.source.read(READ_SECONDS), call)
            call.publish([], pipeline.finish())
        except Exception as problem:  # noqa: BLE001  (whatever breaks is told in the overlay; the record stays whole)
            self.failure = f"The call stopped because of an unexpected problem ({problem}); start again."
            broken = Trouble(
                at=pipeline.now, known_at=pipeline.now, what="failed", since=pipeline.now, message=self.failure
            )
            call.publish([], [broken, CallEnded(at=pipeline.now, known_at=pipeline.now)])
        finally:
            _close(opened)
            self.ended.set()

    def _take(self, pipeline: Pipeline, items: Sequence[StereoFrame | Gap | Trouble], call: _Publisher) -> None:
        notes: list[AnyEvent] = []
        while self._acts:
            notes.append(self._acts.popleft())
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
    """Hands frames and events to the recorder, the event file and the windows; a full disk stops only the writing."""

    def __init__(self, opened: Opened, on_event: Callable[[AnyEvent], None]) -> None:
        self._writers = [writer for writer in (opened.recorder, opened.log) if writer is not None]
        self._on_event = on_event

    def publish(self, frames: Sequence[StereoFrame], events: Sequence[AnyEvent]) -> None:
        for writer in list(self._writers):
            try:
                writer.write(frames, events)
            except RecorderError as problem:
                self._writers.remove(writer)
                now = frames[-1].end if frames else 0
                self._on_event(Trouble(at=now, known_at=now, what="disk", since=now, message=str(problem)))
        for event in events:
            self._on_event(event)


def _close(opened: Opened) -> None:
    opened.source.stop()
    opened.parts.lane.close()
    for writer in (opened.recorder, opened.log):
        if writer is not None:
            writer.close()
