"""Thresholds about calls as such: when one has begun by itself, and when it is over."""

from __future__ import annotations

from dataclasses import dataclass

from assist.profile.threshold import threshold


@dataclass(frozen=True, slots=True)
class CallBounds:
    """When a call begins and ends by itself, where that is switched on (`assist run --auto`)."""

    window_seconds: float = threshold(8.0, "s", 3.0, 30.0, "Sound over which it is judged whether a call has begun.")
    caller_alone_seconds: float = threshold(
        2.5, "s", 0.5, 20.0, "Voice on the caller's channel, within that, that is a call even if you say nothing."
    )
    caller_answered_seconds: float = threshold(
        1.0, "s", 0.3, 20.0, "Voice on the caller's channel that is enough when you speak as well."
    )
    own_voice_seconds: float = threshold(
        0.5, "s", 0.1, 10.0, "Your voice, within that, that counts as speaking as well."
    )
    pause_share: float = threshold(
        0.1, "share", 0.0, 0.5, "A voice without so many pauses in it is singing or music, and begins no call."
    )
    pause_depth_db: float = threshold(15.0, "dB", 5.0, 40.0, "A pause is this much quieter than the loudest moment.")
    preroll_seconds: float = threshold(
        5.0, "s", 0.0, 20.0, "Sound from before the call was noticed that belongs to it, so that no first word is lost."
    )
    lead_seconds: float = threshold(
        0.5, "s", 0.0, 2.0, "If its first voice was earlier than that, the call begins this much before that voice."
    )
    rearm_seconds: float = threshold(
        2.0,
        "s",
        0.5,
        30.0,
        "After a call the caller's channel must be without voice for so long before the next begins.",
    )
    both_silent_seconds: float = threshold(
        25.0, "s", 10.0, 300.0, "Neither a voice nor music on hold for so long, and the call is over."
    )
    caller_silent_seconds: float = threshold(
        90.0, "s", 20.0, 900.0, "Nothing from the caller's side for so long, though you speak, and the call is over."
    )
    nothing_played_seconds: float = threshold(
        15.0,
        "s",
        5.0,
        300.0,
        "The softphone plays nothing at all any more for so long, and you are silent: the call is over.",
    )
    hold_longest_seconds: float = threshold(
        3600.0, "s", 60.0, 14_400.0, "Music on hold keeps a call open for so long at most, counted from the last voice."
    )
    tone_longest_seconds: float = threshold(
        60.0, "s", 5.0, 600.0, "Ringing and busy tones keep a call open for so long at most."
    )
    sound_db: float = threshold(
        -50.0, "dB", -80.0, -20.0, "Sound on the caller's channel quieter than this is silence."
    )
    noise_flatness: float = threshold(
        0.35, "share", 0.05, 0.9, "Sound whose spectrum is flatter than this is line noise, and no music on hold."
    )
    tone_share: float = threshold(
        0.85, "share", 0.5, 0.99, "Sound with this share of its energy in two steady pitches is a tone of the line."
    )
    tone_lasts_seconds: float = threshold(0.25, "s", 0.1, 1.0, "Shorter than this, a steady pitch may be a vowel.")
