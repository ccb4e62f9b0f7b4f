"""Has a call begun, is it over? Hop by hop, from voices and what else is on the caller's channel; no clock."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from assist.profile.schema import CallBounds, Speech, samples
from assist.speech.line_sound import LineSound
from assist.timeline.frame import HOP

EndReason = Literal["both_silent", "caller_silent", "nothing_played", "held_too_long"]

_HOLD_WINDOW = samples(3.0) // HOP
_HOLD_SHARE = 0.5
"""Music on hold sounds for at least half of three seconds; a cough or a click does not."""
_RING_APART = samples(8.0)
"""Rings of one ringing are less than this apart (the longest cadence in use pauses for 4 s)."""


@dataclass(frozen=True, slots=True)
class CallBegan:
    """A call is there."""

    at: int
    """Sample from which on sound belongs to it."""
    known_at: int


@dataclass(frozen=True, slots=True)
class CallOver:
    """The call is over."""

    why: EndReason
    known_at: int


class CallWatch:
    r"""Notices calls on an open line.

        caller   _tone_tone__/~~\_/~~~\_/~~\__music_music__/~~~\____________________
        you      _____________________/~~\________________________/~~\______________
        call                 [<-at  ^began                                      ^over
                             |preroll|                        |--- both_silent -----|

    A call that somebody else begins or ends (a button, the softphone) is told with `begun` and `ended`, so that there is
    one opinion only.

    Args:
        thresholds: of calls.
        speech: when a voice is there.
    """

    def __init__(self, thresholds: CallBounds, speech: Speech) -> None:
        self._limits = thresholds
        self._voice_on = speech.voice_on_probability
        window = samples(thresholds.window_seconds) // HOP
        self._window: deque[tuple[bool, bool, float]] = deque(maxlen=window)
        """Caller's voice, own voice, level of the caller's channel, for each hop."""
        self._sounding: deque[bool] = deque(maxlen=_HOLD_WINDOW)
        self.on_call = False
        self._floor = 0
        """No call begins before this: what is older belongs to the call before."""
        self._armed = True
        self._last_caller = self._last_own = self._last_voice = self._last_ring = 0
        self._last_played: int | None = None
        """When the caller's channel last held anything at all; None before it did in this call."""
        self._ringing_since = 0

    def begun(self, now: int) -> None:
        """A call has begun at somebody's word."""
        self.on_call = True
        self._window.clear()
        self._last_caller = self._last_own = self._last_voice = now
        self._last_played = None  # it may take a while until the softphone plays something

    def ended(self, now: int) -> None:
        """The call has been ended; the next one begins with sound from now on."""
        self.on_call, self._armed, self._floor = False, False, now
        self._last_voice = now
        self._window.clear()

    def hop(self, probabilities: tuple[float, float], sound: LineSound, now: int) -> CallBegan | CallOver | None:
        """Take one hop.

        Args:
            probabilities: of a voice, for (agent, customer).
            sound: what the caller's channel holds.
            now: samples heard, this hop included.
        """
        own = probabilities[0] >= self._voice_on
        caller = probabilities[1] >= self._voice_on and not sound.tone
        self._sounding.append(sound.sounding and not sound.tone)
        if caller:
            self._last_voice = now
        if self.on_call:
            return self._still_on(own, caller, sound, now)
        if not self._armed:
            self._armed = now - self._last_voice >= samples(self._limits.rearm_seconds)
        if not self._armed:
            return None
        self._window.append((caller, own, sound.level_db))
        return self._begins(now) if caller else None

    # ------------------------------------------------------------------------------------------------- beginning
    def _begins(self, now: int) -> CallBegan | None:
        limits = self._limits
        callers = sum(caller for caller, _, _ in self._window) * HOP
        owns = sum(own for _, own, _ in self._window) * HOP
        answered = owns >= samples(limits.own_voice_seconds) and callers >= samples(limits.caller_answered_seconds)
        if not (answered or callers >= samples(limits.caller_alone_seconds)) or not self._pauses():
            return None
        first = next(i for i, (caller, own, _) in enumerate(self._window) if caller or own)
        first_voice = now - (len(self._window) - first) * HOP
        at = min(now - samples(limits.preroll_seconds), first_voice - samples(limits.lead_seconds))
        at = max(at, self._floor)
        self.begun(now)
        self._last_played = now
        return CallBegan(at, now)

    def _pauses(self) -> bool:
        """Whether there are pauses in what sounds like a voice, since its first moment."""
        levels = [level for _, _, level in self._window]
        first = next(i for i, (caller, _, _) in enumerate(self._window) if caller)
        heard = levels[first:]
        quiet = max(heard) - self._limits.pause_depth_db
        return sum(level < quiet for level in heard) >= self._limits.pause_share * len(heard)

    # ------------------------------------------------------------------------------------------------------- end
    def _still_on(self, own: bool, caller: bool, sound: LineSound, now: int) -> CallOver | None:
        if own:
            self._last_own = now
        if not sound.nothing:
            self._last_played = now
        if caller or self._keeps_open(sound, now):
            self._last_caller = now
        why = self._why_over(now)
        if why is None:
            return None
        self.ended(now)
        return CallOver(why, now)

    def _keeps_open(self, sound: LineSound, now: int) -> bool:
        """Whether music on hold, or ringing that has not gone on for too long, is heard."""
        if sound.tone:
            if now - self._last_ring > _RING_APART:
                self._ringing_since = now
            self._last_ring = now
            return now - self._ringing_since <= samples(self._limits.tone_longest_seconds)
        return len(self._sounding) == _HOLD_WINDOW and sum(self._sounding) >= _HOLD_SHARE * _HOLD_WINDOW

    def _why_over(self, now: int) -> EndReason | None:
        limits = self._limits
        caller, own = now - self._last_caller, now - self._last_own
        played = None if self._last_played is None else now - self._last_played
        if played is not None and min(played, own) >= samples(limits.nothing_played_seconds):
            return "nothing_played"
        if min(caller, own) >= samples(limits.both_silent_seconds):
            return "both_silent"
        if caller >= samples(limits.caller_silent_seconds):
            return "caller_silent"
        if min(now - self._last_voice, own) >= samples(limits.hold_longest_seconds):
            return "held_too_long"
        return None
