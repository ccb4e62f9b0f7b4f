"""The shipped call for live benchmarks: as it is, with more talking over, or over and over again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from assist.cli.playback import demo_call
from assist.events import SAMPLE_RATE
from assist.profile.schema import Profile, samples
from assist.session.call_files import open_sound, stereo_frames
from assist.timeline.frame import COLUMN, Samples, StereoFrame


@dataclass(frozen=True, slots=True)
class Playing:
    """How the call is played.

    Attributes:
        shift_seconds: by how much the agent's side is moved (what falls off the end comes in at the start): each shift makes
            another set of overlaps and replies.
        minutes: how much to play, again and again; None for once.
        eager: prompt as often as the thresholds' ranges allow, so that there is something to measure.
        speed: 1.0 is real time.
    """

    shift_seconds: float = 0.0
    minutes: float | None = None
    eager: bool = False
    speed: float = 1.0

    def profile(self) -> Profile:
        """The thresholds."""
        profile = Profile()
        if not self.eager:
            return profile
        return replace(
            profile,
            name="eager",
            cues=replace(profile.cues, interruptions=1),
            prompts=replace(
                profile.prompts, shown_seconds=2.0, least_shown_seconds=0.0, gap_seconds=5.0, rate_window_seconds=60.0,
                rate_most=60, repeat_seconds=10.0,
            ),
        )  # fmt: skip

    def frames(self) -> Iterator[StereoFrame]:
        """The sound."""
        audio = self._audio()
        left = None if self.minutes is None else samples(self.minutes * 60)
        start = 0
        while left is None or start < left:
            part = audio if left is None else audio[: left - start]
            for offset in range(0, len(part), SAMPLE_RATE):
                block = part[offset : offset + SAMPLE_RATE]
                yield StereoFrame(start + offset, block)
            start += len(part)
            if left is None:
                return

    def _audio(self) -> Samples:
        audio = np.concatenate([frame.audio for frame in stereo_frames(open_sound(demo_call()))])
        agent = COLUMN["agent"]
        audio[:, agent] = np.roll(audio[:, agent], samples(self.shift_seconds))
        return audio
