"""`assist classify`: exactly one JSON line for each line that comes in, whatever it holds."""

from __future__ import annotations

import json
import typing

import pytest

from assist.events import ActName, CallerKind
from tests.cli.command import assist

LINES: list[tuple[bytes, str]] = [
    (b"a" * 100_000, "a" * 100_000),
    (b"can not " * 12_500, "can not " * 12_500),
    (b"", ""),
    (b"   ", "   "),
    (b"\xff\xfe\x80 hello", "\ufffd\ufffd\ufffd hello"),
    (b"\xed\xa0\x80 half a character", "\ufffd\ufffd\ufffd half a character"),
    ("one\u2028line\u2029only\x85\x0b\x0c\x1c.".encode(), "one\u2028line\u2029only\x85\x0b\x0c\x1c."),
    (b"nothing\x00here", "nothing\x00here"),
    ("gr\u00fc\u00dfe \U0001f600 \"quoted\" \\ {}".encode(), "gr\u00fc\u00dfe \U0001f600 \"quoted\" \\ {}"),
    (b"from windows\r", "from windows"),
    (b"back\rand forth", "back\rand forth"),
    (b"the last one has no end", "the last one has no end"),
]  # fmt: skip


@pytest.mark.parametrize("speaker", ["agent", "customer"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_one_line_each(speaker: str, encoding: str) -> None:
    answer = assist(
        "classify", "--speaker", speaker, "--format", "jsonl",
        stdin=b"\n".join(line for line, _ in LINES), environment={"PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.split("\n")
    assert lines.pop() == "" and len(lines) == len(LINES)
    names: set[str] = set(typing.get_args(ActName if speaker == "agent" else CallerKind))
    for line, (_, text) in zip(lines, LINES, strict=True):
        content = json.loads(line)
        assert list(content) == ["text", "probabilities"] and content["text"] == text
        assert names <= content["probabilities"].keys()
        assert all(0.0 <= p <= 1.0 for p in content["probabilities"].values())


def test_no_lines() -> None:
    assert assist("classify", "--speaker", "agent") == assist("classify", "--speaker", "customer", stdin=b"")


def test_wrong_side() -> None:
    answer = assist("classify", "--speaker", "caller")
    assert answer.code == 2 and "'caller' is not one of 'agent', 'customer'" in answer.sentence
    answer = assist("classify")
    assert answer.code == 2 and "--speaker" in answer.sentence
