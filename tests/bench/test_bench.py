"""The benchmarks count rightly, and their commands work, on the shipped ten seconds."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import main
from tests.bench.figures import at_least, at_most, spread
from tests.bench.spoken_form import spoken_form
from tests.bench.word_errors import WordErrors, word_errors
from tests.cli.command import needs_recognition


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It's $420.", "it's four hundred and twenty dollars"),
        ("$1", "one dollar"),
        ("$4.50", "four dollars fifty cents"),
        ("3,000 of 60", "three thousand of sixty"),
        ("the 15th of March, 1962", "The fifteenth of March nineteen sixty-two"),
        ("20% on the 1st", "twenty percent on the first"),
        ("Ok, Mr. Harper", "okay mister Harper"),
        ("Uh-huh, um, I see", "uhhuh I see"),
        ("call 5551234", "call five five five one two three four"),
        ("bread and butter", "bread and butter"),
        ("by card today-", "by card today"),
    ],
)
def test_what_is_written_and_what_is_spoken_compare_equal(written: str, spoken: str) -> None:
    assert spoken_form(written) == spoken_form(spoken)


def test_different_numbers_stay_different() -> None:
    assert spoken_form("$420") != spoken_form("$424")
    assert spoken_form("two hundred and I") == ["two", "hundred", "and", "i"]


@pytest.mark.parametrize(
    ("heard", "errors"),
    [
        ("a b c d", WordErrors(4, 0, 0, 0)),
        ("a x c d", WordErrors(4, 1, 0, 0)),
        ("a c d", WordErrors(4, 0, 1, 0)),
        ("a b y c d z", WordErrors(4, 0, 0, 2)),
        ("", WordErrors(4, 0, 4, 0)),
        ("b c x d y", WordErrors(4, 0, 1, 2)),
    ],
)
def test_word_errors(heard: str, errors: WordErrors) -> None:
    assert word_errors(["a", "b", "c", "d"], heard.split()) == errors


def test_rates_add_up_over_calls() -> None:
    together = word_errors(["a"], ["b"]) + word_errors(["a", "b", "c"], ["a", "b", "c"])
    assert together.rate == 0.25
    assert word_errors([], ["a"]).errors == 1


def test_figures_know_whether_they_keep_their_budget() -> None:
    assert at_most("x", 1.0, "s", 2.0).kept and not at_most("x", 3.0, "s", 2.0).kept
    assert at_least("x", 5.0, "x", 4.0).kept
    assert at_most("x", 1.0, "s", None).kept is None
    times = [0.01] * 95 + [0.5] * 5
    assert spread("x", times, 200.0).kept and not spread("x", [*times, 0.5], 200.0).kept
    assert spread("x", [], 200.0).value == "did not happen"


@pytest.mark.model
@needs_recognition
def test_wer_prints_every_recogniser(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["wer", "--selftest", "--no-whisper"]) == 0
    out = capsys.readouterr().out
    assert "selftest_call" in out and "moonshine, ours" in out and "its library" in out


@pytest.mark.model
@needs_recognition
def test_speed_prints_stages_and_budgets(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed", "--selftest", "--asr", "none"]) == 0
    out = capsys.readouterr().out
    assert "voice activity" in out and "at least 60 x" in out


def test_help_names_the_benchmarks(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    assert {"wer", "speed", "latency", "soak"} <= set(capsys.readouterr().out.replace(",", " ").split())
