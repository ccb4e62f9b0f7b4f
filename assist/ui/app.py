"""The program with its windows: overlay and tray around one session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from assist.events import AnyEvent, CallEnded, CallStarted, PromptShown, Trouble
from assist.session.overlay_settings import OverlaySettings
from assist.ui.actions import OverlayActions
from assist.ui.application import the_application
from assist.ui.bridge import EventBridge
from assist.ui.choices import CHOICES, ChoiceName
from assist.ui.control import ControlLane, DayControl, SessionControl
from assist.ui.day_follower import DayFollower
from assist.ui.display import NoDisplay
from assist.ui.hints import prefers_high_contrast, prefers_reduced_motion
from assist.ui.hotkeys import Hotkeys
from assist.ui.overlay import Overlay
from assist.ui.placement import Placement
from assist.ui.remembered import Remembered
from assist.ui.review_opener import ReviewOpener
from assist.ui.signals import SignalWatch
from assist.ui.tray import Tray

if TYPE_CHECKING:
    from assist.ui.own_windows import OwnWindows

__all__ = ["NoDisplay", "SessionControl", "run_app"]

LINGER_MILLISECONDS = 2000
"""How long the last state stays on screen when the program ends with the call."""
FAILURE_LINGER_MILLISECONDS = 8000
"""The same when it could not start: time to read the sentence."""
STOP_SECONDS = 10.0
"""How long to wait for a session to stop before leaving all the same."""
_TOLD = "told"


def run_app(
    control: SessionControl,
    *,
    day: DayControl | None = None,
    autostart: bool = True,
    quit_when_done: bool = False,
    settings: OverlaySettings | None = None,
    show_credit: bool = True,
    place_file: Path | None = None,
    on_painted: Callable[[PromptShown], None] | None = None,
    on_failure: Callable[[str], None] | None = None,
    on_automatic: Callable[[bool], None] | None = None,
    review: Callable[[], ReviewOpener] | None = None,
) -> int:
    """Show the overlay, run the session behind it, and return when the agent quits.

    Args:
        control: the session; it is started, told what the agent does, and always stopped.
        day: the session, if its calls also begin and end without the windows.
        autostart: start the session at once instead of waiting for "Start" in the menu.
        quit_when_done: end the program with the call (a demo), or when it cannot start.
        settings: hotkeys, and what differs from the system's wishes about motion and contrast; None has no hotkeys.
        show_credit: show a small tick when the agent did what a prompt asked for, or another good thing.
        place_file: JSON file that remembers the overlay's place and what is chosen in its menu; None forgets them.
        on_painted: called in the GUI thread when a prompt has really been painted; for latency benchmarks.
        on_failure: called in the GUI thread with the sentence that the overlay shows when the session fails.
        on_automatic: called in the GUI thread when the agent switched noticing calls on or off.
        review: makes what opens the review of stored calls; None if calls are not stored.

    Returns:
        0, or 1 when the session failed.

    Raises:
        NoDisplay: there is no screen.
    """
    application = the_application()  # noqa: F841 - it lives as long as this
    remembered = Remembered(place_file)
    settings = settings or OverlaySettings()
    overlay = Overlay(
        Placement(remembered),
        prefers_reduced_motion() if settings.reduced_motion is None else settings.reduced_motion,
        show_credit=show_credit,
        high_contrast=prefers_high_contrast() if settings.high_contrast is None else settings.high_contrast,
    )
    shell = _Shell(control, overlay, quit_when_done, on_failure)
    shell.keep_choices(remembered)
    shell.take_hotkeys(settings, remembered)
    if day is not None:
        shell.follow(day, on_automatic)
    if review is not None:
        shell.offer_review(review())
    if on_painted is not None:
        overlay.painted.connect(on_painted)
    try:
        return shell.run(autostart)
    finally:
        shell.close()


class _Shell(QObject):
    """Wires overlay, tray, bridge and session together."""

    def __init__(
        self,
        control: SessionControl,
        overlay: Overlay,
        quit_when_done: bool,
        on_failure: Callable[[str], None] | None,
    ) -> None:
        super().__init__()
        self.overlay = overlay
        self._quit_when_done = quit_when_done
        self._on_failure = on_failure
        self._failed = False
        self._over = False
        self._loop = QEventLoop()
        self._tray = Tray()
        self._windows: OwnWindows | None = None
        self.overlay.set_menu(self._tray.menu)
        self.actions = OverlayActions(overlay)
        self._hotkeys: Hotkeys | None = None
        self._bridge = EventBridge(self._handle)
        self._lane = ControlLane(control, self._bridge.post)
        self._signals = SignalWatch(self._quit)
        self._linger = QTimer(self, singleShot=True)
        self._linger.timeout.connect(self._quit)
        self._day: DayFollower | None = None
        self._review: ReviewOpener | None = None
        self._connect()

    def run(self, autostart: bool) -> int:
        """Everything until the end."""
        self.overlay.show()
        if autostart:
            self._start()
        if not self._over:
            self._loop.exec()
        return 1 if self._failed else 0

    def keep_choices(self, remembered: Remembered) -> None:
        """Show what the agent chose to see before, else what is usual, and remember other choices."""

        def apply(name: ChoiceName, on: bool) -> None:
            self.overlay.choose(name, on)
            self._tray.check(name, on)

        def remember(name: ChoiceName, on: bool) -> None:
            apply(name, on)
            remembered.set(**{name: on})

        for name, choice in CHOICES.items():
            chosen = remembered.get(name)
            usually = True if name == "docked" and QGuiApplication.platformName() == "wayland" else choice.usually
            apply(name, chosen if isinstance(chosen, bool) else usually)
        self._tray.chosen.connect(remember)
        self.overlay.chosen.connect(remember)

    def take_hotkeys(self, settings: OverlaySettings, remembered: Remembered) -> None:
        """Take the agent's hotkeys; what is wrong with them or the settings is said in the overlay."""
        self._hotkeys = Hotkeys(settings.hotkeys, self.actions.do, settings.file)
        self._tray.show_keys(self._hotkeys.working)
        problem = " ".join(filter(None, [*settings.problems, self._hotkeys.problem]))
        self._tray.show_problem(problem)
        # Told once by itself; after that it stands in the menu.
        if problem and problem != remembered.get(_TOLD):
            self.overlay.show_notice("Settings" if settings.problems else "Hotkeys", problem)
            remembered.set(**{_TOLD: problem})

    def follow(self, day: DayControl, on_automatic: Callable[[bool], None] | None) -> None:
        """Show calls that begin and end without these windows."""
        self._day = DayFollower(day, self.overlay, self._tray)
        self._day.over.connect(self._on_over)
        if on_automatic is not None:
            self._tray.automatic.connect(on_automatic)
        day.attach(self._bridge.post, self._day.changed.emit)
        self._day.look()

    def offer_review(self, review: ReviewOpener) -> None:
        """Let the agent look at the last call."""
        self._review = review
        self._tray.review.connect(review.show_last)
        self._tray.offer_review()

    def close(self) -> None:
        """Leave no thread, icon or window behind."""
        self.overlay.hide()
        if self._hotkeys is not None:
            self._hotkeys.close()
        if self._windows is not None:
            self._windows.close()
        if self._review is not None:
            self._review.close()
        self._linger.stop()
        self._bridge.close()
        self._lane.close(STOP_SECONDS)
        self._signals.close()
        self._tray.close()
        if self._day is not None:
            self._day.close()
        for thing in (self.actions, self.overlay, self._bridge, self._lane, self._signals, self._loop, self):
            thing.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _connect(self) -> None:
        self.overlay.acted.connect(self._lane.act)
        self.overlay.changed.connect(self._tray.show_status)
        self.overlay.closed.connect(self._quit)
        self._tray.problem_asked.connect(self.overlay.show_notice)
        self._tray.asked.connect(self.actions.do)
        self.actions.away_changed.connect(self._tray.show_away)
        self._tray.start.connect(self._start)
        self._tray.pause.connect(self._pause)
        self._tray.resume.connect(self._resume)
        self._tray.end.connect(self._lane.stop)
        self._tray.settings.connect(lambda: self._own_windows().settings())
        self._tray.setup.connect(lambda: self._own_windows().setup())
        self._tray.quit.connect(self._quit)
        self._lane.started.connect(self._on_started)
        self._lane.stopped.connect(self._on_stopped)
        self._lane.failed.connect(self._on_failed)

    def _own_windows(self) -> OwnWindows:
        """Settings and set-up; loaded when they are first asked for, so that the overlay is there at once."""
        if self._windows is None:
            from assist.ui.own_windows import OwnWindows  # noqa: PLC0415

            self._windows = OwnWindows()
        return self._windows

    def _handle(self, event: AnyEvent) -> None:
        self.overlay.handle(event)
        if isinstance(event, CallStarted):
            self._failed = False
        if isinstance(event, CallEnded) and self._review is not None:
            self._review.call_ended()
        if isinstance(event, Trouble) and event.what == "failed":
            self._on_failed(event.message)
        elif self._day is not None:
            self._day.look()  # its calls let go of their threads and files by themselves
        elif isinstance(event, CallEnded):
            self._lane.stop()  # a call that ended by itself lets go of its threads and files now, not at the end
            if self._quit_when_done and not self._failed:
                self._linger.start(LINGER_MILLISECONDS)

    def _start(self) -> None:
        self._failed = False
        if self._windows is not None:
            self._windows.close_setup()
        self.overlay.set_phase("starting")
        self._lane.start()

    def _pause(self) -> None:
        self.overlay.set_phase("paused")
        self._lane.pause()

    def _resume(self) -> None:
        self.overlay.set_phase("listening")
        self._lane.resume()

    def _on_started(self) -> None:
        # The session says more through its events; until its first one it is at least no longer starting.
        if self.overlay.status.phase == "starting":
            self.overlay.set_phase("listening")

    def _on_stopped(self) -> None:
        # "starting" means that the agent has begun the next call already.
        if self.overlay.status.phase in ("listening", "paused") and self._day is None:
            self.overlay.set_phase("ended")

    def _on_failed(self, message: str) -> None:
        self._failed = True
        self.overlay.set_phase("failed", message)
        if self._on_failure is not None:
            self._on_failure(message)
        if self._quit_when_done:
            self._linger.start(FAILURE_LINGER_MILLISECONDS)

    def _on_over(self) -> None:
        if not self._linger.isActive():
            self._linger.start(LINGER_MILLISECONDS)

    def _quit(self) -> None:
        self._over = True  # an event loop that has not begun cannot be told to end
        self._loop.quit()
