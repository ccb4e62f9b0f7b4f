"""How the caller's voice sounds, a few seconds at a time. Only the caller's: an agent's tone is never judged."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE, AnyEvent, Speaker, SpeechEnded, SpeechStarted, TurnEnded, VoiceFeatures
from assist.profile.schema import Voice, samples
from assist.speech.pitch import FRAME, PitchModel
from assist.speech.voice_frames import Floats, VoiceFrames, measure
from assist.timeline.frame import COLUMN, Samples
from assist.timeline.loudness import STEP, Levels

CALLER: Speaker = "customer"

LONGEST = 4 * SAMPLE_RATE
"""Speech without a pause is measured after so many samples at the latest; it bounds the work of one hop."""
SHORTEST = 2 * FRAME
"""A shorter stretch has no pitch that means anything."""

_BEHIND = 2 * SAMPLE_RATE
"""Samples that are kept because speech is only known after it began."""
_NOISE_AFTER = samples(0.3)
"""The noise is listened to from so long after speech: rooms and codecs ring on."""
_NOISE_HOPS = 250
"""8 s of it are remembered."""
_LEAST_NOISE_HOPS = 15


class NoiseLevel:
    """Level of a channel in which nobody speaks: the median of the last seconds without speech."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[int, float]] = deque()
        """Start and level of hops of which it is not yet sure that no speech began in them."""
        self._levels: deque[float] = deque(maxlen=_NOISE_HOPS)
        self._from = 0

    def hop(self, level: float, start: int, speaking: bool) -> None:
        """Take the level of a hop."""
        if not speaking and start >= self._from:
            self._waiting.append((start, level))
        while self._waiting and self._waiting[0][0] <= start - _BEHIND:
            self._levels.append(self._waiting.popleft()[1])

    def speech(self, start: int, end: int) -> None:
        """There was speech: what seemed to be quiet around it was not."""
        self._from = end + _NOISE_AFTER
        while self._waiting and self._waiting[-1][0] >= start - _NOISE_AFTER:
            self._waiting.pop()

    @property
    def level_db(self) -> float | None:
        """None while too little was heard."""
        return float(np.median(self._levels)) if len(self._levels) >= _LEAST_NOISE_HOPS else None


