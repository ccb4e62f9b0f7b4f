"""The prompt book: one to three words, then at most one line; a wrong book is told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.coaching.promptbook import (
    CUES,
    MOST_LINE_CHARACTERS,
    Page,
    PromptBookError,
    as_tables,
    book_of,
    default_book,
    load_book,
    phrased,
    with_phrases,
)

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


def test_what_fits_the_situation_comes_before_what_always_fits() -> None:
    page = Page("Pause", ("a", "b"), situations={"illness": ("x",)})
    assert [page.line(turn, "illness") for turn in range(4)] == ["x", "a", "b", "x"]
    assert [page.line(turn, "dispute") for turn in range(3)] == ["a", "b", "a"]


def test_own_phrases_come_first_and_every_other_time() -> None:
    page = Page("Pause", ("a", "b"), situations={"illness": ("x",)}, own=("mine", "me too"))
    assert [page.line(turn) for turn in range(6)] == ["mine", "a", "me too", "b", "mine", "a"]
    assert [page.line(turn, "illness") for turn in range(4)] == ["mine", "x", "me too", "a"]


def test_a_supervisors_book_replaces_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('[pause]\ntitle = "Wait"\n[pause.situations]\nillness = ["Health first."]\n')
    shipped, book = default_book(), load_book(path)
    assert (book["pause"].title, book["pause"].lines) == ("Wait", shipped["pause"].lines)
    assert book["pause"].situations == {**shipped["pause"].situations, "illness": ("Health first.",)}
    assert {cue for cue in CUES if book[cue] != shipped[cue]} == {"pause"}


def test_phrases_lie_over_the_book(tmp_path: Path) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text('pause = ["Breathe."]\n')
    book = with_phrases(default_book(), path)
    assert book["pause"].own == ("Breathe.",)
    assert {cue for cue in CUES if book[cue] != default_book()[cue]} == {"pause"}
    said, own = as_tables(book)
    assert phrased(book_of("kept", said, {}), "kept", own) == book


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('pauze = ["a"]', "did you mean [pause]?"),
        ('sing = ["a"]', "the cues are pause, acknowledge"),
        ('pause = "a"', "must be a list"),
        ("pause = []", "must be a list"),
        ('pause = ["' + "x" * 61 + '"]', "longer than 60"),
        ('pause = ["a\\nb"]', "goes over two lines"),
        ("pause = [" + '"a", ' * 51 + "]", "has 51 lines; at most 50"),
        ("pause", "not valid TOML"),
    ],
)
def test_wrong_phrases(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text(content)
    with pytest.raises(PromptBookError) as caught:
        with_phrases(default_book(), path)
    assert str(caught.value).startswith(str(path)) and told in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "told"), [("titel", "did you mean 'title'?"), ("weight", "the fields are title, icon")]
)
def test_an_unknown_field_suggests_the_nearest(tmp_path: Path, field: str, told: str) -> None:
    path = tmp_path / "book.toml"
    path.write_text(f'[pause]\n{field} = "x"\n')
    with pytest.raises(PromptBookError) as caught:
        load_book(path)
    assert told in str(caught.value)


def test_an_unknown_language() -> None:
    with pytest.raises(PromptBookError, match="no prompt book in 'xx'; there is one in: en"):
        default_book("xx")
