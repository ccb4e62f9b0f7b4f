"""A text field in a program of its own, as the agent's other work: says "ready" when it has the focus, then its text."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit


def main() -> None:
    application = QApplication([])
    field = QLineEdit()
    field.setWindowTitle("text field")
    field.resize(500, 60)
    field.move(100, 600)
    field.textChanged.connect(lambda text: print(text, flush=True))
    application.focusChanged.connect(lambda _old, new: print("ready" if new is field else "lost", flush=True))
    field.show()
    field.activateWindow()
    QTimer.singleShot(60_000, application.quit)
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
