"""Every threshold and setting once: name, unit, range, default and a sentence.

The profile file, the tuning sliders, the table in the docs and the messages for wrong values are generated from here.
A group is a frozen dataclass; a stage is given the one group it needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from assist.profile.caller import CallerTension, Voice
from assist.profile.calls import CallBounds
from assist.profile.coaching import Urgency, Weights
from assist.profile.kinds import Setting, phrases, switch
from assist.profile.sound import Attribution, SpeakerBleed, Speech
from assist.profile.threshold import Threshold, samples, threshold

__all__ = [
    "ALL", "GROUPS", "Attribution", "CallBounds", "CallerTension", "Profile", "Setting", "SpeakerBleed", "Speech", "Threshold",
    "Voice", "samples", "setting_of", "settings", "threshold", "thresholds", "value_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TurnTaking:
    """Turns, floor and overlaps."""

    turn_gap_seconds: float = threshold(1.0, "s", 0.4, 3.0, "Own silence that ends a turn.")
    overlap_after_silence_seconds: float = threshold(
        0.3, "s", 0.1, 1.0, "Own silence after which speaking up during the other's speech counts as coming in."
    )
    run_gap_seconds: float = threshold(
        0.55, "s", 0.2, 1.0, "Pauses shorter than this belong to the speech that someone may come in on."
    )
    interruption_lead_seconds: float = threshold(
        0.3, "s", 0.1, 1.0, "Coming in earlier than this after the other began is a simultaneous start."
    )
    interruption_tail_seconds: float = threshold(
        0.3, "s", 0.1, 1.0, "Coming in within this time before the other ends is ordinary turn exchange."
    )
    interruption_least_seconds: float = threshold(
        0.7, "s", 0.3, 2.0, "Speaking for less than this while the other speaks is not an interruption."
    )
    interruption_probability: float = threshold(
        0.6,
        "probability",
        0.3,
        0.95,
        "Coming in is called an interruption if it is at least this sure to be more than listening.",
    )
    cooperative_most_seconds: float = threshold(
        1.0, "s", 0.3, 2.0, "Overlap that ends within this time while the floor holder goes on is cooperative."
    )
    verdict_after_seconds: float = threshold(
        1.5, "s", 0.5, 5.0, "The late verdict comes this long after the overlap ended."
    )
    floor_after_seconds: float = threshold(
        0.7, "s", 0.2, 2.0, "Speaking alone for this long takes the floor from a side that paused."
    )
    shortest_gap_seconds: float = threshold(0.2, "s", 0.05, 1.0, "Shorter mutual silences are not reported.")


@dataclass(frozen=True, slots=True)
class Recognition:
    """How speech is cut for recognition."""

    pad_seconds: float = threshold(0.3, "s", 0.1, 1.0, "Audio kept before an utterance, so that no first sound is cut.")
    guess_after_seconds: float = threshold(
        0.26, "s", 0.1, 1.0, "Silence after which the words are asked for in advance."
    )
    end_after_seconds: float = threshold(0.42, "s", 0.2, 2.0, "Silence that ends an utterance.")
    longest_utterance_seconds: float = threshold(
        12.0, "s", 4.0, 25.0, "Longer utterances are cut at their quietest moment."
    )
    contested_partial_seconds: float = threshold(
        0.45, "s", 0.2, 2.0, "When both speak, the first words are asked for this long after the voice began."
    )
    partial_every_seconds: float = threshold(
        1.0, "s", 0.3, 5.0, "How often the words so far are asked for while someone speaks."
    )


@dataclass(frozen=True, slots=True)
class Cues:
    """When something that happened deserves a cue."""

    interruptions: int = threshold(2, "times", 1, 10, "Interruptions by the agent, within the window, that earn Pause.")
    interruption_window_seconds: float = threshold(60.0, "s", 10.0, 600.0, "Window in which interruptions are counted.")
    act_probability: float = threshold(0.5, "probability", 0.05, 0.99, "An act or slip counts from this probability.")
    emotion_probability: float = threshold(
        0.5, "probability", 0.05, 0.99, "A caller's feeling counts from this probability."
    )
    heard_confidence: float = threshold(
        0.55, "confidence", 0.0, 0.99, "Words heard less surely than this are read for Safety only."
    )
    emotion_lasts_seconds: float = threshold(
        30.0, "s", 5.0, 120.0, "How long after its end an emotional turn still waits for an acknowledgement."
    )
    reply_words: int = threshold(5, "words", 1, 30, "Words of the agent after which a reply is judged as a reply.")
    opener_words: int = threshold(
        24, "words", 4, 80, "The first words of a reply in which a demand counts as coming first."
    )


@dataclass(frozen=True, slots=True)
class Conversation:
    """Pauses, pace and who holds the floor."""

    emotional_beat_seconds: float = threshold(
        2.0, "s", 0.5, 8.0, "The beat to leave after an emotional turn; never shorter than the ordinary one."
    )
    finished_probability: float = threshold(
        0.6,
        "probability",
        0.05,
        0.95,
        "From this probability on the caller counts as finished, and the ring turns green.",
    )
    finished_late_probability: float = threshold(
        0.3,
        "probability",
        0.0,
        0.95,
        "So much is enough when the beat is nearly over; below it the ring is amber again.",
    )
    finished_wait_seconds: float = threshold(
        0.5,
        "s",
        0.2,
        3.0,
        "Silence in which the last words may still be recognised: until then, without them, it is amber.",
    )
    listener_most_seconds: float = threshold(
        0.7, "s", 0.3, 2.0, 'Speech of the agent shorter than this is an "mm-hm" and does not cut a beat short.'
    )
    credit_silence_from_seconds: float = threshold(
        3.0, "s", 1.0, 10.0, "Silence after an emotional turn that is credited as good listening, from this length."
    )
    credit_silence_to_seconds: float = threshold(
        9.0, "s", 3.0, 30.0, "Silence after an emotional turn that is credited as good listening, up to this length."
    )
    dead_air_seconds: float = threshold(10.0, "s", 3.0, 60.0, "Silence of both sides that earns Check in.")
    dead_air_after_emotion_seconds: float = threshold(
        10.0, "s", 10.0, 60.0, "Silence of both sides that earns Check in after an emotional turn."
    )
    check_in_again_seconds: float = threshold(
        1.0, "s", 0.0, 10.0, "Speech, of either side, before Check in can come again; music on hold does not repeat it."
    )
    monologue_seconds: float = threshold(
        45.0, "s", 15.0, 300.0, "Holding the floor for longer than this without a reply is a monologue."
    )
    monologue_pause_seconds: float = threshold(
        3.0, "s", 1.0, 10.0, "An own pause of this length ends a monologue: the other had room to come in."
    )
    reply_least_seconds: float = threshold(
        1.0, "s", 0.3, 5.0, "Speech of the other side shorter than this is listening, and does not end a monologue."
    )
    pace_window_seconds: float = threshold(15.0, "s", 5.0, 60.0, "Own speech over which pace is measured.")
    pace_baseline_seconds: float = threshold(
        60.0, "s", 15.0, 600.0, "Own speech before the own median pace is trusted."
    )
    pace_fast_ratio: float = threshold(
        1.25, "times", 1.05, 3.0, "Fast speech is more than this times the own median pace, and over the next number."
    )
    pace_fast_words: float = threshold(
        160.0, "words/min", 80.0, 400.0, "Fast speech has more words a minute than this, pauses left out."
    )
    pace_lasts_seconds: float = threshold(
        6.0, "s", 0.0, 60.0, "Own speech over which the measured pace must stay fast before Slow down is due."
    )
    numbers_every_seconds: float = threshold(
        60.0, "s", 10.0, 600.0, "How often the call in numbers is told, from its first voice on."
    )
    disclosure_phrases: tuple[str, ...] = phrases(
        (
            "this call may be recorded",
            "this call is being recorded",
            "i am required to tell you",
            "i have to read you this statement",
            "this is an attempt to collect a debt",
            "please listen to the following terms",
        ),
        "Words that begin a text which the law or the company demands: until that turn is over, only Safety is shown.",
    )


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompt budget: rarely, and at the right moment."""

    shown_seconds: float = threshold(8.0, "s", 2.0, 30.0, "A prompt goes away by itself after this.")
    least_shown_seconds: float = threshold(
        2.5, "s", 0.0, 8.0, "A prompt that was followed at once still stays this long, so that it can be read."
    )
    gap_seconds: float = threshold(20.0, "s", 5.0, 300.0, "Least time between two prompts.")
    rate_window_seconds: float = threshold(300.0, "s", 60.0, 1800.0, "Window over which the rate is counted.")
    rate_most: int = threshold(5, "prompts", 1, 60, "Most prompts within the rate window.")
    repeat_seconds: float = threshold(120.0, "s", 10.0, 1800.0, "The same prompt is not shown again within this time.")
    lateness_seconds: float = threshold(3.0, "s", 0.5, 10.0, "A prompt later than this after its moment is dropped.")
    boundary_silence_seconds: float = threshold(
        0.2, "s", 0.0, 2.0, "Silence of the agent that counts as a turn boundary for showing a prompt."
    )
    snooze_seconds: float = threshold(300.0, "s", 30.0, 3600.0, "How long snooze keeps every prompt but Safety away.")
    recovery_seconds: float = threshold(
        60.0, "s", 10.0, 300.0, "Time after a followed prompt in which it is watched whether the caller gets calmer."
    )
    after_safety_seconds: float = threshold(
        60.0, "s", 0.0, 1800.0, "After Safety nothing else is shown for this long: the agent has enough to do."
    )
    follow_turns: int = threshold(
        2, "turns", 1, 10, "Turns of the agent after a prompt in which doing it counts as following it."
    )
    disclosure_most_seconds: float = threshold(
        40.0, "s", 5.0, 300.0, "Longest time for which a mandatory text that is being read keeps prompts away."
    )
    unhelpful_share: float = threshold(
        0.8, "times", 0.3, 1.0, 'A press on "not helpful" multiplies the weight of that cue by this.'
    )
    unhelpful_least: float = threshold(
        0.5, "times", 0.3, 1.0, "However often it is pressed, the weight never falls below this."
    )
    followed_share: float = threshold(
        1.05, "times", 1.0, 1.5, "A prompt that was followed gives that cue so much of the weight back, after the call."
    )
    beat_seconds: float = threshold(1.0, "s", 0.5, 5.0, "The beat the agent chose to leave before replying.")
    credits_shown: bool = switch(True, "A small tick is shown when a prompt was followed or a beat was left.")


