"""What the agent did with what the caller disclosed: LEAP steps, credits, and candidates for a prompt."""

from __future__ import annotations

import pytest

from assist.events import Act, CallerState, Credit, CueName, CueRaised, LeapStep
from tests.coaching.talk import HARD, Talk, raised


def steps(talk: Talk) -> list[tuple[int, str]]:
    return [(e.matter, e.step) for e in talk.events if isinstance(e, LeapStep)]


def test_straight_to_the_demand() -> None:
    assert raised(HARD, ("agent", "So your current balance is two hundred dollars.")) == [
        ("pause", "straight_to_demand")
    ]


def test_acknowledged_and_then_the_demand_without_a_question() -> None:
    assert raised(HARD, ("agent", "That must be really hard. Your balance is two hundred dollars.")) == [
        ("ask_what_changed", "no_question")
    ]


def test_acknowledged_and_asked() -> None:
    talk = Talk().say(HARD, ("agent", "That must be really hard. What happened at work?"))
    assert not [e for e in talk.events if isinstance(e, CueRaised)]
    assert steps(talk) == [(1, "disclosed"), (1, "acknowledged"), (1, "asked_what_changed")]
    assert [e.name for e in talk.events if isinstance(e, Credit)] == ["acknowledged", "asked_what_changed"]


def test_passed_over() -> None:
    talk = Talk().say(HARD, ("agent", "Let me look at the account for a moment please."))
    (cue,) = [e for e in talk.events if isinstance(e, CueRaised)]
    assert (cue.cue, cue.reason, cue.situation) == ("acknowledge", "no_acknowledgement", "job_loss")
    assert [(piece.speaker, piece.text) for piece in cue.evidence] == [
        HARD,
        ("agent", "Let me look at the account for a moment please."),
    ]
    assert steps(talk) == [(1, "disclosed"), (1, "passed_over")]


def test_a_short_sound_is_not_yet_a_reply() -> None:
    assert raised(HARD, ("agent", "Mm okay.")) == []
    assert raised(HARD, ("agent", "Mm okay."), ("agent", "That sounds really hard.")) == []


def test_acknowledged_and_then_business_in_the_next_turn() -> None:
    assert raised(
        HARD,
        ("agent", "That sounds really hard, I am sorry."),
        ("customer", "yes"),
        ("agent", "Let me look at the account for a moment please."),
    ) == [("ask_what_changed", "no_question")]


def test_a_caller_who_goes_on_in_the_same_breath_is_one_matter() -> None:
    talk = Talk().say(HARD, ("customer", "and my husband passed away"), ("agent", "That sounds really hard."))
    assert steps(talk) == [(1, "disclosed"), (1, "acknowledged")]
    assert [e.situations for e in talk.events if isinstance(e, LeapStep)][-1] == ("job_loss", "bereavement")


def test_a_new_disclosure_after_a_reply_is_a_new_matter() -> None:
    talk = Talk().say(HARD, ("agent", "That sounds really hard, what happened?"), ("customer", "my wife passed away"))
    assert steps(talk)[-1] == (2, "disclosed")


@pytest.mark.parametrize(
    ("line", "cue", "reason", "instead"),
    [
        ("There's nothing I can do for you.", "reframe", "dead_end", ("offer_choices",)),
        ("Policy is policy.", "reframe", "policy_wall", ("offer_choices",)),
        ("I'm sorry you feel that way.", "acknowledge", "non_apology", ()),
        ("I understand, but the bill was due on Monday.", "pause", "but_opener", ("acknowledge",)),
        ("You should have called us sooner.", "reframe", "blame", ("acknowledge",)),
    ],
)
def test_a_slip_with_its_cue_and_its_evidence(
    line: str, cue: CueName, reason: str, instead: tuple[CueName, ...]
) -> None:
    (found,) = [e for e in Talk().say(("agent", line)).events if isinstance(e, CueRaised)]
    assert (found.cue, found.reason, found.instead) == (cue, reason, instead)
    assert [(piece.speaker, piece.text) for piece in found.evidence] == [("agent", line)]


def test_an_old_disclosure_is_no_evidence_for_a_new_slip() -> None:
    talk = Talk(gap=45.0).say(HARD, ("agent", "There's nothing I can do for you."))
    (cue,) = [e for e in talk.events if isinstance(e, CueRaised) and e.reason == "dead_end"]
    assert [piece.speaker for piece in cue.evidence] == ["agent"] and cue.situation == ""


def test_calm_talk_raises_nothing() -> None:
    assert (
        raised(
            ("customer", "I would like to book a table for four"),
            ("agent", "Your balance is two hundred dollars."),
            ("customer", "Thank you so much"),
            ("agent", "Let me look at the account for a moment please."),
        )
        == []
    )


def test_a_caller_who_is_eased_waits_for_nothing() -> None:
    assert (
        raised(HARD, ("customer", "thank you so much that helps"), ("agent", "Let me look at the account please."))
        == []
    )


def test_words_of_self_harm_raise_safety_at_once() -> None:
    talk = Talk().say(("customer", "I don't want to live anymore"))
    (cue,) = [event for event in talk.events if isinstance(event, CueRaised)]
    assert (cue.cue, cue.urgency, cue.immediate) == ("safety", 1.0, True)
    (state,) = [event for event in talk.events if isinstance(event, CallerState)]
    assert state.safety


def test_the_agent_is_never_read_for_feelings_and_the_caller_never_for_slips() -> None:
    talk = Talk().say(
        ("agent", "I am so scared and I lost my job"), ("customer", "There's nothing I can do, policy is policy")
    )
    assert [e for e in talk.events if isinstance(e, CallerState) and "scared" in e.text] == []
    assert [e for e in talk.events if isinstance(e, Act) and e.speaker != "agent"] == []
    assert not [e for e in talk.events if isinstance(e, Act) and "policy" in e.text]
