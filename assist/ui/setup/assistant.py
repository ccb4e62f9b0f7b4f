"""The window of the first-start assistant: one page at a time, back and forwards, by mouse or keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout

from assist.session.ears import Ears
from assist.session.first_start import FirstStart
from assist.session.settings import keep_days
from assist.ui.controls import Message, button, coloured, wrapped
from assist.ui.look import make_look, system_theme
from assist.ui.setup.beat import BeatPage
from assist.ui.setup.check import CheckPage
from assist.ui.setup.devices import DevicesPage
from assist.ui.setup.page import SAVING_ERRORS, Page
from assist.ui.setup.phrases import PhrasesPage
from assist.ui.setup.place import PlacePage
from assist.ui.setup.welcome import WelcomePage
from assist.ui.theme import Theme
from assist.ui.window_look import dress, use_plain_style

_WIDTH, _HEIGHT = 620, 520
_MOST_OF_SCREEN = 0.94


class Assistant(QDialog):
    """Asks for one thing on each page. A page is saved when it is left forwards; leaving the window keeps what was before.

    Args:
        start: what was chosen before, and where it is kept.
        ears: hears the devices; closed with the window.
        first: the program starts for the first time, so that the window may be skipped.
        with_place: ask for the overlay's place too; not while the real overlay is on the screen.
        reduced_motion: nothing sweeps and fades.
        theme: fixed colours; None follows the system.
    """

    def __init__(
        self,
        start: FirstStart,
        ears: Ears,
        first: bool = False,
        with_place: bool = True,
        reduced_motion: bool = False,
        theme: Theme | None = None,
    ) -> None:
        use_plain_style()
        super().__init__()
        self.setWindowTitle("Set up Leap Assist")
        self._start = start
        self._ears = ears
        self._closed = False
        look = self._look = make_look(theme or system_theme())
        self.setFont(look.normal)
        devices = DevicesPage(start, ears, look)
        self.pages: list[Page] = [
            WelcomePage(look, keep_days()),
            devices,
            CheckPage(ears, devices.chosen, look),
            PhrasesPage(start, look),
            BeatPage(start, look, reduced_motion),
        ]
        if with_place:
            self.pages.append(PlacePage(start.places.overlay, look, theme, reduced_motion))
        self._number = -1
        self.step = coloured(QLabel(), look, "muted")
        self.step.setFont(look.small)
        self.heading = QLabel()
        self.heading.setFont(look.title)
        self.lead = coloured(wrapped(""), look, "muted")
        self.stack = QStackedWidget()
        self.scrolls = [self._scrolled(page) for page in self.pages]
        self.problem = Message(look)
        self.skip = button("&Skip set-up" if first else "&Close", flat=True)
        self.skip.setToolTip("What earlier pages saved stays; “assist setup” shows this again.")
        self.back = button("&Back")
        self.without = button("Go on &without saving")
        self.forward = button("&Next", primary=True)
        self.forward.setDefault(True)
        self._lay_out()
        self.skip.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self.go_to(self._number - 1))
        self.without.clicked.connect(self._go_on)
        self.forward.clicked.connect(self._save_and_go_on)
        for page in self.pages:
            page.complained.connect(self._complain)
        dress(self, look)
        self._fit()
        self.go_to(0)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.pages[self._number]

    def go_to(self, number: int) -> None:
        """Show another page, without saving."""
        if self._number >= 0:
            self.page.leave()
        self._number = number
        page, last = self.page, number == len(self.pages) - 1
        self._complain("")
        self.step.setText(f"Step {number + 1} of {len(self.pages)}")
        self.heading.setText(page.title)
        self.lead.setText(page.lead)
        self.setAccessibleName(f"{self.windowTitle()}: {page.title}")
        self.setAccessibleDescription(page.lead)
        self.stack.setCurrentIndex(number)
        self.back.setEnabled(number > 0)
        self.forward.setText("&Done" if last else "&Next")
        self.forward.setAccessibleName("Done" if last else "Next")
        page.enter()
        self.scrolls[number].verticalScrollBar().setValue(0)
        self.forward.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Page up and down go back and forwards; Escape closes, as everywhere."""
        moves = {Qt.Key.Key_PageDown: self.forward, Qt.Key.Key_PageUp: self.back}
        if (clicked := moves.get(Qt.Key(event.key()))) is not None:
            clicked.click()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """The window goes away, whichever way."""
        self._end()
        super().done(result)

    def _end(self) -> None:
        if not self._closed:
            self._closed = True
            self.page.leave()
            self._ears.close()
            self._start.note_shown()

    def _save_and_go_on(self) -> None:
        try:
            self.page.save()
        except SAVING_ERRORS as problem:
            self._complain(str(problem))
            self.without.show()
            return
        self._go_on()

    def _go_on(self) -> None:
        if self._number == len(self.pages) - 1:
            self.accept()
        else:
            self.go_to(self._number + 1)

    def _complain(self, text: str) -> None:
        if text != self.problem.text:
            self.problem.show_text(text)
        if not text:
            self.without.hide()

    def _scrolled(self, page: Page) -> QScrollArea:
        """A page that is higher than the window is scrolled."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self.stack.addWidget(area)
        return area

    def _lay_out(self) -> None:
        px = self._look.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(26), px(20), px(26), px(18))
        column.setSpacing(px(8))
        for widget in (self.step, self.heading, self.lead):
            column.addWidget(widget)
        column.addSpacing(px(6))
        column.addWidget(self.stack, 1)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self.skip)
        row.addStretch(1)
        for button_here in (self.without, self.back, self.forward):
            row.addWidget(button_here)
        column.addLayout(row)

    def _fit(self) -> None:
        """As large as the design, but never larger than the screen."""
        free = self.screen().availableGeometry().size() * _MOST_OF_SCREEN
        px = self._look.px
        self.resize(min(px(_WIDTH), free.width()), min(px(_HEIGHT), free.height()))
