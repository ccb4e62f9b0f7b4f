"""What two thresholds must be to one another, so that both can do what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assist.profile.schema import Profile, setting_of, value_of


@dataclass(frozen=True, slots=True)
class Rule:
    """One threshold is below another."""

    name: str
    lower: str
    """Full name, `tension.rising_level`."""
    higher: str
    why: str
    """A clause that goes on from "because"."""
    equal: bool = True
    """Both may have the same value."""

    @property
    def sign(self) -> str:
        """`<` or `<=`."""
        return "<=" if self.equal else "<"

    def holds(self, profile: Profile) -> bool:
        """Whether a profile keeps it."""
        lower, higher = value_of(profile, self.lower), value_of(profile, self.higher)
        return bool(lower <= higher if self.equal else lower < higher)

    def broken(self, profile: Profile) -> str:
        """The sentence about a profile that does not keep it, without its end."""
        lower, higher = (
            f"{name} = {value_of(profile, name):g} {setting_of(name).unit}" for name in (self.lower, self.higher)
        )
        limit = "at most" if self.equal else "less than"
        return f"{lower} must be {limit} {higher}, because {self.why}; change one of them (rule {self.name})"


RULES = (
    Rule(
        "caller_answered_before_alone", "calls.caller_answered_seconds", "calls.caller_alone_seconds",
        "a caller who is answered is known to be one sooner",
    ),
    Rule(
        "caller_heard_within_window", "calls.caller_alone_seconds", "calls.window_seconds",
        "more voice than the window holds is never there", equal=False,
    ),
    Rule(
        "nothing_before_silence", "calls.nothing_played_seconds", "calls.both_silent_seconds",
        "playing nothing is a surer sign than silence",
    ),
    Rule(
        "silence_of_both_before_caller", "calls.both_silent_seconds", "calls.caller_silent_seconds",
        "silence of both is a surer sign than silence of one",
    ),
    Rule(
        "rearm_before_end", "calls.rearm_seconds", "calls.both_silent_seconds",
        "otherwise the pause before the next call ends it before it begins",
    ),
    Rule(
        "voice_ends_below_its_start", "speech.voice_off_probability", "speech.voice_on_probability",
        "otherwise a voice would end the moment it begins",
    ),
    Rule(
        "leak_heard_within_window", "bleed.least_source_seconds", "bleed.window_seconds",
        "more speech than the window holds is never there",
    ),
    Rule(
        "coming_in_within_a_turn", "turns.run_gap_seconds", "turns.turn_gap_seconds",
        "nobody can come in on a turn that is over",
    ),
    Rule(
        "guess_before_end", "recognition.guess_after_seconds", "recognition.end_after_seconds",
        "words asked for in advance are of no use after the end", equal=False,
    ),
    Rule(
        "amber_before_green", "conversation.finished_late_probability", "conversation.finished_probability",
        "later in the beat less must be enough, not more",
    ),
    Rule(
        "credit_from_before_to", "conversation.credit_silence_from_seconds", "conversation.credit_silence_to_seconds",
        "otherwise no silence is ever credited", equal=False,
    ),
    Rule(
        "rising_below_high", "tension.rising_level", "tension.high_level",
        "a caller rises before being high", equal=False,
    ),
    Rule(
        "high_below_unmistakable", "tension.high_level", "tension.unmistakable_level",
        "a turn that is enough by itself is at least high",
    ),
    Rule(
        "tension_can_settle", "tension.tension_hysteresis", "tension.rising_level",
        "otherwise a caller who once was rising never counts as settled again", equal=False,
    ),
    Rule(
        "read_before_gone", "prompts.least_shown_seconds", "prompts.shown_seconds",
        "a prompt cannot stay for longer than it is shown",
    ),
    Rule(
        "any_prompt_before_the_same", "prompts.gap_seconds", "prompts.repeat_seconds",
        "the same prompt cannot come back before any prompt may come",
    ),
)  # fmt: skip
"""Every rule; a profile that breaks one is refused."""


def broken_rules(profile: Profile, without: Iterable[str] = ()) -> list[Rule]:
    """The rules that a profile does not keep.

    Args:
        profile: the values.
        without: full names of settings whose values are already known to be wrong; nothing more is said about them.
    """
    known = set(without)
    return [rule for rule in RULES if not known & {rule.lower, rule.higher} and not rule.holds(profile)]
