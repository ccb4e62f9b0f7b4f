"""A file, heard as if it were happening: the demo."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from assist.asr.engine import Lane
from assist.asr.open_engine import resolve_engine
from assist.asr.process_lane import ProcessLane
from assist.asr.still_lanes import NoLane
from assist.coaching.promptbook import Book
from assist.cues.classifier import Reader
from assist.modelstore import ModelStore
from assist.profile.schema import Profile
from assist.session.assemble import reader_of, sound_parts
from assist.session.call_files import open_sound, stereo_frames
from assist.session.event_file import EventFile
from assist.session.paced import PacedSource
from assist.session.pipeline import Parts
from assist.session.runner import Opened
from assist.session.texts import Texts, texts_that_ship


def live_lane(engine: str, models: ModelStore) -> Lane:
    """A lane whose engine runs in a process of its own, or none.

    Raises:
        RecognitionError: there is no engine of that name.
    """
    return NoLane() if engine == "none" else ProcessLane(resolve_engine(engine, models))


def live_parts(
    profile: Profile, engine: str, models: ModelStore, reader: Reader | None = None, book: Book | None = None
) -> Parts:
    """The parts of a call in real time.

    Args:
        profile: thresholds.
        engine: recognition engine.
        models: where models are looked up.
        reader: reads the caller's words; None: the shipped one.
        book: what each cue says; None: the shipped one.

    Raises:
        Exception: in one sentence, a model that is missing or broken.
    """
    lane = live_lane(engine, models)
    try:
        return sound_parts(profile, lane, models, reader, book)
    except BaseException:
        lane.close()
        raise


@dataclass(slots=True)
class PlayedCall:
    """A stereo file, heard as if it were happening.

    Args:
        path: the file.
        asr: recognition engine.
        events: where to write events, if anywhere.
        speed: 1.0 is real time.
        texts: what is said, and by what is read.
    """

    path: Path
    asr: str
    events: Path | None = None
    speed: float = 1.0
    texts: Texts = field(default_factory=texts_that_ship)

    def open(self) -> Opened:
        """Open everything for one run.

        Raises:
            Exception: in one sentence, whatever cannot be opened.
        """
        models = ModelStore()
        frames = stereo_frames(open_sound(self.path))
        reader, plain = reader_of(self.texts, models)
        log = None if self.events is None else EventFile(self.events)
        parts = live_parts(Profile(), self.asr, models, reader, self.texts.book)
        notices = self.texts.notices if plain is None else (*self.texts.notices, plain)
        return Opened(PacedSource(frames, self.speed), parts, log=log, notices=notices)
