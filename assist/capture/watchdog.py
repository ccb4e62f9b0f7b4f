"""Is a device well? A small state machine; times are arguments.

    waiting --retry is due--> opening --first sound--> running
       ^                         |                        |
       +------- failed ----------+------- no sound -------+

Two independent complaints: about the device (lost, busy, wrong one, forbidden), over when its own sound is there again;
and about its silence (every sample exactly zero), over with the first sample that is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assist.capture.source import SourceError

LOST_SECONDS = 1.0
"""A device that delivers all the time and has delivered nothing for this long is lost."""
FIRST_SOUND_SECONDS = 2.5
"""After opening, sound may take this long before the agent is told: an idle virtual sink of PulseAudio wakes up every
2 s only..."""
GIVE_UP_SECONDS = 5.0
"""...and this long before the device is opened anew."""
ZEROS_SECONDS = 1.8
"""Exact zeros for this long: muted, or forbidden. With the time to deliver it is noticed within 2 s."""
GATED_ZEROS_SECONDS = 30.0
"""The same for a device whose zeros have ended by themselves before: a noise gate, not a mute switch."""
GATE_AFTER = 2
"""So many silences that ended by themselves make a noise gate."""
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 0.1, 1.0
"""Waiting between attempts; doubles from the first to the last. Short, because recovery must be noticed in 2 s."""

TroubleName = Literal["device_lost", "device_busy", "no_permission", "wrong_source", "no_audio"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A trouble began, changed its message, or (with `until_seconds`) is over. Host times."""

    what: TroubleName
    since_seconds: float
    until_seconds: float | None
    message: str


@dataclass(slots=True)
class _Trouble:
    what: TroubleName
    since_seconds: float
    message: str

    def notice(self, until_seconds: float | None = None) -> Notice:
        return Notice(self.what, self.since_seconds, until_seconds, self.message)


class Watchdog:
    """Watches one side's device."""

    def __init__(self, *, zeros: Literal["no_audio", "no_permission"] | None, zeros_message: str = "") -> None:
        """Start before the first attempt to open.

        Args:
            zeros: what exact zeros mean here; None where silence is normal (a monitor).
            zeros_message: the sentence for the agent.
        """
        self._zeros_name = zeros
        self._zeros_message = zeros_message
        self._phase: Literal["waiting", "opening", "running"] = "waiting"
        self._phase_since = 0.0
        self._retry_at = 0.0
        self._backoff_seconds = FIRST_RETRY_SECONDS
        self._always_delivers = True
        self._substitute = ""
        self._last_data = 0.0
        self._zeros_since: float | None = None
        self._gated = 0
        self._device_trouble: _Trouble | None = None
        self._zeros_trouble: _Trouble | None = None

    @property
    def running(self) -> bool:
        """True while sound comes."""
        return self._phase == "running"

    def due(self, now: float) -> bool:
        """True if it is time to try to open the device."""
        return self._phase == "waiting" and now >= self._retry_at

    def opened(self, now: float, *, always_delivers: bool, substitute: str = "") -> list[Notice]:
        """The device opened.

        Args:
            now: host seconds.
            always_delivers: False for one that delivers nothing while nothing plays.
            substitute: name of the device used because the chosen one is not there; empty if it is the chosen one.
        """
        self._phase, self._phase_since, self._always_delivers = "opening", now, always_delivers
        self._substitute = substitute
        self._zeros_since = None
        return [] if always_delivers else self._start_running(now)

    def failed(self, now: float, error: SourceError) -> list[Notice]:
        """It could not be opened, or ended; the caller has closed it."""
        since = self._last_data if self._phase == "running" and self._always_delivers else now
        self._phase, self._retry_at = "waiting", now + self._backoff_seconds
        self._backoff_seconds = min(2 * self._backoff_seconds, LAST_RETRY_SECONDS)
        return self._end_zeros(now) + self._complain(now, error, since)

    def reopen(self, now: float) -> None:
        """Closed on purpose, to return to the chosen device: no trouble of its own."""
        self._phase, self._retry_at = "waiting", now

    def data(self, now: float, duration_seconds: float, *, silent: bool) -> list[Notice]:
        """Sound came.

        Args:
            now: host seconds.
            duration_seconds: its length.
            silent: every sample is exactly zero.
        """
        notices = self._start_running(now) if self._phase == "opening" else []
        self._last_data = now
        if not silent:
            if self._zeros_trouble:
                self._gated += 1
            self._zeros_since = None
            return notices + self._end_zeros(now)
        if self._zeros_since is None:
            self._zeros_since = now - duration_seconds
        limit = GATED_ZEROS_SECONDS if self._gated >= GATE_AFTER else ZEROS_SECONDS
        if self._zeros_name and not self._zeros_trouble and now - self._zeros_since >= limit:
            self._zeros_trouble = _Trouble(self._zeros_name, self._zeros_since, self._zeros_message)
            notices.append(self._zeros_trouble.notice())
        return notices

    def overdue(self, now: float, label: str) -> tuple[SourceError | None, list[Notice]]:
        """Call often while the device is open.

        Args:
            now: host seconds.
            label: name of the device in use.

        Returns:
            An error if the device must be closed and opened anew, and what to tell the agent now.
        """
        if self._phase == "running" and self._always_delivers and now - self._last_data >= LOST_SECONDS:
            return SourceError("device_lost", f'"{label}" has stopped sending sound: check its plug or battery.'), []
        if self._phase == "opening":
            error = SourceError(
                "device_lost", f'"{label}" is open but sends no sound: check its plug or choose another one.'
            )
            if now - self._phase_since >= GIVE_UP_SECONDS:
                return error, []
            if now - self._phase_since >= FIRST_SOUND_SECONDS:
                return None, self._complain(now, error, self._phase_since)
        return None, []

    def stopped(self, now: float) -> list[Notice]:
        """The call ends; nothing is wrong any more."""
        return self._end_zeros(now) + self._end_device(now)

    def _start_running(self, now: float) -> list[Notice]:
        self._phase, self._last_data = "running", now
        self._backoff_seconds = FIRST_RETRY_SECONDS
        if not self._substitute:
            return self._end_device(now)
        before = self._device_trouble
        since = before.since_seconds if before else now
        told = before is not None and self._substitute in before.message
        message = f"The chosen device is not there; {self._substitute} is used until it is back."
        self._device_trouble = _Trouble("device_lost", since, message)
        ended = [before.notice(now)] if before and before.what != "device_lost" else []
        return [] if told else [*ended, self._device_trouble.notice()]

    def _complain(self, now: float, error: SourceError, since: float) -> list[Notice]:
        before = self._device_trouble
        if before and before.what == error.what:
            return []
        ended = [before.notice(now)] if before else []
        self._device_trouble = _Trouble(error.what, since, str(error))
        return [*ended, self._device_trouble.notice()]

    def _end_device(self, now: float) -> list[Notice]:
        trouble, self._device_trouble = self._device_trouble, None
        return [trouble.notice(now)] if trouble else []

    def _end_zeros(self, now: float) -> list[Notice]:
        trouble, self._zeros_trouble = self._zeros_trouble, None
        return [trouble.notice(now)] if trouble else []
