"""Small controls that the windows share: text that is never cut off silently, a line for what is wrong, a box of devices."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from assist.ui.icons import paint_icon
from assist.ui.look import Look

Tone = Literal["calm", "good", "warning", "error"]
_ICONS: dict[Tone, str] = {"calm": "dots", "good": "tick", "warning": "warning", "error": "error"}
_TONE_WORDS: dict[Tone, str] = {"calm": "Not known", "good": "Good", "warning": "Attention", "error": "Problem"}
_COLOURS: dict[Tone, str] = {"calm": "muted", "good": "good", "warning": "warning", "error": "error"}


def wrapped(text: str, parent: QWidget | None = None) -> QLabel:
    """Plain text in as many lines as it needs."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return label


def coloured(label: QLabel, look: Look, colour: str) -> QLabel:
    """Give a label a colour of the theme by its field name."""
    label.setStyleSheet(f"color: {look.color(colour).name()};")
    return label


def button(text: str, *, primary: bool = False, flat: bool = False, tooltip: str = "") -> QPushButton:
    """A button that says its name to screen readers; `&` marks the key."""
    made = QPushButton(text)
    made.setProperty("primary", primary)
    made.setProperty("flat", flat)
    made.setAutoDefault(False)
    made.setAccessibleName(text.replace("&", ""))
    made.setToolTip(tooltip)
    return made


class Elided(QLabel):
    """One line of text with an ellipsis in its middle where it does not fit, and a tooltip that has all of it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._elide()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It can be made narrow."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for all of it."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Elide anew."""
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Elide anew with another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width())
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else self._whole)


class ElidedBox(QComboBox):
    """A box whose long entries are elided in their middle; tooltips have all of them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.currentTextChanged.connect(self.setToolTip)

    def add(self, text: str, data: object) -> None:
        """Add an entry."""
        self.addItem(text, data)
        self.setItemData(self.count() - 1, text, Qt.ItemDataRole.ToolTipRole)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw the entry, elided."""
        if self.isEditable():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        text: str = self.currentText()
        # PySide's stub does not know the option's fields.
        option.currentText = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, field.width() - 6)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class Sign(QWidget):
    """One of our little pictures, in the colour of a tone."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._tone: Tone = "calm"
        self.setFixedSize(look.px(18), look.px(18))
        self.show_tone("calm")

    def show_tone(self, tone: Tone) -> None:
        """Show another picture."""
        self._tone = tone
        self.setAccessibleName(_TONE_WORDS[tone])
        self.update()

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        self.setFixedSize(look.px(18), look.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name and arguments
        """Draw it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour: QColor = self._look.color(_COLOURS[self._tone])
        paint_icon(painter, _ICONS[self._tone], QRectF(self.rect()), colour)


class Message(QWidget):
    """A sentence with a sign; nothing while there is no sentence."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._tone: Tone = "calm"
        self.sign = Sign(look, self)
        self.label = wrapped("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence."""
        return self.label.text()

    def show_text(self, text: str, tone: Tone = "error") -> None:
        """Show a sentence, or nothing."""
        self._tone = tone
        self.sign.show_tone(tone)
        coloured(self.label, self._look, "text" if tone in ("calm", "good") else _COLOURS[tone])
        self.label.setText(text)
        self.label.setAccessibleName(f"{_TONE_WORDS[tone]}: {text}" if text else "")
        self.setVisible(bool(text))

    def set_look(self, look: Look) -> None:
        """Take other colours or fonts."""
        self._look = look
        self.sign.set_look(look)
        self.show_text(self.text, self._tone)
