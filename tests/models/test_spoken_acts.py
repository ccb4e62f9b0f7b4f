"""Spoken agent lines without a voice: the draw, the call they make, and what was heard of each."""

from __future__ import annotations

import numpy as np
import pytest

from assist.timeline.frame import COLUMN
from models.text.acts_dev import ActLine, ActLinesError, load, split
from models.text.heads import ACTS
from models.text.heard_agents import Utterance
from models.text.measure_spoken_acts import by_line, errors, key
from models.text.spoken_acts import GAP, LEAST, LINES, VOICES, call, dealt, draw

NOTHING: frozenset[str] = frozenset()


def line(number: int, *acts: str) -> ActLine:
    return ActLine(f"Line number {number}.", frozenset(acts))


def test_the_draw_has_enough_of_every_class_and_the_share_of_plain_lines() -> None:
    aside = split(load())[1]
    lines = draw(aside)
    assert len(lines) == len({one.text for one in lines}) == LINES
    for act in ACTS:
        assert sum(act in one.acts for one in lines) >= LEAST, act
    share = sum(not one.acts for one in aside) / len(aside)
    assert sum(not one.acts for one in lines) == round(LINES * share)
    assert draw(aside[::-1]) == lines


def test_too_few_lines_are_refused() -> None:
    every = [line(i, act) for i, act in enumerate(ACTS)]
    assert len(draw([*every, line(99)], total=14, least=1)) == 14
    with pytest.raises(ActLinesError, match="15 lines are to be drawn and there are 13"):
        draw(every, total=15, least=1)
    with pytest.raises(ActLinesError, match="2 lines of acknowledge"):
        draw(every, total=13, least=2)


def test_every_voice_gets_its_lines() -> None:
    lines = [line(i) for i in range(14)]
    hands = dealt(lines)
    assert len(hands) == len(VOICES) == len({voice for voice, _ in VOICES}) == 6
    assert sorted((one for hand in hands for one in hand), key=lines.index) == lines
    assert {len(hand) for hand in hands} == {2, 3}


def test_a_call_holds_the_lines_on_the_agents_side() -> None:
    rng = np.random.default_rng(1)
    spoken = [(rng.standard_normal(length) * 0.1).astype(np.float32) for length in (16_000, 24_000)]
    said, frames = call([line(1), line(2, "blame")], spoken, seed=3)
    assert [(one.start, one.end) for one in said] == [(GAP, GAP + 16_000), (2 * GAP + 16_000, 2 * GAP + 40_000)]
    assert [frame.start for frame in frames] == [sum(len(f.audio) for f in frames[:i]) for i in range(len(frames))]
    sound = np.concatenate([frame.audio for frame in frames]).astype(float)
    assert len(sound) == 3 * GAP + 40_000
    level = np.abs(sound[said[0].start : said[0].end]).mean(0)
    pause = np.abs(sound[said[0].end + 800 : said[1].start - 800]).mean(0)
    agent, customer = COLUMN["agent"], COLUMN["customer"]
    assert level[agent] > 50 * pause[agent] and level[customer] < 2 * pause[agent] + 1


def test_what_was_heard_goes_to_the_line_it_lies_in() -> None:
    spans = [(GAP, 2 * GAP), (3 * GAP, 5 * GAP)]
    heard = [
        Utterance(3 * GAP - 2000, 3 * GAP + 4000, "so", 7),
        Utterance(4 * GAP, 5 * GAP, "you owe", 7),
        Utterance(GAP - 1000, 2 * GAP + 3000, "hello", 7),
        Utterance(9 * GAP, 9 * GAP + 100, "nobody", 7),
    ]
    found = by_line(spans, heard)
    assert [(one.text, one.turn) for one in found] == [("so", 1), ("you owe", 1), ("hello", 0)]


def test_word_errors_leave_out_what_was_hidden() -> None:
    lines = [ActLine("It's $40 today.", NOTHING), ActLine("Card 4111 please.", NOTHING), ActLine("Fine.", NOTHING)]
    heard = [["It's forty", "dollars to day"], ["Card [number] please"], []]
    found, hidden = errors(lines, [[Utterance(0, 1, text, 0) for text in parts] for parts in heard])
    assert hidden == 1
    assert (found.words, found.substitutions, found.insertions, found.deletions) == (5, 1, 1, 1)


def test_the_key_changes_with_the_lines_and_the_voice() -> None:
    lines = [line(1), line(2)]
    assert len({key(lines, "a", "b"), key(lines[::-1], "a", "b"), key(lines, "c", "b"), key(lines, "a", "d")}) == 4
