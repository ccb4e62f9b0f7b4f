"""Last page: where the overlay stands. It is on the screen meanwhile, to be dragged; four corners do without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton

from assist.events import CallStarted
from assist.ui.controls import coloured, wrapped
from assist.ui.gallery_states import sample_prompt
from assist.ui.look import Look
from assist.ui.overlay import Overlay
from assist.ui.placement import MARGIN, Placement
from assist.ui.remembered import Remembered
from assist.ui.screens import screen_areas
from assist.ui.setup.page import Page
from assist.ui.theme import Theme

CORNERS = (
    ("Top left", False, False),
    ("Top right", True, False),
    ("Bottom left", False, True),
    ("Bottom right", True, True),
)
"""Name, whether at the right, whether at the bottom; in the order in which they stand on a screen."""
_MINE = 4


class _Noticed(Remembered):
    """Remembers nothing beyond the page, and tells when something is to be remembered."""

    def __init__(self, values: dict[str, Any], told: Callable[[], None]) -> None:
        super().__init__(None)
        super().set(**values)
        self._told = told

    def set(self, **values: Any) -> None:
        super().set(**values)
        self._told()


class PlacePage(Page):
    """The overlay's place.

    Args:
        place_file: where it is kept.
        look: colours and lengths.
        theme: of the overlay; None follows the system.
        reduced_motion: for the overlay.
    """

    def __init__(self, place_file: Path, look: Look, theme: Theme | None = None, reduced_motion: bool = False) -> None:
        super().__init__(
            "Place the overlay",
            "The overlay is on your screen now, with a reminder as you will see it. Drag it where it does not cover your"
            " softphone, or choose a corner. It never takes the keyboard from your work.",
            look,
        )
        self._file = place_file
        self._theme = theme
        self._reduced_motion = reduced_motion
        self.overlay: Overlay | None = None
        self._kept: dict[str, Any] = {}
        self.group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(24))
        for number, (name, right, bottom) in enumerate(CORNERS):
            corner = QRadioButton(name)
            self.group.addButton(corner, number)
            grid.addWidget(corner, int(bottom), int(right))
        mine = QRadioButton("Where it is, or where I drag it")
        self.group.addButton(mine, _MINE)
        grid.addWidget(mine, 2, 0, 1, 2)
        grid.setColumnStretch(2, 1)
        self.group.idClicked.connect(self._choose)
        self.column.addLayout(grid)
        hint = coloured(
            wrapped("Every screen has a place of its own; it stays inside when a screen goes."), look, "muted"
        )
        self.column.addWidget(hint)
        self.column.addStretch(1)

    def enter(self) -> None:
        """Show the overlay where it would stand."""
        before = Remembered(self._file)
        values = {name: before.get(name) for name in ("last", "screens")}
        self._show(values)
        self.group.button(_MINE).setChecked(True)

    def leave(self) -> None:
        """Take the overlay away."""
        if self.overlay is not None:
            self.overlay.hide()
            self.overlay.deleteLater()
            self.overlay = None

    def save(self) -> None:
        """Keep the place, beside what else the overlay remembers."""
        if self._kept:
            Remembered(self._file).set(**self._kept)

    def _choose(self, number: int) -> None:
        if number == _MINE:
            return
        _, right, bottom = CORNERS[number]
        spot = {"from_right": right, "from_bottom": bottom, "x": MARGIN, "y": MARGIN}
        name = self._screen()
        others = Remembered(self._file).get("screens")
        screens = {**(others if isinstance(others, dict) else {}), name: spot}
        self._kept = {"last": name, "screens": screens}
        self._show(self._kept)

    def _screen(self) -> str:
        """Name of the screen that the overlay is on."""
        screens = screen_areas()
        if self.overlay is None:
            return screens[0].name
        middle = self.overlay.geometry().center()
        return next((s.name for s in screens if s.free.holds(middle.x(), middle.y())), screens[0].name)

    def _show(self, values: dict[str, Any]) -> None:
        """Put an overlay on the screen in place of the one that is there."""
        self.leave()
        remembered = _Noticed(values, lambda: self._dragged(remembered))
        overlay = Overlay(Placement(remembered), self._reduced_motion, theme=self._theme)
        overlay.handle(CallStarted(at=0, known_at=0))
        overlay.handle(sample_prompt("acknowledge"))
        self.overlay = overlay
        overlay.show()

    def _dragged(self, remembered: Remembered) -> None:
        self._kept = {name: remembered.get(name) for name in ("last", "screens")}
        self.group.button(_MINE).setChecked(True)
