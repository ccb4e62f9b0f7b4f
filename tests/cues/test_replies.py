"""What a reply did with a disclosure: went to the demand, closed the door, passed it over, or acknowledged it."""

from __future__ import annotations

from assist.cues.rules import RuleReader
from assist.cues.stage import CueStage
from assist.events import Act, AnyEvent, CallerState, CueRaised, Speaker, TurnEnded
from assist.profile.schema import Profile
from tests.cues.test_verdicts_and_talk_over import SECOND, said

READER = RuleReader()


def cues(*lines: tuple[Speaker, str], gap: float = 1.2) -> list[tuple[str, str]]:
    """(cue, reason) of what a talk raises; each line is a turn of three seconds."""
    return [(event.cue, event.reason) for event in talk(*lines, gap=gap) if isinstance(event, CueRaised)]


def talk(*lines: tuple[Speaker, str], gap: float = 1.2) -> list[AnyEvent]:
    stage, out, at = CueStage(Profile(), READER, READER), [], 1.0
    for number, (speaker, text) in enumerate(lines, 1):
        words = said(speaker, text, at, at + 3.0, utterance=number)
        heard = words.end + SECOND // 2
        out += stage.hop([words], heard)
        over = TurnEnded(at=words.end, known_at=words.end + SECOND, speaker=speaker, start=words.start, end=words.end)
        out += stage.hop([over], words.end + SECOND)
        at += 3.0 + gap
    return out


HARD: tuple[Speaker, str] = ("customer", "I lost my job and I can't make this payment")


def test_straight_to_the_demand() -> None:
    assert cues(HARD, ("agent", "So your current balance is two hundred dollars.")) == [("pause", "straight_to_demand")]


def test_acknowledged_and_then_the_demand() -> None:
    assert cues(HARD, ("agent", "That must be really hard. Your balance is two hundred dollars.")) == []


def test_passed_over() -> None:
    assert cues(HARD, ("agent", "Let me look at the account for a moment please.")) == [
        ("acknowledge", "no_acknowledgement")
    ]


def test_a_short_sound_is_not_yet_a_reply() -> None:
    assert cues(HARD, ("agent", "Mm okay.")) == []
    assert cues(HARD, ("agent", "Mm okay."), ("agent", "That sounds really hard.")) == []


def test_a_dead_end_asks_for_choices_with_its_evidence() -> None:
    events = talk(("agent", "There's nothing I can do for you."))
    (cue,) = [event for event in events if isinstance(event, CueRaised)]
    assert (cue.cue, cue.reason) == ("offer_choices", "dead_end")
    assert [(piece.speaker, piece.text) for piece in cue.evidence] == [("agent", "There's nothing I can do for you.")]


def test_an_old_disclosure_is_no_evidence_for_a_new_slip() -> None:
    events = talk(HARD, ("agent", "There's nothing I can do for you."), gap=45.0)
    (cue,) = [event for event in events if isinstance(event, CueRaised)]
    assert [piece.speaker for piece in cue.evidence] == ["agent"]


def test_calm_talk_raises_nothing() -> None:
    assert (
        cues(
            ("customer", "I would like to book a table for four"),
            ("agent", "Your balance is two hundred dollars."),
            ("customer", "Thank you so much"),
            ("agent", "Let me look at the account for a moment please."),
        )
        == []
    )


def test_a_caller_who_is_eased_waits_for_nothing() -> None:
    assert (
        cues(HARD, ("customer", "thank you so much that helps"), ("agent", "Let me look at the account please.")) == []
    )


def test_words_of_self_harm_raise_safety_at_once() -> None:
    events = talk(("customer", "I don't want to live anymore"))
    (cue,) = [event for event in events if isinstance(event, CueRaised)]
    assert (cue.cue, cue.urgency, cue.immediate) == ("safety", 1.0, True)
    (state,) = [event for event in events if isinstance(event, CallerState)]
    assert state.safety


def test_the_agent_is_never_read_for_feelings_and_the_caller_never_for_slips() -> None:
    events = talk(
        ("agent", "I am so scared and I lost my job"), ("customer", "There's nothing I can do, policy is policy")
    )
    assert [e for e in events if isinstance(e, CallerState) and "scared" in e.text] == []
    assert [e for e in events if isinstance(e, Act) and e.speaker != "agent"] == []
    assert not [e for e in events if isinstance(e, Act) and "policy" in e.text]
