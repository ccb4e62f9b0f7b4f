"""The overlay never takes the keyboard from the agent's work."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QProcess
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from assist.ui.overlay import Overlay
from assist.ui.quiet_button import QuietButton
from tests.ui.making import STARTED, closed, shown, trouble, voice

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

TEXT = "the quick brown fox jumps over the lazy dog " * 3


def test_a_text_field_in_the_same_program_keeps_every_keystroke(overlay: Overlay, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    overlay.handle(STARTED)
    for number, letter in enumerate(TEXT):
        if number % 8 == 0:
            overlay.handle(shown(number))
        if number % 8 == 5:
            overlay.handle(closed(number - 5))
        focused = QApplication.focusWidget()
        assert focused is field
        QTest.keyClicks(focused, letter)
        QApplication.processEvents()
    assert field.text() == TEXT
    assert QApplication.activeWindow() is field


@pytest.fixture
def text_field(qtbot: QtBot) -> Generator[QProcess, None, None]:
    process = QProcess()
    process.setWorkingDirectory(str(Path(__file__).parents[2]))
    process.start(sys.executable, ["-m", "tests.ui.text_field"])
    yield process
    process.terminate()
    process.waitForFinished(10_000)


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool")
def test_a_text_field_of_another_program_keeps_every_keystroke(
    overlay: Overlay, qtbot: QtBot, text_field: QProcess
) -> None:
    said: list[str] = []

    def latest() -> str:
        said.extend(bytes(text_field.readAllStandardOutput().data()).decode().splitlines())
        return said[-1] if said else ""

    qtbot.waitUntil(lambda: latest() == "ready", timeout=20_000)
    overlay.handle(STARTED)
    typist = subprocess.Popen(["xdotool", "type", "--delay", "15", TEXT])
    number = 0

    def go_on() -> bool:
        nonlocal number
        number += 1
        overlay.handle(shown(number) if number % 2 else closed(number - 1))
        overlay.handle(voice("agent", on=number % 3 == 0))
        overlay.handle(trouble("no_audio", "customer", until=None if number % 5 else number))
        return typist.poll() is not None

    qtbot.waitUntil(go_on, timeout=60_000)
    assert typist.returncode == 0
    assert number > 20
    qtbot.waitUntil(lambda: latest() == TEXT, timeout=10_000)
    assert "lost" not in said


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool")
def test_a_click_on_a_button_leaves_the_focus_where_it_was(
    overlay: Overlay, qtbot: QtBot, text_field: QProcess
) -> None:
    said: list[str] = []

    def latest() -> str:
        said.extend(bytes(text_field.readAllStandardOutput().data()).decode().splitlines())
        return said[-1] if said else ""

    qtbot.waitUntil(lambda: latest() == "ready", timeout=20_000)
    with qtbot.waitSignal(overlay.painted):
        overlay.handle(shown(1))
    qtbot.waitUntil(lambda: not overlay._reveal.moving)
    snooze = next(b for b in overlay.findChildren(QuietButton) if b.text() == "Snooze")
    where = snooze.mapToGlobal(QPoint(snooze.width() // 2, snooze.height() // 2))
    acted: list[tuple[str, object]] = []
    overlay.acted.connect(lambda action, prompt: acted.append((action, prompt)))
    pointer = subprocess.Popen(
        ["xdotool", "mousemove", str(where.x()), str(where.y()), "click", "1", "type", "still here"]
    )
    qtbot.waitUntil(lambda: pointer.poll() is not None and latest() == "still here", timeout=20_000)
    assert acted == [("snooze", 1)]
    assert "lost" not in said
