"""Reads the text of a profile file, whatever somebody gives for one."""

from __future__ import annotations

import codecs
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from assist.profile.problems import ProfileError, refused
from assist.profile.toml_lines import KeyLines, key_lines

MOST_BYTES = 256 * 1024
"""A profile with every setting and a long comment each is a tenth of this."""


def read_toml(path: Path) -> tuple[dict[str, Any], KeyLines]:
    """Content of a TOML file, and the line of each key.

    Raises:
        ProfileError: it cannot be read, or is not TOML.
    """
    text = read_text(path)
    lines = key_lines(text)
    try:
        return tomllib.loads(text), lines
    except tomllib.TOMLDecodeError as problem:
        raise _not_toml(path, text, lines, str(problem)) from problem
    except ValueError as problem:  # a number of thousands of digits
        raise refused(path, None, "not valid TOML: a number is far too long. Correct it and try again.") from problem
    except RecursionError as problem:
        raise refused(path, None, "this is no profile: brackets within brackets, far too deep.") from problem


def read_text(path: Path) -> str:
    """The text of a profile file, with plain line feeds.

    Raises:
        ProfileError: it cannot be read, or is no text.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _unreadable(path, "it is a folder; give the profile file in it.")
        if not stat.S_ISREG(mode):
            raise _unreadable(path, "it is a device or a pipe; give a file.")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise _unreadable(path, f"{problem.strerror or problem}.") from problem
    if len(content) > MOST_BYTES:
        raise _unreadable(path, f"it is larger than {MOST_BYTES // 1024} kB, which no profile is.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _unreadable(path, "it is not UTF-8 text but UTF-16; save it as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise _unreadable(path, "it is not UTF-8 text; save it as UTF-8.", line) from problem
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unreadable(path: Path, why: str, line: int | None = None) -> ProfileError:
    return refused(path, line, f"cannot read this profile: {why}")


def _not_toml(path: Path, text: str, lines: KeyLines, message: str) -> ProfileError:
    if message.startswith("Cannot ") and lines.twice:
        key, first, second = lines.twice[0]
        return refused(path, second, f'"{".".join(key)}" is there twice, first in line {first}; remove one of them.')
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    reason = message[: place.start()] if place else message
    # Where the text ends too early, its last line is the one to look at.
    number = int(place[1]) if place and place[1] else text.rstrip().count("\n") + 1
    line = text.split("\n")[number - 1]
    if re.match(r"[^=#]+=\s*[+-]?\d+,\d+\s*(#.*)?$", line):
        remedy = "write decimal numbers with a point, not a comma."
    else:
        remedy = f"correct {_shown(line)} and try again."
    return refused(path, number, f"not valid TOML: {reason[:1].lower()}{reason[1:]}; {remedy}")


def _shown(line: str) -> str:
    line = line.strip()
    return f"`{line if len(line) <= 60 else line[:57] + '...'}`" if line else "this line"
