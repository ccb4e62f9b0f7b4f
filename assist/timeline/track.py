"""One side of the call on its way from device blocks to the call's sample index."""

from __future__ import annotations

import math
from collections import deque
from typing import Literal

import numpy as np

from assist.events import SAMPLE_RATE
from assist.timeline.block import Block
from assist.timeline.clock import GRID_SECONDS, STEP_SECONDS, DeviceClock
from assist.timeline.frame import Samples
from assist.timeline.resample import Mono, Resampler
from assist.timeline.warp import Knot, Piece, Warper

JUMP_SECONDS = 0.25
"""A single block this late is believed: sound is missing. Smaller lateness must last, see `clock.STEP_PAIRS`."""
OVERFLOW_SECONDS = 2.0
"""A hole found this soon after a block with the overflow flag is put down to the overflow."""
DELAY_SECONDS = 2.0
"""Stretch over which the usual delay of arrival is judged."""

GapWhy = Literal["device_lost", "overflow", "nothing_played", "late"]
Missing = tuple[int, int, GapWhy]
"""Start, end and reason of a stretch without sound."""


class Track:
    """Collects one side's sound by call index; what is asked for and not there is zero.

    Life: `open`, `push`..., `close`, and again, with the same or another device, as often as needed.
    """

    def __init__(self, origin_seconds: float) -> None:
        """Start empty.

        Args:
            origin_seconds: host time of call index 0.
        """
        self._origin_seconds = origin_seconds
        self._pieces: deque[Piece] = deque()
        self._written = 0
        self._hole_reasons: deque[tuple[int, GapWhy]] = deque()
        self._idle_is_silent = False
        self._reason: GapWhy = "late"
        self._live = False
        self._stream: _Stream | None = None
        self._delays_seconds: deque[tuple[float, float]] = deque()
        self._usual_delay_seconds = 0.0
        self._overflow_until_seconds = -math.inf

    @property
    def live(self) -> bool:
        """True while a device is open: its sound is worth waiting for."""
        return self._live

    @property
    def idle_is_silent(self) -> bool:
        """True if the device delivers nothing while nothing plays."""
        return self._idle_is_silent

    @property
    def written(self) -> int:
        """Call index after the newest sound."""
        return self._written

    @property
    def delay_seconds(self) -> float:
        """How late even the quickest of the recent blocks arrived after its last sample was captured."""
        return self._usual_delay_seconds

    @property
    def rate_error_ppm(self) -> float:
        """Estimated rate error of the open device."""
        return self._stream.clock.rate_error_ppm if self._stream else 0.0

    def open(self, *, idle_is_silent: bool) -> None:
        """A device begins to deliver.

        Args:
            idle_is_silent: True for a source that delivers nothing while nothing plays.
        """
        self._live, self._idle_is_silent = True, idle_is_silent

    def close(self, why: GapWhy) -> None:
        """The device delivers no more; missing sound has this reason from here on."""
        self.drain()
        self._live, self._reason = False, why

    def drain(self) -> None:
        """Bring out what the resampler still holds; a further block begins a new stream."""
        if self._stream:
            self._store(self._stream.flush(), self.missing_reason())
        self._stream = None

    def push(self, block: Block, now_seconds: float) -> None:
        """Take in a block.

        Args:
            block: the next block of the open device.
            now_seconds: host time of arrival.
        """
        if not len(block):
            return
        if self._stream is None or not self._stream.fits(block):
            self.drain()
            self._stream = _Stream(block, self._origin_seconds, self._written)
        self._delays_seconds.append((now_seconds, now_seconds - block.captured_at - block.duration_seconds))
        while self._delays_seconds[0][0] < now_seconds - DELAY_SECONDS:
            self._delays_seconds.popleft()
        self._usual_delay_seconds = min(delay for _, delay in self._delays_seconds)
        if block.overflow:
            self._overflow_until_seconds = block.captured_at + OVERFLOW_SECONDS
        overflow = block.captured_at < self._overflow_until_seconds
        self._store(self._stream.push(block), "overflow" if overflow else self.missing_reason())

    def missing_reason(self) -> GapWhy:
        """Why sound after `written` is not there."""
        if not self._live:
            return self._reason
        return "nothing_played" if self._idle_is_silent else "late"

    def take(self, start: int, end: int) -> tuple[Samples, list[Missing]]:
        """Hand out sound once, in order; anything older is forgotten.

        Args:
            start: first call index; not before the `end` of the last call.
            end: call index after the last.

        Returns:
            int16 samples, shape (end - start,), and the stretches in which they are zero for want of sound.
        """
        samples: Mono = np.zeros(end - start, np.float32)
        missing: list[Missing] = []
        position = start
        while self._pieces and self._pieces[0].start < end:
            piece = self._pieces[0]
            piece_end = piece.start + len(piece.samples)
            first, last = max(piece.start, position), min(piece_end, end)
            if last > first:
                if first > position:
                    missing.append((position, first, self._hole_reason(first)))
                samples[first - start : last - start] = piece.samples[first - piece.start : last - piece.start]
                position = last
            if piece_end > end:
                break
            self._pieces.popleft()
        if position < end:
            why = self._hole_reason(end) if self._written > end else self.missing_reason()
            missing.append((position, end, why))
        return np.clip(np.rint(samples * 32_768.0), -32_768, 32_767).astype(np.int16), missing

    def _store(self, pieces: list[Piece], why: GapWhy) -> None:
        for piece in pieces:
            if piece.start > self._written:
                self._hole_reasons.append((piece.start, why))
            self._pieces.append(piece)
            self._written = max(self._written, piece.start + len(piece.samples))

    def _hole_reason(self, before: int) -> GapWhy:
        """Reason of the hole that ends at or after call index `before`."""
        while self._hole_reasons and self._hole_reasons[0][0] < before:
            self._hole_reasons.popleft()
        return self._hole_reasons[0][1] if self._hole_reasons else self.missing_reason()


