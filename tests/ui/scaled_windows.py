"""Draws every window at the scaling in QT_SCALE_FACTOR, also with a larger font, and says what is cut off or left out."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QLabel, QWidget

from assist.profile.draft import Draft
from assist.profile.schema import GROUPS
from assist.session.ears import Heard
from assist.session.first_start import FirstStart, Places
from assist.ui.controls import Elided
from assist.ui.gallery_windows import DEVICES, GOOD, StillEars
from assist.ui.settings.window import SettingsWindow
from assist.ui.setup.assistant import Assistant
from assist.ui.theme import DARK, LIGHT


def problems(window: QWidget) -> Iterator[str]:
    """What is wrong with what a window shows."""
    for _ in range(3):
        QApplication.processEvents()
    free = window.screen().availableGeometry()
    if window.width() > free.width() or window.height() > free.height():
        yield f"window {window.size()} larger than the screen {free.size()}"
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel) and not isinstance(widget, Elided) and widget.text():
            needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            if widget.height() < needed or (not widget.wordWrap() and widget.width() < widget.sizeHint().width()):
                yield f"text cut off: {widget.text()}"
        elif isinstance(widget, QAbstractButton | QAbstractSpinBox):
            hint = widget.minimumSizeHint() if isinstance(widget, QAbstractSpinBox) else widget.sizeHint()
            if widget.width() < hint.width() or widget.height() < hint.height():
                yield f"control cut off: {widget.accessibleName()}"
        right = widget.mapTo(window, widget.rect().topRight()).x()
        if right >= window.width() and not widget.inherits("QScrollBar"):
            yield f"outside the window: {type(widget).__name__} {widget.accessibleName()}"


def windows(folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Name and window of every state."""
    places = Places(folder / "settings.toml", folder / "phrases.toml", folder / "mine.toml", folder / "place.json")
    for theme in (LIGHT, DARK):
        ears = StillEars(Heard(devices=DEVICES, phase="done", check_seconds=10.0, verdicts=GOOD))
        assistant = Assistant(FirstStart(places, "default"), ears, first=True, reduced_motion=True, theme=theme)
        assistant.show()
        for number, page in enumerate(assistant.pages):
            assistant.go_to(number)
            if hasattr(page, "poll"):
                page.poll()
            assistant.problem.show_text(
                f"{folder}/a/rather/long/folder/settings.toml: it cannot be written: no space; free some."
            )
            yield f"setup {number + 1}, {theme.name}", assistant
        assistant.reject()
    (folder / "mine.toml").write_text("[prompts]\nbeat_seconds = 1.5\n")
    window = SettingsWindow(Draft(folder / "mine.toml"), theme=LIGHT)
    window.show()
    window.draft.put("tension.rising_level", 0.9)
    for row in range(len(GROUPS) + 1):
        window.groups.setCurrentRow(row)
        yield f"settings {row}", window
    window.draft.undo()
    window.reject()


def main() -> None:
    application = QApplication([])
    base = application.font()
    for size in (1.0, 1.35):
        font = QFont(base)
        font.setPointSizeF(base.pointSizeF() * size)
        application.setFont(font)
        with tempfile.TemporaryDirectory() as folder:
            for name, window in windows(Path(folder)):
                for problem in problems(window):
                    print(f"{name}, font {size}: {problem}")
    print(f"drawn at {application.primaryScreen().devicePixelRatio():g}")
    sys.exit(0)


if __name__ == "__main__":
    main()
