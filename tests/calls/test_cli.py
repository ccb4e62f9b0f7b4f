"""The recipe's command: what it checks without speaking, and its errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calls.cli import main

GOOD = """
name: tiny
speakers: {agent: {voice: am_michael}, customer: {voice: af_bella}}
utterances:
  - {speaker: agent, text: Hello.}
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_check_needs_no_voices(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(script), "--check"]) == 0
    assert capsys.readouterr().out == f"{script}: 1 utterances, no mistakes found.\n"


def test_shipped_scripts_are_good() -> None:
    data = Path(__file__).parents[2] / "assist" / "data"
    scripts = sorted(data.glob("*/*_call.yaml"))
    assert len(scripts) == 2
    assert [main([str(path), "--check"]) for path in scripts] == [0, 0]


@pytest.mark.parametrize("content", [None, b"not the package"])
def test_wrong_voices_are_named_with_the_remedy(
    content: bytes | None, script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    voices = tmp_path / "kokoro-js-1.2.1.tgz"
    if content is not None:
        voices.write_bytes(content)
    assert main([str(script), "--voices", str(voices), "--cache", str(tmp_path)]) == 2
    message = capsys.readouterr().err
    assert message.startswith(str(voices))
    assert "npm pack" in message
    assert message.count("\n") == 1


def test_errors_are_one_sentence_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.yaml")]) == 2
    assert main([]) == 2
    assert [line[-1] for line in capsys.readouterr().err.splitlines()] == [".", "."]
