"""One recorded call through the pipeline, as fast as it goes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from assist.asr.still_lanes import RecordedLane
from assist.coaching.promptbook import Book
from assist.cues.classifier import Reader
from assist.events import SAMPLE_RATE, AnyEvent, Speaker, TimedWord, Trouble
from assist.modelstore import ModelStore
from assist.profile.schema import Profile
from assist.session.assemble import sound_parts, words_parts
from assist.session.pipeline import Parts, Pipeline
from assist.session.recorded_call import RecordedCall
from assist.timeline.frame import HOP, StereoFrame

SILENCE_AFTER_WORDS_SECONDS = 2.0
_ONE_CHANNEL: Mapping[Speaker, str] = {
    "agent": "Only the caller's side is there: cues about what you do are off.",
    "customer": "Only your side is there: cues about the caller are off.",
}


def replay(
    frames: Iterable[StereoFrame], parts: Parts, source: str, notes: Sequence[AnyEvent] = ()
) -> Iterator[AnyEvent]:
    """All events of a call, in order. The lane is closed at the end.

    Args:
        frames: both sides.
        parts: the pipeline's parts.
        source: name of the call, for `call_started`.
        notes: what came from outside at the time, in order of `known_at`.
    """
    pipeline = Pipeline(parts, source)
    waiting = deque(notes)
    try:
        for frame in frames:
            yield from _step(pipeline, frame, waiting)
        yield from pipeline.finish(list(waiting))
    finally:
        parts.lane.close()


def _step(pipeline: Pipeline, frame: StereoFrame, waiting: deque[AnyEvent]) -> Iterator[AnyEvent]:
    """Step through a frame; each note is given together with the hop at whose end it was known."""
    position = frame.start
    while waiting and waiting[0].known_at <= frame.end:
        due_at = waiting[0].known_at
        before = max(due_at - HOP, position)
        due = []
        while waiting and waiting[0].known_at <= due_at:
            due.append(waiting.popleft())
        yield from pipeline.step(_part(frame, position, before))
        yield from pipeline.step(_part(frame, before, due_at), due)
        position = due_at
    yield from pipeline.step(_part(frame, position, frame.end))


def _part(frame: StereoFrame, start: int, end: int) -> StereoFrame:
    return StereoFrame(start, frame.audio[start - frame.start : end - frame.start])


def replay_recorded(
    call: RecordedCall,
    profile: Profile,
    models: ModelStore,
    reader: Reader | None = None,
    book: Book | None = None,
) -> Iterator[AnyEvent]:
    """A recorded call with the words recognised at the time: the identical events, if profile, reader and book are the same."""
    parts = sound_parts(profile, RecordedLane(call.started.engine, call.from_lane), models, reader, book)
    return replay(call.frames(), parts, call.started.source, call.notes)


def replay_words(
    words: Mapping[Speaker, Sequence[TimedWord]],
    profile: Profile,
    source: str,
    heard: Mapping[Speaker, Sequence[TimedWord]] | None = None,
    reader: Reader | None = None,
    book: Book | None = None,
) -> Iterator[AnyEvent]:
    """A call of which only the words are known.

    Args:
        words: what was said; stands for the voice too.
        profile: thresholds.
        source: name of the call.
        heard: what recognition would have heard, if not exactly what was said.
        reader: reads the caller's words; None: the shipped one.
        book: what each cue says; None: the shipped one.
    """
    last = max((side[-1].end for side in words.values() if side), default=0)
    length = last + round(SILENCE_AFTER_WORDS_SECONDS * SAMPLE_RATE)
    silence = np.zeros((SAMPLE_RATE * 10, 2), np.int16)
    frames = (
        StereoFrame(start, silence[: min(len(silence), length - start)]) for start in range(0, length, len(silence))
    )
    return replay(frames, words_parts(profile, words, heard, reader, book), source)


def missing_side(speaker: Speaker) -> Trouble:
    """The note that says that one side of a call is not there."""
    return Trouble(at=0, known_at=0, what="one_channel", since=0, speaker=speaker, message=_ONE_CHANNEL[speaker])
