"""Thresholds about sound: where a voice is, and whose."""

from __future__ import annotations

from dataclasses import dataclass

from assist.profile.threshold import threshold


@dataclass(frozen=True, slots=True)
class Speech:
    """When a voice is there."""

    voice_on_probability: float = threshold(
        0.5, "probability", 0.05, 0.95, "Voice begins when the voice activity model is at least this sure."
    )
    voice_off_probability: float = threshold(
        0.35, "probability", 0.05, 0.95, "Voice ends when the model stays below this."
    )
    shortest_speech_seconds: float = threshold(
        0.09, "s", 0.03, 0.5, "Shorter sounds are clicks and breaths, not speech."
    )
    shortest_silence_seconds: float = threshold(
        0.2, "s", 0.06, 0.6, "Shorter silences are part of a word, not the end of speech."
    )
    background_margin_db: float = threshold(
        9.0,
        "dB",
        0.0,
        30.0,
        "Where voices are heard in the background, a side's own voice is this much louder than they are.",
    )


@dataclass(frozen=True, slots=True)
class SpeakerBleed:
    """When one side's voice counts as heard on the other side's channel."""

    window_seconds: float = threshold(10.0, "s", 5.0, 30.0, "Sound over which a leak is looked for.")
    least_source_seconds: float = threshold(
        1.0, "s", 0.5, 10.0, "Speech of one side, within that, without which nothing is judged."
    )
    longest_lag_seconds: float = threshold(
        0.2, "s", 0.05, 0.25, "A leak comes at most this much later, or earlier, than the voice."
    )
    least_correlation: float = threshold(
        0.3, "correlation", 0.1, 0.9, "Loudness curves of both channels less alike than this show no leak."
    )
    least_lead: float = threshold(
        0.2, "correlation", 0.05, 0.9, "They must be this much more alike than at any lag that a leak cannot have."
    )
    high_db: float = threshold(
        -8.0,
        "dB",
        -40.0,
        0.0,
        "From this level, against the voice that belongs there, a leak is too loud to be masked.",
    )
    hysteresis_db: float = threshold(3.0, "dB", 0.0, 10.0, "It must fall this much below that to count as low again.")
    mask_margin_db: float = threshold(
        6.0, "dB", 0.0, 20.0, "Sound this much louder than the leak explains is a voice of its own."
    )


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose voice it is, on a channel that carries both."""

    delay_seconds: float = threshold(1.3, "s", 1.0, 3.0, "Time after which it is decided whose voice it was.")
    sure_probability: float = threshold(
        0.8, "probability", 0.5, 0.99, "Less sure than this, a voice is given to neither side."
    )
    unsure_most: float = threshold(
        0.4, "share", 0.05, 0.95, "More of 20 s of voice than this given to nobody, and turn cues are unavailable."
    )
    enrolled_seconds: float = threshold(20.0, "s", 5.0, 60.0, "Voice that an enrolment needs at least.")
    enrolled_likeness: float = threshold(
        0.65, "similarity", 0.0, 0.9, "Less alike than this in the mean, and it was not one person in one place."
    )
