"""The first-start assistant: each page keeps its own choice when it is left forwards, and only then."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assist.capture.devices import Device
from assist.profile.load import load_profile
from assist.session.ears import Ears, Heard, LiveEars
from assist.session.first_start import FirstStart, Places
from assist.session.settings import Choice, first_start_is_over, keep_devices
from assist.ui.gallery_windows import DEVICES, GOOD, LONG, StillEars
from assist.ui.look import make_look
from assist.ui.remembered import Remembered
from assist.ui.setup.assistant import Assistant
from assist.ui.setup.beat import BeatPage
from assist.ui.setup.check import CheckPage
from assist.ui.setup.devices import DevicesPage
from assist.ui.setup.phrases import PhrasesPage
from assist.ui.setup.place import PlacePage
from assist.ui.theme import LIGHT

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

WELCOME, DEVICES_AT, CHECK, PHRASES, BEAT, PLACE = range(6)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    folder = tmp_path / "config"
    return Places(
        folder / "settings.toml", folder / "phrases.toml", folder / "profiles" / "mine.toml", tmp_path / "p.json"
    )


@pytest.fixture
def ears() -> StillEars:
    return StillEars(Heard(devices=DEVICES, levels_db={"agent": -20.0, "customer": -100.0}))


@pytest.fixture
def assistant(qtbot: QtBot, places: Places, ears: StillEars) -> Generator[Assistant, None, None]:
    window = shown(qtbot, places, ears)
    yield window
    window.reject()


def shown(qtbot: QtBot, places: Places, ears: Ears, with_place: bool = True) -> Assistant:
    window = Assistant(
        FirstStart(places, "default"), ears, first=True, with_place=with_place, reduced_motion=True, theme=LIGHT
    )
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def press(widget: QWidget, key: Qt.Key) -> None:
    """A key as the window gets it."""
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def test_it_promises_in_plain_words_what_is_kept(assistant: Assistant) -> None:
    text = " ".join(label.text() for label in assistant.page.findChildren(QLabel))
    for promise in (
        "Nothing is sent anywhere",
        "no account",
        "not stored",
        "taken out",
        "after 30 days",
        "never judges",
    ):
        assert promise in text
    assert assistant.step.text() == "Step 1 of 6" and not assistant.back.isEnabled()


def test_the_whole_way_by_keyboard_alone(qtbot: QtBot, assistant: Assistant, places: Places) -> None:
    for number in range(6):
        assert assistant.page is assistant.pages[number]
        assert assistant.focusWidget() is assistant.forward and assistant.forward.isDefault()
        press(assistant, Qt.Key.Key_PageUp)
        if number:
            press(assistant, Qt.Key.Key_PageDown)
        press(assistant, Qt.Key.Key_Return)
    assert not assistant.isVisible() and first_start_is_over(places.settings)


def test_devices_are_shown_with_levels_and_kept(assistant: Assistant, ears: StillEars, places: Places) -> None:
    assistant.go_to(DEVICES_AT)
    page = assistant.page
    assert isinstance(page, DevicesPage)
    page.poll()
    assert page.boxes["agent"].itemText(0) == "System default: Built-in microphone"
    assert ears.asked[-1] == ("builtin", "hdmi")
    page.boxes["agent"].setCurrentIndex(1)
    assert ears.asked[-1] == ("usb", "hdmi") and page.boxes["agent"].toolTip() == LONG
    assert page.meters["agent"].share > 0.7 and "sound is heard" in page.meters["agent"].accessibleName()
    assert page.meters["customer"].share == 0.0 and "quiet" in page.meters["customer"].accessibleName()
    assert not places.settings.exists()
    assistant.forward.click()
    assert FirstStart(places, "default").devices() == Choice("usb", None)


def test_a_remembered_device_that_is_gone_stays_chosen(qtbot: QtBot, places: Places, ears: StillEars) -> None:
    keep_devices(Choice("my old headset", "hdmi"), places.settings)
    window = shown(qtbot, places, ears)
    window.go_to(DEVICES_AT)
    page = window.page
    assert isinstance(page, DevicesPage)
    page.poll()
    assert page.boxes["agent"].currentText() == "my old headset (not there now)"
    assert ears.asked[-1] == ("builtin", "hdmi")
    ears.picture = Heard(devices=())
    page.poll()
    assert "There is no microphone" in page.messages["agent"].text and "no output" in page.messages["customer"].text
    window.forward.click()
    assert FirstStart(places, "default").devices() == Choice("my old headset", "hdmi")
    window.reject()


def test_complaints_of_devices_are_on_the_page(assistant: Assistant, ears: StillEars) -> None:
    assistant.go_to(DEVICES_AT)
    page = assistant.page
    assert isinstance(page, DevicesPage)
    ears.picture = replace(ears.picture, complaints={"customer": "It moved to another output."})
    page.poll()
    assert page.messages["customer"].text == "It moved to another output." and page.messages["customer"].isVisible()
    ears.picture = replace(ears.picture, complaints={})
    page.poll()
    assert not page.messages["customer"].isVisible()


def test_the_check_leads_through_both_halves(assistant: Assistant, ears: StillEars) -> None:
    assistant.go_to(DEVICES_AT)
    assistant.page.poll()  # type: ignore[attr-defined]
    assistant.go_to(CHECK)
    page = assistant.page
    assert isinstance(page, CheckPage) and ears.asked.count(("builtin", "hdmi")) >= 2
    ears.picture = replace(ears.picture, phase="done", check_seconds=10.0, verdicts=GOOD)  # of a check before
    page.start.click()
    page.poll()
    assert ears.asked[-1] == "check" and "Say a sentence" in page.asked.text() and page.verdicts["you"].text == ""
    ears.picture = Heard(devices=DEVICES, phase="play", check_seconds=5.0)
    page.poll()
    assert "play something" in page.asked.text() and page.bar.value() == 50
    ears.picture = Heard(devices=DEVICES, phase="done", check_seconds=10.0, verdicts=GOOD)
    page.poll()
    for verdict in GOOD:
        assert page.verdicts[verdict.topic].text == verdict.text
    assert page.verdicts["apart"].label.accessibleName().startswith("Problem: ") and page.start.text() == "&Check again"
    page.start.click()
    assert page.verdicts["apart"].text == ""


def test_a_check_with_nothing_to_hear_says_so(qtbot: QtBot, places: Places) -> None:
    window = shown(qtbot, places, StillEars(Heard(devices=())))
    window.go_to(CHECK)
    page = window.page
    assert isinstance(page, CheckPage)
    page.start.click()
    assert "nothing to hear" in page.asked.text()
    window.reject()


def test_two_phrases_are_kept_first_and_others_stay(assistant: Assistant, places: Places) -> None:
    places.phrases.parent.mkdir()
    places.phrases.write_text('pause = ["One breath."]\nacknowledge = ["That is a lot.", "I hear you."]\n')
    assistant.go_to(PHRASES)
    page = assistant.page
    assert isinstance(page, PhrasesPage)
    assert page.slots[0].chosen == ("pause", "One breath.") and page.slots[1].chosen == (
        "acknowledge",
        "That is a lot.",
    )
    page.slots[1].words.setEditText("  That sounds   heavy. ")
    assistant.forward.click()
    kept = FirstStart(places, "default").phrases()
    assert kept == {"pause": ("One breath.",), "acknowledge": ("That sounds heavy.", "I hear you.")}


def test_a_phrase_that_does_not_fit_is_refused_on_the_page(assistant: Assistant, places: Places) -> None:
    assistant.go_to(PHRASES)
    page = assistant.page
    assert isinstance(page, PhrasesPage)
    page.slots[0].words.setEditText("x" * 61)
    assert "61 characters" in page.slots[0].message.text
    assistant.forward.click()
    assert assistant.page is page and assistant.problem.isVisible() and not places.phrases.exists()
    page.slots[0].words.setEditText("Same.")
    page.slots[1].cue.setCurrentIndex(page.slots[0].cue.currentIndex())
    page.slots[1].words.setEditText("Same.")
    assistant.forward.click()
    assert "Both phrases are the same" in assistant.problem.text
    assistant.without.click()
    assert isinstance(assistant.page, BeatPage) and not places.phrases.exists() and not assistant.problem.isVisible()


def test_words_of_the_book_follow_the_cue_and_own_words_stay(assistant: Assistant) -> None:
    assistant.go_to(PHRASES)
    page = assistant.page
    assert isinstance(page, PhrasesPage)
    slot = page.slots[0]
    slot.words.setCurrentIndex(2)
    slot.cue.setCurrentIndex(slot.cue.findData("check_in"))
    assert slot.chosen is None and slot.words.count() > 2 and slot.cue.findData("safety") == -1
    slot.words.setEditText("My own words.")
    slot.cue.setCurrentIndex(slot.cue.findData("reframe"))
    assert slot.chosen == ("reframe", "My own words.")


def test_the_beat_is_tried_out_and_kept(qtbot: QtBot, places: Places) -> None:
    now = [0.0]
    page = BeatPage(FirstStart(places, "default"), make_look(LIGHT), clock=lambda: now[0])
    qtbot.addWidget(page)
    page.show()
    page.enter()
    assert page.seconds.value() == 1.0
    page.slider.setValue(18)
    assert page.seconds.value() == 1.8
    page.run.click()
    now[0] = 0.9
    assert page.ring.beat is not None and page.ring.beat.share(now[0]) == pytest.approx(0.5)
    now[0] = 1.8
    page.beat_is_over()
    assert page.said.text() == "Now." and page.ring.accessibleName() != "Leave a beat"
    page.save()
    assert load_profile(places.profile).prompts.beat_seconds == 1.8
    page.leave()
    assert page.ring.beat is None and not page.ring.moving


def test_the_overlay_is_placed_by_corner_or_by_hand(assistant: Assistant, places: Places) -> None:
    Remembered(places.overlay).set(show_beat=False)
    assistant.go_to(PLACE)
    page = assistant.page
    assert isinstance(page, PlacePage) and page.overlay is not None and page.overlay.isVisible()
    free = assistant.screen().availableGeometry()
    page.group.button(2).click()
    assert page.overlay.x() - free.x() < 100 and free.bottom() - page.overlay.geometry().bottom() < 100
    assert Remembered(places.overlay).get("last") is None
    overlay = page.overlay
    assistant.forward.click()
    assert page.overlay is None and not overlay.isVisible()
    kept = Remembered(places.overlay)
    spot = kept.get("screens")[kept.get("last")]
    assert (spot["from_right"], spot["from_bottom"], kept.get("show_beat")) == (False, True, False)


def test_dragging_the_overlay_counts(qtbot: QtBot, assistant: Assistant, places: Places) -> None:
    assistant.go_to(PLACE)
    page = assistant.page
    assert isinstance(page, PlacePage)
    page.group.button(0).click()
    overlay = page.overlay
    assert overlay is not None
    at = overlay.strip_area.center()
    QTest.mousePress(overlay, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(overlay, at + QPoint(200, 150))
    QTest.mouseRelease(overlay, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: page.group.checkedId() == 4)
    assistant.forward.click()
    spot = Remembered(places.overlay).get("screens")[Remembered(places.overlay).get("last")]
    assert spot["x"] > 24 and not spot["from_right"]


def test_leaving_keeps_what_was_before(assistant: Assistant, ears: StillEars, places: Places) -> None:
    assistant.go_to(BEAT)
    page = assistant.page
    assert isinstance(page, BeatPage)
    page.seconds.setValue(3.0)
    press(assistant, Qt.Key.Key_Escape)
    assert not assistant.isVisible() and not places.profile.exists() and not places.phrases.exists()
    assert ears.asked.count("close") == 1 and first_start_is_over(places.settings)
    assistant.close()
    assert ears.asked.count("close") == 1


def test_what_cannot_be_saved_is_told_in_one_sentence(
    qtbot: QtBot, places: Places, ears: StillEars, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    places.profile.parent.mkdir(parents=True)
    places.profile.write_text("[prompts\n")
    window = shown(qtbot, replace(places, settings=tmp_path / "file" / "s.toml"), ears)
    window.go_to(DEVICES_AT)
    window.page.poll()  # type: ignore[attr-defined]
    window.forward.click()
    assert isinstance(window.page, DevicesPage) and "cannot be written" in window.problem.text
    window.without.click()
    assert isinstance(window.page, CheckPage)
    window.go_to(BEAT)
    assert "mine.toml" in window.problem.text
    window.forward.click()
    assert isinstance(window.page, BeatPage)
    window.reject()


def test_beside_the_real_overlay_there_is_no_page_for_its_place(qtbot: QtBot, places: Places, ears: StillEars) -> None:
    window = shown(qtbot, places, ears, with_place=False)
    assert not any(isinstance(page, PlacePage) for page in window.pages)
    window.reject()


def test_everything_has_a_name_for_screen_readers(assistant: Assistant) -> None:
    for number in range(len(assistant.pages)):
        assistant.go_to(number)
        for widget in assistant.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.parent() is not None:
                named = widget.accessibleName() or getattr(widget, "text", lambda: "")()
                above = widget.parentWidget()
                inside = above is not None and above.accessibleName()
                assert named or inside, (number, type(widget).__name__)


def test_real_ears_without_devices_do_not_disturb(qtbot: QtBot, places: Places) -> None:
    from assist.profile.schema import SpeakerBleed

    def none(*_: Device | None) -> object:
        raise AssertionError("nothing must be opened")

    window = shown(qtbot, places, LiveEars(SpeakerBleed(), list, none))  # type: ignore[arg-type]
    window.go_to(DEVICES_AT)
    page = window.page
    assert isinstance(page, DevicesPage)
    qtbot.waitUntil(lambda: "There is no microphone" in page.messages["agent"].text)
    window.reject()
