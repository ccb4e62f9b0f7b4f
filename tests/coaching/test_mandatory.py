"""While a mandatory text is read nothing but Safety is said, however recognition cuts and mishears it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assist.coaching.mandatory import MandatoryText
from assist.events import PromptShown, PromptWithheld, Stability, TurnEnded
from assist.profile.schema import Conversation, Profile, Prompts
from tests.coaching.talk import HARD, Talk
from tests.cues.speech import SECOND, said

PHRASE = "i am required to tell you"
MOST = Prompts().disclosure_most_seconds


def reading(*pieces: tuple[str, Stability], phrases: tuple[str, ...] = (PHRASE,)) -> MandatoryText:
    text = MandatoryText(phrases, MOST)
    for number, (words, stability) in enumerate(pieces):
        heard = said("agent", words, number, number + 1.0, utterance=number)
        text.take(replace(heard, stability=stability), heard.end)
    return text


def is_read(*pieces: tuple[str, Stability]) -> bool:
    return reading(*pieces).is_read(len(pieces) * SECOND)


def test_a_phrase_is_heard_whole() -> None:
    assert is_read(("so now i am required to tell you about your rights", "final"))
    assert is_read(("I am required to tell you.", "stable"))


@pytest.mark.parametrize(
    "pieces",
    [
        (("now i am required", "final"), ("to tell you the following", "final")),
        (("i am", "final"), ("required to", "final"), ("tell you", "final")),
        (("i am required", "final"), ("to tell you", "stable")),
    ],
)
def test_a_phrase_is_heard_across_utterances(pieces: tuple[tuple[str, Stability], ...]) -> None:
    assert is_read(*pieces)
    assert not is_read(pieces[0])


@pytest.mark.parametrize("words", ["i am required tell you", "i am acquired to tell you", "i was required to tell you"])
def test_a_phrase_is_heard_though_partly_misheard(words: str) -> None:
    assert is_read((words, "final"))


@pytest.mark.parametrize("words", ["i am going to help you", "you to tell required am i", "let me tell you", ""])
def test_what_only_resembles_a_phrase_is_none(words: str) -> None:
    assert not is_read((words, "final"))


def test_words_that_may_still_change_do_not_count() -> None:
    assert not is_read((PHRASE, "partial"))


def test_the_callers_words_do_not_count() -> None:
    text = MandatoryText((PHRASE,), MOST)
    text.take(said("customer", PHRASE, 0.0, 1.0), SECOND)
    assert not text.is_read(SECOND)


def test_it_is_over_with_the_turn_and_after_a_while() -> None:
    text = reading((PHRASE, "final"))
    assert text.is_read(round((MOST + 0.9) * SECOND)) and not text.is_read(round((MOST + 1.0) * SECOND))
    end = TurnEnded(at=2 * SECOND, known_at=2 * SECOND, speaker="agent", start=0, end=2 * SECOND)
    text.take(replace(end, speaker="customer"), 2 * SECOND)
    assert text.is_read(2 * SECOND)
    text.take(end, 2 * SECOND)
    assert not text.is_read(2 * SECOND)


def test_what_was_said_in_the_turn_before_is_not_put_together_with_this_one() -> None:
    text = reading(("i am required", "final"))
    text.take(TurnEnded(at=SECOND, known_at=SECOND, speaker="agent", start=0, end=SECOND), SECOND)
    text.take(said("agent", "to tell you", 2.0, 3.0), 3 * SECOND)
    assert not text.is_read(3 * SECOND)


def test_without_phrases_nothing_is_mandatory() -> None:
    assert not reading((PHRASE, "final"), phrases=()).is_read(SECOND)


DEMAND = "I am required to tell you that your current balance is two hundred dollars and it is due today."


def withheld(profile: Profile) -> list[tuple[str, str]]:
    talk = Talk(profile).say(HARD, ("agent", DEMAND))
    return [(e.raised_by, e.reason) for e in talk.events if isinstance(e, PromptWithheld)]


def test_what_it_keeps_away_is_told_with_the_reason() -> None:
    profile = Profile()
    assert ("straight_to_demand", "disclosure") in withheld(profile)
    none = replace(profile, conversation=Conversation(disclosure_phrases=()))
    assert "disclosure" not in {reason for _, reason in withheld(none)}


def test_safety_is_shown_all_the_same() -> None:
    talk = Talk()
    start = talk.start
    talk.at(start + SECOND, said("agent", DEMAND, start / SECOND, start / SECOND + 1.0))
    talk.start = start + 2 * SECOND
    talk.say(("customer", "I don't want to live anymore"))
    assert [e.cue for e in talk.events if isinstance(e, PromptShown)] == ["safety"]