class _Stream:
    """Blocks of one format, without interruption of the device."""

    def __init__(self, first: Block, origin_seconds: float, first_index: int) -> None:
        self._rate, self._channels = first.rate, first.channels
        self._origin_seconds = origin_seconds
        self.clock = DeviceClock(first.rate)
        self._resampler = Resampler(first.rate)
        self._warper = Warper(first_index)
        self._count = 0
        self._next_pair = 0
        self._grid = max(round(GRID_SECONDS * first.rate), 1)

    def fits(self, block: Block) -> bool:
        """True if the block continues this stream."""
        return (block.rate, block.channels) == (self._rate, self._channels)

    def push(self, block: Block) -> list[Piece]:
        knots: list[Knot] = []
        if self.clock.known:
            late = block.captured_at - self.clock.host_seconds(self._count)
            if late > JUMP_SECONDS or (block.overflow and late > STEP_SECONDS):
                self.clock.step(late)
                knots.append(self._knot(self._count, jump=True))
        while self._next_pair < self._count + len(block):
            offset_seconds = (self._next_pair - self._count) / self._rate
            self.clock.observe(self._next_pair, block.captured_at + offset_seconds)
            knots.append(self._knot(self._next_pair))
            self._next_pair += self._grid
        self._count += len(block)
        return self._warper.push(self._resampler.push(block.samples), knots)

    def flush(self) -> list[Piece]:
        return self._warper.push(self._resampler.flush(), [])

    def _knot(self, sample: int, *, jump: bool = False) -> Knot:
        index = (self.clock.host_seconds(sample) - self._origin_seconds) * SAMPLE_RATE
        ratio = 1.0 + self.clock.rate_error_ppm * 1e-6
        return Knot(sample * SAMPLE_RATE / self._rate, index, ratio, jump)
