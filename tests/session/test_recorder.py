"""The recorder: bit for bit what was heard, for its owner only, whole up to the last half second if the program is killed."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.eventlog import read_events
from assist.events import SCHEMA, CallEnded, CallStarted, Trouble
from assist.session.event_file import EventFile
from assist.session.recorder import ABOUT, AUDIO, EVENTS, Recorder, RecorderError
from assist.timeline.frame import StereoFrame

BEGIN = CallStarted(at=0, known_at=0, source="live")


def noise(start: int, length: int) -> StereoFrame:
    generator = np.random.default_rng(start)
    return StereoFrame(start, generator.integers(-32_768, 32_768, (length, 2), np.int16))


@given(st.lists(st.integers(0, 9_000), max_size=12))
@settings(max_examples=20, deadline=None)
def test_sound_is_kept_bit_for_bit_left_agent_right_customer(lengths: list[int]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        recorder = Recorder(Path(name) / "call", {})
        recorder.write([], [BEGIN])
        at, frames = 0, []
        for length in lengths:
            frames.append(noise(at, length))
            at += length
            recorder.write(frames[-1:], [])
        recorder.close()
        audio, rate = soundfile.read(Path(name) / "call" / AUDIO, dtype="int16", always_2d=True)
        assert rate == 16_000
        expected = np.concatenate([np.zeros((0, 2), np.int16), *(f.audio for f in frames)])
        assert np.array_equal(audio.reshape(-1, 2), expected)


def test_what_it_was_made_with(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "call", {"profile": "strict", "microphone": None})
    recorder.write([noise(0, 10)], [BEGIN])
    recorder.close()
    about = json.loads((tmp_path / "call" / ABOUT).read_text())
    assert (
        about["profile"] == "strict"
        and about["microphone"] is None
        and about["schema"] == SCHEMA
        and about["app_version"]
    )
    assert list(read_events(tmp_path / "call" / EVENTS)) == [BEGIN]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder private by its place")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "call", {})
    recorder.write([noise(0, 10)], [BEGIN])
    recorder.close()
    assert stat.S_IMODE((tmp_path / "call").stat().st_mode) == 0o700
    for name in (AUDIO, EVENTS, ABOUT):
        assert stat.S_IMODE((tmp_path / "call" / name).stat().st_mode) == 0o600


def test_all_but_the_last_half_second_is_on_disk_while_it_goes_on(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "call", {})
    recorder.write([], [BEGIN])
    for start in range(0, 48_000, 320):
        recorder.write([noise(start, 320)], [Trouble(at=start, known_at=start, what="disk", since=0)])
        on_disk = soundfile.info(tmp_path / "call" / AUDIO).frames if start >= 8_000 else 0
        assert start + 320 - on_disk <= 8_320
    assert len(list(read_events(tmp_path / "call" / EVENTS))) >= 125
    recorder.close()


def test_closing_twice_is_harmless(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "call", {})
    recorder.write([noise(0, 10)], [BEGIN, CallEnded(at=10, known_at=11)])
    recorder.close()
    recorder.close()


def test_a_call_that_never_began_leaves_nothing_and_its_name_is_free(tmp_path: Path) -> None:
    Recorder(tmp_path / "call", {}).close()
    assert not (tmp_path / "call").exists()
    recorder = Recorder(tmp_path / "call", {})
    recorder.write([noise(0, 10)], [BEGIN])
    recorder.close()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "call").mkdir()
    with pytest.raises(RecorderError, match="something here already"):
        Recorder(tmp_path / "call", {})
    assert not list((tmp_path / "call").iterdir())


def test_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RecorderError, match="cannot be recorded here"):
        Recorder(tmp_path / "file" / "call", {})


def test_texts_of_every_kind_are_written_and_read_back(tmp_path: Path) -> None:
    odd = ["a\u2028b", "caf\u00e9 \U0001f642", 'quote " \\', "line\nfeed", "name-\udcff.wav", "\x85\x0b\x0c\x1c\x00"]
    events = [Trouble(at=0, known_at=0, what="disk", since=0, message=text) for text in odd]
    recorder = Recorder(tmp_path / "call", {})
    recorder.write([noise(0, 10)], events)
    recorder.close()
    assert list(read_events(tmp_path / "call" / EVENTS)) == events
    log = EventFile(tmp_path / "events.jsonl")
    log.write([], events)
    log.close()
    assert list(read_events(tmp_path / "events.jsonl")) == events
