"""`assist calls`: what it prints and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assist.session.settings import keep_days
from assist.store.call import Marks, NewCall
from assist.store.store import Store
from tests.cli.command import assist, assist_here
from tests.store.making import BEGAN, hard_call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "calls") as store:
        for _ in range(2):
            writer = store.begin(NewCall(BEGAN))
            writer.take(hard_call())
            writer.close()
        store.mark(2, Marks(root_cause="[bold]meter"))
    return tmp_path / "calls"


def test_list_and_show(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = assist_here(capsys, "calls", "list", "--store", folder).out
    assert "[bold]meter" in out and len(out.splitlines()) == 3
    assert (
        assist_here(capsys, "calls", "list", "--search", "xylophone", "--store", folder).out == "No stored call fits.\n"
    )
    shown = assist_here(capsys, "calls", "show", "2", "--store", folder).out
    assert "my card is [card]" in shown and "Acknowledge: followed" in shown
    assert json.loads(assist_here(capsys, "calls", "show", "1", "--json", "--store", folder).out)["prompts"]


def test_an_unknown_call_is_bad_input(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("show", "delete"):
        answer = assist_here(capsys, "calls", command, "99", "--store", folder)
        assert answer.code == 2 and "there is no call 99" in answer.sentence


def test_delete_asks_and_can_be_told_not_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused = assist("calls", "delete", "1", "--store", folder, stdin=b"n\n")
    assert refused.code == 1 and "Traceback" not in refused.err
    assert assist_here(capsys, "calls", "delete", "1", "--yes", "--store", folder).out == "Call 1 was deleted.\n"
    assert assist_here(capsys, "calls", "delete-all", "--yes", "--store", folder).out == "1 call was deleted.\n"
    assert assist_here(capsys, "calls", "list", "--store", folder).out == "No calls are stored.\n"


def test_export_expire_and_check(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = assist_here(
        capsys, "calls", "export", tmp_path / "out", "--format", "html", "--call", "1", "--store", folder
    )
    assert answer.out == f"Wrote 2 files to {tmp_path / 'out'}.\n"
    again = assist_here(capsys, "calls", "export", tmp_path / "out", "--store", folder)
    assert again.code == 1 and "new or an empty one" in again.sentence
    assert assist_here(capsys, "calls", "check", "--store", folder).out == "The 2 stored calls are sound.\n"
    assert (
        assist_here(capsys, "calls", "expire", "--days", "100000", "--store", folder).out == "0 calls were deleted.\n"
    )
    (folder / "calls.db").write_bytes(b"no database " * 999)
    assert "moved to calls-damaged-1.db" in assist_here(capsys, "calls", "check", "--store", folder).out


def test_a_folder_of_other_things_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("x")
    answer = assist_here(capsys, "calls", "list", "--store", tmp_path)
    assert answer.code == 1 and "holds other things" in answer.sentence


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", 30),
        ("[calls]\nkeep_days = 7\n", 7),
        ("[calls]\nkeep_days = -1\n", 30),
        ("calls = 3\n", 30),
        ("not toml", 30),
    ],
)
def test_how_long_calls_are_kept_is_a_setting(tmp_path: Path, text: str, days: int) -> None:
    (tmp_path / "settings.toml").write_text(text)
    assert keep_days(tmp_path / "settings.toml") == days
