"""Ordinary windows in the overlay's colours: a palette and a small style sheet, made from the same theme and lengths."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QProgressBar,
    QRadioButton,
    QSlider,
    QStyleFactory,
    QWidget,
)

from assist.ui.look import Look
from assist.ui.theme import blend

_DARKER = 140
"""How much darker Fusion makes an outline, in Qt's percent."""
_OUTLINED = (QAbstractSpinBox, QCheckBox, QComboBox, QProgressBar, QRadioButton, QSlider)


def use_plain_style() -> None:
    """One style on every system, for the palette must reach every control."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)  # noqa: S101 - Qt itself needs it for any widget
    if application.style().name().lower() != "fusion" and (style := QStyleFactory.create("Fusion")) is not None:
        application.setStyle(style)


def dress(window: QWidget, look: Look) -> None:
    """Give a window and all that is in it by now the look; what is added later is dressed by itself."""
    window.setStyleSheet(sheet(look))
    dress_part(window, look)


def dress_part(part: QWidget, look: Look) -> None:
    """Give a part of a window the palette: where there is a style sheet, Qt does not hand it on."""
    colours = palette(look)
    outlined = QPalette(colours)
    # Fusion draws outlines in a darker window colour, which nobody can see on a dark window.
    outlined.setColor(QPalette.ColorRole.Window, look.color("muted").lighter(_DARKER))
    for widget in (part, *part.findChildren(QWidget)):
        widget.setPalette(outlined if isinstance(widget, _OUTLINED) else colours)


def palette(look: Look) -> QPalette:
    """The theme as Qt's roles."""
    theme = look.theme
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.surface,
        role.WindowText: theme.text,
        role.Base: theme.surface,
        role.AlternateBase: theme.hover,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.hover,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.Highlight: theme.talking,
        role.HighlightedText: theme.surface,
        role.Link: theme.talking,
        role.ToolTipBase: theme.surface,
        role.ToolTipText: theme.text,
        role.Mid: theme.border,
        role.Dark: theme.muted,
    }
    made = QPalette()
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    faint = QColor(blend(theme.muted, theme.surface, 0.8))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, faint)
    return made


def sheet(look: Look) -> str:
    """What a palette cannot say: buttons with a clear focus, quiet frames, tooltips like the overlay's."""
    theme, px = look.theme, look.px
    radius = px(6)
    return f"""
    QToolTip {{ color: {theme.text}; background: {theme.surface}; border: 1px solid {theme.border}; padding: {px(5)}px; }}
    QPushButton {{ color: {theme.text}; background: {theme.hover}; border: 1px solid {theme.muted};
        border-radius: {radius}px; padding: {px(6)}px {px(14)}px; }}
    QPushButton:hover {{ border-color: {theme.text}; }}
    QPushButton:focus {{ border: 2px solid {theme.talking}; padding: {px(6) - 1}px {px(14) - 1}px; }}
    QPushButton:disabled {{ color: {blend(theme.muted, theme.surface, 0.8)}; border-color: {theme.border}; }}
    QPushButton[primary="true"] {{ color: {theme.surface}; background: {theme.talking}; border-color: {theme.talking}; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {theme.text}; }}
    QPushButton[primary="true"]:disabled {{ color: {theme.muted}; background: {theme.hover};
        border-color: {theme.border}; }}
    QPushButton[flat="true"] {{ background: transparent; border-color: transparent; color: {theme.talking};
        padding: {px(3)}px {px(6)}px; }}
    QPushButton[flat="true"]:hover {{ background: {theme.hover}; }}
    QPushButton[flat="true"]:focus {{ border: 2px solid {theme.talking}; padding: {px(3) - 1}px {px(6) - 1}px; }}
    QPushButton[flat="true"]:disabled {{ color: transparent; }}
    QLineEdit, QPlainTextEdit {{ color: {theme.text}; background: {theme.surface}; border: 1px solid {theme.muted};
        border-radius: {radius}px; padding: {px(5)}px; selection-background-color: {theme.talking}; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {theme.talking}; padding: {px(5) - 1}px; }}
    QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; padding: 0; }}
    QListWidget {{ background: {theme.surface}; border: none; outline: none; }}
    QListWidget::item {{ color: {theme.text}; padding: {px(5)}px {px(8)}px; border: 2px solid transparent;
        border-radius: {radius}px; }}
    QListWidget::item:hover {{ background: {theme.hover}; }}
    QListWidget::item:selected {{ background: {theme.beat_running.tile}; color: {theme.text}; }}
    QListWidget:focus::item:selected {{ border-color: {theme.talking}; }}
    QScrollArea {{ background: {theme.surface}; border: none; }}
    QScrollBar:vertical {{ background: transparent; border: none; width: {px(10)}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {blend(theme.muted, theme.surface, 0.75)}; border-radius: {px(3)}px;
        min-height: {px(28)}px; margin: 0 {px(2)}px; }}
    QScrollBar::handle:vertical:hover {{ background: {theme.text}; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
        border: none; height: 0; }}
    """
