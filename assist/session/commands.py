"""What other programs may command: start, stop, status; answered from the day's state."""

from __future__ import annotations

from typing import Any

from assist.session.day import Day
from assist.session.day_state import CallRefusedError


class Commands:
    """Carries out requests of the door.

    Args:
        day: whose calls.
    """

    def __init__(self, day: Day) -> None:
        self._day = day

    def handle(self, do: str, next_call: bool, wait: bool) -> dict[str, Any]:
        """Carry out one request; see `assist.session.door`."""
        if next_call and do != "start":
            return self._answer(2, '"next" belongs to "start".')
        try:
            number = self._day.begin(next_call=next_call) if do == "start" else None
            if do == "stop":
                number = self._day.end()
        except CallRefusedError as refused:
            return self._answer(1, str(refused))
        if wait and not self._day.wait():
            return self._answer(1, f"It takes too long. {self._day.state().sentence}")
        problem = None if number is None or not wait else self._day.failure_of(number)
        if problem is not None:
            return self._answer(1, " ".join(str(problem).split()))
        if do == "stop" and wait:
            return self._answer(0, "The call is closed.")
        return self._answer(0, self._day.state().sentence)

    def _answer(self, code: int, text: str) -> dict[str, Any]:
        state = self._day.state()
        since = None if state.since is None else state.since.isoformat(timespec="seconds")
        return {
            "code": code, "text": text, "state": state.phase, "call": state.call, "since": since,
            "automatic": state.automatic, "problem": state.problem,
        }  # fmt: skip
