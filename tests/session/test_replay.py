"""Live equals replay: what was recorded gives the identical events, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.asr.still_lanes import RecordedLane
from assist.eventlog import to_json
from assist.events import AnyEvent, PromptShown, Speaker, TimedWord, Trouble, UserActed, Words
from assist.profile.schema import Profile
from assist.session.call_files import InputError
from assist.session.ctm import read_ctm
from assist.session.pipeline import Pipeline
from assist.session.profile_of_call import described, thresholds_profile
from assist.session.recorded_call import is_recorded_call, open_recorded_call
from assist.session.recorder import ABOUT, EVENTS, Recorder
from assist.session.replay import missing_side, replay, replay_words
from assist.timeline.frame import HOP
from tests.session.random_calls import CountingEngine, LateLane, RandomCall, calls, parts


def record(call: RandomCall, cuts: Sequence[int], folder: Path) -> None:
    """Step through a call as the runner does, and record it."""
    recorder = Recorder(folder, described(Profile()))
    lane = LateLane(CountingEngine(), call.delays, call.troubles)
    pipeline = Pipeline(parts(lane), "live")
    notes = list(call.notes)
    at = 0
    for cut in [*sorted(cuts), len(call.audio)]:
        frame = call.frame(at, min(cut, len(call.audio)))
        due = [note for hop, note in notes if hop * HOP <= at]
        notes = notes[len(due) :]
        recorder.write([frame], pipeline.step(frame, due))
        at = frame.end
    recorder.write([], pipeline.finish([note for _, note in notes]))
    recorder.close()


def lines(events: Sequence[AnyEvent]) -> str:
    dumped = [json.dumps(to_json(event), ensure_ascii=False, separators=(",", ":")) for event in events]
    return "".join(line + "\n" for line in dumped)


@given(calls(outside=True), st.lists(st.integers(0, 400_000), max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_recorded_call_replays_to_the_identical_events(call: RandomCall, cuts: list[int]) -> None:
    if not len(call.audio):
        return
    with TemporaryDirectory() as name:
        folder = Path(name) / "call"
        record(call, cuts, folder)
        recorded = open_recorded_call(folder)
        lane = RecordedLane(recorded.started.engine, recorded.from_lane)
        again = list(replay(recorded.frames(), parts(lane, thresholds_profile(recorded)), "live", recorded.notes))
        assert lines(again) == (folder / EVENTS).read_text(encoding="utf-8")


def small_call(seconds: float = 3.0) -> RandomCall:
    audio = np.zeros((round(seconds * 16_000), 2), np.int16)
    audio[8_000:30_000, 1] = 2_000
    return RandomCall(audio, [3_000], [(10, UserActed(at=0, known_at=0, action="snooze"))])


def test_a_call_that_was_cut_off_while_being_written_can_still_be_replayed(tmp_path: Path) -> None:
    record(small_call(), range(0, 48_000, 320), tmp_path / "call")
    events = tmp_path / "call" / EVENTS
    whole = events.read_bytes()
    events.write_bytes(whole[: len(whole) - 30])
    recorded = open_recorded_call(tmp_path / "call")
    lane = RecordedLane(recorded.started.engine, recorded.from_lane)
    again = lines(list(replay(recorded.frames(), parts(lane), "live", recorded.notes)))
    assert again.encode().startswith(whole[: len(whole) - 400])


def test_other_thresholds_are_kept_with_the_call(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "call", described(Profile(name="strict")))
    pipeline = Pipeline(parts(LateLane(CountingEngine(), [0]), Profile(name="strict")), "live")
    call = small_call()
    recorder.write([call.frame(0, 48_000)], pipeline.step(call.frame(0, 48_000)))
    recorder.close()
    about = tmp_path / "call" / ABOUT
    content = json.loads(about.read_text())
    content["thresholds"]["prompts"]["gap_seconds"] = 44.0
    content["thresholds"]["prompts"]["of_a_later_version"] = 1
    about.write_text(json.dumps(content))
    profile = thresholds_profile(open_recorded_call(tmp_path / "call"))
    assert profile.name == "strict" and profile.prompts.gap_seconds == 44.0


@pytest.mark.parametrize(
    "thresholds",
    [[1], {"prompts": [1]}, {"prompts": {"gap_seconds": "twenty"}}, {"prompts": {"gap_seconds": -4.0}}],
)
def test_broken_thresholds_of_a_call_are_told_in_one_sentence(tmp_path: Path, thresholds: object) -> None:
    record(small_call(), [], tmp_path / "call")
    about = tmp_path / "call" / ABOUT
    about.write_text(json.dumps({"thresholds": thresholds}))
    with pytest.raises(InputError, match=r"call\.json"):
        thresholds_profile(open_recorded_call(tmp_path / "call"))


@pytest.mark.parametrize("content", ["", "{", "[]", "\x00"])
def test_a_broken_description_is_told_in_one_sentence(tmp_path: Path, content: str) -> None:
    record(small_call(), [], tmp_path / "call")
    (tmp_path / "call" / ABOUT).write_text(content)
    with pytest.raises(InputError, match=r"call\.json"):
        open_recorded_call(tmp_path / "call")


def test_events_that_do_not_begin_with_the_call_are_refused(tmp_path: Path) -> None:
    record(small_call(), [], tmp_path / "call")
    events = tmp_path / "call" / EVENTS
    events.write_text("".join(events.read_text().splitlines(keepends=True)[1:]))
    with pytest.raises(InputError, match="does not begin with call_started"):
        open_recorded_call(tmp_path / "call")


def test_what_is_a_recorded_call(tmp_path: Path) -> None:
    assert not is_recorded_call(tmp_path)
    assert not is_recorded_call(tmp_path / "none")
    record(small_call(), [], tmp_path / "call")
    assert is_recorded_call(tmp_path / "call")


# ------------------------------------------------------------------------------------------------------ words alone
def spoken(text: str, start_seconds: float, word_seconds: float = 0.3) -> list[TimedWord]:
    first, step = round(start_seconds * 16_000), round(word_seconds * 16_000)
    return [
        TimedWord(text=word, start=first + i * step, end=first + (i + 1) * step - 300)
        for i, word in enumerate(text.split())
    ]


@st.composite
def transcripts(draw: st.DrawFn) -> dict[Speaker, list[TimedWord]]:
    words: dict[Speaker, list[TimedWord]] = {"agent": [], "customer": []}
    number = 0
    for side in words.values():
        at = 0
        for gap, length in draw(
            st.lists(st.tuples(st.one_of(st.integers(0, 3_000), st.integers(0, 40_000)), st.integers(1, 12_000)))
        ):
            at += gap
            side.append(TimedWord(text=f"w{number}x", start=at, end=at + length))
            at += length
            number += 1
    return words


@given(transcripts())
@settings(max_examples=80, deadline=None)
def test_every_word_of_a_transcript_is_heard_exactly_once(words: dict[Speaker, list[TimedWord]]) -> None:
    events = list(replay_words(words, Profile(), "words.ctm"))
    for speaker, side in words.items():
        finals = [e for e in events if isinstance(e, Words) and e.stability == "final" and e.speaker == speaker]
        assert [w.text for e in finals for w in e.words] == [w.text for w in side]
    for event in events:
        assert event.at <= event.known_at, event


def test_a_hard_opening_raises_pause_from_words_alone() -> None:
    words: dict[Speaker, list[TimedWord]] = {
        "customer": spoken("I lost my job last month and I can't make this payment", 1.0),
        "agent": spoken("so your current balance is two hundred dollars and it was due on monday", 6.0),
    }
    events = list(replay_words(words, Profile(), "hard.ctm"))
    (shown,) = [e for e in events if isinstance(e, PromptShown)]
    assert (shown.cue, shown.reason) == ("pause", "straight_to_demand")
    assert [piece.speaker for piece in shown.evidence] == ["customer", "agent"]


def test_no_words_at_all() -> None:
    events = list(replay_words({"agent": [], "customer": []}, Profile(), "empty"))
    assert [to_json(e)["type"] for e in events] == ["call_started", "silence", "call_ended"]


def test_the_lane_is_closed_even_if_nobody_reads_on() -> None:
    lane = LateLane(CountingEngine(), [0])
    stream = iter(replay([small_call().frame(0, 48_000)], parts(lane), "x"))
    next(stream)
    del stream
    assert lane.closed == 1


def test_a_missing_side_is_a_note_with_the_side_and_a_sentence() -> None:
    note = missing_side("agent")
    assert isinstance(note, Trouble) and note.speaker == "agent" and note.message.endswith(".")


# -------------------------------------------------------------------------------------------------------------- CTM
def test_reading_ctm(tmp_path: Path) -> None:
    path = tmp_path / "call.ctm"
    path.write_text(";; a comment\n\ncall B 1.00 0.50 Hello 0.9\ncall a 0.25 0.25 hi\ncall 2 0.5 0 uh 1.0\n")
    words = read_ctm(path)
    assert words["agent"] == [TimedWord(text="hi", start=4_000, end=8_000)]
    assert words["customer"] == [
        TimedWord(text="uh", start=8_000, end=8_001),
        TimedWord(text="Hello", start=16_000, end=24_000, confidence=0.9),
    ]


def test_a_byte_order_mark_before_ctm_is_no_reason_to_fail(tmp_path: Path) -> None:
    path = tmp_path / "call.ctm"
    path.write_bytes("call A 0 1 caf\u00e9\r\n".encode("utf-8-sig"))
    assert [word.text for word in read_ctm(path)["agent"]] == ["caf\u00e9"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("call A 0 1", "5 or 6 fields"),
        ("call A 0 1 two words 0.9", "5 or 6 fields"),
        ("call C 0 1 hi", 'channel "C" must be A'),
        ("call A zero 1 hi", 'start "zero"'),
        ("call A -1 1 hi", 'start "-1"'),
        ("call A nan 1 hi", 'start "nan"'),
        ("call A 1e12 1 hi", 'start "1e12"'),
        ("call A 0 inf hi", 'duration "inf"'),
        ("call A 0 1 hi sure", 'confidence "sure" must be a number from 0 to 1'),
        ("call A 0 1 hi -0.1", 'confidence "-0.1"'),
    ],
)
def test_a_wrong_line_is_named_by_its_number(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "call.ctm"
    path.write_text(f"call A 0 1 fine\n{line}\n")
    with pytest.raises(InputError) as caught:
        read_ctm(path)
    assert str(caught.value).startswith(f"{path}:2: ") and told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"\n;; only comments\n", b"\xff\xfe\x00binary", b""])
def test_files_without_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "call.ctm"
    path.write_bytes(content)
    with pytest.raises(InputError, match=str(path)):
        read_ctm(path)


def test_a_ctm_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_ctm(tmp_path / "none.ctm")
