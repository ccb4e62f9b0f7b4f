"""Hesitation and capitals put on lines."""

from __future__ import annotations

import random

from models.text.spoken import Habits, spoken, written

TEXT = "i can pay the bill on friday and it will clear by monday"


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (hesitation, not secrets)


NEVER = Habits(opener=0, filler=0, repeat=0, false_start=0)
ALWAYS = Habits(opener=1, filler=1, repeat=1, false_start=1)


def test_the_same_draw_says_the_same_words() -> None:
    assert spoken(TEXT, seeded(3)) == spoken(TEXT, seeded(3))


def test_without_habits_nothing_is_changed() -> None:
    assert spoken(TEXT, seeded(0), NEVER) == TEXT


def test_hesitation_only_adds_words() -> None:
    for seed in range(50):
        said = iter(spoken(TEXT, seeded(seed), ALWAYS).split())
        assert all(any(word == heard.rstrip(",") for heard in said) for word in TEXT.split())


def test_short_lines_stay_short() -> None:
    said = spoken("okay", seeded(1), ALWAYS)
    assert len(said.split()) <= 3
    assert said.endswith("okay")


def test_written_form() -> None:
    assert written(TEXT) == "I can pay the bill on Friday and it will clear by Monday."
    assert written("which one do i pay") == "Which one do I pay?"
    assert written("well, um, which one do i pay") == "Well, um, which one do I pay?"
    assert written("is it gone? good") == "Is it gone? Good."
    assert written("i'm sure, may i?") == "I'm sure, may I?"
