"""Hotkeys on a real X server, pressed while another program has the keyboard."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assist.session.keys import parse_key
from assist.ui.actions import OverlayActions
from assist.ui.hotkeys import Hotkeys
from assist.ui.overlay import Overlay
from assist.ui.tray import Tray
from assist.ui.windows_keys import WindowsKeys, virtual_key
from assist.ui.x11_keys import X11Keys
from tests.ui.making import STARTED, shown, words

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool"),
]

SETTINGS = Path("settings.toml")
SNOOZE, EVIDENCE = "Ctrl+Shift+F11", "Ctrl+Shift+F8"


def press(qtbot: QtBot, *keys: str) -> None:
    done = subprocess.Popen(["xdotool", "key", "--clearmodifiers", *keys])
    qtbot.waitUntil(lambda: done.poll() is not None, timeout=20_000)
    assert done.returncode == 0


@pytest.fixture
def pressed(qtbot: QtBot) -> Generator[list[str], None, None]:
    """Actions in the order of their keys' presses."""
    actions: list[str] = []
    keys = {"snooze": parse_key(SNOOZE), "evidence": parse_key(EVIDENCE), "hide_show": parse_key("Super+PageUp")}
    hotkeys = Hotkeys(keys, actions.append, SETTINGS)
    assert (hotkeys.problem, hotkeys.working) == ("", keys)
    yield actions
    hotkeys.close()


@pytest.fixture
def elsewhere(qtbot: QtBot) -> Generator[Callable[[], str], None, None]:
    """Another program that has the keyboard, and has it back after a menu; what its text field said last."""
    process = QProcess()
    process.setWorkingDirectory(str(Path(__file__).parents[2]))
    process.start(sys.executable, ["-m", "tests.ui.text_field"])
    said: list[str] = []

    def latest() -> str:
        said.extend(bytes(process.readAllStandardOutput().data()).decode().splitlines())
        return said[-1] if said else ""

    qtbot.waitUntil(lambda: latest() == "ready", timeout=20_000)
    yield latest
    process.terminate()
    process.waitForFinished(10_000)


def test_keys_work_whichever_program_has_the_keyboard(
    qtbot: QtBot, pressed: list[str], elsewhere: Callable[[], str]
) -> None:
    press(qtbot, "ctrl+shift+F11", "ctrl+shift+F8", "super+Prior")
    qtbot.waitUntil(lambda: pressed == ["snooze", "evidence", "hide_show"])
    press(qtbot, "F11", "ctrl+F11", "a", "b")
    qtbot.waitUntil(lambda: elsewhere() == "ab")
    assert len(pressed) == 3


def test_caps_lock_and_num_lock_do_not_matter(qtbot: QtBot, pressed: list[str]) -> None:
    for lock in ("Caps_Lock", "Num_Lock"):
        press(qtbot, lock)
        try:
            press(qtbot, "ctrl+shift+F11")
        finally:
            press(qtbot, lock)
    qtbot.waitUntil(lambda: bool(pressed))
    assert set(pressed) == {"snooze"}


def test_a_key_that_is_held_counts_once(qtbot: QtBot, pressed: list[str]) -> None:
    down = ["keydown", "ctrl", "keydown", "shift", "keydown", "F11"]
    held = subprocess.Popen(["xdotool", *down, "sleep", "1.5", "keyup", "shift", "keyup", "F11", "keyup", "ctrl"])
    qtbot.waitUntil(lambda: held.poll() is not None, timeout=20_000)
    press(qtbot, "ctrl+shift+F8")
    qtbot.waitUntil(lambda: pressed[-1:] == ["evidence"])
    assert pressed == ["snooze", "evidence"]


def test_a_key_that_another_program_has_is_told_in_one_sentence(qtbot: QtBot) -> None:
    other = X11Keys(lambda _: None)
    try:
        assert other.take({"theirs": parse_key(SNOOZE)}) == []
        keys = {"snooze": parse_key(SNOOZE), "evidence": parse_key(EVIDENCE)}
        hotkeys = Hotkeys(keys, lambda _: None, SETTINGS)
        assert set(hotkeys.working) == {"evidence"}
        assert hotkeys.problem == (
            "Ctrl+Shift+F11 is taken by another program or not on this keyboard; choose another key for snooze under"
            " [hotkeys] in settings.toml."
        )
        hotkeys.close()
    finally:
        other.close()
    again = Hotkeys({"snooze": parse_key(SNOOZE)}, lambda _: None, SETTINGS)
    assert again.problem == ""
    again.close()


def test_several_conflicts_are_still_one_sentence(qtbot: QtBot) -> None:
    other = X11Keys(lambda _: None)
    keys = {"snooze": parse_key(SNOOZE), "evidence": parse_key(EVIDENCE)}
    other.take(keys)
    hotkeys = Hotkeys(keys, lambda _: None, SETTINGS)
    assert hotkeys.problem.startswith("Ctrl+Shift+F11 and Ctrl+Shift+F8 are taken by")
    assert hotkeys.problem.count(".") == 2  # the file's name has one
    hotkeys.close()
    other.close()


