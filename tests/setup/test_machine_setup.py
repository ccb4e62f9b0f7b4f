"""The set-up decides rightly what to do, without doing it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import setup_machine
import setup_system
import setup_venv
from setup_errors import SetupError

ROOT = Path(__file__).resolve().parents[2]
LISTING = (
    "install ok installed\tlibpulse0\t\n"
    "install ok installed\tlibglib2.0-0t64\tlibglib2.0-0 (= 2.84.0-1), libglib2.0-0 (= 2)\n"
    "deinstall ok config-files\topenbox\t\n"
)


def test_installed_packages_count_under_the_names_they_provide_and_removed_ones_do_not() -> None:
    assert setup_system.parse_installed(LISTING) == {"libpulse0", "libglib2.0-0t64", "libglib2.0-0"}


@pytest.fixture
def debian(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian with LISTING installed; returns the commands that were run on it."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, stdout=LISTING)

    monkeypatch.setattr(setup_system, "is_linux", lambda: True)
    monkeypatch.setattr("setup_system.shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("setup_system.subprocess.run", run)
    return commands


def test_nothing_is_run_when_nothing_is_missing(debian: list[list[str]]) -> None:
    setup_system.ensure_packages(("libpulse0", "libglib2.0-0"))
    assert [command[0] for command in debian] == ["dpkg-query"]


def test_root_installs_exactly_what_is_missing(debian: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_system, "root_prefix", list)
    setup_system.ensure_packages(("libpulse0", "openbox", "xvfb"))
    update, install = debian[1:]
    assert update[-1] == "update"
    assert install[-2:] == ["openbox", "xvfb"]
    assert "DEBIAN_FRONTEND=noninteractive" in install


def test_without_rights_one_message_names_the_packages_and_the_command(
    debian: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_system, "root_prefix", lambda: None)
    with pytest.raises(SetupError, match="sudo apt-get update && sudo apt-get install -y openbox xvfb\n"):
        setup_system.ensure_packages(("libpulse0", "openbox", "xvfb"))
    assert len(debian) == 1


def test_sudo_that_asks_for_a_password_does_not_count(debian: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("setup_system.os.geteuid", lambda: 1000, raising=False)
    assert setup_system.root_prefix() == ["sudo", "-n"]
    refused: subprocess.CompletedProcess[str] = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr("setup_system.subprocess.run", lambda *_, **__: refused)
    assert setup_system.root_prefix() is None


def test_other_distributions_are_told_and_not_stopped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_system, "is_linux", lambda: True)
    monkeypatch.setattr("setup_system.shutil.which", lambda _: None)
    setup_system.ensure_packages(("openbox",))
    assert "openbox" in capsys.readouterr().out


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of the files an environment is built from, with an environment of its own."""
    for name in ("pyproject.toml", "packaging/constraints.txt", "models/manifest.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text())
    monkeypatch.setattr(setup_venv, "ROOT", tmp_path)
    monkeypatch.setattr(setup_venv, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup_venv, "CONSTRAINTS", tmp_path / "packaging" / "constraints.txt")
    python = setup_venv.in_venv("python")
    python.parent.mkdir(parents=True)
    python.touch()
    return tmp_path


@pytest.mark.parametrize("changed", ["pyproject.toml", "packaging/constraints.txt", "models/manifest.toml"])
def test_a_stamp_holds_until_something_it_was_built_from_changes(project: Path, changed: str) -> None:
    kit = setup_venv.RUN_KIT
    assert not setup_venv.is_ready(kit)
    setup_venv.stamp(kit).write_text(setup_venv.fingerprint(kit))
    assert setup_venv.is_ready(kit)
    with (project / changed).open("a") as file:
        file.write("# changed\n")
    assert not setup_venv.is_ready(kit)


def test_the_demo_installs_no_torch_and_uses_what_the_checks_installed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(setup_venv, "ensure_packages", lambda _: None)
    monkeypatch.setattr(setup_venv, "make_venv", lambda: done.append("venv"))
    monkeypatch.setattr(setup_venv, "install_packages", lambda kit: done.append(",".join(kit.extras)))
    monkeypatch.setattr(setup_venv, "install_models", lambda _: None)
    setup_venv.ensure(setup_venv.RUN_KIT)
    assert done == ["venv", ""]
    setup_venv.stamp(setup_venv.RUN_KIT).unlink()
    setup_venv.ensure(setup_venv.TEST_KIT)
    assert done == ["venv", "", "venv", "test,train,review"]
    setup_venv.ensure(setup_venv.RUN_KIT)
    assert len(done) == 4


def test_an_old_python_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_machine, "OLDEST_PYTHON", (99, 0))
    monkeypatch.setattr(setup_machine, "NEWER_PYTHONS", ())
    with pytest.raises(SetupError, match="PYTHON="):
        setup_machine.use_recent_python()


def test_an_unknown_word_prints_the_usage_and_exits_2() -> None:
    script = [sys.executable, str(ROOT / "packaging" / "setup_machine.py"), "dance"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "setup_machine.py demo" in done.stderr
