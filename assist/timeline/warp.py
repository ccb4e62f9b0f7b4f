r"""Lay a device's stream onto the call's sample index: steer small deviations away, jump over large ones.

The stream arrives resampled to 16 kHz by the device's nominal rate. A knot says when one of its samples was really
captured. Between knots the stream is read at a constant ratio close to 1 with cubic interpolation:

    stream   ---o-----------o-----------o----    knots: captured at ...
                 \           \           \
    call     -----o-----------o------|gap|o--    index

The ratio removes the rate error plus a little of the remaining deviation, so pitch never changes audibly. Only knots
decide, and they sit at fixed stream positions: the result does not depend on block sizes.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.events import SAMPLE_RATE
from assist.timeline.clock import STEP_SECONDS
from assist.timeline.resample import Mono

SETTLE_SECONDS = 2.0
"""A small deviation is steered away within about this time."""
MAX_SLEW = 0.005
"""Largest extra stretch while steering: 5 ms a second, a twelfth of a semitone."""
_BEFORE, _AFTER = 1, 3
"""Samples that cubic interpolation needs on either side of the position; one of them for rounding."""


@dataclass(frozen=True, slots=True)
class Knot:
    """What is known at one position of the stream.

    Attributes:
        position: sample of the stream (16 kHz nominal).
        index: where on the call's index it belongs, fractional.
        ratio: stream samples per call sample, 1 + rate error.
        jump: True if sound is missing here for certain: go there at once.
    """

    position: float
    index: float
    ratio: float
    jump: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound with its place on the call's index."""

    start: int
    samples: Mono


class Warper:
    """Reads one stream along its knots. Output indices only grow; an index that was passed is never written again."""

    def __init__(self, first_index: int) -> None:
        """Start a stream.

        Args:
            first_index: nothing is written before this call index.
        """
        self._buffer: Mono = np.zeros(_BEFORE, np.float32)
        self._buffer_start = -_BEFORE
        self._knots: deque[Knot] = deque()
        self._anchor_position = 0.0
        self._anchor_index = first_index
        self._index = first_index
        self._ratio = 1.0
        self._started = False

    @property
    def index(self) -> int:
        """The next call index to be written."""
        return self._index

    def push(self, samples: Mono, knots: list[Knot]) -> list[Piece]:
        """Read on.

        Args:
            samples: the next samples of the stream.
            knots: new knots, in order; each must come no later than the samples at its position.
        """
        self._buffer = np.concatenate([self._buffer, samples])
        self._knots.extend(knots)
        end = self._buffer_start + len(self._buffer) - _AFTER
        pieces: list[Piece] = []
        while self._knots:
            knot = self._knots[0]
            self._read_until(min(knot.position, float(end)), pieces)
            if knot.position >= end or self._index < self._index_at(knot.position):
                break
            self._steer(self._knots.popleft())
        if self._started:
            self._read_until(float(end), pieces)
        self._forget()
        return pieces

    def _position(self) -> float:
        """Stream position of the next call index."""
        return self._anchor_position + (self._index - self._anchor_index) * self._ratio

    def _index_at(self, position: float) -> int:
        """First call index whose stream position is not before `position`."""
        return self._anchor_index + max(int(np.ceil((position - self._anchor_position) / self._ratio)), 0)

    def _read_until(self, position: float, pieces: list[Piece]) -> None:
        """Write every call index whose stream position lies before `position`."""
        if not self._started:
            return
        count = self._index_at(position) - self._index
        if count <= 0:
            return
        steps = np.arange(self._index - self._anchor_index, self._index - self._anchor_index + count)
        at = np.asarray(self._anchor_position + steps * self._ratio - self._buffer_start, np.float64)
        pieces.append(Piece(self._index, _cubic(self._buffer, at)))
        self._index += count

    def _steer(self, knot: Knot) -> None:
        """Compare where the stream is written with where it belongs, and set ratio or place anew."""
        position = self._position()
        belongs = knot.index + (position - knot.position) / knot.ratio
        late = self._index - belongs
        self._ratio = knot.ratio
        if not self._started or knot.jump or abs(late) > STEP_SECONDS * SAMPLE_RATE:
            if late < 0:
                self._index += round(-late)
            else:
                position += late * knot.ratio
        else:
            slew = late / (SETTLE_SECONDS * SAMPLE_RATE)
            self._ratio *= 1.0 + min(max(slew, -MAX_SLEW), MAX_SLEW)
        self._anchor_position, self._anchor_index = position, self._index
        self._started = True

    def _forget(self) -> None:
        """Drop what will not be read again."""
        keep_from = int(np.floor(self._position())) - _BEFORE if self._started else self._buffer_start
        drop = min(max(keep_from - self._buffer_start, 0), max(len(self._buffer) - _BEFORE - _AFTER, 0))
        self._buffer = self._buffer[drop:].copy()
        self._buffer_start += drop


def _cubic(samples: Mono, at: npt.NDArray[np.float64]) -> Mono:
    """Catmull-Rom interpolation of `samples` at fractional positions; exact where the position is whole."""
    whole = np.floor(at).astype(np.intp)
    t = (at - whole).astype(np.float32)
    a, b, c, d = (samples[whole + k] for k in (-1, 0, 1, 2))
    result: Mono = b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)))
    return result
