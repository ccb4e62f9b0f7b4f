"""The agent's enrolled voice on this computer: a direction of 192 numbers, never sound. Only its owner may read the file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from platformdirs import user_data_path

from assist.session.call_files import InputError
from assist.session.private_file import write_private
from assist.speech.voiceprint import Voiceprint

FORMAT = 1


@dataclass(frozen=True, slots=True)
class EnrolledVoice:
    """What is known of the agent's voice.

    Attributes:
        model: name of the model that gave the voiceprint; those of another one cannot be compared with it.
        mean: voiceprint, length 1.
        likeness: mean similarity of the stretches it was made of to it.
        spread: standard deviation of those similarities.
        seconds: voice it was made of.
        enrolled_on: day, as people write it: 2026-03-01.
    """

    model: str
    mean: tuple[float, ...]
    likeness: float
    spread: float
    seconds: float
    enrolled_on: str = ""

    @property
    def voiceprint(self) -> Voiceprint:
        """The mean as an array."""
        return np.array(self.mean, np.float32)


def voice_file() -> Path:
    """Where the enrolled voice is kept."""
    return user_data_path("leap-assist", appauthor=False) / "voice" / "agent.json"


def save_voice(voice: EnrolledVoice, path: Path | None = None) -> Path:
    """Keep a voice in place of the one before; returns where.

    Raises:
        InputError: it cannot be written.
    """
    file = path or voice_file()
    try:
        write_private(file, json.dumps({"format": FORMAT, **asdict(voice)}))
    except OSError as problem:
        raise InputError(
            f"{file}: the voice cannot be kept there: {problem.strerror}; make the folder writable."
        ) from problem
    return file


def load_voice(path: Path | None = None) -> EnrolledVoice | None:
    """The enrolled voice; None if there is none.

    Raises:
        InputError: the file is there and makes no sense.
    """
    file = path or voice_file()
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as problem:
        raise _broken(file) from problem
    try:
        if content.pop("format") != FORMAT:
            raise _broken(file)
        voice = EnrolledVoice(**{**content, "mean": tuple(float(value) for value in content["mean"])})
        whole = all(np.isfinite(value) for value in (*voice.mean, voice.likeness, voice.spread, voice.seconds))
        fits = isinstance(voice.model, str) and isinstance(voice.enrolled_on, str)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise _broken(file) from problem
    if not (whole and fits and voice.mean and abs(float(np.linalg.norm(voice.mean)) - 1.0) < 0.01):
        raise _broken(file)
    return voice


def forget_voice(path: Path | None = None) -> bool:
    """Delete the enrolled voice; was there one?

    Raises:
        InputError: it cannot be deleted.
    """
    file = path or voice_file()
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as problem:
        raise InputError(f"{file}: cannot be deleted: {problem.strerror}; delete it by hand.") from problem
    return True


def _broken(file: Path) -> InputError:
    return InputError(f"{file}: this is not an enrolled voice; enrol again with 'assist voice enrol'.")
