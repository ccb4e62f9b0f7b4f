"""How other programs of the same user reach a running Leap Assist: one JSON line asked, one JSON line answered.

No network: a Unix domain socket in a folder that only this user may open; on Windows a named pipe of this user.

    {"do": "start", "next": false, "wait": true}
    {"code": 0, "text": "On a call since 10:42.", "state": "on_call", "call": 3, "automatic": false}

`do` is start, stop or status. `code` is 0 for done, 1 for refused, 2 for a request that is not understood.
"""

from __future__ import annotations

import getpass
import json
import os
import re
import stat
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from platformdirs import user_runtime_path

LONGEST = 4_096
"""Bytes of a request or an answer, its line end included."""
READ_SECONDS = 2.0
"""A line must be complete within this time."""
ANSWER_SECONDS = 5.0
WAIT_SECONDS = 60.0
"""The same where the asker wants to wait until it is done."""
MOST_AT_ONCE = 16
"""Requests that are answered at the same time; `--wait` may take a while."""

BUSY = b'{"code": 1, "text": "Too many requests at once; try again."}\n'
HOW_TO_START = "start it with 'assist run', or 'assist run --auto' to have calls noticed."


class DoorError(Exception):
    """Other programs cannot reach this one; one sentence."""


class NoAnswerError(Exception):
    """Nobody answers; one sentence."""


class Door(Protocol):
    """Takes requests until closed."""

    def close(self) -> None:
        """Take no more; idempotent."""
        ...


Answerer = Callable[[bytes], bytes]
"""A line in, a line out; never raises."""


def open_door(answer: Answerer, place: str | None = None) -> Door:
    """Take requests from now on, each in a thread of its own.

    Args:
        answer: from `lines` of a handler.
        place: folder of the socket, or name of the pipe; None: where `ask` looks.

    Raises:
        DoorError: another Leap Assist has it, or it cannot be made.
    """
    if sys.platform == "win32":
        from assist.session.door_pipe import PipeDoor  # noqa: PLC0415  (exists on one system only)

        return PipeDoor(answer, place or pipe_name())
    from assist.session.door_socket import SocketDoor  # noqa: PLC0415

    return SocketDoor(answer, runtime_folder() if place is None else Path(place))


def ask(request: dict[str, Any], place: str | None = None) -> dict[str, Any]:
    """Ask the Leap Assist that runs.

    Raises:
        NoAnswerError: none runs, or it does not answer in time.
    """
    line = json.dumps(request).encode() + b"\n"
    seconds = WAIT_SECONDS if request.get("wait") else ANSWER_SECONDS
    try:
        if sys.platform == "win32":
            from assist.session.door_pipe import ask_pipe  # noqa: PLC0415

            answer = ask_pipe(line, place or pipe_name(), seconds)
        else:
            from assist.session.door_socket import ask_socket  # noqa: PLC0415

            answer = ask_socket(line, runtime_folder() if place is None else Path(place), seconds)
    except TimeoutError:
        raise NoAnswerError(f"Leap Assist does not answer within {seconds:g} s; quit it and start it again.") from None
    except OSError:
        raise NoAnswerError(f"no Leap Assist is running for you on this computer: {HOW_TO_START}") from None
    try:
        read = json.loads(answer)
        if not isinstance(read["code"], int) or not isinstance(read["text"], str):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        raise NoAnswerError("what answers is no Leap Assist, or another version; quit it and start it again.") from None
    return dict(read)


def lines(handle: Callable[[str, bool, bool], dict[str, Any]]) -> Answerer:
    """A handler of understood requests as an answerer of lines, whatever they hold.

    Args:
        handle: takes what to do, next and wait; gives the answer.
    """

    def answer(line: bytes) -> bytes:
        request = _understood(line)
        if isinstance(request, str):
            return _line({"code": 2, "text": request})
        try:
            return _line(handle(*request))
        except Exception as problem:  # noqa: BLE001  (whatever breaks is an answer; the app goes on)
            return _line({"code": 1, "text": f"That did not work ({' '.join(str(problem).split())}); try again."})

    return answer


def _understood(line: bytes) -> tuple[str, bool, bool] | str:
    """What is asked, or a sentence about why it is not understood."""
    if len(line) >= LONGEST and not line.endswith(b"\n"):
        return f"A request is one line of at most {LONGEST} bytes."
    try:
        request = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return 'A request is one line of JSON, such as {"do": "status"}.'
    if not isinstance(request, dict):
        return 'A request is a JSON object, such as {"do": "status"}.'
    do = request.pop("do", None)
    if do not in ("start", "stop", "status"):
        return '"do" must be "start", "stop" or "status".'
    flags = {name: request.pop(name, False) for name in ("next", "wait")}
    wrong = [*request, *(name for name, value in flags.items() if not isinstance(value, bool))]
    if wrong:
        return '"next" and "wait" are true or false, and there is nothing else to say.'
    return str(do), flags["next"], flags["wait"]


def _line(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode() + b"\n"


def runtime_folder() -> Path:
    """Folder of the socket: this user's, and gone after logging out."""
    with warnings.catch_warnings():
        # A softphone may start us without the session's variables; what platformdirs takes then is as good.
        warnings.simplefilter("ignore")
        return user_runtime_path("leap-assist", appauthor=False)


def pipe_name() -> str:
    r"""Name of this user's pipe, `\\.\pipe\leap-assist-NAME`."""
    return rf"\\.\pipe\leap-assist-{re.sub(r'[^A-Za-z0-9_.-]', '_', getpass.getuser())}"


def make_private(folder: Path) -> None:
    """Make a folder that only this user can open, or make sure that it is one.

    Raises:
        DoorError: it is somebody else's, a link, or open to others and cannot be closed.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise DoorError(f"{folder}: this is not a folder of yours, so 'assist call' is off; take it away.")
        if stat.S_IMODE(found.st_mode) & 0o077:
            folder.chmod(0o700)
    except OSError as problem:
        raise DoorError(f"{folder}: 'assist call' is off, because of: {problem.strerror or problem}.") from None
