"""What a threshold is: its value, and all that is known about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from assist.events import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is known about one threshold besides its value."""

    unit: str
    low: float
    high: float
    sentence: str
    whole: bool = False
    """True if only whole numbers make sense."""

    @property
    def range(self) -> str:
        """`from 1 to 10 times`."""
        return f"from {self.low:g} to {self.high:g} {self.unit}"

    def fault(self, value: object) -> str | None:
        """What is wrong with a value, to be read after the threshold's name; None if nothing is."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return f"must be a number {self.range}"
        if self.whole and int(value) != value:
            return f"must be a whole number {self.range}"
        if not self.low <= value <= self.high:
            return f"= {value:g} is out of range; it must be {self.range}"
        return None


def threshold(default: float, unit: str, low: float, high: float, sentence: str) -> Any:
    """A dataclass field that carries its own documentation."""
    whole = isinstance(default, int)
    return field(default=default, metadata={"threshold": Threshold(unit, low, high, sentence, whole)})


def samples(seconds: float) -> int:
    """Seconds as samples at 16 kHz, rounded."""
    return round(seconds * SAMPLE_RATE)
