"""`assist setup` and `assist settings`, and when the first of them comes by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.capture.devices import NoDeviceError
from assist.session.settings import note_first_start, own_profile_file
from tests.cli.command import assist_here

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was opened, in order; a home of its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    shown: list[object] = []

    def overlay(*_: object, **__: object) -> int:
        shown.append("overlay")
        return 0

    monkeypatch.setattr("assist.ui.own_windows.run_setup", lambda first=False: shown.append(("setup", first)))
    monkeypatch.setattr("assist.ui.own_windows.run_settings", lambda path: shown.append(("settings", path)))
    monkeypatch.setattr("assist.session.live.LiveCall.check", lambda _: None)
    monkeypatch.setattr("assist.ui.app.run_app", overlay)
    monkeypatch.setattr("assist.cli.live._headless", lambda *_, **__: 0)
    return shown


def test_the_first_run_begins_with_the_set_up(opened: list[object], capsys: Capture) -> None:
    assert assist_here(capsys, "run").code == 0 and opened == [("setup", True), "overlay"]
    note_first_start()
    assert assist_here(capsys, "run").code == 0 and opened[2:] == ["overlay"]


def test_what_is_wrong_with_the_command_is_said_first(
    opened: list[object], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = assist_here(capsys, "run", "--profile", "nobody")
    assert answer.code == 2 and "there is no profile" in answer.sentence and opened == []

    def none(_: object) -> None:
        raise NoDeviceError("There is nothing to listen to.")

    monkeypatch.setattr("assist.session.live.LiveCall.check", none)
    answer = assist_here(capsys, "run")
    assert answer.code == 1 and "nothing to listen to" in answer.sentence and opened == []


@pytest.mark.parametrize(
    "arguments", [["--no-setup"], ["--headless"], ["--seconds", "1"], ["--microphone", "a"], ["--output", "b"]], ids=str
)
def test_who_has_no_use_for_it_is_not_asked(opened: list[object], capsys: Capture, arguments: list[str]) -> None:
    assert assist_here(capsys, "run", *arguments).code == 0 and ("setup", True) not in opened


def test_the_commands_open_their_window(opened: list[object], capsys: Capture, tmp_path: Path) -> None:
    own_profile_file().parent.mkdir(parents=True)
    own_profile_file().write_text("")
    assert assist_here(capsys, "setup").code == 0 == assist_here(capsys, "settings").code
    assert assist_here(capsys, "settings", "--profile", "mine").code == 0
    assert assist_here(capsys, "settings", "--profile", tmp_path / "x.toml").code == 0
    assert opened == [("setup", False), *(("settings", p) for p in (None, own_profile_file(), tmp_path / "x.toml"))]


def test_what_cannot_be_edited_is_said(opened: list[object], capsys: Capture) -> None:
    answer = assist_here(capsys, "settings", "--profile", "default")
    assert answer.code == 2 and "built in" in answer.sentence
    answer = assist_here(capsys, "settings", "--profile", "nobody")
    assert answer.code == 2 and "there is no profile" in answer.sentence and opened == []


def test_a_broken_own_profile_does_not_keep_a_call_from_starting(opened: list[object], capsys: Capture) -> None:
    own_profile_file().parent.mkdir(parents=True)
    own_profile_file().write_text("[prompts]\ngap_seconds = 3\n")
    answer = assist_here(capsys, "run", "--no-setup")
    assert answer.code == 0 and "not used until it is mended" in answer.sentence and opened == ["overlay"]
