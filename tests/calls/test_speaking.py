"""From line to sound: pauses, break-offs, levels, word times. A tone takes the place of the voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assist.events import SAMPLE_RATE
from tests.calls.line import LineConditions
from tests.calls.making import make_call
from tests.calls.placing import SpokenWord
from tests.calls.script import Line, ScriptError, parse_script
from tests.calls.sound import Sound, active_level_db, frame_levels_db
from tests.calls.speaking import Studio
from tests.calls.styles import Prosody

WORD = SAMPLE_RATE // 2
EDGE = SAMPLE_RATE // 10


class Tones:
    """Says every word as half a second of tone, the last 0.2 s of a word with a comma silent; silence at both ends."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def speak(self, text: str, voice: str, prosody: Prosody) -> tuple[Sound, list[SpokenWord]]:
        self.said.append(text)
        tone = 0.1 * np.sin(np.arange(WORD) * 2 * np.pi * 440 / SAMPLE_RATE).astype(np.float32)
        parts, words = [np.zeros(EDGE, np.float32)], []
        for number, word in enumerate(text.split()):
            part = tone.copy()
            if word.endswith(","):
                part[WORD - 3200 :] = 0.0
            parts.append(part)
            words.append(SpokenWord(word.strip(",."), EDGE + number * WORD, EDGE + (number + 1) * WORD))
        return np.concatenate([*parts, np.zeros(EDGE, np.float32)]), words


@pytest.fixture
def tones() -> Tones:
    return Tones()


@pytest.fixture
def studio(tones: Tones, tmp_path: Path) -> Studio:
    return Studio(lambda: tones, tmp_path)


def line(text: str, cut_words: int | None = None) -> Line:
    return Line(id="c1", speaker="customer", text=text, cut_words=cut_words)


def test_level_is_the_reference_level_plus_gain(studio: Studio) -> None:
    for gain_db in (0.0, -6.0, 5.0):
        spoken = studio.speak(line("one two three"), "af_bella", Prosody(gain_db=gain_db))
        assert active_level_db(spoken.sound) == pytest.approx(-24.0 + gain_db, abs=0.2)


def test_pauses_are_exact_and_split_segments(studio: Studio) -> None:
    spoken = studio.speak(line("one two [pause 0.8] three"), "af_bella", Prosody())
    assert spoken.outline.text == "one two three"
    (first, second) = spoken.outline.segments
    assert second[0] - first[1] == pytest.approx(0.8 * SAMPLE_RATE, abs=SAMPLE_RATE // 50)
    assert spoken.outline.words[2].start == pytest.approx(second[0], abs=SAMPLE_RATE // 50)


def test_words_end_where_they_are_last_heard(studio: Studio) -> None:
    words = studio.speak(line("one, two"), "af_bella", Prosody()).outline.words
    assert words[0].end - words[0].start == pytest.approx(0.3 * SAMPLE_RATE, abs=SAMPLE_RATE // 50)


def test_a_break_off_ends_shortly_after_its_last_word(studio: Studio) -> None:
    spoken = studio.speak(line("one two three, four five", cut_words=2), "af_bella", Prosody())
    assert spoken.outline.text == "one two -"
    assert len(spoken.outline.words) == 2
    assert 0 < spoken.outline.length - spoken.outline.words[-1].end <= 0.03 * SAMPLE_RATE
    assert spoken.outline.segments[-1][1] == spoken.outline.length == len(spoken.sound)
    with pytest.raises(ScriptError, match="cut_words is 9, but it has 2 words"):
        studio.speak(line("one two", cut_words=9), "af_bella", Prosody())


def test_pieces_are_kept_and_come_back_the_same(studio: Studio, tones: Tones, tmp_path: Path) -> None:
    first = studio.speak(line("one two"), "af_bella", Prosody())
    again = Studio(lambda: tones, tmp_path).speak(line("one two"), "af_bella", Prosody())
    assert tones.said == ["one two"]
    assert first.outline == again.outline
    assert np.array_equal(first.sound, again.sound)
    studio.speak(line("one two"), "af_bella", Prosody(rate=1.1))
    assert len(tones.said) == 2, "another prosody is another piece"


def test_a_call_puts_each_side_on_its_channel(studio: Studio) -> None:
    script = parse_script(
        {
            "name": "test",
            "speakers": {"agent": {"voice": "am_michael"}, "customer": {"voice": "af_bella"}},
            "utterances": [
                {"id": "a1", "speaker": "agent", "text": "one two three", "start_seconds": 0.5},
                {"id": "c1", "speaker": "customer", "text": "four five", "gap_seconds": -0.5},
            ],
        }
    )
    call = make_call(script, studio, LineConditions())
    for item, channel in zip(call.placed, (0, 1), strict=True):
        levels = frame_levels_db(call.stereo[:, channel])
        loud = np.flatnonzero(levels > -50) * 160
        assert loud[0] == pytest.approx(item.start, abs=400)
        assert loud[-1] == pytest.approx(item.end, abs=400)
    again = make_call(script, studio, LineConditions())
    assert np.array_equal(call.stereo, again.stereo)
