"""The overlay: one compact card on top of everything, that never takes the keyboard focus from the agent's work."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEasingCurve, QEvent, QPoint, QRect, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QGuiApplication,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from assist.events import AnyEvent
from assist.ui.anchor import Anchor
from assist.ui.background import paint_background, tooltip_style
from assist.ui.display import is_composited
from assist.ui.drag import Drag
from assist.ui.evidence_panel import EvidencePanel
from assist.ui.look import Look, make_look, system_theme
from assist.ui.placement import Area, Placement
from assist.ui.prompt_card import PromptCard
from assist.ui.screens import ScreenWatch, screen_areas
from assist.ui.status import Phase, Status, close_prompt, reduce, with_phase, without_credit
from assist.ui.strip import Strip
from assist.ui.theme import Theme
from assist.ui.topmost import TOPMOST, keep_out_of_the_way

FADE_MILLISECONDS = 180
CREDIT_SECONDS = 2.0
_USUAL_PROMPT = 130


class Overlay(QWidget):
    """A thin strip (state line and talk light) that grows by a card while there is a prompt.

    Use it in the GUI thread only; `assist.ui.bridge` brings events here from other threads.

    Args:
        placement: remembers where the agent put it.
        reduced_motion: change at once instead of fading and growing.
        theme: fixed colours; None follows the system.
        rounded: draw round corners; None does where the screen can show them.
        show_credit: show a small tick when the agent did what a prompt asked for, or left a beat.
        show_beat: show the ring that fills while the agent leaves a beat.
        clock: seconds that only go forward; whatever moves or goes away by itself does so by it.
    """

    acted = Signal(str, object)
    """The agent clicked: an action of `assist.events.Action`, and the prompt's number or None."""
    painted = Signal(object)
    """A PromptShown event, after the first frame in which it can be read has been painted."""
    changed = Signal(object)
    """The new Status, for the tray."""
    closed = Signal()
    """The window was closed (by the window manager or the session)."""

    def __init__(
        self,
        placement: Placement,
        reduced_motion: bool = False,
        theme: Theme | None = None,
        rounded: bool | None = None,
        show_credit: bool = True,
        show_beat: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(None, TOPMOST)
        self._rounded = is_composited(QGuiApplication.platformName()) if rounded is None else rounded
        keep_out_of_the_way(self, self._rounded)
        self.setWindowTitle("Leap Assist")

        self._anchor = Anchor(placement)
        self._reduced_motion = reduced_motion
        self._show_credit = show_credit
        self._fixed_theme = theme
        self._look: Look = make_look(theme or system_theme())
        self._status = Status()
        self._menu: QMenu | None = None
        self._drag = Drag()
        self._prompt_height = 0
        self._revealed = 0.0  # share of the prompt that is shown, 0..1

        self._strip = Strip(self._look, clock, reduced_motion, self)
        self._strip.ring.set_on(show_beat)
        self._card = PromptCard(self._look, self)
        self._card.hide()
        self._card.acted.connect(self._on_acted)
        self._card.painted.connect(self.painted)
        self._card.evidence_wanted.connect(self._show_evidence)
        self._panel = EvidencePanel(self._look, self._rounded, self)
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(FADE_MILLISECONDS)
        self._motion.setEasingCurve(QEasingCurve.Type.OutQuint)
        self._motion.valueChanged.connect(self._reveal)
        self._clock = clock
        self._credit_until = 0.0
        self._credit_timer = QTimer(self, singleShot=True, interval=round(CREDIT_SECONDS * 1000))
        self._credit_timer.timeout.connect(lambda: self._set_status(without_credit(self._status)))

        self._screens = ScreenWatch(self)
        self._screens.changed.connect(self._place)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._look_changed)
        self._apply_look()
        self._place()

    # ------------------------------------------------------------------------------------------- what is shown
    @property
    def status(self) -> Status:
        """What is shown."""
        return self._status

    def handle(self, event: AnyEvent) -> None:
        """Show what an event changes. GUI thread only."""
        if self._status.phase == "listening":
            self._strip.ring.take(event)
        self._set_status(reduce(self._status, event))

    def set_phase(self, phase: Phase, failure: str = "") -> None:
        """Show that the call is in another phase, before or without an event that says so."""
        self._set_status(with_phase(self._status, phase, failure))

    def set_since(self, since: str) -> None:
        """Show since when the call runs."""
        self._set_status(replace(self._status, since=since))

    def set_show_beat(self, on: bool) -> None:
        """Switch the beat ring on or off."""
        self._strip.ring.set_on(on)

    def refresh(self) -> None:
        """Show this moment of the clock; for a clock that is moved by hand, the overlay's own timers do it otherwise."""
        self._strip.ring.refresh()
        if self._clock() >= self._credit_until:
            self._set_status(without_credit(self._status))

    def set_menu(self, menu: QMenu) -> None:
        """Take the menu that a right click opens."""
        self._menu = menu

    @property
    def strip_area(self) -> QRect:
        """Where the strip is in the window."""
        return self._strip.geometry()

    @property
    def elided(self) -> bool:
        """True when some text did not fit."""
        return self._strip.elided or (self._status.prompt is not None and self._card.elided)

    def _set_status(self, status: Status) -> None:
        status = status if self._show_credit else without_credit(status)
        before, self._status = self._status, status
        if status == before:
            return
        self._strip.show_status(status)
        if status.credit is not None and status.credit != before.credit:
            self._credit_until = self._clock() + CREDIT_SECONDS
            self._credit_timer.start()
        if status.prompt is not None and status.prompt != before.prompt:
            self._card.show_prompt(status.prompt)
            self._show_card()
        elif status.prompt is None and before.prompt is not None:
            self._panel.hide()
            self._move_to(0.0)
        self._arrange()
        self.changed.emit(status)

    def _on_acted(self, action: str, prompt: int) -> None:
        # Gone at once: the agent must not wait for the pipeline to hear of the click.
        self._set_status(close_prompt(self._status, prompt))
        self.acted.emit(action, prompt)

    def _show_evidence(self, text: str) -> None:
        if text and self.isVisible() and not self._drag.active:
            card = self._anchor.window(round(self._prompt_height * self._revealed))
            self._panel.show_beside(text, card, self._anchor.free(screen_areas()))
        else:
            self._panel.hide()

    # ------------------------------------------------------------------------------------------------- motion
    def _show_card(self) -> None:
        self._prompt_height = self._card.height_for(self._anchor.strip.width)
        self._choose_direction()
        self._card.show()
        self._motion.stop()
        self._reveal(0.0)
        self._move_to(1.0)

    def _move_to(self, revealed: float) -> None:
        self._motion.stop()
        if self._reduced_motion or not self.isVisible():
            self._reveal(revealed)
            return
        self._motion.setStartValue(self._revealed)
        self._motion.setEndValue(revealed)
        self._motion.start()

    def _reveal(self, revealed: float) -> None:
        self._revealed = float(revealed)
        self._card.set_opacity(self._revealed)
        if self._revealed == 0.0 and self._status.prompt is None:
            self._card.hide()
        self._arrange()

    # ------------------------------------------------------------------------------------------- size and place
    def _arrange(self) -> None:
        """Lay out strip and card, and fit the window around what is revealed of them."""
        anchor = self._anchor
        width = anchor.strip.width
        strip_height = self._strip.height_for(width)
        anchor.set_height(strip_height)
        if self._status.prompt is not None:
            self._prompt_height = self._card.height_for(width)
        shown = round(self._prompt_height * self._revealed)
        strip_top = shown if anchor.grows_up else 0
        self._strip.setGeometry(0, strip_top, width, strip_height)
        card_top = shown - self._prompt_height if anchor.grows_up else strip_height
        self._card.setGeometry(0, card_top, width, self._prompt_height)
        self.setGeometry(_rect(anchor.window(shown)))

    def _place(self) -> None:
        """Put the strip where the agent wants it, on the screens that are there."""
        width = self._strip.usual_width()
        self._anchor.place(screen_areas(), width, self._strip.height_for(width))
        self._choose_direction()
        self._arrange()

    def _choose_direction(self) -> None:
        self._anchor.choose_direction(screen_areas(), max(self._prompt_height, self._look.px(_USUAL_PROMPT)))
        self._card.set_above(self._anchor.grows_up)

    # ----------------------------------------------------------------------------------------------------- look
    def _apply_look(self) -> None:
        look = self._look
        self._strip.set_look(look)
        self._card.set_look(look)
        self._panel.set_look(look)
        self.setStyleSheet(tooltip_style(look))
        self.update()

    def _look_changed(self, *_: object) -> None:
        self._look = make_look(self._fixed_theme or system_theme())
        self._apply_look()
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw what strip and card stand on."""
        del event
        prompt = self._status.prompt
        paint_background(self, self._look, self._rounded, urgent=prompt is not None and prompt.cue == "safety")

    # -------------------------------------------------------------------------------------------- mouse and window
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the card."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag.press(event.globalPosition().toPoint(), QPoint(self._anchor.strip.x, self._anchor.strip.y))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move the card with the mouse."""
        place = self._drag.move(event.globalPosition().toPoint())
        if place is not None:
            self._panel.hide()
            self._anchor.move_to(place.x(), place.y())
            self._arrange()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go, and remember the place."""
        del event
        if self._drag.release():
            self._anchor.drop(screen_areas())
            self._choose_direction()
            self._arrange()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Open the menu: the only one where the desktop has no tray."""
        if self._menu is not None:
            self._menu.popup(event.globalPos())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that the window was closed."""
        self._panel.hide()
        self._motion.stop()
        self._strip.ring.clear()
        super().closeEvent(event)
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Follow the system's font and palette."""
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.ApplicationPaletteChange):
            QTimer.singleShot(0, self, self._look_changed)
        return super().event(event)


def _rect(area: Area) -> QRect:
    return QRect(area.x, area.y, area.width, area.height)
