"""Where the overlay sits: remembered per screen name, measured from the nearest edges, always inside what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assist.ui.remembered import Remembered

MARGIN = 24
"""Distance from the corner at the first start, logical pixels."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in logical pixels."""

    x: int
    y: int
    width: int
    height: int

    def distance(self, other: Area) -> int:
        """How far the middles are apart, in steps along the axes; 0 for the same middle."""
        return abs(2 * (self.x - other.x) + self.width - other.width) + abs(
            2 * (self.y - other.y) + self.height - other.height
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class ScreenArea:
    """A screen: its name and the part of it that panels leave free. The primary screen comes first in lists."""

    name: str
    free: Area


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a screen: distances from the nearest edges, so that it keeps its corner when the resolution changes."""

    from_right: bool
    from_bottom: bool
    x: int
    y: int


class Placement:
    """Remembers the overlay's place on every screen it has been on.

    Args:
        remembered: where it is kept; a path makes a file of its own, None remembers nothing beyond this run.
        prefix: of the names it is kept under, for a second window with a place of its own.
    """

    def __init__(self, remembered: Remembered | Path | None = None, prefix: str = "") -> None:
        self._prefix = prefix
        self._remembered = remembered if isinstance(remembered, Remembered) else Remembered(remembered)
        self._last = ""
        self._spots: dict[str, Spot] = {}
        self._read()

    def docked(self) -> Placement:
        """The place of the same overlay when it stands as a panel: remembered in the same file, beside the other."""
        return Placement(self._remembered, "docked_")

    def place(self, screens: Sequence[ScreenArea], width: int, height: int) -> Area:
        """Where an overlay of this size belongs on the screens that are there now.

        Args:
            screens: at least one; the primary one first.
            width: of the overlay, logical pixels.
            height: of the overlay, logical pixels.
        """
        screen = next((s for s in screens if s.name == self._last), screens[0])
        corner = Spot(from_right=True, from_bottom=False, x=MARGIN, y=MARGIN)
        spot = self._spots.get(screen.name) or self._spots.get(self._last) or corner
        free = screen.free
        x = free.x + free.width - width - spot.x if spot.from_right else free.x + spot.x
        y = free.y + free.height - height - spot.y if spot.from_bottom else free.y + spot.y
        return clamp(Area(x, y, width, height), free)

    def remember(self, screens: Sequence[ScreenArea], area: Area) -> Area:
        """Remember where the agent put the overlay.

        Returns:
            That place, moved inside the screen when part of it was outside.
        """
        middle = (area.x + area.width / 2, area.y + area.height / 2)
        inside = (s for s in screens if s.free.holds(*middle))
        screen = next(inside, min(screens, key=lambda s: s.free.distance(area)))
        kept = clamp(area, screen.free)
        free = screen.free
        left, top = kept.x - free.x, kept.y - free.y
        right, bottom = free.width - kept.width - left, free.height - kept.height - top
        self._last = screen.name
        self._spots[screen.name] = Spot(right < left, bottom < top, min(left, right), min(top, bottom))
        self._write()
        return kept

    def _read(self) -> None:
        last, screens = (self._remembered.get(f"{self._prefix}{name}") for name in ("last", "screens"))
        try:
            self._spots = {
                str(name): Spot(bool(s["from_right"]), bool(s["from_bottom"]), int(s["x"]), int(s["y"]))
                for name, s in screens.items()
            }
            self._last = str(last)
        except (ValueError, KeyError, TypeError, AttributeError):
            return

    def _write(self) -> None:
        screens = {
            name: {"from_right": s.from_right, "from_bottom": s.from_bottom, "x": s.x, "y": s.y}
            for name, s in self._spots.items()
        }
        self._remembered.set(**{f"{self._prefix}last": self._last, f"{self._prefix}screens": screens})


def clamp(area: Area, free: Area) -> Area:
    """Move a rectangle inside another; one that is too large keeps its upper left corner inside."""
    x = max(free.x, min(area.x, free.x + free.width - area.width))
    y = max(free.y, min(area.y, free.y + free.height - area.height))
    return Area(x, y, area.width, area.height)


def snap(area: Area, free: Area, reach: int) -> Area:
    """Move a rectangle to the edges of another where it is nearer to them than `reach`, from inside or outside."""

    def nearest(at: int, first: int, last: int) -> int:
        return next((edge for edge in (first, last) if abs(at - edge) < reach), at)

    x = nearest(area.x, free.x, free.x + free.width - area.width)
    y = nearest(area.y, free.y, free.y + free.height - area.height)
    return Area(x, y, area.width, area.height)