class VoiceStage:
    r"""Cuts the caller's speech into pieces and measures each.

        speech    __/~~~~\_/~~~~~~~\__/~~~\____________
        turn      ^started                  ^ended (known 1 s later)
        stretches   |1   | |2      |  |3  |              each is measured when it is over, or after 4 s
        features                   ^1+2         ^3       a piece ends with a stretch, or with the turn

    Depends on nothing but events, sound and their places on the time axis, hence not on block sizes.

    Args:
        pitch: follows the pitch; without it nothing is measured.
        thresholds: how much speech makes a piece.
    """

    def __init__(self, pitch: PitchModel | None, thresholds: Voice) -> None:
        self._pitch = pitch
        self._piece = thresholds.voice_piece_seconds
        self._sound: npt.NDArray[np.int16] = np.zeros(0, np.int16)
        self._levels: Floats = np.zeros(0)
        self._from = 0
        """Sample at which both begin."""
        self._noise = NoiseLevel()
        self._speaking_since: int | None = None
        self._stretches: list[VoiceFrames] = []
        self._start = self._end = 0

    def hop(self, events: Sequence[AnyEvent], audio: Samples, levels: Levels, now: int) -> list[VoiceFeatures]:
        """Take one hop.

        Args:
            events: of the speech stage, in order.
            audio: int16, shape (n, 2).
            levels: loudness of the same sound, shape (n / 128, 2).
            now: end of the hop.
        """
        if self._pitch is None:
            return []
        column = COLUMN[CALLER]
        self._sound = np.concatenate([self._sound, audio[:, column]])
        self._levels = np.concatenate([self._levels, levels[:, column]])
        out = self._take(events, now)
        level = float(levels[:, column].mean())
        self._noise.hop(level, now - len(audio), self._speaking_since is not None)
        if self._speaking_since is not None and now - self._speaking_since >= LONGEST:
            self._measure(self._speaking_since, now)
            self._speaking_since = now
            out += self._publish(now, self._piece)
        self._forget(now)
        return out

    def flush(self, events: Sequence[AnyEvent], now: int) -> list[VoiceFeatures]:
        """The call is over; `events` are what the speech stage made of that."""
        return [] if self._pitch is None else self._take(events, now)

    def _take(self, events: Sequence[AnyEvent], now: int) -> list[VoiceFeatures]:
        out: list[VoiceFeatures] = []
        for event in events:
            if isinstance(event, SpeechStarted) and event.speaker == CALLER:
                self._speaking_since = event.start
                self._noise.speech(event.start, now)
            elif isinstance(event, SpeechEnded) and event.speaker == CALLER and self._speaking_since is not None:
                self._noise.speech(event.start, event.end)
                self._measure(self._speaking_since, event.end)
                self._speaking_since = None
                out += self._publish(now, self._piece)
            elif isinstance(event, TurnEnded) and event.speaker == CALLER:
                out += self._publish(now, 0.0)
        return out

    def _forget(self, now: int) -> None:
        """Sound before the running stretch, on a boundary of levels."""
        keep = min(now - _BEHIND, now if self._speaking_since is None else self._speaking_since)
        steps = (keep - self._from) // STEP
        if steps * STEP >= _BEHIND:
            self._from += steps * STEP
            self._sound, self._levels = self._sound[steps * STEP :].copy(), self._levels[steps:].copy()

    def _measure(self, start: int, end: int) -> None:
        if end - start < SHORTEST or self._pitch is None:
            return
        first = start - self._from
        sound = self._sound[first : end - self._from]
        levels = self._levels[first // STEP : (end - self._from) // STEP]
        if not self._stretches:
            self._start = start
        self._end = end
        self._stretches.append(measure(sound, levels, *self._pitch.track(sound)))

    def _publish(self, now: int, least_seconds: float) -> list[VoiceFeatures]:
        """What was measured since the last time, if there is enough of it."""
        speech = sum(stretch.speech_seconds for stretch in self._stretches)
        if not self._stretches or speech < least_seconds:
            return []
        stretches, self._stretches = self._stretches, []
        if not sum(len(stretch.level_db) for stretch in stretches):
            return []
        return [_features(stretches, speech, self._start, self._end, self._noise.level_db, now)]


def _features(
    stretches: list[VoiceFrames], speech_seconds: float, start: int, end: int, noise_db: float | None, now: int
) -> VoiceFeatures:
    level = np.concatenate([stretch.level_db for stretch in stretches])
    pitch = np.concatenate([stretch.semitones for stretch in stretches])
    follows = np.concatenate([stretch.follows for stretch in stretches])
    low, high = np.percentile(pitch, [15, 85])
    inside = pitch[(pitch >= low) & (pitch <= high)]
    # Energies and not decibels are averaged: the loud sounds, which stand out of the noise, decide.
    above = sum(float(stretch.above.sum()) for stretch in stretches)
    below = sum(float(stretch.below.sum()) for stretch in stretches)
    whole_seconds = (end - start) / SAMPLE_RATE
    return VoiceFeatures(
        at=end,
        known_at=now,
        speaker=CALLER,
        start=start,
        end=end,
        speech_seconds=round(speech_seconds, 3),
        voiced_seconds=round(len(level) * FRAME / SAMPLE_RATE, 3),
        level_db=round(float(np.percentile(level, 75)), 2),
        noise_db=None if noise_db is None else round(noise_db, 2),
        pitch_semitones=round(float(inside.mean() if len(inside) else np.median(pitch)), 2),
        pitch_spread_semitones=round(float(high - low), 2),
        tilt_db=round(10 * math.log10(above / below), 2),
        harmonicity_db=round(float(np.median(np.concatenate([s.harmonicity_db for s in stretches]))), 2),
        jitter_semitones=round(_unsteady(pitch, follows), 3),
        shimmer_db=round(_unsteady(level, follows), 2),
        syllables_per_second=round(sum(s.syllables for s in stretches) / speech_seconds, 2),
        pause_share=round(max(1.0 - speech_seconds / whole_seconds, 0.0), 3),
    )


def _unsteady(values: Floats, follows: npt.NDArray[np.bool_]) -> float:
    """Median size of the second differences over runs of voiced frames; slow movement, as in intonation, hardly counts."""
    runs = follows[2:] & follows[1:-1]
    bends = np.abs(values[2:] - 2 * values[1:-1] + values[:-2])[runs]
    return float(np.median(bends)) if len(bends) else 0.0
