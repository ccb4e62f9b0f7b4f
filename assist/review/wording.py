"""The words of a review: kind, about one call, never about the person."""

from __future__ import annotations

from assist.review.scorecard import Check, CheckName, Finding, State

CHECK_LABELS: dict[CheckName, str] = {
    "paused": "Paused to listen",
    "acknowledged": "Acknowledged",
    "reframed": "Reframed",
    "offered_choices": "Offered a choice",
}
STATE_LABELS: dict[State, str] = {"done": "Done", "not_done": "Not yet", "no_occasion": "No occasion"}
WHO = {"agent": "You", "customer": "Caller"}
CALM_QUESTION = "What would have calmed this sooner?"

_NOT_YET: dict[CheckName, str] = {
    "paused": "",
    "acknowledged": "",
    "reframed": "The caller was in trouble, and no goal that you both share was named.",
    "offered_choices": "The caller was in trouble, and no options were named.",
}
_NO_OCCASION: dict[CheckName, str] = {
    "paused": "No emotional turn of the caller asked for a beat, and nobody was cut off.",
    "acknowledged": "The caller disclosed nothing that asked for it.",
    "reframed": "Nothing in this call asked for it.",
    "offered_choices": "Nothing in this call asked for it.",
}
_FINDINGS = {
    "beat_kept": "You left a beat",
    "listened_in_silence": "You let a silence be",
    "quick_reply": "The reply came quickly after an emotional turn",
    "interruption": "You began while the caller was speaking",
    "but_opener": "The reply opened with a “but”",
    "acknowledged": "You named what the caller felt",
    "acknowledge": "You named what the caller felt",
    "passed_over": "The reply went on without a word about it",
    "non_apology": "The apology was about the caller's feeling, not about what happened",
    "reframed": "You named a goal you both share",
    "reframe": "You named a goal you both share",
    "dead_end": "The reply closed the door",
    "policy_wall": "The reply pointed to the rules",
    "blame": "The reply could be heard as blame",
    "offered_choices": "You offered real options",
    "offer_choices": "You offered real options",
    "handed_over": "You handed the choice over",
    "ultimatum": "The reply left the caller one way only",
    "brush_off": "The reply sent the caller away",
}
_PRAISE = {
    "beat_kept": "You left room after something hard, and the caller could finish the thought.",
    "listened_in_silence": "You stayed with a silence. That is listening a caller can feel.",
    "acknowledged": "You said out loud what the caller was going through.",
    "acknowledge": "You said out loud what the caller was going through.",
    "reframed": "You put yourself on the caller's side with a goal you both share.",
    "reframe": "You put yourself on the caller's side with a goal you both share.",
    "offered_choices": "You opened real ways forward instead of one demand.",
    "offer_choices": "You opened real ways forward instead of one demand.",
    "handed_over": "You let the caller choose. People keep to what they chose themselves.",
}
_TRY = {
    "quick_reply": "Next time, breathe out once before you answer something that was hard to say.",
    "interruption": "Next time, let the sentence end, then count one beat. What you have to say will still be there.",
    "but_opener": "Next time, stop after the understanding. Start what comes next as a new sentence, without “but”.",
    "passed_over": "Next time, begin the reply with one sentence about what you just heard, then turn to the account.",
    "non_apology": "Next time, be sorry for what happened to them: “I'm sorry this has been so hard to sort out.”",
    "dead_end": "Next time, after what cannot be done, name one thing you can do, however small.",
    "policy_wall": "Next time, leave the rule unsaid for a moment and name the goal you share first.",
    "blame": "Next time, look ahead instead of back: “From here, what would help most?”",
    "ultimatum": "Next time, put two real options side by side and ask which one feels doable.",
    "brush_off": "Next time, keep the thread in your hand: say what you will do, and when.",
    "reframed": "Next time, name one goal you both share, such as keeping this from getting worse.",
    "offered_choices": "Next time, name two or three real options and ask which one feels most doable.",
}
UNHEARD = "No words were recognised, so this cannot be said."
NOTHING_HEARD = "No words were recognised in this call, so little can be said about it."
NOTHING_SPECIAL = "This call asked for nothing special. A calm call is a good call."
KEEP_GOING = "Nothing stood out. Keep the beat you have chosen."


def finding_text(finding: Finding) -> str:
    """A moment in a few words."""
    text = _FINDINGS.get(finding.what, finding.what.replace("_", " ").capitalize())
    if finding.seconds is None:
        return text
    return f"{text}: {max(finding.seconds, 0.0):.1f} s"


def check_note(check: Check, *, heard: bool = True) -> str:
    """A sentence for a check that has no moments to show; empty for others.

    Args:
        check: the check.
        heard: whether any words were recognised; without them most cannot be known.
    """
    if check.state == "no_occasion" and not heard:
        return UNHEARD
    if check.state == "no_occasion":
        return _NO_OCCASION[check.name]
    if not check.met and check.name in ("reframed", "offered_choices") and not check.missed:
        return _NOT_YET[check.name]
    return ""


def check_count(check: Check) -> str:
    """How often, where that means something: "2 of 5"."""
    if check.name in ("paused", "acknowledged") and check.findings:
        return f"{len(check.met)} of {len(check.findings)}"
    return ""


def praise(what: str) -> str:
    """One sentence about a good moment."""
    return _PRAISE[what]


def suggestion(what: str) -> str:
    """One sentence about what to try, for a missed moment or a check."""
    return _TRY[what]
