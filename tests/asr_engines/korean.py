"""Korean speech for the Vosk tests: espeak-ng says what the wheel with a real Vosk model can hear."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import soundfile
import soxr

from assist.modelstore import ModelError, ModelStore
from assist.timeline.frame import Samples

COUNTING = "일 이 삼 사 오 육 칠 팔 구 십"
"""One to ten; the model hears "i sam sa" (two three four) from the robot voice."""
HEARD = {"이", "삼", "사"}
PAD = 4800


def model_folder() -> Path:
    """Where `vosk-ko` is; skips the test with the reason when it cannot run here."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("needs espeak-ng: run `make setup-test`")
    try:
        return ModelStore().path("vosk-ko")
    except ModelError as problem:
        pytest.skip(str(problem))


@cache
def say(text: str) -> Samples:
    """The text in Korean, 16 kHz, with 0.3 s of silence on both sides."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        subprocess.run(["espeak-ng", "-v", "ko", "-w", str(path), text], check=True)
        audio, rate = soundfile.read(path, dtype="int16")
    pad = np.zeros(PAD, np.int16)
    return np.concatenate([pad, soxr.resample(audio, rate, 16_000), pad])
