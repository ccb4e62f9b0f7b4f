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
        number = isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
        if isinstance(value, bool) or not isinstance(value, int | float) or not number:
            return f"must be a number {self.range}"
        # A whole number may be too large to be compared as a fraction, or to be shown: the range is looked at first.
        if not self.low <= value <= self.high:
            shown = f"= {value:g} is" if abs(value) < 1e15 else "is far"
            return f"{shown} out of range; it must be {self.range}"
        if self.whole and int(value) != value:
            return f"must be a whole number {self.range}"
        return None

    def taken(self, value: Any) -> float:
        """A faultless value as the stages get it: seconds are fractions even if written `20`."""
        return int(value) if self.whole else float(value)


def threshold(default: float, unit: str, low: float, high: float, sentence: str) -> Any:
    """A dataclass field that carries its own documentation."""
    whole = isinstance(default, int)
    return field(default=default, metadata={"setting": Threshold(unit, low, high, sentence, whole)})


def samples(seconds: float) -> int:
    """Seconds as samples at 16 kHz, rounded."""
    return round(seconds * SAMPLE_RATE)
