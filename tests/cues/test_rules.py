"""The word rules: what they must hear, what they must not, cased or not, and quickly whatever the line."""

from __future__ import annotations

import time
import tomllib
import typing
from collections.abc import Iterator
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.cues.backchannels import is_backchannel
from assist.cues.rules import ACTS, KINDS, RuleReader
from assist.cues.text import normalise
from tests.cues import lines

READER = RuleReader()


def bare(text: str) -> str:
    """As Vosk writes it: lower case, no punctuation but apostrophes."""
    kept = "".join(c for c in text.lower() if c.isalnum() or c in "' ")
    return " ".join(kept.split())


def cases(table: dict[str, tuple[list[str], list[str]]]) -> list[tuple[str, str, bool]]:
    return [
        (name, line, good)
        for name, both in table.items()
        for good, side in zip((True, False), both, strict=True)
        for line in side
    ]


@pytest.mark.parametrize(("name", "line", "expected"), cases(lines.AGENT))
def test_acts_and_slips(name: str, line: str, expected: bool) -> None:
    reading = {str(name): value for name, value in READER.read_agent(line).items()}
    assert reading[name] == float(expected)
    assert READER.read_agent(bare(line)) == reading


@pytest.mark.parametrize(("name", "line", "expected"), cases(lines.KINDS))
def test_kinds_of_feeling(name: str, line: str, expected: bool) -> None:
    reading = READER.read_caller(line)
    kinds = {str(name): value for name, value in reading.kinds.items()}
    assert kinds[name] == float(expected)
    assert kinds["neutral"] == float(not any(p for kind, p in kinds.items() if kind != "neutral"))
    assert READER.read_caller(bare(line)) == reading


@pytest.mark.parametrize(("name", "line", "expected"), cases(lines.SITUATIONS))
def test_situations(name: str, line: str, expected: bool) -> None:
    reading = READER.read_caller(line)
    assert reading.situations[name] == float(expected)
    assert READER.read_caller(bare(line)) == reading


@pytest.mark.parametrize(("name", "line", "expected"), cases({"safety": lines.SAFETY}))
def test_safety(name: str, line: str, expected: bool) -> None:
    assert READER.read_caller(line).safety == READER.read_caller(bare(line)).safety == float(expected)


def test_every_class_has_lines() -> None:
    assert set(lines.AGENT) == set(ACTS)
    assert set(lines.KINDS) == set(KINDS) - {"neutral"}
    assert set(lines.SITUATIONS) == set(READER.read_caller("").situations)


def test_nothing_said_is_neutral() -> None:
    for text in ("", "   ", "...", "\u2026", "[number]"):
        assert not any(READER.read_agent(text).values())
        reading = READER.read_caller(text)
        assert reading.kinds["neutral"] == 1.0 and not reading.safety and not any(reading.situations.values())


# ------------------------------------------------------------------------------------------------------ any line at all
def _patterns(table: dict[str, typing.Any]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, dict):
            yield from _patterns(value)
        else:
            yield from value


def _seeds() -> list[str]:
    """The words of every pattern that reaches far, to be repeated without end."""
    found = set()
    for name in ("en_agent.toml", "en_caller.toml"):
        table = tomllib.loads((files("assist") / "data" / "rules" / name).read_text(encoding="utf-8"))
        for pattern in filter(lambda pattern: ".*" in pattern, _patterns(table)):
            plain = "".join(
                c if c.isalpha() or c == " " else " " for c in pattern.replace("\\b", " ").replace("\\w", "")
            )
            found.add(" ".join(plain.split()[:6]) + " ")
    return sorted(found)


def test_the_time_for_a_line_grows_with_its_length_and_no_faster() -> None:
    slowest = (0.0, "")
    for seed in [*_seeds(), "a", "a ", "'a", "$", " ", "we could or ", "i do not did not ", "\n", "n't"]:
        text = (seed * (50_000 // len(seed) + 1))[:50_000]
        began = time.process_time()
        READER.read_agent(text)
        READER.read_caller(text)
        slowest = max(slowest, (time.process_time() - began, seed))
    assert slowest[0] < 1.5, (
        slowest
    )  # processor time; 0.3 s where it was written, 5 s if a pattern goes over it again and again


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_probability_for_every_class(text: str) -> None:
    assert set(READER.read_agent(text)) == set(ACTS)
    assert set(READER.read_agent(text).values()) <= {0.0, 1.0}
    assert set(READER.read_caller(text).kinds) == set(KINDS)


# ------------------------------------------------------------------------------------------------------------ the text
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There's nothing I can't do.", "there is nothing i can not do"),
        ("I\u2019m gonna call, y'all", "i am going to call you all"),
        ("Nobody's listening; she'd've known", "nobody's listening she'd have known"),
        ("$1,250 or 12%", "$1 250 or 12%"),
        ("DON'T!", "do not"),
        ("dont cant wont", "do not can not will not"),
        ("", ""),
    ],
)
def test_normalising(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text(max_size=80))
@settings(deadline=None)
def test_normalising_gives_single_spaces_and_no_capitals(text: str) -> None:
    line = normalise(text)
    assert line == " ".join(line.split()) == line.lower()


@pytest.mark.parametrize(
    "text", ["mm-hm", "Mm-hmm.", "Oh, okay.", "I see.", "yeah yeah", "Right.", "uh-huh", "Got it.", "of course"]
)
def test_backchannels(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text", ["", "no wait", "yeah but listen", "okay so your balance", "yes yes yes yes yes", "I see that"]
)
def test_no_backchannels(text: str) -> None:
    assert not is_backchannel(text)
