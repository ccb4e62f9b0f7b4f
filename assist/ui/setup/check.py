"""Third page: ten seconds that tell whether both sides are heard, and only on their own channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar

from assist.capture.devices import Device
from assist.events import SPEAKERS, Speaker
from assist.session.ears import Ears
from assist.session.sound_check import PLAY_SECONDS, SAY_SECONDS, Phase, State, Topic
from assist.ui.controls import Message, Tone, button, wrapped
from assist.ui.level_meter import LevelMeter
from assist.ui.look import Look
from assist.ui.setup.devices import POLL_MILLISECONDS
from assist.ui.setup.page import Page

_TONES: dict[State, Tone] = {"good": "good", "attention": "warning", "bad": "error", "unknown": "calm"}
_ASKED: dict[Phase, str] = {
    "say": "Say a sentence, as you would to a caller.",
    "play": "Now be quiet, and play something in the softphone.",
    "done": "Done. You can repeat it at any time.",
}
_READY = "Press the button, then do what it says here. Nothing of it is kept."
_NAMES: dict[Speaker, str] = {"agent": "You", "customer": "Caller"}


class CheckPage(Page):
    """The sound check.

    Args:
        ears: hears the devices.
        chosen: the devices to hear.
        look: colours and lengths.
    """

    def __init__(self, ears: Ears, chosen: Callable[[], Mapping[Speaker, Device | None]], look: Look) -> None:
        super().__init__(
            "A ten-second check",
            "It finds out whether you are heard, whether the caller is heard, and whether your microphone hears the caller"
            " from a loudspeaker.",
            look,
        )
        self._ears = ears
        self._chosen = chosen
        self._running = False
        self._begun = False
        self.asked = wrapped(_READY)
        self.asked.setFont(look.line)
        self.bar = QProgressBar()
        self.bar.setRange(0, round((SAY_SECONDS + PLAY_SECONDS) * 10))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(look.px(8))
        self.bar.setAccessibleName("Progress of the check")
        self.start = button("Start the &check", primary=True)
        self.start.clicked.connect(self._begin)
        row = QHBoxLayout()
        row.addWidget(self.start)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.asked)
        self.column.addWidget(self.bar)
        self.meters = {speaker: LevelMeter(_NAMES[speaker], look) for speaker in SPEAKERS}
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for number, speaker in enumerate(SPEAKERS):
            grid.addWidget(QLabel(_NAMES[speaker]), number, 0)
            grid.addWidget(self.meters[speaker], number, 1)
        self.column.addLayout(grid)
        self.verdicts: dict[Topic, Message] = {topic: Message(look) for topic in ("you", "caller", "apart")}
        for message in self.verdicts.values():
            self.column.addWidget(message)
        self.column.addStretch(1)
        self._timer = QTimer(self, interval=POLL_MILLISECONDS)
        self._timer.timeout.connect(self.poll)

    def enter(self) -> None:
        """Hear the devices that were chosen."""
        chosen = self._chosen()
        self._ears.listen(chosen["agent"], chosen["customer"])
        self._running = False
        self.asked.setText(_READY)
        self._timer.start()

    def leave(self) -> None:
        """Stop moving."""
        self._timer.stop()
        self._running = False
        self.complained.emit("")

    def poll(self) -> None:
        """Show the newest picture."""
        heard = self._ears.heard()
        for speaker in SPEAKERS:
            self.meters[speaker].show_level(heard.levels_db[speaker])
        self.complained.emit(next((heard.complaints[s] for s in SPEAKERS if s in heard.complaints), ""))
        # The ears may not have begun yet: what they tell then is about the check before.
        self._begun = self._begun or heard.phase in ("say", "play")
        if not self._running or not self._begun or heard.phase is None:
            return
        self.bar.setValue(round(heard.check_seconds * 10))
        if self.asked.text() != _ASKED[heard.phase]:
            self.asked.setText(_ASKED[heard.phase])
            self.asked.setAccessibleName(_ASKED[heard.phase])
        for verdict in heard.verdicts:
            self.verdicts[verdict.topic].show_text(verdict.text, _TONES[verdict.state])
        if heard.phase == "done":
            self._running = False
            self.start.setText("&Check again")
            self.start.setAccessibleName("Check again")

    def _begin(self) -> None:
        if not any(self._chosen().values()):
            self.asked.setText("There is nothing to hear: go back and choose a microphone and the softphone's output.")
            return
        self._begun = False
        for message in self.verdicts.values():
            message.show_text("")
        self.bar.setValue(0)
        self.asked.setText(_ASKED["say"])
        self._running = True
        self._ears.check()
