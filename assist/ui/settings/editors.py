"""One editor for each kind of setting. They say what the person entered; what is right is for the draft to judge."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QDoubleSpinBox, QPlainTextEdit, QSpinBox, QWidget

from assist.profile.kinds import Choice, Phrases, Setting, Switch
from assist.profile.threshold import Threshold
from assist.ui.look import Look

MOST_DECIMALS = 4
_STEPS = 100
"""About so many steps lead from the lowest value to the highest."""
_LINES_SHOWN = 6


class Editor:
    """The control of one setting.

    Args:
        widget: what is shown.
        show: shows a value, without telling.
    """

    def __init__(self, widget: QWidget, show: Callable[[Any], None]) -> None:
        self.widget = widget
        self._show = show

    def show_value(self, value: Any) -> None:
        """Show a value; nobody is told."""
        blocker = QSignalBlocker(self.widget)
        self._show(value)
        blocker.unblock()


def make_editor(about: Setting, name: str, look: Look, entered: Callable[[object], None]) -> Editor:
    """The control for a kind of setting.

    Args:
        about: the setting.
        name: for screen readers.
        look: lengths.
        entered: told whatever the person enters.
    """
    if isinstance(about, Switch):
        editor = _switch(entered)
    elif isinstance(about, Choice):
        editor = _choice(about, entered)
    elif isinstance(about, Phrases):
        editor = _phrases(look, entered)
    else:
        editor = _number(about, entered)
    editor.widget.setAccessibleName(f"{name}, {about.unit}" if about.unit else name)
    editor.widget.setAccessibleDescription(about.sentence)
    return editor


def step_of(about: Threshold) -> float:
    """A round step that leads through the range in about a hundred: 1, 2 or 5 times a power of ten."""
    if about.whole:
        return max(1.0, float(round((about.high - about.low) / _STEPS)))
    rough = (about.high - about.low) / _STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    return min((factor * power for factor in (1.0, 2.0, 5.0, 10.0)), key=lambda step: abs(step - rough))


def decimals_of(values: Sequence[float]) -> int:
    """Decimals that show all these values as they are, at most four."""
    return next((n for n in range(MOST_DECIMALS) if all(round(v, n) == v for v in values)), MOST_DECIMALS)


class _Number(QDoubleSpinBox):
    """A number; the wheel scrolls the window unless it has the focus, and only needed decimals are shown."""

    def textFromValue(self, value: float) -> str:  # noqa: N802 - Qt's name
        """`20`, not `20.00`."""
        return self.locale().toString(value, "g", 10)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Only where it is meant."""
        _wheel(self, event, super().wheelEvent)


class _Whole(QSpinBox):
    """A whole number; the wheel as above."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Only where it is meant."""
        _wheel(self, event, super().wheelEvent)


class _Names(QComboBox):
    """A few names; the wheel as above."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Only where it is meant."""
        _wheel(self, event, super().wheelEvent)


def _wheel(widget: QWidget, event: QWheelEvent, take: Callable[[QWheelEvent], None]) -> None:
    if widget.hasFocus():
        take(event)
    else:
        event.ignore()


def _number(about: Threshold, entered: Callable[[object], None]) -> Editor:
    box: QSpinBox | QDoubleSpinBox
    if about.whole:
        whole = _Whole()
        whole.setRange(round(about.low), round(about.high))
        whole.setSingleStep(round(step_of(about)))
        whole.valueChanged.connect(entered)
        box = whole
        show: Callable[[Any], None] = whole.setValue
    else:
        number = _Number()
        step = step_of(about)
        number.setDecimals(max(2, decimals_of((step, about.low, about.high))))
        number.setRange(about.low, about.high)
        number.setSingleStep(step)
        number.valueChanged.connect(entered)
        box = number

        def show_number(value: Any) -> None:
            number.setDecimals(max(number.decimals(), decimals_of((value,))))
            number.setValue(value)

        show = show_number
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setKeyboardTracking(False)
    box.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
    box.setSuffix(f" {about.unit}" if about.unit else "")
    return Editor(box, show)


def _switch(entered: Callable[[object], None]) -> Editor:
    box = QCheckBox("On")
    box.toggled.connect(entered)
    return Editor(box, box.setChecked)


def _choice(about: Choice, entered: Callable[[object], None]) -> Editor:
    box = _Names()
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.addItems(list(about.names))
    box.currentTextChanged.connect(entered)
    return Editor(box, box.setCurrentText)


def _phrases(look: Look, entered: Callable[[object], None]) -> Editor:
    box = QPlainTextEdit()
    box.setTabChangesFocus(True)
    box.setPlaceholderText("One phrase a line")
    box.setFixedHeight(box.fontMetrics().lineSpacing() * _LINES_SHOWN + look.px(18))
    box.textChanged.connect(lambda: entered([line for line in box.toPlainText().splitlines() if line.strip()]))
    return Editor(box, lambda value: box.setPlainText("\n".join(value)))
