"""What keeps a live call from starting: one sentence, the right exit code, and no window left."""

from __future__ import annotations

import os
import sys
import venv
from pathlib import Path

import pytest

import assist
from tests.cli.command import Answer, needs_voice_activity
from tests.live.conftest import DEVICES, Desk, home
from tests.live.program import Program
from tests.live.screen import visible_windows

pytestmark = [pytest.mark.audio, pytest.mark.model, needs_voice_activity]


def refused(program: Program) -> Answer:
    """Wait for its end; nothing may be left of it."""
    code = program.end()
    assert program.processes() == []
    assert visible_windows("Leap Assist") == []
    return Answer(code, program.out, program.err)


@pytest.mark.gui
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--microphone", "hedset"], 'did you mean "headset"'),
        (["--output", "nonsense"], 'no softphone output called "nonsense"'),
        (["--events", "{folder}/none/e.jsonl"], "there is no folder"),
        (["--events", "{folder}"], "this is a folder"),
        (["--record", "{folder}"], "there is something here already"),
        (["--record", "{folder}/file/call"], "no folder can be made in"),
        (["--profile", "{folder}/none.toml"], "none.toml"),
        (["--seconds", "0"], "seconds"),
    ],
)
def test_arguments(arguments: list[str], names: str, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    filled = [argument.format(folder=tmp_path) for argument in arguments]
    given = [*DEVICES, *filled] if "--microphone" not in filled and "--output" not in filled else filled
    with Program("run", *given, folder=tmp_path, environment=desk.environment) as program:
        answer = refused(program)
    assert answer.code == 2 and names in answer.sentence


@pytest.mark.gui
@pytest.mark.parametrize("windows", [[], ["--headless"]])
def test_no_sound_server(windows: list[str], tmp_path: Path) -> None:
    nowhere = {"PULSE_SERVER": f"unix:{tmp_path}/none", "XDG_RUNTIME_DIR": str(tmp_path), **home(tmp_path)}
    for arguments, names in (((), "nothing to listen to"), (DEVICES, 'not "headset" either')):
        with Program("run", *windows, *arguments, folder=tmp_path, environment=nowhere) as program:
            answer = refused(program)
        assert answer.code == 1 and names in answer.sentence


@pytest.fixture(scope="module")
def without_models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with the same packages but no models: another prefix, another home, an empty models folder."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder / "bare", symlinks=True)
    (folder / "models").mkdir()
    packages = [str(Path(assist.__file__).parents[1]), *(path for path in sys.path if path.endswith("-packages"))]
    return {
        "LEAP_ASSIST_MODELS": str(folder / "models"),
        "XDG_DATA_HOME": str(folder / "data"),
        "PYTHONPATH": os.pathsep.join(packages),
        "BARE_PYTHON": str(folder / "bare" / "bin" / "python"),
    }


@pytest.mark.gui
@pytest.mark.parametrize("windows", [[], ["--headless"]])
def test_no_models(windows: list[str], without_models: dict[str, str], desk: Desk, tmp_path: Path) -> None:
    with Program(
        "run", *windows, *DEVICES, "--record", tmp_path / "call", folder=tmp_path,
        environment={**desk.environment, **without_models}, python=without_models["BARE_PYTHON"],
    ) as program:  # fmt: skip
        answer = refused(program)
    assert answer.code == 1 and "assist models install silero-vad" in answer.sentence
    assert not (tmp_path / "call").exists()


@pytest.mark.gui
def test_no_screen(desk: Desk, tmp_path: Path) -> None:
    """A call that somebody wants to see must not run unseen."""
    blind = {**desk.environment, "DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    with Program("run", *DEVICES, folder=tmp_path, environment=blind) as program:
        answer = refused(program)
    assert answer.code == 1 and "No display is available" in answer.sentence
