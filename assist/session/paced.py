"""A file played in real time, as if it were happening."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence

from assist.events import SAMPLE_RATE, Gap, Trouble
from assist.timeline.frame import StereoFrame

FRAME_SAMPLES = 320
"""20 ms, like live capture."""


class PacedSource:
    """Gives frames when a listener would have heard them.

    Args:
        frames: of any length; cut into 20 ms.
        speed: 1.0 is real time.
    """

    def __init__(self, frames: Iterator[StereoFrame], speed: float = 1.0) -> None:
        self._frames = _small(frames)
        self._next = next(self._frames, None)
        self._rate = SAMPLE_RATE * speed
        self._began: float | None = None
        self._stopped = threading.Event()

    @property
    def ended(self) -> bool:
        """True when the last frame was given."""
        return self._next is None

    def start(self) -> None:
        """Begin to play."""
        self._began = time.monotonic()

    def read(self, timeout_seconds: float) -> Sequence[StereoFrame | Gap | Trouble]:
        """The frames that are due; waits for the next one, at most `timeout_seconds`."""
        if self._began is None or self._next is None:
            return []
        wait = self._next.end / self._rate - (time.monotonic() - self._began)
        if wait > 0:
            self._stopped.wait(min(wait, timeout_seconds))
        due = (time.monotonic() - self._began) * self._rate
        out = []
        while self._next is not None and self._next.end <= due:
            out.append(self._next)
            self._next = next(self._frames, None)
        return out

    def stop(self) -> None:
        """Stop playing."""
        self._stopped.set()


def _small(frames: Iterator[StereoFrame]) -> Iterator[StereoFrame]:
    for frame in frames:
        for offset in range(0, len(frame.audio), FRAME_SAMPLES):
            yield StereoFrame(frame.start + offset, frame.audio[offset : offset + FRAME_SAMPLES])
