"""The pipeline with a watch on every stage: CPU seconds of each, in one thread."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assist.asr.engine import Lane
from assist.asr.inline_lane import InlineLane
from assist.asr.open_engine import open_engine
from assist.asr.still_lanes import NoLane
from assist.events import SAMPLE_RATE, AnyEvent
from assist.modelstore import ModelStore
from assist.profile.schema import Profile
from assist.session.assemble import sound_parts
from assist.session.pipeline import Pipeline
from tests.bench.references import Call

READING, LEVELS, ACTIVITY, SPEECH, WORDS, CUES, COACHING, REST = (
    "reading", "levels and bleed", "voice activity", "turns", "recognition", "cues", "coaching", "the rest",
)  # fmt: skip
STAGES = {
    "_loudness": LEVELS, "_bleed": LEVELS, "_mask": LEVELS, "_background": LEVELS, "_activity": ACTIVITY,
    "_speech": SPEECH, "_words": WORDS, "_cues": CUES, "_coaching": COACHING,
}  # fmt: skip
"""The pipeline's parts."""


class StageTimes:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.wall_seconds = 0.0
        self.audio_seconds = 0.0
        self.events: list[AnyEvent] = []
        """What the call gave."""

    @property
    def total(self) -> float:
        """All stages."""
        return sum(self.seconds.values())

    @contextmanager
    def counted(self, stage: str) -> Iterator[None]:
        """Count what happens inside for a stage."""
        before = time.process_time()
        try:
            yield
        finally:
            self.seconds[stage] += time.process_time() - before


class _Watched:
    """Stands for a stage or a model; its methods are counted."""

    def __init__(self, behind: Any, times: StageTimes, stage: str) -> None:
        self._behind, self._times, self._stage = behind, times, stage

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._behind, name)
        if not callable(found):
            return found

        def call(*arguments: Any, **named: Any) -> Any:
            with self._times.counted(self._stage):
                return found(*arguments, **named)

        return call


def stage_times(call: Call, asr: str) -> StageTimes:
    """Replay a call as `assist replay` does, with a watch on every stage."""
    times, models = StageTimes(), ModelStore()
    lane: Lane = NoLane() if asr == "none" else InlineLane(open_engine(asr, models), 0)
    pipeline: Any = Pipeline(sound_parts(Profile(), lane, models), call.name)
    for attribute, stage in STAGES.items():
        setattr(pipeline, attribute, _Watched(getattr(pipeline, attribute), times, stage))
    began, before = time.perf_counter(), time.process_time()
    frames = call.frames()
    while True:
        with times.counted(READING):
            frame = next(frames, None)
        if frame is None:
            break
        times.events += pipeline.step(frame)
    times.events += pipeline.finish()
    times.wall_seconds = time.perf_counter() - began
    times.seconds[REST] = time.process_time() - before - times.total
    times.audio_seconds = pipeline.now / SAMPLE_RATE
    lane.close()
    return times
