"""A live call that notes when everything happened: when sound was heard, events were given out, prompts were painted."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np

from assist.asr.process_lane import ProcessLane
from assist.eventlog import from_json, to_json
from assist.events import SAMPLE_RATE, AnyEvent, CallEnded, CueName, Gap, PromptClosed, PromptShown, Trouble
from assist.modelstore import ModelStore
from assist.session.paced import PacedSource
from assist.session.played import live_parts
from assist.session.runner import CallRunner, Opened
from assist.timeline.frame import StereoFrame
from assist.ui.gallery_states import sample_prompt
from tests.bench.played_calls import Playing
from tests.bench.process_usage import Usage, usage

WARM_SECONDS = 4.0
"""Of the call, after which the model is loaded and use is counted."""
LOOK_SECONDS = 20.0
"""Of the call, between two looks at the processes."""
FIRST_POSTED = 1_000_000
"""Number of the first prompt that the benchmark posts itself."""
POSTED_CUES: tuple[CueName, ...] = ("pause", "acknowledge", "offer_choices")


@dataclass(frozen=True, slots=True)
class Look:
    """What both processes used at a moment of the call."""

    call_seconds: float
    main: Usage
    worker: Usage | None


@dataclass(slots=True)
class Measured:
    """All that one run brought; moments are of `time.monotonic`."""

    speed: float = 1.0
    began: float = 0.0
    """When sample 0 was due."""
    emitted: list[tuple[float, AnyEvent]] = field(default_factory=list)
    painted: dict[int, float] = field(default_factory=dict)
    """By number of the prompt."""
    posted: dict[int, float] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)

    def moment(self, sample: int) -> float:
        """When a sample was heard."""
        return self.began + sample / SAMPLE_RATE / self.speed

    def save(self, path: Path) -> None:
        """Write it."""
        content = {
            "speed": self.speed,
            "began": self.began,
            "emitted": [(at, to_json(event)) for at, event in self.emitted],
            "painted": list(self.painted.items()),
            "posted": list(self.posted.items()),
            "looks": [asdict(look) for look in self.looks],
        }
        path.write_text(json.dumps(content), encoding="utf-8")


def load(path: Path) -> Measured:
    """Read what `save` wrote."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Measured(
        content["speed"],
        content["began"],
        [(at, from_json(event)) for at, event in content["emitted"]],
        dict(content["painted"]),
        dict(content["posted"]),
        [
            Look(
                look["call_seconds"], Usage(**look["main"]), None if look["worker"] is None else Usage(**look["worker"])
            )
            for look in content["looks"]
        ],
    )


class _Clocked:
    """A source that notes when it began."""

    def __init__(self, source: PacedSource, measured: Measured) -> None:
        self._source, self._measured = source, measured

    @property
    def ended(self) -> bool:
        return self._source.ended

    def start(self) -> None:
        self._source.start()
        self._measured.began = time.monotonic()

    def read(self, timeout_seconds: float) -> Sequence[StereoFrame | Gap | Trouble]:
        return self._source.read(timeout_seconds)

    def stop(self) -> None:
        self._source.stop()


class MeasuredCall:
    """The session that the windows start: a `CallRunner` with clocks around it.

    Args:
        playing: what is played.
        asr: recognition engine.
        keep_events: keep every event with its moment; not in hours of calls.
        post: show prompts of the benchmark's own at random moments instead of the call's.
    """

    def __init__(self, playing: Playing, asr: str, *, keep_events: bool = True, post: bool = False) -> None:
        self.measured = Measured(playing.speed)
        self._playing, self._asr, self._keep, self._post = playing, asr, keep_events, post
        self._lane: ProcessLane | None = None
        self._runner = CallRunner(self._open, "benchmark")
        self._next_look = WARM_SECONDS
        self._over = threading.Event()

    # ------------------------------------------------------------------------------------- what the windows call
    def start(self, on_event: Callable[[AnyEvent], None]) -> None:
        self._on_event = on_event
        self._runner.start(self._take)
        if self._post:
            threading.Thread(target=self._posting, name="posting", daemon=True).start()

    def pause(self) -> None:
        self._runner.pause()

    def resume(self) -> None:
        self._runner.resume()

    def act(self, action: str, prompt: int | None) -> None:
        self._runner.act(action, prompt)

    def stop(self) -> None:
        self._over.set()
        self._runner.stop()

    def painted(self, prompt: PromptShown) -> None:
        """For `run_app`: a prompt is on the screen."""
        self.measured.painted.setdefault(prompt.prompt, time.monotonic())

    # ----------------------------------------------------------------------------------------- the call's thread
    def _open(self) -> Opened:
        parts = live_parts(self._playing.profile(), self._asr, ModelStore())
        self._lane = parts.lane if isinstance(parts.lane, ProcessLane) else None
        if self._lane is not None:
            self._lane.wait_until_listening(60)
        source = PacedSource(self._playing.frames(), self._playing.speed)
        return Opened(_Clocked(source, self.measured), parts)

    def _take(self, event: AnyEvent) -> None:
        now = time.monotonic()
        if self._keep or isinstance(event, Trouble):
            self.measured.emitted.append((now, event))
        if not (self._post and isinstance(event, PromptShown | PromptClosed)):
            self._on_event(event)
        call_seconds = event.known_at / SAMPLE_RATE
        if call_seconds >= self._next_look or isinstance(event, CallEnded):
            self._next_look = call_seconds + LOOK_SECONDS
            main = usage(os.getpid())
            worker = usage(self._lane.process_id if self._lane is not None else None)
            if main is not None:
                self.measured.looks.append(Look(call_seconds, main, worker))

    # ---------------------------------------------------------------------------------------- the poster's thread
    def _posting(self) -> None:
        """Prompts at random moments, while the call runs in its thread and words are recognised beside it."""
        dice = np.random.default_rng(7)
        number = FIRST_POSTED
        self._over.wait(WARM_SECONDS)
        while not self._over.is_set() and not self._runner.ended.is_set():
            prompt = replace(sample_prompt(POSTED_CUES[number % len(POSTED_CUES)]), prompt=number)
            self.measured.posted[number] = time.monotonic()
            self._on_event(prompt)
            self._over.wait(dice.uniform(0.4, 0.7))
            self._on_event(PromptClosed(at=0, known_at=0, prompt=number, cue=prompt.cue, why="expired"))
            self._over.wait(dice.uniform(0.3, 0.8))
            number += 1