def test_after_closing_the_keys_are_everybodys_again(qtbot: QtBot, elsewhere: Callable[[], str]) -> None:
    actions: list[str] = []
    hotkeys = Hotkeys({"snooze": parse_key("Ctrl+Alt+a")}, actions.append, SETTINGS)
    hotkeys.close()
    press(qtbot, "ctrl+alt+a", "x")
    qtbot.waitUntil(lambda: elsewhere().endswith("x"))
    assert actions == []


def test_the_menu_opens_by_key_and_is_used_by_keyboard_alone(
    qtbot: QtBot, overlay: Overlay, elsewhere: Callable[[], str]
) -> None:
    tray = Tray()
    overlay.set_menu(tray.menu)
    actions = OverlayActions(overlay)
    hotkeys = Hotkeys({"menu": parse_key("Ctrl+Shift+F7")}, actions.do, SETTINGS)
    overlay.changed.connect(tray.show_status)
    tray.asked.connect(actions.do)
    paused: list[bool] = []
    tray.pause.connect(lambda: paused.append(True))
    acted: list[tuple[str, object]] = []
    overlay.acted.connect(lambda action, prompt: acted.append((action, prompt)))
    try:
        overlay.handle(STARTED)
        press(qtbot, "ctrl+shift+F7")
        qtbot.waitUntil(tray.menu.isVisible)
        press(qtbot, "Return")
        qtbot.waitUntil(lambda: paused == [True])

        with qtbot.waitSignal(overlay.painted):
            overlay.handle(shown(3))
        press(qtbot, "ctrl+shift+F7")
        qtbot.waitUntil(tray.menu.isVisible)
        wanted = next(a for a in tray.menu.actions() if a.text() == "Not helpful")
        for _ in tray.menu.actions():
            if tray.menu.activeAction() is wanted:
                break
            press(qtbot, "Down")
        press(qtbot, "Return")
        qtbot.waitUntil(lambda: acted == [("not_helpful", 3)])
        press(qtbot, "o", "k")
        qtbot.waitUntil(lambda: elsewhere() == "ok")
    finally:
        hotkeys.close()
        tray.close()


def test_the_transcript_is_read_with_the_keyboard_alone(
    qtbot: QtBot, overlay: Overlay, elsewhere: Callable[[], str]
) -> None:
    actions = OverlayActions(overlay)
    hotkeys = Hotkeys({"transcript": parse_key("Ctrl+Shift+F6")}, actions.do, SETTINGS)
    overlay.handle(STARTED)
    for number in range(60):
        overlay.handle(words("customer", f"sentence number {number}", utterance=number))
    reader = overlay._reader
    bar = reader._text.verticalScrollBar()
    try:
        press(qtbot, "ctrl+shift+F6")
        qtbot.waitUntil(lambda: reader.isVisible() and bar.value() == bar.maximum() > 0)
        assert "Caller sentence number 59" in reader.text
        press(qtbot, "Prior")
        qtbot.waitUntil(lambda: bar.value() < bar.maximum())
        press(qtbot, "Home")
        qtbot.waitUntil(lambda: bar.value() == 0)
        press(qtbot, "Escape")
        qtbot.waitUntil(lambda: not reader.isVisible())
        press(qtbot, "o", "k")
        qtbot.waitUntil(lambda: elsewhere() == "ok")
    finally:
        hotkeys.close()


def test_without_keys_there_is_no_problem(qtbot: QtBot) -> None:
    hotkeys = Hotkeys({}, lambda _: None, SETTINGS)
    assert (hotkeys.problem, hotkeys.working) == ("", {})
    hotkeys.close()


def test_on_wayland_it_says_what_to_use_instead(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    hotkeys = Hotkeys({"snooze": parse_key(SNOOZE)}, lambda _: None, SETTINGS)
    assert hotkeys.problem == "Hotkeys do not exist for programs on a Wayland desktop; use the menu instead."
    assert hotkeys.working == {}


def test_windows_numbers(qtbot: QtBot) -> None:
    assert (virtual_key("A"), virtual_key("0"), virtual_key("F1"), virtual_key("F24")) == (0x41, 0x30, 0x70, 0x87)
    assert virtual_key("PageUp") == 0x21
    if sys.platform != "win32":
        with pytest.raises(OSError, match="for Windows"):
            WindowsKeys(lambda _: None)


def test_a_hotkey_answers_a_prompt(qtbot: QtBot, overlay: Overlay, pressed: list[str]) -> None:
    actions = OverlayActions(overlay)
    acted: list[tuple[str, object]] = []
    overlay.acted.connect(lambda action, prompt: acted.append((action, prompt)))
    overlay.handle(STARTED)
    with qtbot.waitSignal(overlay.painted):
        overlay.handle(shown(5))
    press(qtbot, "ctrl+shift+F11")
    qtbot.waitUntil(lambda: pressed == ["snooze"])
    actions.do(pressed[0])
    assert acted == [("snooze", 5)]
    assert overlay.status.prompt is None
    QTest.keyClick(overlay, Qt.Key.Key_A)  # and whatever comes to the window itself changes nothing
    QApplication.processEvents()
    assert acted == [("snooze", 5)]
