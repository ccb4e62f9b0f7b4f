"""One beat as the ring shows it, as plain values and times: no Qt, and the time is always an argument.

caller stops        known                 beat is over
|                   |                     |
start ------------- BeatOpened ---------- BeatClosed(kept) -- tick -------- fading --- gone
began               shown                 closed
        the ring starts here at the share that has passed
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assist.events import SAMPLE_RATE, AnyEvent, BeatClosed, BeatOpened, SpeechEnded, SpeechStarted

Face = Literal["breathing", "running", "kept", "cut_short"]
"""What the ring says: the caller may go on; leave a beat; the beat was left; nothing any more, it only fades.

A beat that is over while the caller may still go on fades as it is, amber and without the tick: nothing said "now".
"""

FRAME_SECONDS = 0.04
"""Time between two pictures while something moves: 25 a second."""
STEPS = 3
"""Steps of a beat when nothing may move."""
APPEAR_SECONDS = 0.16
"""The ring comes up this softly, so that a stop of a fraction of a second does not flicker."""
APPEAR_BREATHING_SECONDS = 0.45
"""The same while the caller may go on, which happens at every breath."""
TURN_SECONDS = 0.16
"""From the full ring to the tick."""
TICK_SECONDS = 1.4
"""How long the tick stays before it fades."""
FADE_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Beat:
    """A beat. Times are in seconds of the ring's own clock, except `start`."""

    start: int
    """Sample at which the caller stopped: the beat's name in the events."""
    began: float
    """The same moment on the ring's clock."""
    length: float
    """Seconds of the beat."""
    since: float
    """From this moment on the ring goes evenly to its end; a beat that becomes longer slows it, and never turns it back."""
    share_then: float
    """How much was filled at that moment."""
    shown: float
    """When the ring came up."""
    breathing: bool
    """Whether the caller may only be taking a breath; what was known last, when the beat is over."""
    held: float | None = None
    """Since when the ring holds still because the agent is heard: a reply, or an "mm-hm" that cuts nothing short."""
    kept: bool = False
    """How it ended, once `closed` is set: kept, or cut short."""
    closed: float | None = None
    """When it ended."""

    @property
    def face(self) -> Face:
        """What the ring says."""
        if self.closed is not None:
            return "breathing" if self.kept and self.breathing else "kept" if self.kept else "cut_short"
        return "breathing" if self.breathing else "running"

    def share(self, now: float, steps: bool = False) -> float:
        """How much of the ring is filled, 0..1; it stands still while the agent is heard, and from the beat's end on.

        Args:
            now: the ring's clock.
            steps: in thirds instead of a sweep.
        """
        until = min(time for time in (now, self.held, self.closed) if time is not None)
        left = self.began + self.length - self.since
        passed = _ramp(until - self.since, left) if left > 0.0 else 1.0
        share = self.share_then + (1.0 - self.share_then) * passed
        return int(share * STEPS + 1e-9) / STEPS if steps else share

    def turned(self, now: float, steps: bool = False) -> float:
        """How far the full ring has turned into the tick, 0..1."""
        if self.closed is None or not self.kept or self.breathing:
            return 0.0
        return 1.0 if steps else _ramp(now - self.closed, TURN_SECONDS)

    def strength(self, now: float, steps: bool = False) -> float:
        """How strongly it is drawn, 0..1."""
        if self.closed is not None and now >= self._fades_from(steps):
            return 0.0 if steps else 1.0 - _ramp(now - self._fades_from(steps), FADE_SECONDS)
        return 1.0 if steps else _ramp(now - self.shown + FRAME_SECONDS, self._appear_seconds())

    def is_gone(self, now: float, steps: bool = False) -> bool:
        """Whether nothing is left to draw, now and later."""
        return self.closed is not None and now >= self._fades_from(steps) and self.strength(now, steps) <= 0.0

    def wait_seconds(self, now: float, steps: bool = False) -> float | None:
        """Time until the next picture is due; None while it stands still until another event."""
        if self.closed is None:
            stands = self.held is not None or self.share(now, steps) >= 1.0
            if stands:
                return FRAME_SECONDS if self.strength(now, steps) < 1.0 else None
            if steps:
                return max(0.0, self._reaches(self.share(now, steps=True) + 1 / STEPS) - now)
            return FRAME_SECONDS
        if self.is_gone(now, steps):
            return None
        rests = self.turned(now, steps) >= 1.0 and now < self._fades_from(steps)
        return self._fades_from(steps) - now if rests else FRAME_SECONDS

    def _reaches(self, share: float) -> float:
        """When the ring is filled that far."""
        left = self.began + self.length - self.since
        return self.since + left * (share - self.share_then) / (1.0 - self.share_then)

    def _appear_seconds(self) -> float:
        return APPEAR_BREATHING_SECONDS if self.breathing else APPEAR_SECONDS

    def _fades_from(self, steps: bool) -> float:
        closed = self.closed or 0.0
        if not self.kept or self.breathing:
            return closed
        return closed + TICK_SECONDS + (FADE_SECONDS if steps else 0.0)


def take(beat: Beat | None, event: AnyEvent, now: float) -> Beat | None:
    """Fold an event into the beat that is shown.

    Args:
        beat: what is shown, if anything.
        event: a beat that opens, is known better, or is over, or the agent's voice; others change nothing.
        now: the ring's clock at this moment.

    Returns:
        What to show from now on; None for nothing.
    """
    if isinstance(event, BeatOpened):
        return _opened(beat, event, now)
    if beat is None or beat.closed is not None:
        # Who goes on after all must not be spoken to: a tick beside a talking caller would say the contrary.
        goes_on = isinstance(event, SpeechStarted) and event.speaker == "customer"
        return None if goes_on else beat
    match event:
        case SpeechStarted(speaker="agent"):
            return replace(beat, held=now)
        case SpeechEnded(speaker="agent"):
            return replace(beat, held=None)
        case BeatClosed(start=start, why=why) if start == beat.start:
            return None if why == "caller_went_on" else replace(beat, closed=now, kept=why == "kept")
    return beat


def _opened(beat: Beat | None, event: BeatOpened, now: float) -> Beat:
    began = now - (event.known_at - event.start) / SAMPLE_RATE
    length = event.length / SAMPLE_RATE
    if beat is None or beat.start != event.start:
        return Beat(
            start=event.start,
            began=began,
            length=length,
            since=began,
            share_then=0.0,
            shown=now,
            breathing=event.breathing,
        )
    if beat.closed is not None:
        return beat
    # Of two messages about the same moment the one that was less late on its way tells the time better.
    began = min(beat.began, began)
    share = beat.share(now)
    return replace(beat, began=began, length=length, since=now, share_then=share, breathing=event.breathing)


def _ramp(passed: float, length: float) -> float:
    return min(1.0, max(0.0, passed / length))
