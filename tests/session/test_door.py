"""The way in for other programs: good requests, bad ones, slow ones, and what a killed program leaves."""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.session import door as door_module
from assist.session.commands import Commands
from assist.session.day import Day
from assist.session.door import LONGEST, Door, DoorError, NoAnswerError, ask, lines, open_door
from assist.session.door_pipe import PipeDoor, ask_pipe
from tests.session.test_day import Desk, begun

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Unix domain sockets")


def echo(do: str, next_call: bool, wait: bool) -> dict[str, Any]:
    return {"code": 0, "text": f"{do} {next_call} {wait}"}


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a short name: the path of a socket has at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="leap-door-") as name:
        yield Path(name) / "run"


@pytest.fixture
def opened(place: Path) -> Iterator[Door]:
    door = open_door(lines(echo), str(place))
    yield door
    door.close()


def say(place: Path, sent: bytes, *, end: bool = True) -> dict[str, Any]:
    """Bytes as any program may send them; the answer."""
    with socket.socket(socket.AF_UNIX) as asker:
        asker.settimeout(20)
        asker.connect(str(place / "call.sock"))
        try:
            asker.sendall(sent)
            if end:
                asker.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it had heard enough
        answer = b""
        while piece := asker.recv(4_096):
            answer += piece
    read: dict[str, Any] = json.loads(answer)
    return read


@pytest.mark.usefixtures("opened")
def test_a_request_is_answered(place: Path) -> None:
    assert ask({"do": "start", "next": True, "wait": True}, str(place)) == {"code": 0, "text": "start True True"}
    assert say(place, b'{"do": "status"}\n', end=False)["text"] == "status False False"
    assert say(place, b'{"do": "status"}')["text"] == "status False False", "the end of what is sent ends the line too"


BAD = [
    b"\n", b"hello\n", b"\xff\xfe\x00\n", b"[]\n", b"null\n", b"{}\n", b'{"do": "sing"}\n', b'{"do": ["start"]}\n',
    b'{"do": "start", "next": 1}\n', b'{"do": "start", "volume": 11}\n', b'{"do": "start"} {"do": "stop"}\n',
    b"[" * 4_000 + b"\n", b'{"do": "start"' + b" " * LONGEST + b"}\n", b"x" * 300_000,
]  # fmt: skip


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("sent", BAD, ids=range(len(BAD)))
def test_a_bad_request_is_answered_with_one_sentence(place: Path, sent: bytes) -> None:
    answer = say(place, sent)
    assert answer["code"] == 2 and answer["text"].endswith(".") and "\n" not in answer["text"]
    assert ask({"do": "status"}, str(place))["code"] == 0, "and the next one is answered as before"


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_whatever_the_line_holds_the_answer_is_a_line(line: bytes) -> None:
    answer = lines(echo)(line)
    assert answer.endswith(b"\n") and json.loads(answer)["code"] in (0, 2)


def test_a_handler_that_breaks_is_an_answer() -> None:
    def broken(do: str, next_call: bool, wait: bool) -> dict[str, Any]:
        raise OSError("the disk\nis gone")

    assert json.loads(lines(broken)(b'{"do": "status"}\n')) == {
        "code": 1, "text": "That did not work (the disk is gone); try again.",
    }  # fmt: skip


def test_who_says_nothing_holds_up_nobody(place: Path, opened: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = [socket.socket(socket.AF_UNIX) for _ in range(5)]
    for asker in silent:
        asker.connect(str(place / "call.sock"))
    silent[0].sendall(b'{"do": "sta')
    assert ask({"do": "status"}, str(place))["code"] == 0
    for asker in silent:
        asker.close()
    opened.close()
    opened.close()


def test_too_many_at_once_are_told_so(place: Path) -> None:
    go_on, inside = threading.Event(), threading.Semaphore(0)

    def slow(do: str, next_call: bool, wait: bool) -> dict[str, Any]:
        inside.release()
        assert go_on.wait(20)
        return {"code": 0, "text": "done."}

    door = open_door(lines(slow), str(place))
    askers = [
        threading.Thread(target=ask, args=({"do": "status"}, str(place))) for _ in range(door_module.MOST_AT_ONCE)
    ]
    for asker in askers:
        asker.start()
        assert inside.acquire(timeout=20)
    answer = ask({"do": "status"}, str(place))
    go_on.set()
    for asker in askers:
        asker.join(20)
    door.close()
    assert answer["code"] == 1 and "Too many" in answer["text"]


# --------------------------------------------------------------------------------------------- whose door it is
@pytest.mark.usefixtures("opened")
def test_nobody_else_can_open_it(place: Path) -> None:
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE((place / "call.sock").stat().st_mode) == 0o600


@pytest.mark.usefixtures("opened")
def test_a_second_program_is_told_and_leaves_the_first_alone(place: Path) -> None:
    with pytest.raises(DoorError, match="Another Leap Assist is running"):
        open_door(lines(echo), str(place))
    assert ask({"do": "status"}, str(place))["code"] == 0


def test_a_killed_program_is_no_hindrance(place: Path) -> None:
    place.mkdir()
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(place / "call.sock"))
    left.close()
    with pytest.raises(NoAnswerError, match="no Leap Assist is running"):
        ask({"do": "status"}, str(place))
    door = open_door(lines(echo), str(place))
    assert ask({"do": "status"}, str(place))["code"] == 0
    door.close()
    assert not (place / "call.sock").exists()
    with pytest.raises(NoAnswerError, match="assist run"):
        ask({"do": "status"}, str(place))


