from __future__ import annotations

from dataclasses import replace

from assist.events import Evidence
from assist.ui.wording import evidence_html
from tests.ui.making import shown


def test_evidence_names_the_reason_and_quotes_both_sides() -> None:
    text = evidence_html(shown(1, "acknowledge"))
    assert text.startswith("<b>The caller's feeling was not acknowledged</b>".replace("'", "&#x27;"))
    assert "Caller: “I lost the job in March" in text
    assert "You: “okay so the balance" in text


def test_evidence_is_text_not_markup() -> None:
    piece = Evidence(speaker="agent", start=0, end=1, text="<img src=x> & co")
    text = evidence_html(replace(shown(1), evidence=(piece,), reason="own_rule"))
    assert "&lt;img src=x&gt; &amp; co" in text
    assert "<b>Own rule</b>" in text


def test_a_line_that_does_not_fit_comes_first() -> None:
    assert evidence_html(shown(1), "The whole line").startswith("The whole line<br>")
