"""`assist models` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assist.cli.errors import exit_code, sentence
from assist.cli.models import app
from tests.modelstore.making import write_vosk


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and sentence on stderr, as the program gives them."""
    try:
        app(list(arguments), standalone_mode=False)
    except Exception as problem:  # noqa: BLE001 - as the program does
        return exit_code(problem), sentence(problem)
    return 0, ""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEAP_ASSIST_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == (0, "")
    assert "moonshine-tiny-en" in capsys.readouterr().out
    assert run("list", "--json") == (0, "")
    models = json.loads(capsys.readouterr().out)
    moonshine = next(model for model in models if model["name"] == "moonshine-tiny-en")
    assert moonshine["installed"] and moonshine["licence"] == "MIT" and moonshine["origin"] == "package"


def test_install_verify_remove(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "vosk-model-small-en-us-0.15"
    source = write_vosk(tmp_path / name)
    assert run("install", name, "--from", str(source)) == (0, "")
    assert run("verify", name) == (0, "") and "is whole" in capsys.readouterr().out
    (tmp_path / "models" / name / "am" / "final.mdl").unlink()
    code, text = run("verify", name)
    assert code == 1 and "lacks am/final.mdl" in text
    assert run("remove", name)[0] == 0
    assert run("remove", name)[0] == 2


def test_verify_of_a_folder_without_hashes_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_vosk(tmp_path / "models" / "vosk-model-en")
    assert run("verify", "vosk-model-en") == (0, "")
    assert "no SHA-256 is on record" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("install",), 2),
        (("install", "nobody"), 2),
        (("install", "silero-vad", "--from", "/no/such/file"), 2),
        (("verify", "silero-vad-of-another-kind"), 2),
        (("remove", "moonshine-tiny-en"), 2),
        (("polish",), 2),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int) -> None:
    found, text = run(*arguments)
    assert found == code and text.startswith("assist: ") and "\n" not in text


@pytest.mark.parametrize("name", ["text", "overlap", "end-of-turn", "voice"])
def test_every_card_can_be_shown(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("card", name) == (0, "")
    shown = capsys.readouterr().out
    assert shown.startswith("# ")
    assert "measured" in shown


def test_a_card_that_is_not_there_is_told() -> None:
    code, told = run("card", "horoscope")
    assert code == 2
    assert "the cards are text" in told
