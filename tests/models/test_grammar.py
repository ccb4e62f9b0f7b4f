"""Line files: what a template expands to, and what a wrong file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.text.grammar import Line, LineError, is_dev, load, load_file, parse
from models.text.heads import KINDS, SITUATIONS

LINE = '[[line]]\nkinds = []\ntext = "{}"\n'


def write(folder: Path, text: str, name: str = "some.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def only(folder: Path, text: str) -> Line:
    (line,) = load_file(write(folder, text), {})
    return line


def test_choices_nest_and_slots_fill(tmp_path: Path) -> None:
    line = only(
        tmp_path,
        '[lists]\nplace = ["the depot", "the [old|new] shop"]\n'
        '[[line]]\nkinds = ["distress"]\nsituations = ["reduced_hours"]\ntext = "they cut my hours [at {place}|]"\n',
    )
    assert line.count == 4
    assert line.expansions(10) == [
        "they cut my hours at the depot",
        "they cut my hours at the old shop",
        "they cut my hours at the new shop",
        "they cut my hours",
    ]
    assert (line.kinds, line.situations, line.safety) == (("distress",), ("reduced_hours",), False)


def test_what_is_left_out_leaves_no_trace(tmp_path: Path) -> None:
    line = only(tmp_path, LINE.format("[yes|], it is [late|], [sir|] , [friday|]"))
    assert "it is" in line.expansions(99)
    assert all("  " not in text and " ," not in text and ",," not in text for text in line.expansions(99))


def test_large_templates_are_sampled_without_counting_them_out(tmp_path: Path) -> None:
    text = " ".join(f"[a{i}|b{i}|c{i}]" for i in range(60))
    line = only(tmp_path, LINE.format(text))
    assert line.count == 3**60
    some = line.expansions(25, seed=1)
    assert len(set(some)) == 25
    assert some == line.expansions(25, seed=1)
    assert some != line.expansions(25, seed=2)


def test_a_local_list_goes_before_a_shared_one(tmp_path: Path) -> None:
    write(tmp_path, '[lists]\nbill = ["the rent"]\nday = ["monday"]\n', "lists.toml")
    write(tmp_path, '[lists]\nbill = ["the gas"]\n' + LINE.format("{bill} is due {day}"))
    (line,) = load(tmp_path)
    assert line.expansions(5) == ["the gas is due monday"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (LINE.format("the {bill}"), "no list named 'bill'"),
        (LINE.format("a [b|c"), "never closed"),
        (LINE.format("a b]"), "without an opening"),
        (LINE.format("a | b"), "without an opening"),
        (LINE.format("a {b"), "lone '{'"),
        (LINE.format(" "), "the text is empty"),
        (LINE.format("[a|]"), "leaves no words"),
        ('[[line]]\nkinds = ["anger"]\ntext = "a"\n', "unknown kind 'anger'"),
        ('[[line]]\nkinds = ["shame", "shame"]\ntext = "a"\n', "stands twice"),
        ('[[line]]\nkinds = []\nsituations = ["moving"]\ntext = "a"\n', "unknown situation 'moving'"),
        ('[[line]]\nkinds = ["frustration", "shame", "anxiety", "distress"]\ntext = "a"\n', "at most 3 kinds"),
        ('[[line]]\nkinds = []\nsafety = "no"\ntext = "a"\n', "true or false"),
        ('[[line]]\nkinds = "shame"\ntext = "a"\n', "must be a list"),
        ('[[line]]\ntext = "a"\n', "kinds is missing"),
        ('[[line]]\nkinds = []\ntexts = "a"\n', "unknown field 'texts'"),
        ('[lists]\na = ["{a}"]\n' + LINE.format("{a}"), "holds itself"),
    ],
)
def test_a_wrong_line_is_told_with_file_and_line(tmp_path: Path, content: str, told: str) -> None:
    number = content.splitlines().index("[[line]]") + 1
    with pytest.raises(LineError) as error:
        load_file(write(tmp_path, content), {})
    assert told in str(error.value)
    assert f"some.toml:{number}:" in str(error.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("kinds = [", "not valid TOML"),
        ("[list]\n", "unknown table 'list'"),
        ('[lists]\nbill = [""]\n', "'bill' must hold"),
        ("[lists]\nbill = []\n", "'bill' must hold"),
        ('[line]\nkinds = []\ntext = "a"\n', "two brackets"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(LineError, match=r"some\.toml") as error:
        load_file(write(tmp_path, content), {})
    assert told in str(error.value)


def test_the_same_text_twice_is_told(tmp_path: Path) -> None:
    write(tmp_path, LINE.format("hello there"), "a.toml")
    write(tmp_path, LINE.format("hello there"), "b.toml")
    with pytest.raises(LineError, match=r"b\.toml:1: this text already stands at .*a\.toml:1"):
        load(tmp_path)


def test_unbalanced_text_outside_a_line_is_named_by_its_place() -> None:
    with pytest.raises(LineError, match="here: "):
        parse("a ]", {}, "here")


def test_dev_is_a_fifth_and_goes_by_the_template_alone() -> None:
    share = sum(is_dev(f"template {i}") for i in range(5000)) / 5000
    assert 0.18 < share < 0.22
    assert is_dev("they cut my hours") == is_dev("they cut my hours")


def test_the_shipped_lines_load_and_every_label_is_well_fed() -> None:
    everything = load()
    lines = [line for line in everything if line.acts is None]
    for kind in KINDS:
        assert sum(kind in line.kinds for line in lines) >= 60, kind
    for situation in SITUATIONS:
        assert sum(situation in line.situations for line in lines) >= 25, situation
    assert sum(line.safety for line in lines) >= 60
    neutral = sum(not line.kinds for line in lines)
    assert neutral >= len(lines) - neutral
    assert {is_dev(line.text) for line in lines} == {True, False}
    for line in everything:
        for text in line.expansions(4):
            assert 1 <= len(text.split()) <= 60, line.where
            assert text == text.lower(), f"{line.where}: lines are written in lower case"
