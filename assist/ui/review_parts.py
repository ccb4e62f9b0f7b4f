"""Small things that the review's pages are built from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from assist.ui.look import Look


def label(text: str, font: QFont, *, quiet: bool = False, wrap: bool = True) -> QLabel:
    """Plain text that breaks its lines."""
    shown = QLabel(text)
    shown.setFont(font)
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setWordWrap(wrap)
    shown.setProperty("quiet", quiet)
    return shown


class OneLine(QLabel):
    """A heading that is shortened where there is no room for it; the whole is in its tooltip.

    Args:
        font: of it.
    """

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self.setFont(font)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show another text."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._fit()

    def whole(self) -> str:
        """The text, not shortened."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Shorten to the new room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width()))


def card(look: Look) -> tuple[QFrame, QVBoxLayout]:
    """A framed box and where its content goes."""
    frame = QFrame()
    frame.setObjectName("card")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(look.px(12), look.px(10), look.px(12), look.px(10))
    inside.setSpacing(look.px(4))
    return frame, inside


class Page(QScrollArea):
    """A column that scrolls up and down, never sideways, and brings what has the keyboard's focus into view.

    Args:
        look: lengths.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column = QVBoxLayout()
        self.start_again()

    def start_again(self) -> None:
        """Empty it."""
        inner = QWidget()
        inner.setObjectName("page")
        self.column = QVBoxLayout(inner)
        px = self._look.px
        self.column.setContentsMargins(px(4), px(8), px(8), px(8))
        self.column.setSpacing(px(10))
        self.setWidget(inner)

    def follow_focus(self) -> None:
        """Scroll to whatever in it gets the focus."""
        inner = self.widget()
        for child in [] if inner is None else inner.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Bring it into view."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched)
        return super().eventFilter(watched, event)