@dataclass(frozen=True, slots=True)
class Profile:
    """All thresholds, under a name."""

    name: str = "default"
    calls: CallBounds = field(default_factory=CallBounds)
    speech: Speech = field(default_factory=Speech)
    bleed: SpeakerBleed = field(default_factory=SpeakerBleed)
    turns: TurnTaking = field(default_factory=TurnTaking)
    attribution: Attribution = field(default_factory=Attribution)
    recognition: Recognition = field(default_factory=Recognition)
    cues: Cues = field(default_factory=Cues)
    conversation: Conversation = field(default_factory=Conversation)
    voice: Voice = field(default_factory=Voice)
    tension: CallerTension = field(default_factory=CallerTension)
    prompts: Prompts = field(default_factory=Prompts)
    urgency: Urgency = field(default_factory=Urgency)
    weights: Weights = field(default_factory=Weights)


GROUPS: dict[str, type[Any]] = {
    "calls": CallBounds,
    "speech": Speech,
    "bleed": SpeakerBleed,
    "turns": TurnTaking,
    "attribution": Attribution,
    "recognition": Recognition,
    "cues": Cues,
    "conversation": Conversation,
    "voice": Voice,
    "tension": CallerTension,
    "prompts": Prompts,
    "urgency": Urgency,
    "weights": Weights,
}
"""Name of each table in a profile file, and its group."""


def settings(group: type[Any]) -> dict[str, tuple[Any, Setting]]:
    """Name -> (default, description) of everything in a group: thresholds, switches, choices, phrases."""
    defaults = group()
    return {f.name: (getattr(defaults, f.name), f.metadata["setting"]) for f in fields(group)}


def thresholds(group: type[Any]) -> dict[str, tuple[float, Threshold]]:
    """Name -> (default, description) of every threshold of a group."""
    return {name: (value, about) for name, (value, about) in settings(group).items() if isinstance(about, Threshold)}


def setting_of(name: str) -> Setting:
    """What is known about a setting by its full name, `prompts.gap_seconds`."""
    table, key = name.split(".")
    return settings(GROUPS[table])[key][1]


def value_of(profile: Profile, name: str) -> Any:
    """The value of a setting by its full name."""
    table, key = name.split(".")
    return getattr(getattr(profile, table), key)


ALL: tuple[str, ...] = tuple(f"{table}.{key}" for table, group in GROUPS.items() for key in settings(group))
"""Full names of all settings, in the order in which they are shown."""
