"""Where the strip stands and which way the prompt grows from it. Plain numbers, no Qt."""

from __future__ import annotations

from collections.abc import Sequence

from assist.ui.placement import Area, Placement, ScreenArea, clamp, snap


class Anchor:
    """The strip stays where the agent put it; prompts open below it, or above it where there is no room below.

    Args:
        placement: remembers the agent's choice.
    """

    def __init__(self, placement: Placement) -> None:
        self._placement = placement
        self.strip = Area(0, 0, 1, 1)
        """The strip on the desktop, logical pixels."""
        self.grows_up = False
        """Whether prompts open above the strip."""
        self._inside: Area | None = None

    def place(self, screens: Sequence[ScreenArea], width: int, height: int) -> None:
        """Put a strip of this size where the agent wants it; without any screen, leave it where it is."""
        if not screens:
            self.strip = Area(self.strip.x, self.strip.y, width, height)
            return
        self.strip = self._placement.place(screens, width, height)

    def move_to(self, x: int, y: int) -> None:
        """Follow the mouse, wherever it goes."""
        self._inside = None
        self.strip = Area(x, y, self.strip.width, self.strip.height)

    def snap(self, screens: Sequence[ScreenArea], reach: int) -> None:
        """Go to the edges of the screen that are nearer than `reach` pixels."""
        self.strip = snap(self.strip, self.free(screens), reach)

    def drop(self, screens: Sequence[ScreenArea]) -> None:
        """Stay here, inside the screen, and remember it."""
        if screens:
            self.strip = self._placement.remember(screens, self.strip)

    def set_height(self, height: int) -> None:
        """Make the strip higher or lower; the edge away from the prompts stays."""
        top = self.strip.y - (height - self.strip.height if self.grows_up else 0)
        self.strip = Area(self.strip.x, top, self.strip.width, height)

    def choose_direction(self, screens: Sequence[ScreenArea], room: int) -> None:
        """Open prompts downwards where `room` pixels fit, else upwards where they fit there."""
        free = self.free(screens)
        self._inside = free if screens else None
        self.strip = clamp(self.strip, free)
        below = free.y + free.height - (self.strip.y + self.strip.height)
        above = self.strip.y - free.y
        self.grows_up = below < room <= above

    def window(self, shown: int) -> Area:
        """The window: the strip and `shown` pixels of a prompt; moved inside the screen where neither way has room."""
        top = self.strip.y - shown if self.grows_up else self.strip.y
        area = Area(self.strip.x, top, self.strip.width, self.strip.height + shown)
        return area if self._inside is None else clamp(area, self._inside)

    def free(self, screens: Sequence[ScreenArea]) -> Area:
        """The free part of the screen that the strip is on; without any screen, no more than the strip itself."""
        if not screens:
            return self.strip
        middle = (self.strip.x + self.strip.width / 2, self.strip.y + self.strip.height / 2)
        return next((s.free for s in screens if s.free.holds(*middle)), screens[0].free)
