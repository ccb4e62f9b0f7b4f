"""How the overlay stands on the desktop: floating on top of everything, or as a side panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QWidget

from assist.ui.anchor import Anchor
from assist.ui.drag import Mover
from assist.ui.grip import Grip
from assist.ui.look import Look
from assist.ui.mouse_through import let_mouse_through
from assist.ui.placement import Area, Placement
from assist.ui.screens import screen_areas
from assist.ui.topmost import PANEL, TOPMOST, keep_out_of_the_way

_USUAL_PROMPT = 130
_SNAP = 16
_SETTLE_MILLISECONDS = 400


@dataclass(frozen=True, slots=True)
class Fitted:
    """Where strip and card belong in the window, logical pixels."""

    strip_top: int
    card_top: int
    spare: int
    """Height between strip and card that nobody needs: only a side panel has any."""


class Frame(QObject):
    """The window's place, size and flags.

    Floating it is as small as what it shows, snaps to the edges of the screen, and can let the mouse through. As a side
    panel it is an ordinary window with room for a prompt, so that nothing moves when one comes. Neither keeps a strip of
    the screen free for itself.

    Args:
        window: the overlay.
        placement: remembers where the agent put it.
        rounded: whether a floating window may have round corners.
        look: colours and lengths.
        open_menu: opens the menu at a point of the desktop.
    """

    moved = Signal()
    """The agent has dragged it: lay it out anew."""

    def __init__(
        self, window: QWidget, placement: Placement, rounded: bool, look: Look, open_menu: Callable[[QPoint], None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._may_be_rounded = rounded
        self._look = look
        self._anchor = Anchor(placement)
        self._area = self._anchor.strip
        self._panel_placement = placement.docked()
        self.docked = False
        self._click_through = False
        self._idle = True
        self._exposed = False
        self.mover = Mover(self._anchor, self.moved.emit, self._dropped)
        self.grip = Grip(look, self.mover, open_menu, window)
        self._again = QTimer(self, singleShot=True, interval=_SETTLE_MILLISECONDS)
        self._again.timeout.connect(self._come_to_rest)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLE_MILLISECONDS)
        self._settled.timeout.connect(self._remember_panel)

    @property
    def rounded(self) -> bool:
        """Whether the window has round corners."""
        return self._may_be_rounded and not self.docked

    @property
    def has_grip(self) -> bool:
        """Whether the strip needs room for the grip."""
        return self._click_through and not self.docked

    @property
    def grows_up(self) -> bool:
        """Whether the card stands above the strip."""
        return self._anchor.grows_up and not self.docked

    @property
    def width(self) -> int:
        """Width of everything inside, logical pixels."""
        return self._window.width() if self.docked else self._anchor.strip.width

    @property
    def area(self) -> Area:
        """The window on the desktop."""
        if (
            not self.docked
        ):  # as it was asked for: what the desktop reports meanwhile may be about a window in the making
            return self._area
        place = self._window.geometry()
        return Area(place.x(), place.y(), place.width(), place.height())

    @property
    def free(self) -> Area:
        """The free part of the screen that the window is on."""
        return self._anchor.free(screen_areas())

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        self.mover.reach = look.px(_SNAP)
        self.grip.set_look(look)

    def set_docked(self, on: bool) -> None:
        """Become a side panel, or float again."""
        if on == self.docked:
            return
        visible = self._window.isVisible()
        self.docked = on
        self._window.setMinimumSize(0, 0)
        self._window.setWindowFlags(PANEL if on else TOPMOST)
        keep_out_of_the_way(self._window, self.rounded)
        if visible:
            self._window.show()

    def set_click_through(self, on: bool) -> None:
        """Let the mouse through while idle, or never."""
        self._click_through = on
        self.apply()

    def set_idle(self, idle: bool) -> None:
        """Say whether there is nothing to click on."""
        self._idle = idle
        self.apply()

    def watch(self) -> None:
        """The window is shown, and may be a new one: go on as soon as the desktop has taken it in."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """An X11 window manager looks at where the mouse goes only in a window that it manages already."""
        if event.type() == QEvent.Type.Expose:
            handle = self._window.windowHandle()
            exposed = handle is not None and handle.isExposed()
            if exposed and not self._exposed:
                QTimer.singleShot(0, self, self.apply)
                self._again.start()
            self._exposed = exposed
        return super().eventFilter(watched, event)

    def apply(self) -> None:
        """Let the mouse through or not, and show the grip or not."""
        if self._window.isVisible():
            let_mouse_through(self._window, self.has_grip and self._idle)
        self.grip.setVisible(self.has_grip and self._window.isVisible())

    def place(self, width: int, height: int) -> None:
        """Put a window whose strip has this size where the agent wants it, on the screens that are there."""
        screens = screen_areas()
        if not self.docked:
            self._anchor.place(screens, width, height)
            self.choose_direction(0)
        elif screens:
            least = height + self._look.px(_USUAL_PROMPT)
            self._window.setMinimumWidth(width)
            place = self._panel_placement.place(
                screens, max(width, self._window.width()), max(least, self._window.height())
            )
            self._window.resize(place.width, place.height)
            self._window.move(place.x, place.y)

    def choose_direction(self, prompt_height: int) -> None:
        """Decide on which side of the strip a card of this height opens."""
        self._anchor.choose_direction(screen_areas(), max(prompt_height, self._look.px(_USUAL_PROMPT)))

    def fit(self, strip: int, card: int, shown: int) -> Fitted:
        """Fit the window around its content.

        Args:
            strip: height of what is always there.
            card: height of the whole card.
            shown: how much of it is to be seen.
        """
        if self.docked:
            least = strip + max(card, self._look.px(_USUAL_PROMPT))
            self._window.setMinimumHeight(least)
            return Fitted(0, strip, max(0, self._window.height() - strip - shown))
        self._anchor.set_height(strip)
        place = self._area = self._anchor.window(shown)
        self._window.setGeometry(QRect(place.x, place.y, place.width, place.height))
        up = self._anchor.grows_up
        self.grip.stand_at(place.x, place.y + (shown if up else 0), strip)
        return Fitted(shown if up else 0, shown - card if up else strip, 0)

    def note_moved(self) -> None:
        """The window was moved by the desktop: remember where a side panel was left, once it has come to rest."""
        if self.docked and self._window.isVisible():
            self._settled.start()

    def _come_to_rest(self) -> None:
        """Say again where the window is: shown again at once after it was hidden, Qt may have heard of another place."""
        place = self._area
        rect = QRect(place.x, place.y, place.width, place.height)
        if not self.docked and self._window.isVisible() and self._window.geometry() != rect:
            self._window.setGeometry(rect)
        self.apply()

    def _dropped(self) -> None:
        self._anchor.choose_direction(screen_areas(), self._look.px(_USUAL_PROMPT))
        self.moved.emit()

    def _remember_panel(self) -> None:
        place, screens = self._window.geometry(), screen_areas()
        if self.docked and screens:
            outer = self._window.pos()
            self._panel_placement.remember(screens, Area(outer.x(), outer.y(), place.width(), place.height()))
