"""What only leaked over is masked; a voice of its own is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from assist.events import SPEAKERS, Speaker, other
from assist.speech.mask import LeakMask
from assist.timeline.bleed import Leak
from assist.timeline.frame import COLUMN
from assist.timeline.loudness import Levels

STEPS = 4
"""Of a hop."""
QUIET_DB, VOICE_DB = -70.0, -25.0
VOICES = (0.9, 0.8)


def leak(gain_db: float = -20.0, lag_steps: int = 5, floor_db: float = QUIET_DB) -> Leak:
    return Leak(gain_db=gain_db, lag_steps=lag_steps, floor_db=floor_db, relative_db=gain_db, correlation=0.9)


def call(source: Speaker, heard: Sequence[float], arriving: Sequence[float]) -> Levels:
    """Levels, one a step: of the source's channel, and of the other one."""
    levels = np.empty((len(heard), 2))
    levels[:, COLUMN[source]], levels[:, COLUMN[other(source)]] = heard, arriving
    return levels


def masked(levels: Levels, leaks: Mapping[Speaker, Leak | None], margin_db: float = 6.0) -> list[tuple[float, float]]:
    """The probabilities of every hop."""
    mask = LeakMask(margin_db)
    return [mask.hop(levels[at : at + STEPS], VOICES, leaks) for at in range(0, len(levels), STEPS)]


def only(source: Speaker, found: Leak | None) -> dict[Speaker, Leak | None]:
    return {source: found, other(source): None}


def shown(hops: list[tuple[float, float]], speaker: Speaker) -> str:
    """`v` where a voice is left, `-` where it is masked."""
    return "".join("v" if hop[COLUMN[speaker]] else "-" for hop in hops)


@pytest.mark.parametrize("source", SPEAKERS)
def test_a_leak_is_masked_and_its_source_is_not(source: Speaker) -> None:
    voice = [QUIET_DB] * 12 + [VOICE_DB] * 40
    late = [QUIET_DB] * 17 + [VOICE_DB - 20.0] * 35
    hops = masked(call(source, voice, late), only(source, leak()))
    assert shown(hops, source) == "v" * 13
    assert shown(hops, other(source)) == "vvv" + "-" * 10


def test_without_a_known_leak_nothing_is_masked() -> None:
    levels = call("customer", [VOICE_DB] * 40, [VOICE_DB - 20.0] * 40)
    assert masked(levels, only("customer", None)) == [VOICES] * 10


def test_a_voice_of_its_own_over_the_leak_is_kept() -> None:
    own = [VOICE_DB - 20.0] * 20 + [VOICE_DB] * 20
    hops = masked(call("customer", [VOICE_DB] * 40, own), only("customer", leak(lag_steps=0)))
    assert shown(hops, "agent") == "-----vvvvv"


@pytest.mark.parametrize(("above_db", "kept"), [(5.0, False), (7.0, True)])
def test_the_margin_decides(above_db: float, kept: bool) -> None:
    levels = call("customer", [VOICE_DB] * 40, [VOICE_DB - 20.0 + above_db] * 40)
    assert (shown(masked(levels, only("customer", leak(lag_steps=0))), "agent")[-1] == "v") is kept


def test_the_echo_of_the_room_is_masked_until_it_has_died_away() -> None:
    voice = [VOICE_DB] * 40 + [QUIET_DB] * 60
    echo = [VOICE_DB - 20.0] * 40 + [VOICE_DB - 20.0 - 0.8 * step for step in range(60)]
    hops = masked(call("customer", voice, echo), only("customer", leak(lag_steps=0, floor_db=-90.0)))
    assert shown(hops, "agent") == "-" * 25


def test_a_reply_at_once_after_the_caller_is_kept() -> None:
    voice = [VOICE_DB] * 40 + [QUIET_DB] * 20
    reply = [VOICE_DB - 20.0] * 40 + [VOICE_DB] * 20
    hops = masked(call("customer", voice, reply), only("customer", leak(lag_steps=0)))
    assert shown(hops, "agent") == "-" * 10 + "v" * 5


def test_a_leak_under_the_background_masks_nothing() -> None:
    """What is heard there is then the background or an own quiet voice."""
    levels = call("customer", [VOICE_DB] * 40, [QUIET_DB + 4.0] * 40)
    assert "-" not in shown(masked(levels, only("customer", leak(gain_db=-60.0, lag_steps=0))), "agent")


def test_a_leak_that_comes_a_little_early_is_masked_as_soon_as_its_voice_is_heard() -> None:
    early = [QUIET_DB] * 12 + [VOICE_DB - 20.0] * 40
    voice = [QUIET_DB] * 16 + [VOICE_DB] * 36
    hops = masked(call("customer", voice, early), only("customer", leak(lag_steps=-4)))
    assert shown(hops, "agent") == "vvvv" + "-" * 9


def test_one_mixed_signal_leaves_the_voice_on_both_channels() -> None:
    levels = call("customer", [VOICE_DB] * 40, [VOICE_DB] * 40)
    both = {speaker: leak(gain_db=0.0, lag_steps=0) for speaker in SPEAKERS}
    assert masked(levels, both) == [VOICES] * 10


def test_leaks_both_ways_mask_whichever_is_the_weaker() -> None:
    levels = call("customer", [VOICE_DB] * 40, [VOICE_DB - 20.0] * 40)
    both = {speaker: leak(lag_steps=0) for speaker in SPEAKERS}
    assert masked(levels, both) == [(0.0, VOICES[1])] * 10
    assert masked(levels[:, ::-1], both) == [(VOICES[0], 0.0)] * 10


def test_it_is_causal() -> None:
    voice = np.random.default_rng(1).uniform(-60, -20, 200)
    levels = call("customer", list(voice), list(np.roll(voice, 5) - 20.0))
    whole = masked(levels, only("customer", leak()))
    assert masked(levels[:120], only("customer", leak())) == whole[:30]


def test_the_volume_of_both_channels_does_not_matter() -> None:
    voice = np.random.default_rng(2).uniform(-60, -20, 200)
    levels = call("customer", list(voice), list(np.roll(voice, 3) - 15.0))
    hops = masked(levels, only("customer", leak(-15.0, 3, -80.0)))
    assert masked(levels - 12.0, only("customer", leak(-15.0, 3, -92.0))) == hops
