"""Laying a script out without voices: plausible, exact where the script is exact, and readable by the program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assist.events import SAMPLE_RATE
from assist.session.ctm import read_ctm
from tests.calls.cli import main
from tests.calls.estimate import estimated, outline
from tests.calls.placing import Placed, overlaps, silences
from tests.calls.script import Script, ScriptError, parse_script

TALK = (
    "Well, I called last week about the bill, and someone said it would be looked at. Nobody has called me back since."
)


def script(*lines: dict[str, Any], **more: Any) -> Script:
    speakers = {"agent": {"voice": "am_michael"}, "customer": {"voice": "af_bella"}}
    return parse_script({"name": "of test", "speakers": speakers, "utterances": list(lines), **more})


def placed(of: Script) -> dict[str, Placed]:
    return {item.line.id: item for item in estimated(of)}


def test_people_talk_at_about_two_point_seven_words_a_second() -> None:
    of = script({"id": "c1", "speaker": "customer", "text": TALK})
    spoken = outline(of.utterances[0], of.prosody(of.utterances[0]))
    assert len(spoken.words) == 22
    assert 2.4 < len(spoken.words) / (spoken.length / SAMPLE_RATE) < 3.0


def test_a_faster_manner_takes_less_time() -> None:
    of = script(
        {"id": "a1", "speaker": "agent", "text": TALK},
        {"id": "a2", "speaker": "agent", "text": TALK, "style": "brisk"},
    )
    slow, fast = (outline(line, of.prosody(line)).length for line in of.utterances)
    assert fast == pytest.approx(slow / 1.12, rel=0.001)


def test_a_marked_pause_is_exactly_that_long_and_splits_the_line() -> None:
    of = script({"id": "c1", "speaker": "customer", "text": "I lost it. [pause 0.8] My job, I mean."})
    item = placed(of)["c1"]
    assert [word.text for word in item.outline.words][3] == "My"
    assert item.outline.words[3].start - item.outline.words[2].end == 0.8 * SAMPLE_RATE
    assert len(item.segments()) == 2
    assert silences(list(placed(of).values()), longer_than=8_000) == [(item.word_end(3), item.word_start(4))]


def test_an_overlap_is_as_long_as_the_script_says() -> None:
    of = script(
        {"id": "c1", "speaker": "customer", "text": TALK, "cut_words": 10},
        {"id": "a1", "speaker": "agent", "text": "The bill is due on Friday.", "gap_seconds": -1.25},
    )
    (overlap,) = overlaps(list(placed(of).values()))
    assert overlap.end - overlap.start == 1.25 * SAMPLE_RATE
    assert overlap.first.outline.text.endswith("and someone -")


def test_a_line_cannot_be_cut_after_more_words_than_it_has() -> None:
    with pytest.raises(ScriptError, match="utterance c1: cut_words is 9, but it has 2 words"):
        estimated(script({"id": "c1", "speaker": "customer", "text": "Oh no.", "cut_words": 9}))


FILE = """
name: of test
speakers: {agent: {voice: am_michael}, customer: {voice: af_bella}}
utterances:
  - {id: c1, speaker: customer, text: "I can't pay, I'm so sorry.", feels: shame}
  - {id: a1, speaker: agent, text: "You should have called.", acts: [blame]}
coach: [{cue: reframe, ref: a1, at_word: 2, also: [acknowledge]}]
"""


def test_the_command_writes_words_truth_and_labels_twice_the_same(tmp_path: Path) -> None:
    source = tmp_path / "call.yaml"
    source.write_text(FILE, encoding="utf-8")
    for name in ("one.ctm", "two.ctm"):
        assert main([str(source), "--estimate", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "one.ctm").read_bytes() == (tmp_path / "two.ctm").read_bytes()
    words = read_ctm(tmp_path / "one.ctm")
    assert [word.text for word in words["customer"]] == ["i", "can't", "pay", "i'm", "so", "sorry"]
    facts = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))
    assert facts["times"] == "estimated"
    assert [said["words"][0]["w"] for said in facts["utterances"]] == ["I", "You"]
    start, _, cue = (tmp_path / "one_labels.txt").read_text(encoding="utf-8").rstrip("\n").split("\t")
    assert cue == "reframe|acknowledge"
    assert float(start) == facts["utterances"][1]["words"][1]["start"]


def test_no_prompt_wanted_is_an_empty_track_and_nothing_said_is_none(tmp_path: Path) -> None:
    for coach, written in [("coach: []", True), ("", False)]:
        source = tmp_path / "call.yaml"
        source.write_text(FILE[: FILE.index("coach:")] + coach, encoding="utf-8")
        assert main([str(source), "--estimate"]) == 0
        labels = tmp_path / "call_labels.txt"
        assert labels.exists() == written
        assert not written or not labels.read_text(encoding="utf-8")
        labels.unlink(missing_ok=True)


def test_an_estimate_is_not_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "call.yaml"
    source.write_text(FILE, encoding="utf-8")
    assert main([str(source), "--estimate", "-o", str(tmp_path / "call.flac")]) == 2
    assert "change the ending to .ctm" in capsys.readouterr().err
