"""The overlay: one compact card on top of everything, that never takes the keyboard focus from the agent's work."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QPaintEvent, QResizeEvent, QShowEvent

from assist.events import AnyEvent, PromptShown
from assist.ui.background import paint_background, tooltip_style
from assist.ui.choices import ChoiceName
from assist.ui.content import Content
from assist.ui.desktop_window import DesktopWindow
from assist.ui.evidence_host import EvidenceHost
from assist.ui.evidence_panel import EvidencePanel
from assist.ui.look import Look, make_look, system_theme
from assist.ui.placement import Placement
from assist.ui.reveal import Reveal
from assist.ui.status import Notice, Phase, Status, close_prompt, reduce, with_notice, with_phase, without_credit
from assist.ui.theme import Theme
from assist.ui.transcript_reader import TranscriptReader
from assist.ui.wording import card_tone

CREDIT_SECONDS = 2.0
NOTICE_SECONDS = 3.0
LONG_NOTICE_SECONDS = 12.0


class Overlay(DesktopWindow):
    """A thin strip (state line and talk light) that grows by a card while there is a prompt.

    Use it in the GUI thread only; `assist.ui.bridge` brings events here from other threads.

    Args:
        placement: remembers where the agent put it.
        reduced_motion: change at once instead of fading and growing.
        theme: fixed colours; None follows the system.
        rounded: draw round corners; None does where the screen can show them.
        show_credit: show a small tick when the agent did what a prompt asked for, or another good thing.
        high_contrast: strong contrasts, whichever of light and dark the system asks for.
        clock: seconds that only go forward; whatever moves or goes away by itself does so by it.
    """

    acted = Signal(str, object)
    """The agent clicked: an action of `assist.events.Action`, and the prompt's number or None."""
    painted = Signal(object)
    """A PromptShown event, after the first frame in which it can be read has been painted."""
    changed = Signal(object)
    """The new Status, for the tray."""
    chosen = Signal(str, bool)
    """The agent chose something on the overlay itself: a `ChoiceName`, on or off."""
    closed = Signal()
    """The window was closed (by the window manager or the session)."""

    def __init__(
        self,
        placement: Placement,
        reduced_motion: bool = False,
        theme: Theme | None = None,
        rounded: bool | None = None,
        show_credit: bool = True,
        high_contrast: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fixed_theme = theme
        self._high_contrast = high_contrast
        self._look: Look = self._make_look()
        super().__init__(placement, self._look, rounded)
        self._show_credit = show_credit
        self._status = Status()
        self._put_away = False
        self._clock = clock

        self._content = Content(self._look, clock, reduced_motion, self)
        self._reader = TranscriptReader(self._look, self)
        card = self._content.card
        card.acted.connect(self._on_acted)
        card.painted.connect(self.painted)
        card.compact_wanted.connect(self._choose_compact)
        self._panel = EvidencePanel(self._look, self._may_be_rounded, self)
        self._evidence = EvidenceHost(self._panel, self._frame, self._evidence_text)
        card.evidence_wanted.connect(self._evidence.hover)
        self._reveal = Reveal(reduced_motion, self)
        self._reveal.changed.connect(self._on_reveal)
        self._credit_until = 0.0
        self._credit_timer = QTimer(self, singleShot=True, interval=round(CREDIT_SECONDS * 1000))
        self._credit_timer.timeout.connect(lambda: self._set_status(without_credit(self._status)))
        self._notice_timer = QTimer(self, singleShot=True)
        self._notice_timer.timeout.connect(lambda: self._set_status(with_notice(self._status, None)))

        self.screens_changed.connect(self._place)
        self.dragged.connect(self._moved)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._look_changed)
        self._apply_look()
        self._place()

    # ------------------------------------------------------------------------------------------- what is shown
    @property
    def status(self) -> Status:
        """What is shown."""
        return self._status

    @property
    def docked(self) -> bool:
        """Whether it stands as a side panel."""
        return self._frame.docked

    @property
    def put_away(self) -> bool:
        """Whether the agent has hidden it."""
        return self._put_away

    @property
    def strip_area(self) -> QRect:
        """Where the strip is in the window."""
        return self._content.strip.geometry()

    @property
    def elided(self) -> bool:
        """True when some text did not fit."""
        return self._content.strip.elided or (self._status.prompt is not None and self._content.card.elided)

    def handle(self, event: AnyEvent) -> None:
        """Show what an event changes. GUI thread only."""
        self._content.take(event, listening=self._status.phase == "listening")
        if isinstance(event, PromptShown) and event.cue == "safety" and self._put_away:
            self.set_put_away(False)  # words of danger are never out of sight
        self._set_status(reduce(self._status, event))

    def set_phase(self, phase: Phase, failure: str = "") -> None:
        """Show that the call is in another phase, before or without an event that says so."""
        self._set_status(with_phase(self._status, phase, failure))

    def set_since(self, since: str) -> None:
        """Show since when the call runs."""
        self._set_status(replace(self._status, since=since))

    def show_notice(self, headline: str, detail: str = "") -> None:
        """Tell the agent something about the overlay itself, for a few seconds."""
        seconds = LONG_NOTICE_SECONDS if detail else NOTICE_SECONDS
        self._notice_timer.start(round(seconds * 1000))
        self._set_status(with_notice(self._status, Notice(headline, detail)))

    def refresh(self) -> None:
        """Show this moment of the clock; for a clock that is moved by hand, the overlay's own timers do it otherwise."""
        self._content.strip.ring.refresh()
        if self._clock() >= self._credit_until:
            self._set_status(without_credit(self._status))

    # ------------------------------------------------------------------------------------- what the agent can ask for
    def act(self, action: str) -> None:
        """Do what a button of the card does; `snooze` also without a card."""
        prompt = self._status.prompt
        self._on_acted(action, prompt.prompt if prompt is not None else None)

    def toggle_evidence(self) -> bool:
        """Show why the prompt is there, until asked again or until it goes; whether it is shown now."""
        return self.isVisible() and self._evidence.toggle()

    def read_transcript(self) -> None:
        """Open the transcript so far, to scroll in; Escape closes it."""
        self._reader.open(self._content.transcript.lines(), self._frame.area, self._frame.free)

    def set_put_away(self, away: bool) -> None:
        """Hide it until the agent wants it back (or Safety has something to say), or show it again."""
        self._put_away = away
        self.setVisible(not away)

    def choose(self, name: ChoiceName, on: bool) -> None:
        """Switch one of `assist.ui.choices.CHOICES`."""
        self._content.choose(name, on)
        if name == "docked":
            self._frame.set_docked(on)
        elif name == "click_through":
            self._frame.set_click_through(on)
        self._content.strip.set_grip(self._frame.has_grip)
        self._place()

    # ------------------------------------------------------------------------------------------------ how it changes
    def _set_status(self, status: Status) -> None:
        status = status if self._show_credit else without_credit(status)
        before, self._status = self._status, status
        if status == before:
            return
        self._content.strip.show_status(status)
        if status.credit not in (None, before.credit) or status.followed not in (None, before.followed):
            self._credit_until = self._clock() + CREDIT_SECONDS
            self._credit_timer.start()
        if (status.prompt, status.followed) != (before.prompt, before.followed):
            self._show_prompt(status)
        self._arrange()
        self.changed.emit(status)

    def _show_prompt(self, status: Status) -> None:
        """Open, mark or close the card."""
        card = self._content.card
        self._evidence.hide()
        self._frame.set_idle(status.prompt is None)
        if status.prompt is not None:
            card.show_prompt(status.prompt)
            self._content.card_height = card.height_for(self._frame.width)
            self._frame.choose_direction(self._content.card_height)
            card.set_above(self._frame.grows_up)
            card.show()
            self._reveal.open(at_once=not self.isVisible())
        elif status.followed is not None:
            card.show_followed()
        else:
            self._reveal.close(at_once=not self.isVisible())
        self.update()

    def _on_acted(self, action: str, prompt: int | None) -> None:
        # Gone at once: the agent must not wait for the pipeline to hear of the click.
        self._set_status(close_prompt(self._status, prompt))
        self.acted.emit(action, prompt)

    def _on_reveal(self, share: float) -> None:
        self._content.card.set_opacity(share)
        if share == 0.0 and self._status.prompt is None and self._status.followed is None:
            self._content.card.hide()
        self._arrange()

    def _evidence_text(self) -> str:
        return self._content.card.evidence() if self._status.prompt is not None else ""

    def _choose_compact(self, on: bool) -> None:
        self.choose("compact", on)
        self.chosen.emit("compact", on)

    # ----------------------------------------------------------------------------------------- size, place and look
    def _arrange(self) -> None:
        self._content.arrange(self._frame, self._status, self._reveal.share)

    def _place(self) -> None:
        width = self._content.strip.usual_width()
        self._frame.place(width, self._content.height_without_card(width))
        if self._status.prompt is not None:
            self._frame.choose_direction(self._content.card.height_for(self._frame.width))
        self._content.card.set_above(self._frame.grows_up)
        self._arrange()

    def _moved(self) -> None:
        self._evidence.hide()
        self._content.card.set_above(self._frame.grows_up)
        self._arrange()

    def _make_look(self) -> Look:
        return make_look(self._fixed_theme or system_theme(self._high_contrast))

    def _apply_look(self) -> None:
        look = self._look
        self._frame.set_look(look)
        self._content.set_look(look)
        self._reader.set_look(look)
        self._panel.set_look(look)
        self.setStyleSheet(tooltip_style(look))
        self.update()

    def _look_changed(self, *_: object) -> None:
        self._look = self._make_look()
        self._apply_look()
        self._place()

    # ----------------------------------------------------------------------------------------------------- Qt's events
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw what strip and card stand on."""
        del event
        prompt = self._status.prompt
        paint_background(self, self._look, self._frame.rounded, card_tone(prompt) if prompt is not None else "calm")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Come up where it can be seen."""
        super().showEvent(event)
        self._frame.watch()
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Leave nothing on the screen."""
        super().hideEvent(event)
        self._evidence.hide()
        self._frame.apply()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The agent made the side panel larger or smaller."""
        super().resizeEvent(event)
        if self._frame.docked:
            self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that the window was closed."""
        self._evidence.hide()
        self._reveal.stop()
        self._content.strip.ring.clear()
        super().closeEvent(event)
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Follow the system's font and palette."""
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.ApplicationPaletteChange):
            QTimer.singleShot(0, self, self._look_changed)
        return super().event(event)
