"""Fixtures of the window tests."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from assist.ui.overlay import Overlay
from assist.ui.placement import Placement


@pytest.fixture
def overlay(qapp: QApplication) -> Generator[Overlay, None, None]:
    """An overlay on the screen, gone afterwards."""
    shown = Overlay(Placement())
    shown.show()
    yield shown
    shown.hide()
    shown.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
