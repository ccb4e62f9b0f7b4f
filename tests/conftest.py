"""What every test run gets: a private screen for GUI tests, and no silent skipping where `make test` promises a check.

Tests that use a window are marked `gui`; whatever asks for pytest-qt's fixtures is marked by itself. On Linux they run on an X
server and a window manager of their own, on a display number nobody else has, so nothing appears on the desktop and
several runs can go on side by side. Tests through a sound server are marked `audio` and start their own daemon.

LEAP_REQUIRE names the markers whose tests must run, for example `gui,audio,model`; a missing program or a skip is then a
failure. `make test` sets it.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.display import PrivateDisplay

REQUIRED = frozenset(filter(None, os.environ.get("LEAP_REQUIRE", "").split(",")))
PROGRAMS = {"gui": ("Xvfb", "openbox", "xdotool"), "audio": ("pulseaudio", "pactl", "parec", "paplay")}
"""What the tests with a marker start."""

QT_FIXTURES = frozenset({"qtbot", "qapp", "qtmodeltester"})
DISPLAY_KEY = pytest.StashKey[PrivateDisplay]()

# The same examples every time, and no deadline: neither chance nor a busy machine decides whether a test passes.
# Explaining a failure traces every line of a whole pipeline and takes longer than a test may.
_PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)
settings.register_profile("leap", derandomize=True, deadline=None, phases=_PHASES)
settings.load_profile("leap")

# The set-up code is a handful of scripts beside each other, not a package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "packaging"))


def missing_programs(marker: str) -> list[str]:
    """Programs that tests with this marker need and this machine lacks."""
    return [name for name in PROGRAMS.get(marker, ()) if shutil.which(name) is None]


OFFSCREEN = frozenset({"doctor", "cli", "bench"})
"""Folders whose tests may paint without a screen."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark GUI tests; skip what cannot run here, or stop the run if it must."""
    for item in items:
        if QT_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("gui")
    # These paint without a screen in this very process; whichever Qt application comes first is the only one it can have.
    items.sort(key=lambda item: item.path.parent.name in OFFSCREEN)
    if not sys.platform.startswith("linux"):
        return
    for marker in PROGRAMS:
        concerned = [item for item in items if item.get_closest_marker(marker)]
        missing = missing_programs(marker) if concerned else []
        if missing and marker in REQUIRED:
            raise pytest.UsageError(
                f"{len(concerned)} {marker} tests must run and need {', '.join(missing)}: run `make setup-test`"
            )
        for item in concerned if missing else []:
            item.add_marker(pytest.mark.skip(reason=f"needs {', '.join(missing)}: run `make setup-test`"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the screen if a test that was chosen needs one."""
    needed = any(item.get_closest_marker("gui") for item in session.items)
    if (
        needed
        and not session.config.option.collectonly
        and sys.platform.startswith("linux")
        and not missing_programs("gui")
    ):
        display = PrivateDisplay()
        session.config.stash[DISPLAY_KEY] = display
        os.environ.update(display.environment)
        os.environ.pop("WAYLAND_DISPLAY", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the screen down after the last test."""
    display = config.stash.get(DISPLAY_KEY, None)
    if display is not None:
        display.close()


def _must_run(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(marker) for marker in REQUIRED)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, pytest.TestReport]:
    """Turn the skip of a required test into a failure."""
    report: pytest.TestReport = yield
    if report.skipped and not hasattr(report, "wasxfail") and _must_run(item):
        report.outcome = "failed"
        report.longrepr = f"this test must run here (LEAP_REQUIRE) but was skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, pytest.CollectReport]:
    """Turn the skip of a whole file into a failure as well: nobody could tell which tests it would have had."""
    report: pytest.CollectReport = yield
    if REQUIRED and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} must run here (LEAP_REQUIRE) but was skipped: {report.longrepr}"
    return report
