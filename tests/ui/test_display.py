from __future__ import annotations

import os
import sys

import pytest

from assist.ui.display import NoDisplay, choose_platform, is_composited, require_display

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is a matter of Linux")


def test_wayland_goes_through_x11_where_it_can() -> None:
    session = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
    choose_platform(session, "linux")
    assert session["QT_QPA_PLATFORM"] == "xcb"


@pytest.mark.parametrize(
    "session",
    [{"WAYLAND_DISPLAY": "wayland-0"}, {"DISPLAY": ":0"}, {}],
    ids=["wayland without X", "plain X", "nothing"],
)
def test_nothing_is_chosen_where_there_is_no_choice(session: dict[str, str]) -> None:
    before = dict(session)
    choose_platform(session, "linux")
    assert session == before


def test_the_users_choice_stays() -> None:
    session = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland"}
    choose_platform(session, "linux")
    assert session["QT_QPA_PLATFORM"] == "wayland"


def test_other_systems_always_have_a_display() -> None:
    require_display({}, "win32")
    require_display({}, "darwin")
    require_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")


@linux_only
def test_no_display_is_one_sentence() -> None:
    with pytest.raises(NoDisplay, match=r"^No display is available \(DISPLAY is not set\); [^\n]+\.$"):
        require_display({}, "linux")


@linux_only
def test_a_display_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(NoDisplay, match=r"^The display :987654 cannot be opened; [^\n]+\.$"):
        require_display({"DISPLAY": ":987654"}, "linux")


@linux_only
@pytest.mark.gui
def test_the_display_of_the_tests_is_found_and_has_no_compositor() -> None:
    require_display()
    assert not is_composited("xcb", {"DISPLAY": os.environ["DISPLAY"]})


def test_elsewhere_windows_may_be_transparent() -> None:
    assert is_composited("windows", {})
