from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assist.ui import gallery

pytestmark = pytest.mark.gui

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("factor", ["1", "1.5", "2"])
def test_nothing_is_cut_off(factor: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.scaled"], cwd=ROOT, env={**os.environ, "QT_SCALE_FACTOR": factor},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"drawn at {factor}\n"


@pytest.mark.parametrize("factor", ["1", "1.5", "2"])
def test_nothing_in_the_windows_is_cut_off(factor: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.scaled_windows"], cwd=ROOT, env={**os.environ, "QT_SCALE_FACTOR": factor},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"drawn at {factor}\n"


def test_the_gallery_draws_every_state(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assist.ui.gallery", str(tmp_path), "1.5"], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    names = {file.name for file in tmp_path.iterdir()}
    assert {
        "all-light.png",
        "all-dark.png",
        "listening-light.png",
        "prompt_safety-dark.png",
        "failed-dark.png",
        "setup_3_check_done-light.png",
        "settings_contradiction-dark.png",
    } <= names


@pytest.mark.parametrize("arguments", [[], ["a", "b", "c"], ["--readme"]])
def test_the_gallery_says_how_to_use_it(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert gallery.main(arguments) == 2
    assert capsys.readouterr().err == "usage: python -m assist.ui.gallery OUT_DIR [SCALE], or --readme OUT.png\n"
