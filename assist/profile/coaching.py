"""How urgent each reason for a prompt is, and what makes it more or less so."""

from __future__ import annotations

from dataclasses import dataclass

from assist.profile.threshold import threshold


def _urgency(default: float, sentence: str) -> float:
    value: float = threshold(default, "urgency", 0.0, 1.0, sentence)
    return value


@dataclass(frozen=True, slots=True)
class Urgency:
    """From 0 to 1; a candidate below the least urgency of the moment is not shown."""

    least: float = _urgency(0.5, "A reason less urgent than this does not earn a prompt.")
    talk_over: float = _urgency(0.8, "Talking over the caller again and again.")
    talk_over_emotional: float = _urgency(0.9, "Cutting off a caller who is telling something hard.")
    straight_to_demand: float = _urgency(0.75, "Going to balance, payment or policy first thing after a disclosure.")
    but_opener: float = _urgency(0.64, 'Empathy that is taken back at once: "I understand, but ...".')
    no_acknowledgement: float = _urgency(0.65, "A reply that passes over what the caller disclosed.")
    non_apology: float = _urgency(0.66, 'A sorry for the caller\'s reaction: "sorry you feel that way".')
    no_question: float = _urgency(0.6, "Empathy, and then business, with no open question about what changed.")
    dead_end: float = _urgency(0.7, 'A closed door: "there is nothing I can do".')
    policy_wall: float = _urgency(0.68, 'Rules as the reason to refuse: "policy is policy".')
    blame: float = _urgency(0.72, 'Fault put on the caller: "you should have called sooner".')
    ultimatum: float = _urgency(0.72, "One demand, with a threat or no room.")
    brush_off: float = _urgency(0.66, "The caller is sent away or put off with no plan.")
    one_demand: float = _urgency(0.55, "Another demand, after an acknowledgement, with no choice in it.")
    fast: float = _urgency(0.52, "Speaking much faster than usual.")
    monologue: float = _urgency(0.58, "Holding the floor for very long.")
    dead_air: float = _urgency(0.56, "Nobody speaks for very long.")
    calm_share: float = threshold(
        0.72,
        "times",
        0.0,
        1.0,
        "What is left of a slip's urgency while the caller is settled and has disclosed nothing.",
    )
    tension_more: float = _urgency(0.08, "Added while the caller's tension is high; half of it while it is rising.")
    success_less: float = _urgency(0.03, "Taken away for every good act of the agent in the success window.")
    success_most: float = _urgency(0.12, "Most that good acts take away.")
    success_window_seconds: float = threshold(
        180.0, "s", 10.0, 1800.0, "How long a good act of the agent makes prompts rarer."
    )
    again_less: float = _urgency(0.08, "Taken away just after a prompt, less and less until the next number is over.")
    again_seconds: float = threshold(60.0, "s", 0.0, 600.0, "How long a prompt makes the next one rarer.")
    hard_from_probability: float = threshold(
        0.7,
        "probability",
        0.5,
        0.99,
        "One feeling less sure than this, with no disclosure beside it, makes no hard call.",
    )
    hard_seconds: float = threshold(
        60.0, "s", 5.0, 600.0, "How long after a disclosure a call counts as a hard one, if nothing eased the caller."
    )


def _weight(cue: str) -> float:
    value: float = threshold(1.0, "times", 0.3, 1.5, f"The urgency of {cue} is multiplied by this.")
    return value


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each cue counts for this team or this agent. Safety has none: it is always shown."""

    pause: float = _weight("Pause")
    acknowledge: float = _weight("Acknowledge")
    ask_what_changed: float = _weight("Ask what changed")
    reframe: float = _weight("Reframe")
    offer_choices: float = _weight("Offer choices")
    slow_down: float = _weight("Slow down")
    let_them_in: float = _weight("Let them in")
    check_in: float = _weight("Check in")
