"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "attention", "missing"]
"""`attention`: a call can run, but not as it should. `missing`: it cannot."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report.

    Attributes:
        part: what was looked at, in a word or two.
        state: how it is.
        text: what was found and, unless all is well, what to do about it.
    """

    part: str
    state: State
    text: str
