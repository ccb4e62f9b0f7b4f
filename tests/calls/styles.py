"""How a line is spoken: a handful of prosody scales, and named styles made of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prosody:
    """Scales relative to the voice as it is; 1.0 and 0 dB change nothing."""

    rate: float = 1.0
    """Speaking rate; 1.1 is ten per cent faster."""
    pitch: float = 1.0
    """Multiplies the pitch."""
    range: float = 1.0
    """Widens (over 1) or flattens (under 1) the pitch contour around its mean."""
    energy: float = 1.0
    """Multiplies the model's energy curve."""
    gain_db: float = 0.0
    """Level relative to the call's reference level."""
    effort_db: float = 0.0
    """Treble lift or cut: a raised voice is not only louder but brighter."""

    def combined(self, other: Prosody) -> Prosody:
        """Both at once: scales multiply, decibels add."""
        return Prosody(
            rate=self.rate * other.rate,
            pitch=self.pitch * other.pitch,
            range=self.range * other.range,
            energy=self.energy * other.energy,
            gain_db=self.gain_db + other.gain_db,
            effort_db=self.effort_db + other.effort_db,
        )


STYLES: dict[str, Prosody] = {
    "neutral": Prosody(),
    "calm": Prosody(rate=0.95, pitch=0.97, range=0.88, gain_db=-1.0, effort_db=-1.0),
    "warm": Prosody(rate=0.96, pitch=1.02, range=1.15, gain_db=-1.0),
    "brisk": Prosody(rate=1.12),
    "upset": Prosody(rate=0.90, pitch=1.02, range=0.78, gain_db=-2.5, effort_db=-2.0),
    "tense": Prosody(rate=1.07, pitch=1.06, range=1.2, gain_db=2.0, effort_db=2.0),
    "agitated": Prosody(rate=1.15, pitch=1.14, range=1.4, energy=1.1, gain_db=4.5, effort_db=3.5),
    "angry": Prosody(rate=1.10, pitch=1.20, range=1.55, energy=1.15, gain_db=6.0, effort_db=5.0),
}
"""Styles every script may use; a script may add its own."""
