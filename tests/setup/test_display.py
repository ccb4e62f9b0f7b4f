"""The private screen: a window manager is there, two screens do not meet, and nothing is left behind."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.display import PrivateDisplay

pytestmark = pytest.mark.gui


def root_property(display: str, name: str) -> str:
    command = ["xprop", "-display", display, "-root", name]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_tests_run_on_their_own_screen_with_a_window_manager() -> None:
    assert "window id" in root_property(os.environ["DISPLAY"], "_NET_SUPPORTING_WM_CHECK")


def test_two_screens_side_by_side_have_different_numbers_and_end() -> None:
    first, second = PrivateDisplay("320x240x24"), PrivateDisplay("320x240x24")
    names = [first.environment["DISPLAY"], second.environment["DISPLAY"]]
    try:
        assert len({*names, os.environ["DISPLAY"]}) == 3
        assert all("window id" in root_property(name, "_NET_SUPPORTING_WM_CHECK") for name in names)
    finally:
        first.close()
        second.close()
    assert all(root_property(name, "_NET_SUPPORTING_WM_CHECK") == "" for name in names)
