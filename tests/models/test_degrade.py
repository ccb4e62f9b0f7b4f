"""The Degrader: how much it changes, how, and that a seed gives the same errors."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from assist.events import SAMPLE_RATE, TimedWord
from models.degrade import Degrader, Rates, shipped_rates
from models.recognition_errors import fates, runs

SENTENCES = (
    "i lost my job last month and i just cannot make this payment",
    "could you tell me what my balance is going to be after today",
    "we have two options that would work for you right now",
    "yeah",
    "okay so i see that you called about the letter we sent",
    "thank you for waiting while i looked at your account",
)
OTHERS = "pavement better later ledger valance bother wading waving while wheel cold cord sin send a an in and"
VOCABULARY = tuple(
    (word, 90 - index) for index, word in enumerate(dict.fromkeys(" ".join((*SENTENCES, OTHERS)).split()))
)
NO_ERRORS = Rates({"bias": -50.0}, {"bias": -50.0}, {"bias": -50.0, "last": 0.0}, (0.2,) * 5, shipped_rates().shares)


def said(times: int = 40) -> list[TimedWord]:
    """The sentences, each after a second of silence, over and over."""
    out: list[TimedWord] = []
    at = 0
    for sentence in SENTENCES * times:
        for word in sentence.split():
            samples = round(SAMPLE_RATE * 0.06 * (1 + len(word)))
            out.append(TimedWord(text=word, start=at, end=at + samples))
            at += samples
        at += SAMPLE_RATE
    return out


def wrong_share(severity: str) -> float:
    """Misheard and lost words."""
    words = said()
    heard = Degrader(VOCABULARY, shipped_rates(severity), seed=3).words(words)
    kept = {(word.start, word.text) for word in heard}
    return sum((word.start, word.text) not in kept for word in words) / len(words)


def test_the_same_seed_gives_the_same_errors() -> None:
    words = said(5)
    one, same, other = (Degrader(VOCABULARY, seed=seed).words(words) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_severities_are_what_they_are_called() -> None:
    clean, fitted, third = (wrong_share(severity) for severity in ("clean", "fitted", "third"))
    assert 0.03 < clean < fitted < third
    assert 0.2 < third < 0.4


def test_an_unknown_severity_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="clean"):
        shipped_rates("terrible")


def test_without_errors_everything_stays() -> None:
    words = said(2)
    assert Degrader(VOCABULARY, NO_ERRORS).words(words) == words
    assert Degrader(VOCABULARY, NO_ERRORS).text("could you tell me") == "could you tell me"


def test_heard_words_stay_in_order_and_within_what_was_said() -> None:
    words = said()
    heard = Degrader(VOCABULARY, replace(shipped_rates(), severity=1.0), seed=5).words(words)
    assert all(word.start < word.end for word in heard)
    assert all(one.start <= two.start for one, two in itertools.pairwise(heard))
    spans = [(word.start, word.end) for word in words]
    assert min(word.start for word in heard) >= spans[0][0]
    assert max(word.end for word in heard) <= spans[-1][1] + 100


def test_only_words_of_the_vocabulary_are_heard() -> None:
    heard = Degrader(VOCABULARY, replace(shipped_rates(), severity=1.0), seed=5).words(said())
    assert {word.text for word in heard} <= {word for word, _ in VOCABULARY}


def test_errors_come_in_bursts() -> None:
    found = fates(said(10), [word.text for word in Degrader(VOCABULARY, seed=9).words(said(10))])
    after_wrong = [b.kind != "same" for a, b in itertools.pairwise(found) if a.kind != "same"]
    after_right = [b.kind != "same" for a, b in itertools.pairwise(found) if a.kind == "same"]
    assert sum(after_wrong) / len(after_wrong) > 1.5 * sum(after_right) / len(after_right)
    assert max(runs(found)) >= 3


def test_a_lost_and_an_empty_line() -> None:
    everything_lost = replace(NO_ERRORS, lost={"bias": 50.0})
    assert Degrader(VOCABULARY, everything_lost).words(said(1)) == []
    assert Degrader(VOCABULARY).text("") == ""
