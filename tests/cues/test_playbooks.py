"""Playbooks: what a file may say, and that lines which mean alike are found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assist.cues.playbooks import PlaybookError, Situations, added_examples, default_playbooks, load_playbooks
from assist.cues.text_encoder import Embedding

MOVING = """
[moving_house]
title = "Moving house"
examples = ["we get the keys on friday", "we are moving out next week", "the new flat has no meter"]
options = ["Both addresses in one call"]
"""


def embed(line: str) -> Embedding:
    """A stand-in: letters counted, so that like words are near."""
    counts = np.array([line.count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"], np.float32) + 1e-3
    return counts / np.float32(np.linalg.norm(counts))


def test_the_shipped_playbooks_are_whole() -> None:
    books = default_playbooks()
    assert len(books) == 10
    assert all(len(b.examples) >= 3 and b.ask and b.options and b.title for b in books.values())


def test_a_supervisors_file_adds_situations_and_examples(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(MOVING + '[job_loss]\nexamples = ["the mine is shut"]\n', encoding="utf-8")
    books = load_playbooks(path)
    assert books["moving_house"].title == "Moving house"
    assert "the mine is shut" in books["job_loss"].examples
    assert books["job_loss"].ask == default_playbooks()["job_loss"].ask


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[moving]\nexamples = ['one', 'two']\n", "needs at least 3 example sentences"),
        ("[moving]\nexample = ['one']\n", "no field 'example'"),
        ("[Moving House]\n", "not valid TOML"),
        ("['Moving']\nexamples = ['a', 'b', 'c']\n", "small letters"),
        ("moving = 3\n", "must be a table"),
        ("[moving]\nexamples = 'one'\n", "must be a list of sentences"),
        ("[moving]\ntitle = ' '\nexamples = ['a', 'b', 'c']\n", "title must be"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlaybookError, match=what) as told:
        load_playbooks(path)
    assert str(told.value).startswith(str(path))


def test_a_missing_file_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="cannot read"):
        load_playbooks(tmp_path / "nothing.toml")


def test_what_ships_is_not_looked_for_twice(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(MOVING + '[job_loss]\nexamples = ["the mine is shut"]\n', encoding="utf-8")
    added = added_examples(load_playbooks(path).values())
    assert set(added) == {"moving_house", "job_loss"}
    assert added["job_loss"] == ("the mine is shut",)


def test_a_line_like_an_example_is_found(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(MOVING, encoding="utf-8")
    book = load_playbooks(path)["moving_house"]
    situations = Situations(added_examples([book]), embed)
    assert situations.alike(embed("we get the keys on friday"))["moving_house"] > 0.9
    assert situations.alike(embed("zzzzzz jjjj"))["moving_house"] < 0.1
