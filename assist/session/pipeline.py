"""The one pipeline: live, replay and demo all call `Pipeline.step`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assist import __version__
from assist.asr.engine import Lane
from assist.asr.stage import RecognitionStage
from assist.coaching.promptbook import Book
from assist.coaching.stage import CoachingStage
from assist.cues.classifier import Reader
from assist.cues.stage import CueStage
from assist.events import AnyEvent, CallEnded, CallStarted
from assist.profile.schema import Profile
from assist.session.availability import AvailabilityStage
from assist.speech.background import BackgroundGate, hop_energies
from assist.speech.mask import LeakMask
from assist.speech.pitch import PitchModel
from assist.speech.silero import ActivityModel
from assist.speech.stage import SpeechStage
from assist.speech.voice import VoiceStage
from assist.timeline.bleed import BleedJudge
from assist.timeline.frame import HOP, Samples, StereoFrame
from assist.timeline.loudness import STEP, Levels, Loudness


@dataclass(frozen=True, slots=True)
class Parts:
    """What a pipeline is made of; nothing in it looks anything up for itself."""

    profile: Profile
    activity: ActivityModel
    lane: Lane
    reader: Reader
    book: Book
    one_channel: bool = False
    """Both voices came on one channel and the activity model tells them apart: leaks and background are not looked for."""
    pitch: PitchModel | None = None
    """None where there is no sound: then nothing is said about the caller's voice."""


class Pipeline:
    """Sound in, events out; a pure function of what it is given, whatever the block size.

    Inside, everything happens in hops of 512 samples. What a lane has ready, and what comes from outside (`notes`: gaps,
    troubles, the agent's clicks), takes effect at the next hop and is published with that moment as `known_at`, so the
    events hold all inputs but the audio: a recorded call replays to the identical events.

    Args:
        parts: models, thresholds, wordings.
        source: `live` or the name of what is replayed.
    """

    def __init__(self, parts: Parts, source: str) -> None:
        profile = parts.profile
        self._activity = parts.activity
        self._one_channel = parts.one_channel
        self._availability = AvailabilityStage(parts.lane.engine)
        self._loudness = Loudness()
        self._bleed = BleedJudge(profile.bleed)
        self._mask = LeakMask(profile.bleed.mask_margin_db)
        self._background = BackgroundGate(profile.speech.background_margin_db)
        self._speech = SpeechStage(profile, parts.activity.hangover)
        # The voice only adds to words: where none are recognised it would cost a third of the time and say nothing sure.
        self._voice = VoiceStage(None if parts.lane.engine == "none" else parts.pitch, profile.voice)
        self._words = RecognitionStage(profile, parts.lane, HOP)
        self._cues = CueStage(profile, parts.reader, parts.reader)
        self._coaching = CoachingStage(profile, parts.book)
        self._started = CallStarted(
            at=0, known_at=0, app_version=__version__, source=source, engine=parts.lane.engine, profile=profile.name
        )
        self._begun = False
        self._rest = np.zeros((0, 2), np.int16)
        self._notes: list[AnyEvent] = []
        self.now = 0
        """Samples processed."""

    def step(self, frame: StereoFrame, notes: Sequence[AnyEvent] = ()) -> list[AnyEvent]:
        """Take the next frame and whatever came from outside since the last one.

        Raises:
            ValueError: the frame does not follow on the one before.
        """
        expected = self.now + len(self._rest)
        if frame.start != expected:
            raise ValueError(f"frame starts at sample {frame.start}, expected {expected}")
        out: list[AnyEvent] = []
        if not self._begun:
            self._begun = True
            out.append(self._started)
        self._notes.extend(notes)
        audio = np.concatenate([self._rest, frame.audio]) if len(self._rest) else frame.audio
        whole = len(audio) - len(audio) % HOP
        out.extend(self._hops(audio[:whole]))
        self._rest = audio[whole:].copy()
        return out

    def finish(self, notes: Sequence[AnyEvent] = ()) -> list[AnyEvent]:
        """The call is over. The last part of a hop is filled up with silence.

        What only the end brings out is known one sample after the last, so that it can be told from what was known with it.
        """
        length = self.now + len(self._rest)
        out: list[AnyEvent] = [] if self._begun else [self._started]
        self._notes.extend(notes)
        if len(self._rest):
            filled = np.zeros((HOP, 2), np.int16)
            filled[: len(self._rest)] = self._rest
            self._rest = self._rest[:0]
            out.extend(self._hops(filled))
        now = self.now + 1
        speech = self._speech.flush(self.now, now)
        events = [*self._noted(now), *speech, *self._voice.flush(speech, now), *self._words.flush(self.now, now)]
        events += self._cues.flush(events, now)
        events += self._coaching.flush(events, now)
        return [*out, *events, CallEnded(at=length, known_at=now)]

    def _hops(self, audio: Samples) -> list[AnyEvent]:
        """Some whole hops. What is measured of each alone is measured of all at once, which costs a fraction."""
        if not len(audio):
            return []
        levels = self._loudness.levels(audio).reshape(-1, HOP // STEP, 2)
        energies = hop_energies(audio)
        out: list[AnyEvent] = []
        for index, energy in enumerate(energies):
            out.extend(self._hop(audio[index * HOP : (index + 1) * HOP], levels[index], energy))
        return out

    def _hop(self, audio: Samples, levels: Levels, energies: list[float]) -> list[AnyEvent]:
        start, self.now = self.now, self.now + len(audio)
        now = self.now
        events = self._noted(now)
        probabilities = self._activity.probabilities(start, audio)
        if not self._one_channel:
            events += self._bleed.hop(levels, now)
            probabilities = self._mask.hop(levels, self._background.hop(energies, probabilities), self._bleed.leaks)
        speech = self._speech.hop(probabilities, start, now)
        events += speech
        events += self._voice.hop(speech, audio, levels, now)
        events += self._words.hop(events, probabilities, audio, now)
        events += self._availability.hop(events, now)
        events += self._cues.hop(events, now)
        events += self._coaching.hop(events, now)
        return events

    def _noted(self, now: int) -> list[AnyEvent]:
        if not self._notes:
            return []
        notes, self._notes = [replace(note, known_at=now) for note in self._notes], []
        return notes
