"""A made call with overlaps at exact times (tests/calls/scripts/overlaps_short.yaml): found, in time, and judged."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from assist.events import SAMPLE_RATE, OverlapJudged, OverlapStarted
from assist.modelstore import ModelStore
from assist.profile.schema import Profile
from assist.session.assemble import replay_lane, sound_parts
from assist.session.call_files import open_sound, stereo_frames
from assist.session.replay import replay
from tests.bench.overlap_truth import ACCEPTED, Matched, match, read_truth
from tests.cli.command import needs_recognition

CALL = Path(__file__).parent.parent / "data" / "overlaps_short.flac"
ONSET_SECONDS = 0.1
EARLY_SECONDS = 0.8
MISHEARD = "Uh-huh"
"""The recogniser hears "Aha!", which the verdict need not know as listening; only an accusation would be wrong."""

pytestmark = [pytest.mark.model, needs_recognition]


@cache
def heard() -> tuple[Matched, list[OverlapJudged]]:
    models = ModelStore()
    parts = sound_parts(Profile(), replay_lane("moonshine", models), models)
    events = list(replay(stereo_frames(open_sound(CALL)), parts, CALL.name))
    found = [event for event in events if isinstance(event, OverlapStarted)]
    verdicts = [event for event in events if isinstance(event, OverlapJudged)]
    return match(read_truth(CALL.with_suffix(".json")).overlaps, found), verdicts


def test_every_overlap_is_found_where_it_began_and_none_besides() -> None:
    matched, _ = heard()
    assert len(matched.pairs) == 6
    for true, found in matched.pairs:
        assert found is not None, true.what
        assert abs(found.onset - true.onset) <= ONSET_SECONDS * SAMPLE_RATE, true.what
    assert not matched.wrong


def test_every_overlap_is_called_what_it_was() -> None:
    matched, verdicts = heard()
    late = {(verdict.speaker, verdict.onset): verdict.verdict for verdict in verdicts if verdict.stage == "late"}
    for true, found in matched.pairs:
        assert found is not None
        verdict = late[found.speaker, found.onset]
        if MISHEARD in true.what:
            assert verdict != "interruption", true.what
        else:
            assert verdict in ACCEPTED[true.kind], true.what


def test_the_live_cue_need_not_wait_for_the_end() -> None:
    matched, verdicts = heard()
    early = {(verdict.speaker, verdict.onset): verdict for verdict in verdicts if verdict.stage == "early"}
    (cut_in,) = [found for true, found in matched.pairs if true.kind == "interruption" and true.speaker == "agent"]
    assert cut_in is not None
    verdict = early[cut_in.speaker, cut_in.onset]
    assert verdict.verdict == "interruption"
    assert verdict.known_at - cut_in.onset <= EARLY_SECONDS * SAMPLE_RATE


def test_the_agent_is_accused_of_nothing_else() -> None:
    matched, verdicts = heard()
    guilty = [true.onset for true, _ in matched.pairs if true.kind == "interruption" and true.speaker == "agent"]
    for verdict in verdicts:
        if (verdict.speaker, verdict.verdict, verdict.stage) == ("agent", "interruption", "late"):
            assert min(abs(verdict.onset - onset) for onset in guilty) <= SAMPLE_RATE // 2
