"""What was agreed, and the message that is drafted from it."""

from __future__ import annotations

import pytest

from assist.events import Speaker
from assist.review.agreed import Agreed, agreed
from assist.review.follow_up import NO_WORDS, NOTHING_FOUND, draft, why_no_draft
from assist.session.transcript import Turn
from assist.ui.review_states import sample_record

OFFER = "We could move the payment to the end of the month, or split it into four. Which one feels more doable?"


def call(*said: tuple[Speaker, str]) -> list[Turn]:
    return [Turn(speaker, n * 16_000, (n + 1) * 16_000, text) for n, (speaker, text) in enumerate(said)]


def texts(found: Agreed) -> dict[str, list[str]]:
    return {
        name: [said.text for said in getattr(found, name)]
        for name in ("taken", "promised", "undertaken", "amounts", "dates")
    }


def test_a_whole_call() -> None:
    found = texts(agreed(sample_record().turns))
    assert found == {
        "taken": ["The four payments, I can manage that."],
        "promised": ["I'll set that up today and I'll send you a letter by Friday."],
        "undertaken": [],
        "amounts": ["one hundred and five dollars"],
        "dates": ["the end of the month", "by Friday"],
    }


@pytest.mark.parametrize(
    "answer",
    [
        "I can manage that.",
        "the second one works for me",
        "Let's do the four payments",
        "I'll take the pause",
        "That sounds good.",
    ],
)
def test_an_option_is_taken_after_it_was_offered(answer: str) -> None:
    assert texts(agreed(call(("agent", OFFER), ("customer", answer))))["taken"] == [answer]
    assert not agreed(call(("customer", answer))).found


@pytest.mark.parametrize(
    "answer", ["I can't do that.", "That won't work for me", "I don't know how I could do it", "Could I do that?"]
)
def test_a_refusal_or_a_question_takes_nothing(answer: str) -> None:
    assert not agreed(call(("agent", OFFER), ("customer", answer))).found


def test_an_answer_comes_soon_or_not_at_all() -> None:
    later = call(
        ("agent", OFFER),
        ("customer", "Hm."),
        ("agent", "Yes."),
        ("customer", "Well."),
        ("agent", "So."),
        ("customer", "That works."),
    )
    assert not agreed(later).found


@pytest.mark.parametrize(
    "promise",
    [
        "I'll send you the form.",
        "We will waive the late fee.",
        "I'm going to put a note on your account",
        "You'll get a letter on Monday",
    ],
)
def test_promises_of_the_agent(promise: str) -> None:
    assert texts(agreed(call(("agent", promise))))["promised"] == [promise]
    assert not agreed(call(("customer", promise))).promised


@pytest.mark.parametrize(
    "said",
    [
        "We will cut you off.",
        "Will I send you the form?",
        "You'll need to call back",
        "If you don't pay we will close it.",
    ],
)
def test_threats_and_demands_are_no_promises(said: str) -> None:
    assert not agreed(call(("agent", said))).found


def test_sums_and_dates_alone_are_no_agreement() -> None:
    turns = call(("agent", "Your balance is $420.50, due on the first."))
    assert not agreed(turns).found
    assert draft(turns) == "" and why_no_draft(turns) == NOTHING_FOUND and why_no_draft([]) == NO_WORDS


def test_dates_and_sums_as_they_were_said() -> None:
    turns = call(
        (
            "agent",
            "I'll move it to March 15th, in two weeks, or next Friday, and take $20 off, that is twelve percent or 80 dollars.",
        )
    )
    found = texts(agreed(turns))
    assert found["dates"] == ["March 15th", "in two weeks", "next Friday"]
    assert found["amounts"] == ["$20", "80 dollars"]


def test_what_identifies_a_person_is_not_in_the_message() -> None:
    text = draft(call(("agent", "I'll send the form to jane.doe@example.com by Friday.")))
    assert "example.com" not in text and "[email]" in text and "by Friday" in text


def test_the_message_is_one_to_read_and_change() -> None:
    text = draft(sample_record().turns)
    assert text.startswith("Hello,\n") and text.endswith("Kind regards")
    assert "- “The four payments, I can manage that”" in text
    assert draft(sample_record().turns) == text
