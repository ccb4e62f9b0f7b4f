"""Light and dark colours.

Every pair of text and background here reaches a contrast of 4.5:1, and 7:1 in the themes of high
contrast, which a test computes.
"""

from __future__ import annotations

from dataclasses import dataclass

from assist.events import CueName


@dataclass(frozen=True, slots=True)
class Accent:
    """Colours of one cue's picture; the picture and the word tell cues apart, the colour only helps."""

    ink: str
    tile: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb."""

    name: str
    surface: str
    border: str
    hover: str
    text: str
    muted: str
    talking: str
    good: str
    warning: str
    error: str
    beat_breathing: Accent
    beat_running: Accent
    beat_kept: Accent
    accents: dict[CueName, Accent]
    high_contrast: bool = False
    """Every pair reaches 7:1, and borders are drawn twice as thick."""

    def text_pairs(self) -> list[tuple[str, str]]:
        """Every (text or sign, background) pair that the overlay draws."""
        on_surface = (self.text, self.muted, self.talking, self.good, self.warning, self.error)
        pairs = [(ink, self.surface) for ink in on_surface]
        pairs += [(self.text, self.hover), (self.muted, self.hover)]
        beats = (self.beat_breathing, self.beat_running, self.beat_kept)
        pairs += [(beat.ink, self.surface) for beat in beats]
        return pairs + [(accent.ink, accent.tile) for accent in (*beats, *self.accents.values())]


LIGHT = Theme(
    name="light",
    surface="#ffffff",
    border="#c9d0da",
    hover="#edf0f4",
    text="#18202c",
    muted="#576272",
    talking="#1560bd",
    good="#1b6e3c",
    warning="#8a4b00",
    error="#b3261e",
    beat_breathing=Accent("#8f4f00", "#fbe3b0"),
    beat_running=Accent("#1256ad", "#d3e3f9"),
    beat_kept=Accent("#1b7a43", "#ffffff"),
    accents={
        "pause": Accent("#1a5bb8", "#e5effd"),
        "acknowledge": Accent("#ad2259", "#fde8f0"),
        "ask_what_changed": Accent("#6539bf", "#f0eafc"),
        "reframe": Accent("#0a6666", "#def3f2"),
        "offer_choices": Accent("#1b6e3c", "#e3f4e9"),
        "slow_down": Accent("#765000", "#faf0d8"),
        "let_them_in": Accent("#3a49b4", "#e8eafb"),
        "check_in": Accent("#964110", "#fbeadf"),
        "safety": Accent("#b3261e", "#fde7e5"),
    },
)

DARK = Theme(
    name="dark",
    surface="#1d222a",
    border="#465060",
    hover="#2c333e",
    text="#f2f5f9",
    muted="#aab4c2",
    talking="#7fb8ff",
    good="#7ed6a0",
    warning="#ffc670",
    error="#ff9d94",
    beat_breathing=Accent("#ffc670", "#4a3a18"),
    beat_running=Accent("#7fb8ff", "#23405f"),
    beat_kept=Accent("#7ed6a0", "#12351f"),
    accents={
        "pause": Accent("#a3caff", "#22364f"),
        "acknowledge": Accent("#ffacc9", "#4a2536"),
        "ask_what_changed": Accent("#cdb8ff", "#382d55"),
        "reframe": Accent("#85dcd9", "#173d3d"),
        "offer_choices": Accent("#8edbab", "#1d3d2b"),
        "slow_down": Accent("#f5cf7c", "#42351a"),
        "let_them_in": Accent("#b6c0ff", "#2c3357"),
        "check_in": Accent("#ffb893", "#482d1d"),
        "safety": Accent("#ffaaa2", "#512421"),
    },
)


_CUES: tuple[CueName, ...] = tuple(LIGHT.accents)

HIGH_LIGHT = Theme(
    name="high-light",
    surface="#ffffff",
    border="#000000",
    hover="#e4e4e4",
    text="#000000",
    muted="#2b2b2b",
    talking="#00318a",
    good="#00501f",
    warning="#5a3000",
    error="#8f0000",
    beat_breathing=Accent("#5a3000", "#ffffff"),
    beat_running=Accent("#00318a", "#ffffff"),
    beat_kept=Accent("#00501f", "#ffffff"),
    accents={cue: Accent("#8f0000" if cue == "safety" else "#000000", "#ffffff") for cue in _CUES},
    high_contrast=True,
)

HIGH_DARK = Theme(
    name="high-dark",
    surface="#000000",
    border="#ffffff",
    hover="#262626",
    text="#ffffff",
    muted="#dcdcdc",
    talking="#9ccaff",
    good="#7ff0a6",
    warning="#ffd479",
    error="#ffb3ab",
    beat_breathing=Accent("#ffd479", "#000000"),
    beat_running=Accent("#9ccaff", "#000000"),
    beat_kept=Accent("#7ff0a6", "#000000"),
    accents={cue: Accent("#ffb3ab" if cue == "safety" else "#ffffff", "#000000") for cue in _CUES},
    high_contrast=True,
)

THEMES = (LIGHT, DARK, HIGH_LIGHT, HIGH_DARK)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two #rrggbb colours, 1..21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def blend(ink: str, background: str, opacity: float) -> str:
    """The colour that `ink` has when drawn on `background` with an opacity of 0..1."""
    mixed = (round(b + (i - b) * opacity) for i, b in zip(_channels(ink), _channels(background), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of an sRGB colour."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
