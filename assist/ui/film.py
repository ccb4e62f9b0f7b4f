"""The overlay in a time that is moved by hand: for pictures of a moment, and of one moment after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtGui import QPixmap

from assist.events import SAMPLE_RATE, AnyEvent
from assist.ui.choices import ChoiceName
from assist.ui.overlay import Overlay
from assist.ui.placement import Placement
from assist.ui.theme import Theme

BACKDROP = {"light": "#e9edf2", "dark": "#0d1014"}
"""What pictures of the overlay stand on."""
_MOMENT_SECONDS = 0.2


class CallClock:
    """Seconds of the call, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.seconds


class Film:
    """An overlay that lives in the time of a recorded call; it is never on a screen.

    Args:
        events: what happened, in the order in which it became known.
        theme: its colours.
        reduced_motion: nothing sweeps and fades.
    """

    def __init__(self, events: Iterable[AnyEvent], theme: Theme, reduced_motion: bool = False) -> None:
        self._events = list(events)
        self._clock = CallClock()
        self._next = 0
        self.overlay = Overlay(Placement(), reduced_motion, theme=theme, rounded=True, clock=self._clock)

    def go_to(self, seconds: float) -> None:
        """Let everything happen that is known by then."""
        while self._next < len(self._events) and self._events[self._next].known_at <= seconds * SAMPLE_RATE:
            event = self._events[self._next]
            self._next += 1
            self._clock.seconds = event.known_at / SAMPLE_RATE
            self.overlay.refresh()
            self.overlay.handle(event)
        self._clock.seconds = seconds
        self.overlay.refresh()

    def frame(self, whole: bool = False) -> QPixmap:
        """The strip as it looks now, or the whole overlay with its prompt."""
        return self.overlay.grab() if whole else self.overlay.grab(self.overlay.strip_area)

    def close(self) -> None:
        """Let go of the overlay."""
        self.overlay.deleteLater()


def picture_after(
    events: Sequence[AnyEvent], theme: Theme, choices: Mapping[ChoiceName, bool] | None = None
) -> QPixmap:
    """The overlay a moment after the last of these events, with what the agent chose in its menu."""
    film = Film(events, theme)
    for name, on in (choices or {}).items():
        film.overlay.choose(name, on)
    film.go_to(max((event.known_at for event in events), default=0) / SAMPLE_RATE + _MOMENT_SECONDS)
    picture = film.frame(whole=True)
    film.close()
    return picture
