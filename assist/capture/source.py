"""The one protocol that every kind of recording stands behind."""

from __future__ import annotations

from typing import Literal, Protocol

from assist.capture.devices import Device
from assist.timeline.block import Block

What = Literal["device_lost", "device_busy", "no_permission", "wrong_source"]
"""The troubles a source can have; names as in `assist.events.Trouble.what`."""

__all__ = ["Block", "Source", "SourceError", "What"]


class SourceError(Exception):
    """A source does not work (any more). The message is one sentence that says what to do.

    Attributes:
        what: stable name of the trouble.
    """

    def __init__(self, what: What, message: str) -> None:
        super().__init__(message)
        self.what: What = what


class Source(Protocol):
    """A recording of one device. One thread opens, reads and closes it."""

    @property
    def device(self) -> Device:
        """What is recorded."""
        ...

    @property
    def idle_is_silent(self) -> bool:
        """True if it delivers nothing while nothing plays (WASAPI loopback)."""
        ...

    def open(self) -> None:
        """Start recording.

        Raises:
            SourceError: it cannot be opened.
        """
        ...

    def read(self, timeout_seconds: float) -> list[Block]:
        """Wait for sound, at most so long; returns what came, in order, possibly nothing.

        Raises:
            SourceError: the recording has ended.
        """
        ...

    def check(self) -> None:
        """Make sure that this is still the right device.

        Raises:
            SourceError: it is another one, or none.
        """
        ...

    def close(self) -> None:
        """Stop recording; may be called twice, and on a source that never opened."""
        ...
