"""Redaction: what must go goes, in pieces too; what must stay stays; how much of the measured lines is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.store.redact import Redactor
from assist.store.redaction.words import passes_luhn, words_of
from tests.bench.redaction import score, store_marks
from tests.store.gold_lines import gold_lines, unpunctuated

REDACT = Redactor()


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("it's four one one one one one one one one one one one one one one one", "it's [card]"),
        ("card 4111-1111-1111-1111, thanks.", "card [card], thanks."),
        ("phone oh seven double seven triple oh nine two one four yes", "phone [phone] yes"),
        ("my pin is four four oh nine", "my pin is [code]"),
        ("sort code is 12-34-56", "sort code is [sort_code]"),
        ("born on the third of March 1962.", "born on [dob]."),
        ("mail jane dot doe at gmail dot com please", "mail [email] please"),
        ("I live at 12 Elm Street in town", "I live at [address] in town"),
        ("the postcode is s w one a one a a", "the postcode is [postcode]"),
        ("my  two   kids owe  420 dollars", "my  two   kids owe  420 dollars"),
        ("account [number] [number] [number] two two", "account [account]"),
        ("pay $40 from 20458831 today", "pay $40 from [number] today"),
        ("oh oh oh oh no", "oh oh oh oh no"),
        ("", ""),
    ],
)
def test_marks(said: str, stored: str) -> None:
    assert REDACT.utterances([said]) == [stored]


def test_a_number_said_in_pieces() -> None:
    pieces = ["my card is four one one one", "one one one one", "then one one one one", "one one one one okay"]
    assert REDACT.utterances(pieces) == ["my card is [card]", "[card]", "[card]", "[card] okay"]


def test_what_was_asked_says_what_an_answer_is() -> None:
    assert REDACT.utterances(["third of march sixty two"], asked="what's your date of birth") == ["[dob]"]
    assert REDACT.utterances(["on the third of march"], asked="when can you pay") == ["on the third of march"]


def test_an_unfinished_end_is_hidden_and_a_finished_one_is_not() -> None:
    assert REDACT.utterances(["it's four two"], complete=False) == ["it's [number]"]
    assert REDACT.utterances(["it's four two"]) == ["it's four two"]
    assert REDACT.utterances(["write to jane dot doe"], complete=False) == ["write to [email]"]


def test_names_only_where_asked_for() -> None:
    assert REDACT.utterances(["my name is Jane Doe"]) == ["my name is Jane Doe"]
    assert Redactor(names=True).utterances(["my name is Jane Doe"]) == ["my name is [name]"]


@pytest.mark.parametrize(
    ("digits", "passes"),
    [("4111111111111111", True), ("4111111111111112", False), ("79927398713", True), ("??", False)],
)
def test_luhn(digits: str, passes: bool) -> None:
    assert passes_luhn(digits) is passes


PARTS = (
    "four one oh double twenty nine hundred and dollars at dot com street the of march nineteen 4111 12/03/1962 $40 b a , "
    "[number] [email] uh my card is born flat x@y.z"
)
WORDS = st.sampled_from(PARTS.split(" "))


@given(st.lists(st.lists(WORDS, max_size=8), min_size=1, max_size=4), st.booleans())
def test_any_words_keep_their_utterances_and_twice_is_once(utterances: list[list[str]], complete: bool) -> None:
    texts = [" ".join(words) for words in utterances]
    once = Redactor(names=True).utterances(texts, complete=complete)
    assert len(once) == len(texts)
    assert all(len(new.split()) <= len(old.split()) for new, old in zip(once, texts, strict=True))
    assert not any(len(word.digits) >= 10 for word in words_of(once))
    for text in texts:
        assert REDACT.fragment(text).count(" ") <= text.count(" ")


@pytest.mark.parametrize("form", ["written", "unpunctuated"])
def test_the_measured_lines(form: str) -> None:
    lines = gold_lines()
    assert len(lines) >= 300 and 0.4 < sum(not line.kinds for line in lines) / len(lines) < 0.6
    found = score(lines if form == "written" else [unpunctuated(line) for line in lines], store_marks)
    assert found.hidden.total() / found.spans.total() >= 0.95
    assert found.right.total() / found.marks.total() >= 0.97
    assert found.spoiled_lines <= 2
