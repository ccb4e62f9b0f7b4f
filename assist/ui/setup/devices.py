"""Second page: which microphone is yours, and on which output the softphone plays, with live levels."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from assist.capture.devices import Device, Kind, default_device
from assist.events import SPEAKERS, Speaker
from assist.session.ears import Ears, Heard
from assist.session.first_start import FirstStart
from assist.session.settings import Choice
from assist.ui.controls import ElidedBox, Message, button, coloured, wrapped
from assist.ui.level_meter import LevelMeter
from assist.ui.look import Look
from assist.ui.setup.page import Page

POLL_MILLISECONDS = 66
_KINDS: dict[Speaker, Kind] = {"agent": "microphone", "customer": "output"}
_NAMES: dict[Speaker, str] = {"agent": "Your &microphone", "customer": "&Softphone plays on"}
_METERS: dict[Speaker, str] = {"agent": "Level of your microphone", "customer": "Level of the softphone"}
_HINTS: dict[Speaker, str] = {
    "agent": "Say something: the bar should move.",
    "customer": "Play something in the softphone: its ring tone, a test call, your voicemail.",
}
_NONE: dict[Speaker, str] = {
    "agent": "There is no microphone: connect a headset, or allow the microphone in the system's settings, then look again.",
    "customer": "There is no output that can be heard: check the system's sound settings, then look again.",
}


class DevicesPage(Page):
    """The devices.

    Args:
        start: what was chosen before, and where it is kept.
        ears: hears the devices.
        look: colours and lengths.
    """

    def __init__(self, start: FirstStart, ears: Ears, look: Look) -> None:
        super().__init__(
            "Microphone and softphone",
            "Both sides are heard on their own: you through your microphone, the caller through what the softphone plays.",
            look,
        )
        self._start = start
        self._ears = ears
        self._devices: tuple[Device, ...] | None = None
        self.boxes = {speaker: ElidedBox(_NAMES[speaker].replace("&", "")) for speaker in SPEAKERS}
        self.meters = {speaker: LevelMeter(_METERS[speaker], look) for speaker in SPEAKERS}
        self.messages = {speaker: Message(look) for speaker in SPEAKERS}
        for speaker in SPEAKERS:
            self._add_side(speaker)
        self._again = button("&Look again", tooltip="Look for devices that were plugged in just now")
        self._again.clicked.connect(self._look_again)
        row = QHBoxLayout()
        row.addWidget(self._again)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self._timer = QTimer(self, interval=POLL_MILLISECONDS)
        self._timer.timeout.connect(self.poll)

    def _add_side(self, speaker: Speaker) -> None:
        look = self.look
        name = QLabel(_NAMES[speaker])
        name.setFont(look.strong)
        name.setBuddy(self.boxes[speaker])
        hint = coloured(wrapped(_HINTS[speaker]), look, "muted")
        hint.setFont(look.small)
        part = QVBoxLayout()
        part.setSpacing(look.px(5))
        for widget in (name, self.boxes[speaker], self.meters[speaker], hint, self.messages[speaker]):
            part.addWidget(widget)
        self.boxes[speaker].currentIndexChanged.connect(self._listen)
        self.column.addLayout(part)
        self.column.addSpacing(look.px(6))

    def chosen(self) -> dict[Speaker, Device | None]:
        """The devices that would be heard in a call."""
        devices = self._devices or ()
        found: dict[Speaker, Device | None] = {}
        for speaker, kind in _KINDS.items():
            name = self.boxes[speaker].currentData()
            same = (device for device in devices if device.kind == kind and device.name == name)
            found[speaker] = next(same, None) or default_device(kind, devices)
        return found

    def enter(self) -> None:
        """Look for devices and begin to hear them."""
        self._timer.start()
        self._ears.look()
        self._listen()

    def leave(self) -> None:
        """Stop moving the meters."""
        self._timer.stop()

    def save(self) -> None:
        """Keep the names; nothing where no devices are known yet."""
        if self._devices is not None:
            names = {speaker: self.boxes[speaker].currentData() for speaker in SPEAKERS}
            self._start.keep_devices(Choice(names["agent"], names["customer"]))

    def poll(self) -> None:
        """Show the newest picture."""
        heard = self._ears.heard()
        if heard.devices is not None and heard.devices != self._devices:
            self._fill(heard.devices)
        for speaker in SPEAKERS:
            self.meters[speaker].show_level(heard.levels_db[speaker])
            self._complain(speaker, heard)

    def _complain(self, speaker: Speaker, heard: Heard) -> None:
        text = heard.complaints.get(speaker, "")
        if self._devices is not None and not any(d.kind == _KINDS[speaker] for d in self._devices):
            text = _NONE[speaker]
        elif self._devices is not None and self.chosen()[speaker] is None:
            text = "The system names no default here: choose one from the list."
        if text != self.messages[speaker].text:
            self.messages[speaker].show_text(text)

    def _fill(self, devices: tuple[Device, ...]) -> None:
        """Offer what there is; what was chosen stays chosen, even if it is not there just now."""
        before = self._start.devices()
        wanted: Mapping[Speaker, str | None] = {"agent": before.microphone, "customer": before.output}
        first = self._devices is None
        self._devices = devices
        for speaker, kind in _KINDS.items():
            box = self.boxes[speaker]
            name = wanted[speaker] if first else box.currentData()
            mine = [device for device in devices if device.kind == kind]
            usual = default_device(kind, mine)
            box.blockSignals(True)
            box.clear()
            box.add(f"System default: {usual.label or usual.name}" if usual else "System default", None)
            for device in mine:
                box.add(device.label or device.name, device.name)
            if name is not None and not any(device.name == name for device in mine):
                box.add(f"{name} (not there now)", name)
            box.setCurrentIndex(max(box.findData(name), 0) if name is not None else 0)
            box.setToolTip(box.currentText())
            box.blockSignals(False)
        self._listen()

    def _listen(self, *_: object) -> None:
        if self._devices is not None:
            chosen = self.chosen()
            self._ears.listen(chosen["agent"], chosen["customer"])

    def _look_again(self) -> None:
        self._ears.look()
