"""Two device clocks on one sample index: blocks of both sides in, stereo frames and gaps out.

    agent     [block][block][block]   ->  clock, steering  ->  |#####|#####|#####|
    customer      [block]      [block] -> clock, steering  ->  |#####|00000|#####|   + Gap
                                                               0     320   640   index at 16 kHz

The reference is the host's monotonic clock: index = (host time - origin) * 16000. Pure: times are arguments.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assist.events import SAMPLE_RATE, SPEAKERS, Gap, Speaker
from assist.timeline.block import Block
from assist.timeline.frame import StereoFrame
from assist.timeline.track import GapWhy, Missing, Track

FRAME_SAMPLES = 320
"""Length of the frames handed out: 20 ms."""
IDLE_WAIT_SECONDS = 0.120
"""A source that delivers nothing while nothing plays is filled with zeros after this: waiting is its normal case."""
WAIT_SECONDS = 0.250
"""A source that always delivers is late only when the computer is busy, and its sound comes yet: a little longer."""
MAX_EXTRA_WAIT_SECONDS = 0.400
"""A device that always delivers late (Bluetooth) gets its usual delay on top, up to this."""
MIN_GAP_SAMPLES = 16
"""Holes under 1 ms are rounding, not news."""
MAX_GAP_SAMPLES = 5 * SAMPLE_RATE
"""A gap that goes on is reported in pieces of this length, so that nobody has to wait for its end."""


@dataclass(slots=True)
class _RunningGap:
    start: int
    end: int
    why: GapWhy


class Aligner:
    """Brings both sides onto the call's index. Frames are contiguous from 0, 20 ms each."""

    def __init__(self, origin_seconds: float) -> None:
        """Start a call.

        Args:
            origin_seconds: host monotonic time of sample index 0.
        """
        self._origin_seconds = origin_seconds
        self._tracks: dict[Speaker, Track] = {speaker: Track(origin_seconds) for speaker in SPEAKERS}
        self._ever_open: set[Speaker] = set()
        self._gaps: dict[Speaker, _RunningGap] = {}
        self._position = 0

    @property
    def position(self) -> int:
        """Sample index up to which frames have been handed out."""
        return self._position

    def index(self, host_seconds: float) -> int:
        """Sample index of a host time, never negative."""
        return max(round((host_seconds - self._origin_seconds) * SAMPLE_RATE), 0)

    def rate_error_ppm(self, speaker: Speaker) -> float:
        """Estimated rate error of a side's device, for diagnosis."""
        return self._tracks[speaker].rate_error_ppm

    def opened(self, speaker: Speaker, *, idle_is_silent: bool = False) -> None:
        """A side's device begins to deliver.

        Args:
            speaker: the side.
            idle_is_silent: True for a source that delivers nothing while nothing plays (WASAPI loopback).
        """
        self._ever_open.add(speaker)
        self._tracks[speaker].open(idle_is_silent=idle_is_silent)

    def closed(self, speaker: Speaker, why: GapWhy = "device_lost") -> None:
        """A side's device delivers no more: fill with zeros at once, and say so in gaps."""
        self._tracks[speaker].close(why)

    def push(self, speaker: Speaker, block: Block, now_seconds: float) -> None:
        """Take in a block of an open side.

        Args:
            speaker: the side.
            block: what the device gave.
            now_seconds: host time of arrival.
        """
        self._tracks[speaker].push(block, now_seconds)

    def frames(self, now_seconds: float) -> tuple[list[StereoFrame], list[Gap]]:
        """Hand out everything that is complete or has been waited for long enough.

        Args:
            now_seconds: host time; must not run backwards.

        Returns:
            Frames in order, and the gaps that ended (or grew long) within them: `known_at` is the end of the frame
            after which each is due.
        """
        frames: list[StereoFrame] = []
        gaps: list[Gap] = []
        now = self.index(now_seconds)
        while self._position + FRAME_SAMPLES <= now and self._due(now):
            start, end = self._position, self._position + FRAME_SAMPLES
            self._position = end
            columns = []
            for speaker in SPEAKERS:
                samples, missing = self._tracks[speaker].take(start, end)
                columns.append(samples)
                if speaker in self._ever_open:
                    self._note(speaker, missing, gaps)
            frames.append(StereoFrame(start, np.stack(columns, axis=1)))
        return frames, gaps

    def finish(self, now_seconds: float) -> tuple[list[StereoFrame], list[Gap]]:
        """End the call: hand out what is complete, and the gaps that still run.

        The call ends with the last frame that both sides have: a rest of under `WAIT_SECONDS` is dropped, it would
        be half invented.
        """
        for track in self._tracks.values():
            track.drain()
        frames, gaps = self.frames(now_seconds)
        for speaker in SPEAKERS:
            self._report(speaker, self._position, gaps)
        return frames, gaps

    def _due(self, now: int) -> bool:
        """True if the next frame is complete, or has been waited for long enough."""
        end = self._position + FRAME_SAMPLES
        for track in self._tracks.values():
            if not track.live or track.written >= end:
                continue
            wait_seconds = IDLE_WAIT_SECONDS if track.idle_is_silent else WAIT_SECONDS
            extra_seconds = min(max(track.delay_seconds, 0.0), MAX_EXTRA_WAIT_SECONDS)
            if now - end < (wait_seconds + extra_seconds) * SAMPLE_RATE:
                return False
        return True

    def _note(self, speaker: Speaker, missing: list[Missing], gaps: list[Gap]) -> None:
        """Join the missing stretches of one frame with the gap that runs, and report what has ended."""
        running = self._gaps.get(speaker)
        for start, end, why in missing:
            if running and running.end == start and running.why == "late":
                running.why = why  # the first stretch was filled before its reason could be known
            if running and (running.end != start or running.why != why):
                self._report(speaker, self._position, gaps)
                running = None
            if running:
                running.end = end
            else:
                running = self._gaps[speaker] = _RunningGap(start, end, why)
        if running and (running.end < self._position or running.end - running.start >= MAX_GAP_SAMPLES):
            self._report(speaker, self._position, gaps)

    def _report(self, speaker: Speaker, known_at: int, gaps: list[Gap]) -> None:
        gap = self._gaps.pop(speaker, None)
        if gap and gap.end - gap.start >= MIN_GAP_SAMPLES:
            gaps.append(
                Gap(at=gap.start, known_at=known_at, speaker=speaker, start=gap.start, end=gap.end, why=gap.why)
            )
