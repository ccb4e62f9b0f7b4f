"""The printed agreement counts what it says."""

from __future__ import annotations

import pytest

from models.text.acts_dev import ActLine, ActLinesError
from models.text.acts_dev import load as load_acts
from models.text.agreement import SECOND_ACTS, print_acts, print_second_reader
from models.text.dev_lines import DevLine


def line(final: str, second: str, unclear: bool = False, source: str = "chats") -> DevLine:
    """A line that two readers labelled so; kinds by commas, empty for neutral."""
    kinds = frozenset(filter(None, final.split(",")))
    other = frozenset(filter(None, second.split(",")))
    return DevLine(source, "0", "text", kinds, kinds, kinds, other, "tune", unclear, "")


def test_another_kind_of_trouble_is_still_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    print_second_reader(
        [
            line("distress,shame", "shame"),
            line("anxiety", "confusion", unclear=True),
            line("easing", "easing"),
            line("", "", source="calls"),
        ]
    )
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].endswith("n=4 lines")
    rows = {words[0]: words[1:] for words in map(str.split, printed[1:])}
    assert rows["distress"] == ["final", "1", "second", "0", "both", "0", "kappa", "0.000"]
    assert rows["trouble"] == ["final", "2", "second", "2", "both", "2", "kappa", "1.000"]
    assert rows["neutral"] == ["final", "1", "second", "1", "both", "1", "kappa", "1.000"]
    assert "  all kinds the same: 2 of 4 (50.0%)" in printed
    assert "    clear: 2 of 3 (66.7%)" in printed and "    unclear: 0 of 1 (0.0%)" in printed
    assert "    chats: 1 of 3 (33.3%)" in printed and "    calls: 1 of 1 (100.0%)" in printed


def test_agent_lines_are_compared_by_their_text(capsys: pytest.CaptureFixture[str]) -> None:
    table = [ActLine("a", frozenset({"blame"})), ActLine("b", frozenset()), ActLine("c", frozenset({"clarify"}))]
    print_acts(table, [ActLine("b", frozenset()), ActLine("a", frozenset({"blame", "ultimatum"}))])
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].endswith("n=2 lines") and printed[-1] == "  all acts the same: 1 of 2 (50.0%)"
    rows = {words[0]: words[1:] for words in map(str.split, printed[1:])}
    assert rows["blame"] == ["final", "1", "second", "1", "both", "1", "kappa", "1.000"]
    assert rows["ultimatum"] == ["final", "0", "second", "1", "both", "0", "kappa", "0.000"]


def test_an_agent_line_that_was_reworded_is_named() -> None:
    with pytest.raises(ActLinesError, match=r"agent_second_reader.tsv: 'old words' is not among the agent lines; "):
        print_acts([ActLine("new words", frozenset())], [ActLine("old words", frozenset())])


def test_the_second_readers_agent_lines_are_in_the_table() -> None:
    assert {line.text for line in load_acts(SECOND_ACTS)} <= {line.text for line in load_acts()}
