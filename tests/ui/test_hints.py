from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from assist.ui import hints
from assist.ui.hints import prefers_high_contrast, prefers_reduced_motion
from assist.ui.look import system_theme

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


@pytest.fixture(autouse=True)
def no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own desktop settings do not decide."""
    monkeypatch.setattr("shutil.which", lambda _: None)


@pytest.mark.parametrize(
    ("file", "text", "reduced"),
    [
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", True),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=1\n", False),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=true\n", False),
        ("gtk-4.0/settings.ini", "no file of this kind %(x)s", False),
    ],
)
def test_a_linux_desktop_says_it_in_its_files(tmp_path: Path, file: str, text: str, reduced: bool) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert prefers_reduced_motion("linux", {"XDG_CONFIG_HOME": str(tmp_path)}) is reduced


@pytest.mark.parametrize(("answer", "reduced"), [("false", True), ("true", False), ("", False)])
def test_gnome_says_it_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, reduced: bool) -> None:
    asked: list[list[str]] = []

    def said(command: list[str]) -> str:
        asked.append(command)
        return answer

    monkeypatch.setattr(hints, "_said", said)
    assert prefers_reduced_motion("linux", {"XDG_CONFIG_HOME": str(tmp_path)}) is reduced
    assert asked == [["gsettings", "get", "org.gnome.desktop.interface", "enable-animations"]]


def test_a_system_that_says_nothing_has_motion(tmp_path: Path) -> None:
    assert prefers_reduced_motion("darwin", {}) is False
    assert prefers_reduced_motion("linux", {"XDG_CONFIG_HOME": str(tmp_path)}) is False


def test_the_contrast_is_the_systems(qtbot: QtBot) -> None:
    style = QGuiApplication.styleHints()
    preference = style.accessibility().contrastPreference()
    assert prefers_high_contrast() == (preference == Qt.ContrastPreference.HighContrast)


def test_high_contrast_has_themes_of_its_own(qtbot: QtBot) -> None:
    assert system_theme(high_contrast=True).high_contrast
    assert not system_theme().high_contrast
