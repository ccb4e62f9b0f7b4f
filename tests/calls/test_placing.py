"""Timing: a script and the lengths of its lines give exact places, overlaps and silences; no sound is needed."""

from __future__ import annotations

from typing import Any

import pytest

from assist.events import SAMPLE_RATE
from tests.calls.line import LineConditions
from tests.calls.placing import Outline, Placed, SpokenWord, call_length, overlaps, place, samples, silences
from tests.calls.script import Script, ScriptError, parse_script
from tests.calls.truth import label_track, truth

WORD = SAMPLE_RATE // 2
"""In these tests every word lasts half a second, back to back."""


def script(*lines: dict[str, Any], **more: Any) -> Script:
    speakers = {"agent": {"voice": "am_michael"}, "customer": {"voice": "af_bella"}}
    return parse_script({"name": "test", "speakers": speakers, "utterances": list(lines), **more})


def line(name: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "speaker": "agent" if name[0] == "a" else "customer", "text": text, **more}


def outlines(of: Script) -> dict[str, Outline]:
    result = {}
    for item in of.utterances:
        said = item.text.split()[: item.cut_words]
        words = tuple(SpokenWord(word, n * WORD, (n + 1) * WORD) for n, word in enumerate(said))
        length = len(said) * WORD
        result[item.id] = Outline(" ".join(said), length, words, ((0, length),))
    return result


def placed(of: Script) -> dict[str, Placed]:
    return {item.line.id: item for item in place(of, outlines(of))}


def test_lines_follow_each_other_by_their_gaps() -> None:
    call = placed(script(line("a1", "one two", gap_seconds=0.5), line("c1", "one two three four", gap_seconds=0.25)))
    assert (call["a1"].start, call["a1"].end) == (8_000, 24_000)
    assert (call["c1"].start, call["c1"].end) == (28_000, 60_000)


def test_a_negative_gap_after_a_cut_line_overlaps_exactly_that_long() -> None:
    of = script(line("c1", "one two three four five six", cut_words=4), line("a1", "so listen", gap_seconds=-1.5))
    call = placed(of)
    (overlap,) = overlaps(list(call.values()))
    assert (overlap.first.line.id, overlap.second.line.id) == ("c1", "a1")
    assert (overlap.start, overlap.end) == (call["c1"].end - 24_000, call["a1"].end)
    of = script(line("c1", "one two three four five", cut_words=4), line("a1", "one two three four", gap_seconds=-1.5))
    (overlap,) = overlaps(list(placed(of).values()))
    assert overlap.end - overlap.start == 24_000


def test_at_word_counts_from_the_end_of_that_word() -> None:
    call = placed(
        script(
            line("c1", "one two three four five six", start_seconds=1),
            line("a1", "right", kind="backchannel", ref="c1", at_word=3, gap_seconds=0.1),
            line("a2", "so", gap_seconds=0.2),
        )
    )
    assert call["a1"].start == samples(1 + 1.5 + 0.1)
    assert call["a2"].start == samples(1 + 3.0 + 0.2), "placed after c1: a backchannel is no turn to follow"


def test_speech_in_an_overlap_leaves_out_own_pauses() -> None:
    of = script(line("c1", "one two three four"), line("a1", "one two", gap_seconds=-1.5))
    gappy = outlines(of)
    gappy["c1"] = Outline("", gappy["c1"].length, gappy["c1"].words, ((0, WORD), (3 * WORD, 4 * WORD)))
    (overlap,) = overlaps(place(of, gappy))
    assert overlap.end - overlap.start == 2 * WORD
    assert overlap.speech == 0


def test_silences_and_length() -> None:
    of = script(line("a1", "one two", gap_seconds=0.5), line("c1", "three", gap_seconds=2.0), tail_seconds=1.0)
    items = place(of, outlines(of))
    assert silences(items, longer_than=samples(0.6)) == [(samples(1.5), samples(3.5))]
    assert call_length(of, items) == samples(5.0)


def test_labels_run_from_the_word_until_after_the_line() -> None:
    of = script(
        line("a1", "okay your balance", start_seconds=2),
        coach=[{"cue": "pause", "ref": "a1", "at_word": 2, "lasts_seconds": 3}],
    )
    assert label_track(of, place(of, outlines(of))) == "2.500\t6.500\tpause\n"


def test_labels_name_what_else_is_right_and_bracket_what_is_not_needed() -> None:
    of = script(
        line("a1", "okay your balance", start_seconds=2, acts=["straight_to_demand"]),
        line("c1", "please", feels="distress"),
        line("a2", "policy"),
        coach=[
            {"cue": "reframe", "ref": "a2", "also": ["acknowledge"], "optional": True, "lasts_seconds": 0},
            {"cue": "pause", "ref": "a1", "also": ["acknowledge"], "lasts_seconds": 0},
        ],
    )
    items = place(of, outlines(of))
    tracks = label_track(of, items).splitlines()
    assert [track.split("\t")[2] for track in tracks] == ["pause|acknowledge", "(reframe|acknowledge)"]
    facts = truth(of, items, LineConditions())
    assert [(said["acts"], said["feels"]) for said in facts["utterances"]] == [
        (["straight_to_demand"], None),
        ([], "distress"),
        ([], None),
    ]
    assert facts["coach"][0] == {
        "cue": "pause", "also": ["acknowledge"], "optional": False, "ref": "a1", "start": 2.0, "end": 3.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line("a1", "one two"), line("a2", "three", gap_seconds=-0.5)], "utterance a2 .* runs into a1 .* same side"),
        ([line("a1", "one", gap_seconds=-1)], "utterance a1 would begin before the call"),
        ([line("c1", "one two"), line("a1", "so", at_word=3)], "word 3 of utterance c1 .* only 2 words"),
    ],
)
def test_impossible_places_are_named(lines: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(ScriptError, match=said):
        placed(script(*lines))
