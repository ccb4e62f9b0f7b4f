"""The windows that the menu opens, and those that are commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from assist.profile.load import ProfileError
from assist.session.ears import Heard
from assist.session.settings import first_start_is_over, own_profile_file
from assist.ui import own_windows
from assist.ui.gallery_windows import DEVICES, StillEars
from assist.ui.own_windows import OwnWindows, run_settings, run_setup
from assist.ui.settings.window import SettingsWindow
from assist.ui.setup.assistant import Assistant
from assist.ui.setup.place import PlacePage

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(own_windows, "LiveEars", lambda _: StillEars(Heard(devices=DEVICES)))
    yield tmp_path
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def open_now(kind: type[object]) -> list[object]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]


def test_the_menu_opens_each_once(qtbot: QtBot) -> None:
    windows = OwnWindows()
    for _ in range(2):
        windows.settings()
        windows.setup()
        assert len(open_now(SettingsWindow)) == len(open_now(Assistant)) == 1
    assistant = open_now(Assistant)[0]
    assert isinstance(assistant, Assistant) and not any(isinstance(page, PlacePage) for page in assistant.pages)
    windows.close_setup()
    assert open_now(Assistant) == []
    windows.close_setup()
    windows.setup()
    windows.close()
    assert open_now(SettingsWindow) == open_now(Assistant) == []


def test_a_broken_profile_is_told_in_a_box(qtbot: QtBot) -> None:
    own_profile_file().parent.mkdir(parents=True)
    own_profile_file().write_text("[prompts\n")
    windows = OwnWindows()
    windows.settings()
    (box,) = open_now(QMessageBox)
    assert isinstance(box, QMessageBox) and "mine.toml" in box.text()
    windows.close()


def test_as_commands_they_return_when_they_are_closed(qtbot: QtBot) -> None:
    QTimer.singleShot(50, lambda: [w.reject() for w in open_now(Assistant)])  # type: ignore[attr-defined]
    run_setup(first=True)
    assert first_start_is_over()
    QTimer.singleShot(50, lambda: [w.reject() for w in open_now(SettingsWindow)])  # type: ignore[attr-defined]
    run_settings()
    own_profile_file().parent.mkdir(parents=True)
    own_profile_file().write_text("[prompts\n")
    with pytest.raises(ProfileError, match=r"mine\.toml"):
        run_settings()
