"""Fifth page: the beat the agent leaves before replying, tried out with the ring that the overlay shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSlider

from assist.events import BeatClosed, BeatOpened
from assist.profile.load import ProfileError
from assist.profile.schema import Threshold, samples, setting_of
from assist.session.first_start import BEAT, FirstStart
from assist.ui.beat_ring import BeatRing
from assist.ui.controls import button, coloured, wrapped
from assist.ui.look import Look
from assist.ui.setup.page import Page

_STEPS = 10
"""Steps of the slider in a second."""
_LARGER = 2.6
"""The ring is this much larger than on the overlay."""
_READY = "Press the button and wait for the tick."
_WAIT = "The caller has stopped. Leave the beat…"
_NOW = "Now."


class BeatPage(Page):
    """The beat.

    Args:
        start: what was chosen before, and where it is kept.
        look: colours and lengths.
        reduced_motion: nothing sweeps.
        clock: seconds that only go forward.
    """

    def __init__(
        self, start: FirstStart, look: Look, reduced_motion: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(
            "Your beat",
            "After the caller has stopped, a ring fills on the overlay while you leave a beat. One second feels long and is"
            " usual; after a hard sentence the ring takes two.",
            look,
        )
        self._start = start
        about = setting_of(BEAT)
        assert isinstance(about, Threshold)  # noqa: S101 - it is a number of seconds
        self.seconds = QDoubleSpinBox()
        self.seconds.setRange(about.low, about.high)
        self.seconds.setSingleStep(1 / _STEPS)
        self.seconds.setDecimals(1)
        self.seconds.setSuffix(" s")
        self.seconds.setAccessibleName("Length of the beat in seconds")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round(about.low * _STEPS), round(about.high * _STEPS))
        self.slider.setPageStep(5)
        self.slider.setAccessibleName("Length of the beat")
        self.slider.valueChanged.connect(lambda value: self.seconds.setValue(value / _STEPS))
        self.seconds.valueChanged.connect(lambda value: self.slider.setValue(round(value * _STEPS)))
        name = QLabel("&Length")
        name.setFont(look.strong)
        name.setBuddy(self.slider)
        row = QHBoxLayout()
        row.addWidget(name)
        row.addWidget(self.slider, 1)
        row.addWidget(self.seconds)
        self.column.addLayout(row)
        self.column.addWidget(coloured(wrapped(f"{about.range[:1].upper()}{about.range[1:]}."), look, "muted"))
        self.ring = BeatRing(replace(look, unit=look.unit * _LARGER), clock, reduced_motion, self)
        room = QLabel()  # the ring hides itself where there is no beat; its room stays
        room.setFixedSize(self.ring.size())
        self.ring.setParent(room)
        self.said = wrapped(_READY)
        self.said.setFont(look.line)
        self.run = button("&Try it", primary=True)
        self.run.clicked.connect(self.try_out)
        trial = QHBoxLayout()
        trial.setSpacing(look.px(14))
        trial.addWidget(self.run)
        trial.addWidget(room)
        trial.addWidget(self.said, 1)
        self.column.addSpacing(look.px(8))
        self.column.addLayout(trial)
        self.column.addStretch(1)
        self._length = 0
        self._over = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._over.timeout.connect(self.beat_is_over)

    def enter(self) -> None:
        """Show the beat that counts now."""
        try:
            self.seconds.setValue(self._start.beat_seconds())
        except ProfileError as problem:
            self.complained.emit(str(problem))

    def leave(self) -> None:
        """Stop the try-out."""
        self._over.stop()
        self.ring.clear()
        self._say(_READY)

    def save(self) -> None:
        """Keep the beat.

        Raises:
            ProfileError: the agent's profile cannot be used.
            KeepError: it cannot be written.
        """
        self._start.keep_beat(round(self.seconds.value(), 1))

    def try_out(self) -> None:
        """Show one beat, as if the caller had just stopped."""
        self.ring.clear()
        self._length = samples(self.seconds.value())
        self.ring.take(BeatOpened(at=0, known_at=0, start=0, length=self._length, finished=1.0, breathing=False))
        self._say(_WAIT)
        self._over.start(round(self.seconds.value() * 1000))

    def beat_is_over(self) -> None:
        """The beat was left: the tick."""
        end = self._length
        self.ring.take(BeatClosed(at=end, known_at=end, start=0, end=end, why="kept"))
        self._say(_NOW)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setAccessibleName(text)
