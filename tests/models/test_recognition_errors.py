"""Alignment of what was heard with what was said, and what is counted from it."""

from __future__ import annotations

import random

import pytest

from assist.events import SAMPLE_RATE, TimedWord
from models.confusions import Confusions
from models.error_tables import figures
from models.fit_degrader import fit, severity_for
from models.recognition_errors import Fate, Fortune, Place, fates, runs
from models.sounds import likeness, sound_key
from models.word_alignment import align, with_splits

PLACE = Place("middle", lone=False, function=False, first=False, last=False)


def timed(text: str) -> list[TimedWord]:
    step = SAMPLE_RATE // 4
    return [TimedWord(text=word, start=i * step, end=(i + 1) * step) for i, word in enumerate(text.split())]


def test_letters_become_sounds() -> None:
    assert sound_key("knight") == sound_key("night")
    assert sound_key("phone")[0] == "f"
    assert sound_key("...") == ""
    assert likeness("payment", "pavement") > 0.7 > likeness("payment", "balance")
    assert likeness("pat", "bad") > likeness("pat", "sell")
    assert likeness("same", "same") == 1.0


def test_alignment_takes_the_fewest_errors_and_then_the_likest_words() -> None:
    steps = align(["i", "take", "care", "of", "it"], ["i", "peeking", "tear", "it"])
    assert [step.kind for step in steps] == ["same", "other", "other", "lost", "same"]
    assert [step.kind for step in align([], ["a"])] == ["added"]
    assert [step.kind for step in align(["a"], [])] == ["lost"]


def test_a_split_and_a_merge_are_seen() -> None:
    said, heard = ["my", "cashback", "is", "old"], ["my", "cash", "back", "is", "old"]
    assert "split" in {step.half for step in with_splits(align(said, heard), said, heard)}
    assert "merge" in {step.half for step in with_splits(align(heard, said), heard, said)}


def test_fates_and_runs() -> None:
    found = fates(
        timed("we will call you back soon my friend"), ["we", "were", "cold", "you", "soon", "my", "friend", "thanks"]
    )
    assert [fate.kind for fate in found] == ["same", "other", "other", "same", "lost", "same", "same", "same"]
    assert found[-1].added == ("thanks",)
    assert runs(found) == [2, 1]
    table = {line.name: line for line in figures(found)}
    assert table["misheard"].value == 2 / 8
    assert table["lost"].n == 8
    assert table["all errors (word error rate)"].written() == "50.0%"


def test_the_fit_finds_what_was_put_in() -> None:
    source = random.Random(4)  # noqa: S311
    found: list[Fate] = []
    for index in range(3000):
        wrong = bool(found) and found[-1].kind != "same"
        kind: Fortune = "other" if source.random() < (0.5 if wrong else 0.1) else "same"
        found.append(Fate("call", PLACE, kind, "cold" if kind == "other" else "call", "", (), begins=index == 0))
    rates = fit(found)
    assert 1.2 < rates.other["after_other"] + rates.other["after_two"] / 2 < 3.2
    assert rates.lost["bias"] < -5
    assert severity_for(0.5, rates, lambda tried: 0.5 + tried.severity) == pytest.approx(0.0, abs=0.02)


def test_confusions_prefer_the_wanted_likeness_and_never_give_the_word_itself() -> None:
    words = Confusions(
        (("payment", 5), ("pavement", 5), ("patent", 1), ("pave", 1), ("the", 90), ("going", 7), ("go", 9), ("in", 8)),
        0.5,
    )
    source = random.Random(1)  # noqa: S311
    assert words.misheard("payment", 4, source) in ("pavement", "patent")
    assert words.split("going") == ("go", "in")
    assert words.merged("pay", "mint", source) in ("payment", "pavement")
    assert "the" not in {words.misheard("the", band, source) for band in range(5)}
    assert words.split("ox") is None
