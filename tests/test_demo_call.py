"""The shipped calls: sound, truth, script and coach's labels agree with each other and with what the demo must show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
import soundfile

from assist.events import SAMPLE_RATE, CueName
from tests.calls.placing import Outline, Placed, SpokenWord, place, samples
from tests.calls.script import Script, load_script
from tests.calls.sound import Sound, frame_levels_db
from tests.calls.truth import label_track

DATA = Path(__file__).parent.parent / "assist" / "data"
CALLS = {"demo": DATA / "demo" / "demo_call.flac", "selftest": DATA / "selftest" / "selftest_call.flac"}
MOST_BYTES = {"demo": 2_500_000, "selftest": 300_000}
SECONDS = {"demo": (85.0, 95.0), "selftest": (9.0, 10.5)}
SPEECH_DB = -55.0
"""A 10 ms frame above this is speech: the calls' floor is 20 dB lower."""


@dataclass(frozen=True)
class Shipped:
    name: str
    path: Path
    script: Script
    truth: dict[str, Any]
    audio: Sound

    def utterance(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = next(u for u in self.truth["utterances"] if u["id"] == name)
        return found

    def levels(self, channel: int, start: float, end: float) -> np.ndarray:
        return frame_levels_db(self.audio[samples(start) : samples(end), channel])


@pytest.fixture(scope="module", params=sorted(CALLS))
def call(request: pytest.FixtureRequest) -> Shipped:
    return _load(request.param)


@pytest.fixture(scope="module")
def demo() -> Shipped:
    return _load("demo")


def _load(name: str) -> Shipped:
    path = CALLS[name]
    audio, rate = soundfile.read(path, dtype="float32")
    assert rate == SAMPLE_RATE
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return Shipped(name, path, load_script(path.with_suffix(".yaml")), truth, audio)


def _placed_again(call: Shipped) -> list[Placed]:
    """The script placed anew, with lengths and words from the truth: no synthesis needed."""
    outlines = {}
    for u in call.truth["utterances"]:
        start = u["start"]
        words = tuple(SpokenWord(w["w"], samples(w["start"] - start), samples(w["end"] - start)) for w in u["words"])
        segments = tuple((samples(a - start), samples(b - start)) for a, b in u["segments"])
        outlines[u["id"]] = Outline(u["text"], samples(u["end"] - start), words, segments)
    return place(call.script, outlines)


def test_format_size_and_length(call: Shipped) -> None:
    info = soundfile.info(call.path)
    assert (info.format, info.subtype, info.samplerate, info.channels) == ("FLAC", "PCM_16", SAMPLE_RATE, 2)
    assert call.path.stat().st_size < MOST_BYTES[call.name]
    shortest, longest = SECONDS[call.name]
    assert shortest <= call.truth["duration"] <= longest
    assert len(call.audio) == pytest.approx(call.truth["duration"] * SAMPLE_RATE, abs=SAMPLE_RATE // 1000)


def test_nothing_clips_and_no_channel_is_digitally_silent(call: Shipped) -> None:
    assert np.abs(call.audio).max() < 0.9
    for channel in (0, 1):
        heard = np.flatnonzero(call.audio[:, channel])
        assert np.diff(heard).max() < SAMPLE_RATE // 10


def test_every_word_is_heard_where_the_truth_says(call: Shipped) -> None:
    for utterance in call.truth["utterances"]:
        ends = [word["end"] for word in utterance["words"]]
        for word in utterance["words"]:
            loud = call.levels(utterance["channel"], word["start"], word["end"]) > SPEECH_DB
            assert loud.any(), f"{utterance['id']}: {word}"
        assert ends == sorted(ends)
        assert utterance["start"] <= utterance["words"][0]["start"]
        assert ends[-1] <= utterance["end"]


def test_each_channel_is_quiet_outside_its_utterances(call: Shipped) -> None:
    for channel in (0, 1):
        outside = call.audio[:, channel].copy()
        for utterance in call.truth["utterances"]:
            if utterance["channel"] == channel:
                outside[samples(utterance["start"]) : samples(utterance["end"])] = 0.0
        assert frame_levels_db(outside).max() < SPEECH_DB


def test_truth_belongs_to_the_script(call: Shipped) -> None:
    spoken = {u["id"]: u for u in call.truth["utterances"]}
    assert [line.id for line in call.script.utterances if line.text != spoken[line.id]["script_text"]] == []
    assert set(spoken) == {line.id for line in call.script.utterances}
    for item in _placed_again(call):
        assert item.start / SAMPLE_RATE == pytest.approx(spoken[item.line.id]["start"], abs=0.004)


def test_labels_belong_to_the_script(call: Shipped) -> None:
    stored = call.path.with_name(f"{call.path.stem}_labels.txt").read_text(encoding="utf-8").splitlines()
    made = label_track(call.script, _placed_again(call)).splitlines()
    assert len(stored) == len(made) == len(call.script.coach)
    for old, new in zip(stored, made, strict=True):
        old_start, old_end, old_cue = old.split("\t")
        new_start, new_end, new_cue = new.split("\t")
        assert old_cue == new_cue
        assert set(old_cue.split("|")) <= set(get_args(CueName))
        assert float(old_start) == pytest.approx(float(new_start), abs=0.005)
        assert float(old_end) == pytest.approx(float(new_end), abs=0.005)


def test_talk_overs_really_overlap_inside_the_callers_turn(call: Shipped) -> None:
    talk_overs = [overlap for overlap in call.truth["overlaps"] if not overlap["backchannel"]]
    assert len(talk_overs) == {"demo": 2, "selftest": 1}[call.name]
    for overlap in talk_overs:
        holder, comer = call.utterance(overlap["first"]), call.utterance(overlap["second"])
        assert (holder["speaker"], comer["speaker"]) == ("customer", "agent")
        assert holder["interrupted"], "the caller breaks off"
        assert comer["end"] > holder["end"], "the agent has the floor afterwards"
        assert comer["start"] - holder["start"] > 1.0
        both = [call.levels(channel, overlap["start"], overlap["end"]) > SPEECH_DB for channel in (0, 1)]
        assert np.count_nonzero(both[0] & both[1]) * 0.01 >= 1.1
        assert overlap["speech_seconds"] >= 1.2
        # The caller was audibly speaking when the agent came in, so nobody can call it a quick reply.
        assert (call.levels(1, overlap["start"] - 0.1, overlap["start"] + 0.3) > SPEECH_DB).mean() > 0.8


def test_demo_course(demo: Shipped) -> None:
    """Bad first, good afterwards, and room between the prompts."""
    first, second = (overlap["start"] for overlap in demo.truth["overlaps"] if not overlap["backchannel"])
    assert second - first < 60.0
    disclosure, demand = demo.utterance("c1"), demo.utterance("a2")
    assert "lost my job" in disclosure["text"]
    assert "balance" in demand["text"]
    assert 0.0 < demand["start"] - disclosure["end"] < 1.0, "no beat"
    assert "nothing I can do" in demo.utterance("a4")["text"]
    acknowledgement = demo.utterance("a6")
    assert acknowledgement["start"] - demo.utterance("c5")["end"] == pytest.approx(2.1, abs=0.2), "a beat after emotion"
    assert acknowledgement["text"].endswith("?")
    assert demo.utterance("a7")["text"].endswith("Which one feels most doable for you?")
    moments = [demo.utterance(prompt.ref)["end"] for prompt in demo.script.coach]
    assert [prompt.cue for prompt in demo.script.coach] == ["pause", "reframe", "acknowledge"]
    assert min(np.diff(moments)) >= 20.0
