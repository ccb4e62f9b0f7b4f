"""Why a prompt is there: a small panel beside the overlay while the mouse rests on the prompt."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPaintEvent, QPalette, QTextDocumentFragment
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from assist.ui.background import paint_background
from assist.ui.look import Look
from assist.ui.placement import Area, clamp

_GAP = 6
_PAD = 12


class EvidencePanel(QWidget):
    """Text in a window of its own, so that it covers neither the prompt nor its buttons. Never takes the focus.

    Args:
        look: colours and fonts.
        rounded: draw round corners.
        parent: the overlay.
    """

    def __init__(self, look: Look, rounded: bool, parent: QWidget) -> None:
        super().__init__(
            parent,
            Qt.WindowType.ToolTip
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, rounded)
        self.setWindowTitle("Leap Assist: evidence")
        self.setAccessibleName("Why this prompt")
        self._look = look
        self._rounded = rounded
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._label)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        pad = look.px(_PAD)
        self._layout.setContentsMargins(pad, look.px(9), pad, look.px(9))
        self._label.setFont(look.small)
        palette = QPalette(self._label.palette())
        palette.setColor(QPalette.ColorRole.WindowText, look.color("text"))
        self._label.setPalette(palette)
        self.update()

    def show_beside(self, text: str, card: Area, free: Area) -> None:
        """Show text below the card, or above it where there is no room below.

        Args:
            text: rich text.
            card: the overlay's place.
            free: the screen's free area.
        """
        self._label.setText(text)
        plain = QTextDocumentFragment.fromHtml(text).toPlainText()
        self.setAccessibleDescription(plain.replace("\n", ". "))
        gap = self._look.px(_GAP)
        height = self._layout.totalHeightForWidth(card.width)
        below = card.y + card.height + gap
        fits_below = below + height <= free.y + free.height
        place = clamp(Area(card.x, below if fits_below else card.y - gap - height, card.width, height), free)
        self.setGeometry(place.x, place.y, place.width, place.height)
        self.show()

    def announce(self) -> None:
        """Let screen readers speak it: the agent asked for it with a key."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw background and border."""
        del event
        paint_background(self, self._look, self._rounded)
