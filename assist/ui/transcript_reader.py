"""The whole transcript so far, to scroll in with the keyboard: opened by the agent like a menu, and gone with Escape."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from assist.ui.look import Look
from assist.ui.placement import Area, clamp
from assist.ui.transcript import SpokenLine
from assist.ui.wording import SIDE_LABELS

_WIDTH = 420
_HEIGHT = 340


class TranscriptReader(QWidget):
    """A popup: it takes the keys while it is open, as a menu does, and leaves the focus where it was.

    Args:
        look: colours and fonts.
        parent: the overlay.
    """

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setWindowTitle("Leap Assist: transcript")
        self.setAccessibleName("Transcript of this call so far")
        self._text = QTextBrowser(self)
        self._text.setAccessibleName("Transcript of this call so far")
        self._text.setFrameShape(QFrame.Shape.Box)
        self._text.setOpenLinks(False)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text)
        self._look = look
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        palette = QPalette(self._text.palette())
        palette.setColor(QPalette.ColorRole.Base, look.color("surface"))
        palette.setColor(QPalette.ColorRole.Text, look.color("text"))
        self._text.setPalette(palette)
        self._text.setFont(look.normal)

    @property
    def text(self) -> str:
        """What is shown, without colours."""
        return self._text.toPlainText()

    def open(self, lines: list[SpokenLine], beside: Area, free: Area) -> None:
        """Show lines near the overlay, the newest in sight.

        Args:
            lines: oldest first.
            beside: the overlay's place.
            free: the screen's free area.
        """
        muted = self._look.theme.muted
        rows = [
            f'<p><span style="color:{muted}">{SIDE_LABELS[line.speaker]}</span> {html.escape(line.text)}</p>'
            for line in lines
        ]
        self._text.setHtml("".join(rows) or f'<p style="color:{muted}">Nothing has been recognised yet.</p>')
        width, height = self._look.px(_WIDTH), self._look.px(_HEIGHT)
        wanted = Area(beside.x, beside.y + beside.height, min(width, free.width), min(height, free.height))
        place = clamp(wanted, free)
        self.setGeometry(place.x, place.y, place.width, place.height)
        self.show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin at the newest line."""
        super().showEvent(event)
        bar = self._text.verticalScrollBar()
        bar.setValue(bar.maximum())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll; Escape closes."""
        bar = self._text.verticalScrollBar()
        ways = {
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in ways:
            bar.setValue(bar.value() + ways[key])
        else:
            super().keyPressEvent(event)
