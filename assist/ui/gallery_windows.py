"""The windows in sample states, for the gallery: every page of the first start, and the settings."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from assist.capture.devices import Device, Kind
from assist.events import Speaker
from assist.profile.draft import Draft
from assist.profile.schema import GROUPS
from assist.session.ears import Heard
from assist.session.first_start import FirstStart, Places
from assist.session.sound_check import Verdict
from assist.ui.settings.window import SettingsWindow
from assist.ui.setup.assistant import Assistant
from assist.ui.setup.beat import BeatPage
from assist.ui.setup.check import CheckPage
from assist.ui.setup.devices import DevicesPage
from assist.ui.setup.phrases import PhrasesPage
from assist.ui.setup.place import PlacePage
from assist.ui.theme import Theme

LONG = "Jabra Evolve2 65 Flex Stereo mit Ladestation, Kommunikationsgerät (Digital Stereo Duplex, Bluetooth Handsfree)"


def _device(kind: Kind, name: str, label: str, is_default: bool = False) -> Device:
    return Device(kind, name, label, "PulseAudio", 1, 48_000, "pulse_microphone", name, is_default)


DEVICES = (
    _device("microphone", "usb", LONG),
    _device("microphone", "builtin", "Built-in microphone", is_default=True),
    _device("output", "usb.out", LONG),
    _device("output", "hdmi", "HDMI", is_default=True),
)
_LEVELS: dict[Speaker, float] = {"agent": -24.0, "customer": -38.0}
GOOD = (
    Verdict("you", "good", "Your microphone hears you."),
    Verdict("caller", "good", "The softphone's sound is heard."),
    Verdict(
        "apart",
        "bad",
        "Your microphone hears the caller from the loudspeaker; use a headset, or some reminders stay off.",
    ),
)


class StillEars:
    """A picture that does not change, for pictures and tests: no device is opened."""

    def __init__(self, picture: Heard) -> None:
        self.picture = picture
        self.asked: list[object] = []

    def look(self) -> None:
        """See `Ears.look`."""
        self.asked.append("look")

    def listen(self, microphone: Device | None, output: Device | None) -> None:
        """See `Ears.listen`."""
        self.asked.append((microphone and microphone.name, output and output.name))

    def check(self) -> None:
        """See `Ears.check`."""
        self.asked.append("check")

    def heard(self) -> Heard:
        """See `Ears.heard`."""
        return self.picture

    def close(self) -> None:
        """See `Ears.close`."""
        self.asked.append("close")


def setup_pictures(theme: Theme) -> Iterator[tuple[str, QPixmap]]:
    """Name and picture of every page of the assistant."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        places = Places(home / "settings.toml", home / "phrases.toml", home / "profiles" / "mine.toml", home / "p.json")
        ears = StillEars(Heard(devices=DEVICES, levels_db=_LEVELS))
        assistant = Assistant(FirstStart(places, "default"), ears, first=True, reduced_motion=True, theme=theme)
        assistant.show()
        for number, page in enumerate(assistant.pages):
            assistant.go_to(number)
            name = f"setup_{number + 1}_{type(page).__name__.removesuffix('Page').lower()}"
            yield from _states(name, assistant, ears)
        assistant.reject()
        assistant.deleteLater()


def _states(name: str, assistant: Assistant, ears: StillEars) -> Iterator[tuple[str, QPixmap]]:
    match assistant.page:
        case DevicesPage() as page:
            page.boxes["agent"].setCurrentIndex(0)
            page.poll()
            page.boxes["agent"].setCurrentIndex(1)
            yield name, _taken(assistant)
            trouble = "The system gives this program only silence; allow the microphone in its settings."
            ears.picture = Heard(devices=DEVICES[:1], levels_db=_LEVELS, complaints={"agent": trouble})
            page.poll()
            yield f"{name}_trouble", _taken(assistant)
            ears.picture = Heard(devices=DEVICES, levels_db=_LEVELS)
            page.poll()
        case CheckPage() as page:
            yield name, _taken(assistant)
            page.start.click()
            ears.picture = Heard(devices=DEVICES, levels_db=_LEVELS, phase="play", check_seconds=6.0)
            page.poll()
            yield f"{name}_running", _taken(assistant)
            ears.picture = Heard(devices=DEVICES, levels_db=_LEVELS, phase="done", check_seconds=10.0, verdicts=GOOD)
            page.poll()
            yield f"{name}_done", _taken(assistant)
        case PhrasesPage() as page:
            page.slots[0].words.setCurrentIndex(1)
            page.slots[1].words.setEditText("Which of these feels most doable for you this month, and which one not?")
            assistant.forward.click()
            yield name, _taken(assistant)
            page.slots[1].words.setEditText("")
        case BeatPage() as page:
            page.try_out()
            yield name, _taken(assistant)
            page.beat_is_over()
            yield f"{name}_over", _taken(assistant)
        case PlacePage() as page:
            page.group.button(1).click()
            yield name, _taken(assistant)
        case _:
            yield name, _taken(assistant)


def _taken(window: QWidget) -> QPixmap:
    QApplication.processEvents()
    return window.grab()


def settings_pictures(theme: Theme) -> Iterator[tuple[str, QPixmap]]:
    """Name and picture of the settings window in several states."""
    with tempfile.TemporaryDirectory() as folder:
        team, mine = Path(folder) / "team.toml", Path(folder) / "mine.toml"
        team.write_text("[prompts]\ngap_seconds = 30\n\n[tension]\nhigh_level = 0.7\n", encoding="utf-8")
        mine.write_text('inherits = "team"\n\n[prompts]\nbeat_seconds = 1.5\nshown_seconds = 10\n', encoding="utf-8")
        draft = Draft(mine)
        window = SettingsWindow(draft, theme=theme)
        window.show()
        yield "settings", _taken(window)
        window.groups.setCurrentRow(0)
        yield "settings_what_differs", _taken(window)
        window.search.setText("silence")
        yield "settings_search", _taken(window)
        window.search.setText("phrases")
        window.rows.row("conversation.disclosure_phrases").editor.widget.setPlainText("Hm\nthis call is recorded")  # type: ignore[attr-defined]
        yield "settings_phrases", _taken(window)
        draft.undo()
        window.search.setText("")
        window.groups.setCurrentRow(1 + list(GROUPS).index("tension"))
        window.rows.row("tension.rising_level").editor.widget.setValue(0.9)  # type: ignore[attr-defined]
        yield "settings_contradiction", _taken(window)
        draft.undo()
        window.reject()
