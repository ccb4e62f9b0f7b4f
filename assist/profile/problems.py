"""What is wrong with a profile, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in one sentence."""

    path: Path
    line: int | None
    """None if it is about the whole file."""
    text: str
    setting: str | None = None
    """`prompts.gap_seconds`, if it is about its value."""

    def __str__(self) -> str:
        where = f"{self.path}:" if self.line is None else f"{self.path}:{self.line}:"
        # What a file holds must not steer the terminal that shows it.
        return "".join("?" if category(sign).startswith("C") else sign for sign in f"{where} {self.text}")


class ProfileError(Exception):
    """A profile cannot be used; the message names file, line and remedy."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def refused(path: Path, line: int | None, text: str) -> ProfileError:
    """The error for one problem."""
    problem = Problem(path, line, text)
    return ProfileError(str(problem), [problem])
