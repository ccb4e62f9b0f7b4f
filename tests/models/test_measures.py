"""Scores by hand, the forms of a text, and the sentences that sum up a reader."""

from __future__ import annotations

import pytest

from models.text.calm import calm_line, sentiment_line
from models.text.forms import CASED, MISHEARD, PLAIN, forms
from models.text.readers import reader, sentiment, trouble, vader_sentiment
from models.text.scores import area, kappa, mean, score

T, F = True, False


def test_f1_by_hand() -> None:
    found = score([T, T, T, F, F], [T, F, F, T, F])
    assert (found.count, found.precision, found.recall) == (3, 1 / 2, 1 / 3) and found.f1 == pytest.approx(0.4)
    assert score([F], [F]).f1 == 0 and mean([]) == 0


def test_kappa_by_hand() -> None:
    first, second = [T] * 25 + [F] * 25, [T] * 20 + [F] * 5 + [T] * 10 + [F] * 15
    assert kappa(first, second) == pytest.approx(0.4)  # 35 of 50 agreed, 25 by chance
    assert kappa([F, F], [F, F]) == 1


def test_area_counts_ties_half() -> None:
    assert area([T, T, F, F], [0.9, 0.8, 0.2, 0.1]) == 1
    assert area([T, F], [0.5, 0.5]) == 0.5
    assert area([T, F, F, T], [0.5, 0.5, 0.1, 0.2]) == pytest.approx(2.5 / 4)
    with pytest.raises(ValueError, match="both kinds"):
        area([T, T], [0.1, 0.2])


def test_the_forms_of_a_text() -> None:
    made = forms(["Why\u2019s it $5, again?!", "OK."], [("cat", 3), ("again", 2), ("wise", 1)])
    assert made[CASED] == ["Why\u2019s it $5, again?!", "OK."]
    assert made[PLAIN] == ["why's it 5 again", "ok"]
    assert len(made[MISHEARD]) == 2
    assert MISHEARD not in forms(["x"], [])


def test_trouble_wins_over_easing() -> None:
    assert sentiment({"shame": 0.6, "easing": 0.9}) == "negative"
    assert sentiment({"shame": 0.4, "easing": 0.5}) == "positive"
    assert sentiment({"confusion": 0.49}) == "neutral" and trouble({"confusion": 0.49, "easing": 1.0}) == 0.49
    assert [vader_sentiment(x) for x in (-0.05, 0.0, 0.05)] == ["negative", "neutral", "positive"]


def test_the_lines_printed() -> None:
    assert calm_line(["a", "b"], [{"anxiety": 0.5}, {"easing": 1.0}]).startswith(
        "1 of 2 = 50.00 per 100 (frustration 0,"
    )
    line = sentiment_line(["negative", "neutral"], ["negative", "positive"])
    assert line == "macro-F1 0.333 (negative n=1 F1=1.000, neutral n=1 F1=0.000, positive n=0 F1=0.000)"


def test_a_reader_by_name() -> None:
    assert reader("rules")("this is ridiculous, i am furious")["frustration"] == 1
    with pytest.raises(SystemExit, match="there is no reader nothing:Here"):
        reader("nothing:Here")