def test_a_folder_open_to_others_is_closed(place: Path) -> None:
    place.mkdir(mode=0o755)
    place.chmod(0o755)
    open_door(lines(echo), str(place)).close()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_places_that_cannot_be_used(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.parent.joinpath("elsewhere").mkdir()
    place.symlink_to(place.parent / "elsewhere")
    with pytest.raises(DoorError, match="not a folder of yours"):
        open_door(lines(echo), str(place))
    with pytest.raises(DoorError, match="'assist call' is off"):
        open_door(lines(echo), str(place.parent / ("long" * 30)))
    mine = place.parent / "mine"
    monkeypatch.setattr(os, "getuid", lambda: 12_345)
    with pytest.raises(DoorError, match="not a folder of yours"):
        open_door(lines(echo), str(mine))
    with pytest.raises(NoAnswerError, match="no Leap Assist is running"):
        ask({"do": "status"}, str(mine))


def test_without_a_session_the_folder_is_still_this_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert door_module.runtime_folder().name == "leap-assist"


@pytest.mark.parametrize("said", [b"", b"what?\n", b"[]\n", b'{"code": "0", "text": "x"}\n'])
def test_something_else_answers(place: Path, said: bytes) -> None:
    door = open_door(lambda _: said, str(place))
    with pytest.raises(NoAnswerError, match="another version"):
        ask({"do": "status"}, str(place))
    door.close()


def test_a_program_that_hangs(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_module, "ANSWER_SECONDS", 0.05)
    go_on = threading.Event()

    def hang(_: bytes) -> bytes:
        go_on.wait(20)
        return b"{}\n"

    door = open_door(hang, str(place))
    with pytest.raises(NoAnswerError, match="does not answer within"):
        ask({"do": "status"}, str(place))
    go_on.set()
    door.close()


# --------------------------------------------------------------- the pipe of Windows, on what this system has instead
def test_the_pipe_answers_and_closes(place: Path) -> None:
    place.mkdir()
    name = str(place / "pipe")
    door = PipeDoor(lines(echo), name, "AF_UNIX")
    with pytest.raises(DoorError, match="Another Leap Assist"):
        PipeDoor(lines(echo), name, "AF_UNIX")
    assert json.loads(ask_pipe(b'{"do": "stop"}\n', name, 20, "AF_UNIX"))["text"] == "stop False False"
    assert json.loads(ask_pipe(b"nonsense", name, 20, "AF_UNIX"))["code"] == 2
    assert json.loads(ask_pipe(b"x" * (LONGEST + 1), name, 20, "AF_UNIX"))["code"] == 2
    door.close()
    door.close()
    with pytest.raises(OSError, match=r".*"):
        ask_pipe(b"{}\n", name, 20, "AF_UNIX")


# ---------------------------------------------------------------------------------------------------- what it commands
def test_commands_say_what_became_of_them(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    watched = begun(desk)
    day: Day = watched.day
    commands = Commands(day)
    assert commands.handle("status", False, False)["text"] == "No call is running."
    refused = commands.handle("stop", False, False)
    assert (refused["code"], refused["text"]) == (1, "No call is running.")
    started = commands.handle("start", False, True)
    assert (started["code"], started["text"], started["state"]) == (0, "On a call since 10:42.", "on_call")
    assert started["since"].startswith("2024-05-06T10:42") and started["call"] == 1
    again = commands.handle("start", False, False)
    assert again["code"] == 1 and "--next" in again["text"] and "10:42" in again["text"]
    assert commands.handle("start", True, True)["call"] == 2
    closed = commands.handle("stop", False, True)
    assert (closed["code"], closed["text"], closed["state"]) == (0, "The call is closed.", "ready")
    desk.refuse.append(OSError("the microphone\nis busy."))
    broken = commands.handle("start", False, True)
    assert (broken["code"], broken["text"]) == (1, "the microphone is busy.")
    assert commands.handle("stop", True, False)["code"] == 2
    day.close()
    assert commands.handle("start", False, False)["code"] == 1
