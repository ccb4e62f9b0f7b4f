"""The prompt book: one to three words, then at most one line; a wrong book is told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.coaching.promptbook import CUES, MOST_LINE_CHARACTERS, PromptBookError, default_book, load_book

BOOK = "\n".join(f'[{cue}]\ntitle = "Do it"\nlines = ["One.", "Two."]' for cue in CUES)


def test_the_book_that_ships() -> None:
    book = default_book()
    assert set(book) == set(CUES)
    assert (book["pause"].title, book["acknowledge"].title, book["offer_choices"].title) == (
        "Pause", "Acknowledge", "Offer choices",
    )  # fmt: skip
    for page in book.values():
        assert 1 <= len(page.title.split()) <= 3
        assert all(0 < len(line) <= MOST_LINE_CHARACTERS and "\n" not in line for line in page.lines)


def test_wordings_take_turns(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(BOOK)
    page = load_book(tmp_path / "book.toml", base={})["pause"]
    assert [page.line(turn) for turn in range(3)] == ["One.", "Two.", "One."]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[pause", "not valid TOML"),
        (BOOK + "\n[sing]\n", "there is no cue [sing]"),
        (BOOK.replace("[safety]", "[pause.more]"), "[safety] is missing"),
        (BOOK.replace('"Do it"', '"Do it this very minute"', 1), "title must be one to 3 words"),
        (BOOK.replace('"Do it"', '""', 1), "title must be"),
        (BOOK.replace('["One.", "Two."]', "[]", 1), "lines must be a list"),
        (BOOK.replace('["One.", "Two."]', '"One."', 1), "lines must be a list"),
        (BOOK.replace("One.", "word " * 20, 1), "is longer than 60 characters"),
        ("pause = 3\n" + BOOK.partition("\n[")[2].join(["[", ""]), "[pause] must be a table"),
    ],
)
def test_a_wrong_book(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "book.toml"
    path.write_text(content)
    with pytest.raises(PromptBookError) as caught:
        load_book(path, base={})
    assert str(caught.value).startswith(str(path)) and told in str(caught.value) and "\n" not in str(caught.value)


def test_a_book_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PromptBookError, match="cannot read this prompt book"):
        load_book(tmp_path / "none.toml")
