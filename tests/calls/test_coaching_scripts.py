"""The coaching calls: each can be laid out, its labels keep the prompt budget, and its overlaps come out as meant."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from assist.events import SAMPLE_RATE
from assist.profile.schema import Prompts, samples
from tests.calls.estimate import estimated
from tests.calls.placing import call_length, overlaps
from tests.calls.script import Script, load_script

FOLDER = Path(__file__).parent / "coaching"
SITUATIONS = {
    "aside": ("care_duties", "dispute", "fixed_income", "separation", "vulnerability"),
    "develop": ("bereavement", "illness", "job_loss", "outage", "reduced_hours", "shame"),
}
"""By folder: kept aside for measuring only, and to develop on. No situation is in both."""
SCRIPTS = sorted(path for kept in SITUATIONS for path in (FOLDER / kept).glob("*.yaml"))
AGENTS = ("good", "middling", "poor")
WANTED = {"good": {0}, "middling": {1, 2}, "poor": {2, 3, 4}}
"""How many prompts a call of each agent wants, optional ones left out."""

each_script = pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)


@pytest.mark.parametrize("kept", SITUATIONS)
def test_every_situation_has_every_agent(kept: str) -> None:
    stems = [path.stem for path in SCRIPTS if path.parent.name == kept]
    assert stems == [f"{what}_{who}" for what in SITUATIONS[kept] for who in AGENTS]


def test_no_line_is_in_two_calls_of_different_folders() -> None:
    said: dict[str, set[str]] = {kept: set() for kept in SITUATIONS}
    for path in SCRIPTS:
        said[path.parent.name] |= {line.text for line in load_script(path).utterances if line.kind == "turn"}
    assert not said["aside"] & said["develop"]


@each_script
def test_the_call_is_short_and_says_what_it_holds(path: Path) -> None:
    script = load_script(path)
    assert script.name == path.stem
    assert 12 <= len(script.utterances) <= 26
    assert 60 < call_length(script, estimated(script)) / SAMPLE_RATE < 135
    assert any(line.kind == "backchannel" for line in script.utterances)
    assert "coach" in script.model_fields_set
    needed = sum(not prompt.optional for prompt in script.coach)
    assert needed in WANTED[path.stem.rpartition("_")[2]]


@each_script
def test_wanted_prompts_keep_the_budget(path: Path) -> None:
    script, budget = load_script(path), Prompts()
    placed = {item.line.id: item for item in estimated(script)}
    wanted = [prompt for prompt in script.coach if not prompt.optional and prompt.cue != "safety"]
    assert len({prompt.cue for prompt in wanted}) == len(wanted), "the calls are shorter than the time a cue rests"
    assert len(wanted) <= budget.rate_most
    for first, second in pairwise(wanted):
        gap = samples(budget.gap_seconds)
        assert placed[second.ref].end - placed[first.ref].end >= gap, f"{second.cue} at {second.ref} ends too soon"
        starts = placed[first.ref].word_start(first.at_word), placed[second.ref].word_start(second.at_word)
        assert starts[1] - starts[0] >= gap, f"{second.cue} at {second.ref} starts too soon"


@each_script
def test_who_is_broken_off_is_talked_over_and_backchannels_lie_inside(path: Path) -> None:
    script = load_script(path)
    placed = estimated(script)
    both = [(overlap.first.line.id, overlap.second.line.id, overlap.speech) for overlap in overlaps(placed)]
    for line in script.utterances:
        if line.cut_words is not None:
            over = sum(speech for first, _, speech in both if first == line.id)
            assert over >= 0.4 * SAMPLE_RATE, f"{line.id} is broken off with nobody speaking"
        if line.kind == "backchannel":
            reference = _reference(script, line.id)
            inside = next(item for item in placed if item.line.id == reference)
            here = next(item for item in placed if item.line.id == line.id)
            assert inside.start < here.start < here.end < inside.end, f"{line.id} comes after {reference}"


@each_script
def test_nobody_else_overlaps_for_long(path: Path) -> None:
    for overlap in overlaps(estimated(load_script(path))):
        if not overlap.first.line.cut_words and overlap.second.line.kind == "turn":
            assert overlap.speech <= 0.3 * SAMPLE_RATE, f"{overlap.second.line.id} talks over {overlap.first.line.id}"


def _reference(script: Script, name: str) -> str | None:
    return next(line.ref for line in script.utterances if line.id == name)
