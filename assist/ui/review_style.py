"""How the review's windows look: one style sheet made from the theme, and the colours of its pictures."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from assist.ui.look import Look
from assist.ui.theme import Theme


def lane_colours(theme: Theme) -> dict[str, str]:
    """Colours of the timeline and the charts, by what they stand for."""
    return {
        "agent": theme.talking,
        "customer": theme.accents["check_in"].ink,
        "interruption": theme.error,
        "backchannel": theme.good,
        "cooperative": theme.accents["reframe"].ink,
        "inconclusive": theme.muted,
        "settled": theme.muted,
        "rising": theme.warning,
        "high": theme.error,
        "paused": theme.accents["pause"].ink,
        "acknowledged": theme.accents["acknowledge"].ink,
        "reframed": theme.accents["reframe"].ink,
        "offered_choices": theme.accents["offer_choices"].ink,
    }


def apply_style(window: QWidget, look: Look) -> None:
    """Give a window and all in it the theme's colours."""
    theme = look.theme
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.surface),
        (QPalette.ColorRole.Base, theme.surface),
        (QPalette.ColorRole.AlternateBase, theme.hover),
        (QPalette.ColorRole.Button, theme.hover),
        (QPalette.ColorRole.WindowText, theme.text),
        (QPalette.ColorRole.Text, theme.text),
        (QPalette.ColorRole.ButtonText, theme.text),
        (QPalette.ColorRole.PlaceholderText, theme.muted),
        (QPalette.ColorRole.Link, theme.talking),
        (QPalette.ColorRole.Highlight, theme.talking),
        (QPalette.ColorRole.HighlightedText, theme.surface),
        (QPalette.ColorRole.ToolTipBase, theme.surface),
        (QPalette.ColorRole.ToolTipText, theme.text),
        (QPalette.ColorRole.Mid, theme.border),
    ):
        palette.setColor(role, QColor(colour))
    window.setPalette(palette)
    window.setStyleSheet(_sheet(look))


def _sheet(look: Look) -> str:
    theme, px = look.theme, look.px
    return f"""
    QWidget {{ color: {theme.text}; }}
    QMainWindow, QDialog, QMessageBox, QStackedWidget, QScrollArea, QTabWidget::pane, QSplitter,
    QWidget#page {{ background: {theme.surface}; border: 0; }}
    QLabel[quiet="true"] {{ color: {theme.muted}; }}
    QFrame#card {{ background: {theme.surface}; border: 1px solid {theme.border}; border-radius: {px(8)}px; }}
    QFrame#plain {{ border: 0; }}
    QPushButton {{ background: {theme.hover}; border: 1px solid {theme.border}; border-radius: {px(6)}px;
                   padding: {px(5)}px {px(12)}px; }}
    QPushButton:hover {{ border-color: {theme.muted}; }}
    QPushButton:focus {{ border: 2px solid {theme.talking}; padding: {px(5) - 1}px {px(12) - 1}px; }}
    QPushButton:disabled {{ color: {theme.muted}; }}
    QPushButton#danger {{ color: {theme.error}; }}
    QLineEdit, QPlainTextEdit, QTextBrowser, QTableView {{ background: {theme.surface}; border: 1px solid {theme.border};
                   border-radius: {px(6)}px; padding: {px(4)}px; selection-background-color: {theme.talking};
                   selection-color: {theme.surface}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextBrowser:focus, QTableView:focus {{ border: 2px solid {theme.talking};
                   padding: {px(4) - 1}px; }}
    QTableView {{ padding: 0; gridline-color: {theme.border}; }}
    QTableView:focus {{ padding: 0; }}
    QTableView::item {{ padding: {px(4)}px {px(8)}px; border: 0; }}
    QTableView::item:selected {{ background: {theme.talking}; color: {theme.surface}; }}
    QHeaderView, QHeaderView::section, QTableCornerButton::section {{ background: {theme.surface}; color: {theme.muted};
                   border: 0; border-bottom: 1px solid {theme.border}; padding: {px(4)}px {px(8)}px; }}
    QTabBar {{ background: {theme.surface}; }}
    QTabBar::tab {{ background: transparent; color: {theme.muted}; padding: {px(6)}px {px(10)}px;
                    border: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.talking}; }}
    QTabBar::tab:focus {{ border-color: {theme.talking}; border-radius: {px(4)}px; }}
    QRadioButton {{ padding: {px(2)}px; spacing: {px(6)}px; border: 2px solid transparent; border-radius: {px(4)}px; }}
    QRadioButton:focus {{ border-color: {theme.talking}; }}
    QRadioButton::indicator {{ width: {px(12)}px; height: {px(12)}px; border: 2px solid {theme.muted};
                    border-radius: {px(8)}px; background: {theme.surface}; }}
    QRadioButton::indicator:checked {{ background: {theme.talking}; border-color: {theme.talking}; }}
    QScrollBar:vertical {{ background: {theme.surface}; width: {px(10)}px; }}
    QScrollBar:horizontal {{ background: {theme.surface}; height: {px(10)}px; }}
    QScrollBar::handle {{ background: {theme.border}; border-radius: {px(5)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: {theme.surface}; }}
    QToolTip {{ background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.border}; padding: {px(4)}px; }}
    """
