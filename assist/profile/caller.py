"""Thresholds about the caller: voice and tension."""

from __future__ import annotations

from dataclasses import dataclass

from assist.profile.threshold import threshold


@dataclass(frozen=True, slots=True)
class Voice:
    """When the caller's voice counts as tenser than in this caller's own opening."""

    voice_piece_seconds: float = threshold(
        2.0, "s", 1.0, 5.0, "Speech over which the voice is measured once; a piece ends with the pause after it."
    )
    voice_baseline_seconds: float = threshold(
        20.0, "s", 10.0, 120.0, "Speech of the caller before anything is said: how this caller sounds in this call."
    )
    voice_least_seconds: float = threshold(
        0.8, "s", 0.3, 10.0, "Voiced speech of a turn under which nothing is said about it."
    )
    voice_half_seconds: float = threshold(
        1.5, "s", 0.0, 10.0, "Voiced speech at which a change counts by half; the more there is, the more it counts."
    )
    voice_recent_seconds: float = threshold(
        10.0,
        "s",
        2.0,
        60.0,
        "Of a long turn the last so many voiced seconds count, so that a change within it is seen.",
    )
    voice_least_snr_db: float = threshold(
        10.0, "dB", 0.0, 30.0, "The voice must be this much louder than the noise between the words."
    )
    voice_adapt_seconds: float = threshold(
        120.0, "s", 20.0, 1200.0, "Speech over which the baseline follows a voice that has changed without being tense."
    )


@dataclass(frozen=True, slots=True)
class CallerTension:
    """The caller's tension, from words and voice together."""

    tension_baseline_seconds: float = threshold(
        20.0, "s", 5.0, 120.0, "Speech of the caller before anything is said: this caller's own opening."
    )
    rising_level: float = threshold(0.4, "level", 0.1, 0.9, "Tension counts as rising from this level.")
    high_level: float = threshold(
        0.65, "level", 0.2, 0.99, "Tension counts as high from this level, when two turns in a row are as strained."
    )
    unmistakable_level: float = threshold(0.93, "level", 0.5, 1.0, "One turn as strained as this is enough for high.")
    tension_hysteresis: float = threshold(
        0.12, "level", 0.0, 0.5, "The level must fall this far below a limit to leave a state."
    )
    rise_share: float = threshold(
        0.65, "share", 0.1, 1.0, "Part of the way up that the level goes with one strained turn."
    )
    fall_share: float = threshold(0.3, "share", 0.05, 1.0, "Part of the way down that it goes with one calm turn.")
    easing_share: float = threshold(0.6, "share", 0.05, 1.0, "The same for a turn of thanks, relief or agreement.")
    voice_weight: float = threshold(
        0.15, "share", 0.0, 1.0, "How much a surely changed voice alone strains a turn; words count fully."
    )
    opening_share: float = threshold(
        0.3, "share", 0.0, 1.0, "How much of the strain of the caller's opening is taken as this caller's normal."
    )
