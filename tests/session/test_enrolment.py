"""The enrolled voice: made of enough speech of one person, kept for its owner only, and forgotten when told so."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assist.profile.schema import Attribution
from assist.session.call_files import InputError
from assist.session.enrolment import enrol
from assist.session.voice_file import EnrolledVoice, forget_voice, load_voice, save_voice
from tests.speech.two_tones import HIGH_HZ, LOW_HZ, LoudIsVoice, Mono, ToneModel, pause, talk, tone

VOICE = EnrolledVoice("tones", (0.6, 0.8), 0.7, 0.1, 25.0, "2026-03-01")


def enrolled(sound: Mono, *, block: int = 4_000) -> EnrolledVoice:
    blocks = (sound[at : at + block] for at in range(0, len(sound), block))
    return enrol(blocks, LoudIsVoice(), ToneModel(), Attribution(), "me.wav", "2026-03-01")


def test_half_a_minute_of_speech_is_enough() -> None:
    voice = enrolled(talk(*[(LOW_HZ, 3.0), (0, 1.0)] * 8))
    assert voice.model == "tones" and voice.seconds == pytest.approx(24.0, abs=0.5)
    assert voice.voiceprint @ ToneModel().voiceprint(tone(LOW_HZ, 1.0)) > 0.999
    assert voice.likeness > 0.999 and voice.spread < 0.01


def test_the_length_of_the_blocks_does_not_matter() -> None:
    sound = talk(*[(LOW_HZ, 2.9), (0, 0.7)] * 9)
    assert enrolled(sound, block=333) == enrolled(sound, block=16_000)


def test_no_more_than_a_minute_of_voice_is_read() -> None:
    assert enrolled(tone(LOW_HZ, 120.0)).seconds == pytest.approx(60.0, abs=0.1)


@pytest.mark.parametrize(
    ("sound", "sentence"),
    [
        (pause(30.0), "me.wav: no voice is heard in 30 s"),
        (np.zeros(0, np.int16), "me.wav: no voice is heard in 0 s"),
        (talk((LOW_HZ, 12.0), (0, 20.0)), "12 s of voice are heard in 32 s, and at least 20 s are needed"),
        (talk(*[(LOW_HZ, 0.3), (0, 0.5)] * 40), "me.wav: no voice is heard"),
    ],
    ids=["silent", "empty", "too little", "clicks"],
)
def test_what_cannot_be_enrolled(sound: Mono, sentence: str) -> None:
    with pytest.raises(InputError) as problem:
        enrolled(sound)
    assert sentence in str(problem.value) and str(problem.value).endswith(".")


def test_two_people_are_not_one() -> None:
    strict = replace(Attribution(), enrolled_likeness=0.8)
    sound = talk(*[(LOW_HZ, 2.0), (0, 0.5), (HIGH_HZ, 2.0), (0, 0.5)] * 8)
    with pytest.raises(InputError, match="one person"):
        enrol([sound], LoudIsVoice(), ToneModel(), strict, "us.wav")


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "voice" / "agent.json"
    assert load_voice(file) is None and forget_voice(file) is False
    assert save_voice(VOICE, file) == file and load_voice(file) == VOICE
    save_voice(replace(VOICE, seconds=31.0), file)
    found = load_voice(file)
    assert found is not None and found.seconds == 31.0
    assert forget_voice(file) is True and load_voice(file) is None and list(file.parent.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's data folder for the user")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    file = save_voice(VOICE, tmp_path / "voice" / "agent.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) & 0o077 == 0


def test_no_sound_is_in_it(tmp_path: Path) -> None:
    file = save_voice(enrolled(tone(LOW_HZ, 30.0)), tmp_path / "agent.json")
    assert file.stat().st_size < 1_000


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "nonsense",
        '{"format": 9}',
        '{"format": 1, "model": "m", "mean": [], "likeness": 1, "spread": 0, "seconds": 1}',
        '{"format": 1, "model": "m", "mean": [3.0, 4.0], "likeness": 1, "spread": 0, "seconds": 1}',
        '{"format": 1, "model": "m", "mean": ["x"], "likeness": 1, "spread": 0, "seconds": 1}',
        '{"format": 1, "model": 5, "mean": [1.0], "likeness": 1, "spread": 0, "seconds": 1}',
        '{"format": 1, "model": "m", "mean": [1.0], "likeness": NaN, "spread": 0, "seconds": 1}',
    ],
)
def test_a_broken_file_says_what_to_do(tmp_path: Path, content: str) -> None:
    file = tmp_path / "agent.json"
    file.write_text(content)
    with pytest.raises(InputError, match="enrol again"):
        load_voice(file)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "voice").write_text("in the way")
    with pytest.raises(InputError, match="cannot be kept there"):
        save_voice(VOICE, tmp_path / "voice" / "agent.json")
