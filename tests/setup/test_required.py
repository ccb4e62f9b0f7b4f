"""A test that `make test` promises to run cannot be skipped without anybody noticing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SKIPPED_TEST = """
import pytest

@pytest.mark.model
def test_that_wants_a_model():
    pytest.skip("no model here")

@pytest.mark.model
@pytest.mark.xfail(strict=True)
def test_that_is_known_to_fail():
    raise AssertionError

def test_that_wants_nothing():
    pytest.skip("as it likes")
"""
SKIPPED_FILE = """
import pytest

pytest.skip("not today", allow_module_level=True)
"""
GUI_TEST = """
def test_with_a_window(qtbot):
    pass
"""


def run_pytest(folder: Path, source: str, required: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    (folder / "test_sample.py").write_text(source)
    variables = {**os.environ, "LEAP_REQUIRE": required, "PYTHONPATH": str(ROOT)}
    if path is not None:
        variables["PATH"] = path
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-c", str(ROOT / "pyproject.toml"),
               "--rootdir", str(folder), "-p", "no:cacheprovider", str(folder)]  # fmt: skip
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("source", "required", "exit_code", "closing"),
    [
        (SKIPPED_TEST, "", 0, "2 skipped, 1 xfailed"),
        (SKIPPED_TEST, "model", 1, "1 failed, 1 skipped, 1 xfailed"),
        (SKIPPED_FILE, "", 5, "1 skipped"),
        (SKIPPED_FILE, "model", 2, "1 error"),
    ],
)
def test_skips_fail_where_they_are_required(
    tmp_path: Path, source: str, required: str, exit_code: int, closing: str
) -> None:
    done = run_pytest(tmp_path, source, required)
    assert closing in done.stdout
    assert done.returncode == exit_code


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems use their own screen")
def test_a_machine_without_a_screen_program_skips_or_stops_with_one_sentence(tmp_path: Path) -> None:
    assert "1 skipped" in run_pytest(tmp_path, GUI_TEST, "", path="/nowhere").stdout
    stopped = run_pytest(tmp_path, GUI_TEST, "gui", path="/nowhere")
    assert stopped.returncode == pytest.ExitCode.USAGE_ERROR
    assert "1 gui tests must run and need Xvfb, openbox, xdotool" in stopped.stderr
