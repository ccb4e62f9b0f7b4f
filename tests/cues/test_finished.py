"""The estimate of the end of a turn that ships: its features, and what it thinks of plain examples."""

from __future__ import annotations

import pytest

from assist.cues.finished import EndOfTurnModel, said, shipped_end_of_turn, silent
from assist.cues.last_words import features, kind

MODEL = shipped_end_of_turn()


@pytest.mark.parametrize("words", ["and then um", "yes", "i paid it on monday", ""])
def test_the_longer_the_silence_the_likelier_the_end(words: str) -> None:
    curve = [MODEL.finished(words, seconds) for seconds in (0.2, 0.35, 0.5, 1.0, 2.0, 5.0)]
    assert curve == sorted(curve) and 0 < curve[0] < curve[-2] == curve[-1] < 1


@pytest.mark.parametrize(
    "words", ["i went to the", "i can not because", "and UM", "it was, um,", "we tried to", "you know i"]
)
def test_words_that_hang_say_that_more_will_come(words: str) -> None:
    assert MODEL.finished(words, 0.5) < MODEL.finished("i paid it on monday.", 0.5)


@pytest.mark.parametrize("words", ["okay thanks", "Yes.", "do you know what i mean", "what is it"])
def test_answers_thanks_and_questions_hand_over_the_turn(words: str) -> None:
    assert MODEL.finished(words, 0.5) > MODEL.finished("i called you about the", 0.5)


def test_case_and_punctuation_do_not_matter() -> None:
    assert MODEL.finished("Yes, I did.", 0.4) == MODEL.finished("yes i did", 0.4)


def test_without_words_a_long_turn_is_less_likely_over_than_a_short_one() -> None:
    assert MODEL.finished("", 0.3, 12.0) < MODEL.finished("", 0.3, 0.5)


def test_the_order_of_questions_does_not_matter() -> None:
    once = [MODEL.finished(w, 0.5, t) for w, t in (("yes", 1.0), ("and", 1.0), ("yes", 2.0))]
    again = [MODEL.finished(w, 0.5, t) for w, t in (("yes", 2.0), ("and", 1.0), ("yes", 1.0))]
    assert once == again[::-1]


def test_the_features_of_words() -> None:
    known = features("so do you want to go to the")
    assert {
        "last_the",
        "before_to",
        "two_to_the",
        "kind_article",
        "kinds_preposition_article",
        "first_so",
        "asked",
    } <= set(known)
    assert features(" ... ") == {"no_words": 1.0}
    assert "again" in features("the the") and "no_verb" in features("on monday")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("the", "article"),
        ("77", "number"),
        ("w", "broken"),
        ("paying", "ing"),
        ("quickly", "ly"),
        ("letters", "s"),
        ("dog", "plain"),
    ],
)
def test_kinds_of_words(word: str, expected: str) -> None:
    assert kind(word) == expected


def test_lengths_are_split_where_the_curve_bends() -> None:
    assert said("yes", 7.0)["turn_from_1"] == 4.0 and said("yes", 7.0)["turn_from_5"] == 2.0
    assert said("", 0.5)["no_words_turn_from_0"] == 0.5
    assert silent(9.0) == silent(2.0) and silent(0.2)["silent_from_0.2"] == 0.0


def test_unknown_names_weigh_nothing() -> None:
    assert EndOfTurnModel({}).finished("yes", 0.5) == 0.5
