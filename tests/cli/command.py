"""Runs `assist` as a user does, in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from assist.cli.main import run
from assist.modelstore import ModelStore

PLAIN = {"COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb"}


def _missing(name: str) -> bool:
    return not any(model.name == name and model.installed for model in ModelStore().list())


needs_voice_activity = pytest.mark.skipif(_missing("silero-vad"), reason="run 'assist models install silero-vad'")
needs_recognition = pytest.mark.skipif(
    _missing("silero-vad") or _missing("moonshine-tiny-en"), reason="run 'assist models install silero-vad'"
)


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line on stderr; the assertion is that there is exactly one, and nothing that looks like a traceback."""
        assert self.err.endswith("\n") and self.err.count("\n") == 1, self.err
        assert self.err.startswith("assist: ") and self.err.rstrip()[-1] in ".?!", self.err
        assert "Traceback" not in self.out + self.err and "unexpected" not in self.err, self.err
        return self.err.strip()


def assist_here(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Answer:
    """Run in this process: fast, and monkeypatches hold."""
    capsys.readouterr()
    code = run([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return Answer(code, captured.out, captured.err)


def assist(
    *arguments: str | Path, stdin: bytes = b"", environment: Mapping[str, str] | None = None, seconds: float = 120.0
) -> Answer:
    """Run in a process of its own, as installed."""
    done = subprocess.run(
        [sys.executable, "-m", "assist", *map(str, arguments)], input=stdin, capture_output=True, timeout=seconds,
        env={**os.environ, **PLAIN, **(environment or {})}, check=False,
    )  # fmt: skip
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
