"""How errors leave the program."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assist.cli.errors import exit_code, sentence
from assist.modelstore import ModelError, ModelRequestError
from assist.profile.load import ProfileError
from assist.session.call_files import InputError
from assist.session.recorder import RecorderError
from tests.cli.command import assist, assist_here


@pytest.mark.parametrize(
    ("problem", "code", "text"),
    [
        (InputError("a.wav: it is empty; copy it again."), 2, "assist: a.wav: it is empty; copy it again."),
        (InputError("a\n b.wav: it is empty"), 2, "assist: a b.wav: it is empty."),
        (ProfileError("p.toml:2: did you mean x?"), 2, "assist: p.toml:2: did you mean x?"),
        (ModelRequestError("there is no model x"), 2, "assist: there is no model x."),
        (ModelError("the model x is broken"), 1, "assist: the model x is broken."),
        (RecorderError("f: the disk is full."), 1, "assist: f: the disk is full."),
        (BrokenPipeError(32, "Broken pipe"), 1, ""),
    ],
)
def test_one_sentence(problem: Exception, code: int, text: str) -> None:
    assert (exit_code(problem), sentence(problem)) == (code, text)


def test_what_nobody_expected_is_still_one_sentence() -> None:
    assert exit_code(KeyError("x")) == 1
    assert sentence(KeyError("x")).startswith("assist: something unexpected went wrong ('x')")
    assert sentence(ValueError()).startswith("assist: something unexpected went wrong (ValueError)")


def test_without_arguments_it_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    answer = assist_here(capsys)
    assert answer.code == 2 and answer.err == "" and "replay" in answer.out


def test_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    answer = assist_here(capsys, "relpay")
    assert answer.code == 2 and "relpay" in answer.sentence


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert assist_here(capsys, "--version").out.startswith("leap-assist ")
    for command in ("run", "demo", "replay", "classify", "score", "devices", "models", "profile", "doctor", "selftest"):
        answer = assist_here(capsys, command, "--help")
        assert (answer.code, answer.err) == (0, "") and "Usage" in answer.out, command


def test_help_imports_nothing_heavy() -> None:
    """What is not imported cannot be slow; a clock in a test would measure the machine."""
    heavy = {"numpy", "onnxruntime", "PySide6", "soundfile", "sounddevice", "vosk", "pydantic", "jinja2", "tomlkit"}
    heavy |= {"hypothesis", "platformdirs"}
    code = f"import sys, assist.cli.main as m; m.run(['--help']); print({heavy} & sys.modules.keys(), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "set()"


def test_listener_that_goes_away() -> None:
    program = [sys.executable, "-m", "assist", "classify", "--speaker", "agent"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"hello\n" * 2_000)
        process.stdin.close()
        assert process.stdout.readline().startswith(b'{"text": "hello"')
        process.stdout.close()
        assert process.wait(60) == 1
        assert b"Traceback" not in process.stderr.read()


def test_terminal_that_knows_no_such_characters() -> None:
    answer = assist("replay", "\u00fc\u4f60.wav", environment={"PYTHONIOENCODING": "ascii"})
    assert answer.code == 2 and "there is no such file" in answer.sentence
