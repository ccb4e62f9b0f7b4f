"""Waiting for conditions: bounded, so that a test fails instead of hanging, and never for a time as such."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

DEADLINE_SECONDS = 60.0
"""Far more than anything here takes on a busy machine."""
LOOK_SECONDS = 0.05


def until(look: Callable[[], T | None], what: str, seconds: float = DEADLINE_SECONDS) -> T:
    """Look again and again until there is something to see (anything true); returns it.

    Args:
        look: returns something false as long as it is not there.
        what: for the message, when it never comes.
        seconds: bound.
    """
    pause = threading.Event()
    for _ in range(round(seconds / LOOK_SECONDS)):
        found = look()
        if found:
            return found
        pause.wait(LOOK_SECONDS)
    raise AssertionError(f"never came: {what}")
