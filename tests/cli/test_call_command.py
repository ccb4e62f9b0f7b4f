"""`assist call`: what a softphone sees."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assist.session import door
from assist.session.door import lines, open_door
from tests.cli.command import assist_here

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Unix domain sockets")
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="leap-call-") as name:
        monkeypatch.setattr(door, "runtime_folder", lambda: Path(name))
        yield Path(name)


@pytest.mark.parametrize("what", ["start", "stop", "status"])
def test_without_a_running_program_it_says_how_to_start_one(what: str, capsys: Capture) -> None:
    answer = assist_here(capsys, "call", what)
    assert answer.code == 1 and answer.out == "" and "assist run --auto" in answer.sentence


def test_what_is_done_and_what_is_refused(capsys: Capture) -> None:
    asked: list[tuple[str, bool, bool]] = []

    def handle(do: str, next_call: bool, wait: bool) -> dict[str, Any]:
        asked.append((do, next_call, wait))
        return {"code": 1, "text": "No call is running."} if do == "stop" else {"code": 0, "text": "On a call."}

    opened = open_door(lines(handle))
    try:
        done = assist_here(capsys, "call", "start", "--next", "--wait")
        assert (done.code, done.out, done.err) == (0, "On a call.\n", "")
        refused = assist_here(capsys, "call", "stop")
        assert (refused.code, refused.out, refused.sentence) == (1, "", "assist: No call is running.")
        assert json.loads(assist_here(capsys, "call", "status", "--json").out) == {"code": 0, "text": "On a call."}
    finally:
        opened.close()
    assert asked == [("start", True, True), ("stop", False, False), ("status", False, False)]


@pytest.mark.parametrize("arguments", [("sing",), ("start", "--louder"), ("stop", "--next")])
def test_bad_arguments(arguments: tuple[str, ...], capsys: Capture) -> None:
    answer = assist_here(capsys, "call", *arguments)
    assert answer.code == 2 and answer.sentence
