"""The measurement of acts and slips: decisions, stretches, turns, other people's labels, false slips in calm talk."""

from __future__ import annotations

import csv
import gzip
import typing
from collections.abc import Mapping
from pathlib import Path

import pytest

from assist.events import ActName
from models.overlap.mrda import is_kept_aside
from models.text.act_readers import agent_reader
from models.text.act_scores import (
    GOOD,
    SLIPS,
    by_class,
    decided,
    macro,
    names,
    print_classes,
    read_all,
    read_long,
    slips,
    stretches,
)
from models.text.calm_agents import alarms, statements, together
from models.text.counselling import Counselled, Reply, counsellors, replies
from models.text.heads import ACTS
from models.text.heard_agents import Utterance, in_turns, kept, read_in_turns
from models.text.measure_acts import against, spoiled

NOTHING: frozenset[str] = frozenset()


NAMES: tuple[ActName, ...] = typing.get_args(ActName)


class Words:
    """Reads an act where its name is said, surely if it is said loudly."""

    def read_agent(self, text: str) -> Mapping[ActName, float]:
        return {name: 0.9 if name.upper() in text else 0.5 if name in text else 0.1 for name in NAMES}


class Silent:
    """Nothing that reads."""


def test_acts_are_the_good_ones_and_the_slips() -> None:
    assert (*GOOD, *SLIPS) == ACTS == NAMES
    assert GOOD[-1] == "hand_over_choice" and SLIPS[0] == "but_opener"


def test_half_decides() -> None:
    assert decided({"blame": 0.5, "clarify": 0.49, "greeting": 1.0}) == {"blame"}
    assert slips(["ultimatum", "clarify", "blame"]) == ["blame", "ultimatum"]
    assert names({"ultimatum", "clarify"}) == "clarify,ultimatum" and names([]) == "-"


def test_scores_of_every_class_and_their_mean(capsys: pytest.CaptureFixture[str]) -> None:
    truth = [frozenset({"blame", "clarify"}), frozenset({"blame"}), NOTHING, NOTHING]
    said = [frozenset({"blame", "clarify"}), NOTHING, frozenset({"blame"}), frozenset({"clarify"})]
    found = by_class(truth, said)
    assert (found["blame"].count, found["blame"].precision, found["blame"].recall) == (2, 0.5, 0.5)
    assert found["clarify"].f1 == pytest.approx(2 / 3)
    assert macro(found) == pytest.approx((0.5 + 2 / 3) / 13)
    print_classes("Mine", truth, {"cased": said})
    lines = capsys.readouterr().out.splitlines()
    assert "| blame | 2 | 0.50 0.50 **0.50** |" in lines
    assert "| slip in a line with nothing | 2 | 1 of 2 |" in lines


def test_long_texts_are_read_in_whole_sentences() -> None:
    assert stretches("One two. Three four? Five six.", 4) == ["One two. Three four?", "Five six."]
    assert stretches("one two three four five six", 4) == ["one two three four five six"]
    assert stretches('He said "go." Then', 3) == ['He said "go."', "Then"]
    assert stretches("") == []
    assert read_long(Words(), "blame. " + "x " * 40 + "BLAME. clarify")["blame"] == 0.9


def test_readers_by_name(tmp_path: Path) -> None:
    assert agent_reader("rules").read_agent("policy is policy")["policy_wall"] == 1
    assert agent_reader(f"{__name__}:Words").read_agent("blame")["blame"] == 0.5
    for name in ("nothing:Here", "nothing", f"{__name__}:Missing"):
        with pytest.raises(SystemExit, match="there is no reader"):
            agent_reader(name)
    with pytest.raises(SystemExit, match="has no read_agent"):
        agent_reader(f"{__name__}:Silent")
    with pytest.raises(SystemExit, match="holds no model"):
        agent_reader("leap-text", tmp_path)


def test_utterances_find_their_turns() -> None:
    found = in_turns([(500, 600, "c"), (0, 90, "a"), (150, 190, "b"), (300, 320, "late")], [(400, 700), (10, 200)])
    assert [(one.text, one.turn) for one in found] == [("a", 0), ("b", 0), ("late", 0), ("c", 1)]
    assert in_turns([(0, 9, "a")], []) == [Utterance(0, 9, "a", 0)]


def test_utterances_are_read_with_what_their_turn_held() -> None:
    said = [Utterance(0, 100, "bla", 0), Utterance(8000, 9000, "me", 0), Utterance(90_000, 91_000, "blame", 1)]

    class Joins:
        def read_agent(self, text: str) -> Mapping[ActName, float]:
            return {name: float(name == "blame" and text == "bla me") for name in NAMES}

    assert [reading["blame"] for reading in read_in_turns(said, Joins())] == [0.0, 1.0, 0.0]


def test_what_was_heard_is_kept(tmp_path: Path) -> None:
    path, said = tmp_path / "new" / "heard.json", [Utterance(1, 2, "a", 0)]
    with pytest.raises(SystemExit, match="run this with --speak"):
        kept(path, "k", None)
    assert kept(path, "k", lambda: said) == said
    assert kept(path, "k", None) == said
    with pytest.raises(SystemExit, match="made of other lines"):
        kept(path, "other", None)
    assert kept(path, "other", lambda: []) == []
    for broken in ("{", "[]", '{"key": "k", "heard": [{"from": 1}]}'):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(SystemExit, match="is broken"):
            kept(path, "k", None)


def test_false_slips_are_counted_by_utterance_and_turn() -> None:
    texts = ["blame and ultimatum", "BLAME", "clarify", "fine"]
    found = alarms(texts, [0, 0, 1, 2], read_all(Words(), texts))
    assert (found.texts, found.false_texts, found.turns, found.false_turns) == (4, 2, 3, 1)
    assert found.names == {"blame": 2, "ultimatum": 1} and found.per_100_turns == pytest.approx(100 / 3)
    assert found.mistakes == [("blame 0.50, ultimatum 0.50", "blame and ultimatum"), ("blame 0.90", "BLAME")]
    both = together([found, alarms(["fine"], [0], read_all(Words(), ["fine"]))])
    assert (both.texts, both.turns, both.false_turns) == (5, 4, 1) and both.names["blame"] == 2


def test_statements_of_meetings_kept_aside(tmp_path: Path) -> None:
    aside = next(name for name in map(str, range(99)) if is_kept_aside(name))
    other = next(name for name in map(str, range(99)) if not is_kept_aside(name))
    words = "|".join(f"{i}+{i + 1}+{word}" for i, word in enumerate(["that", "is", "all", "right"]))
    short = "0+1+no|1+2+way"
    rows = [
        [aside, "0", "4", "", "A", words, "s^rt", "c", "me"],
        [aside, "5", "9", "", "A", words, "qy", "c", "me"],
        [aside, "9", "11", "", "A", short, "s", "c", "me"],
        [other, "0", "4", "", "A", words, "s", "c", "me"],
    ]
    path = tmp_path / "meetings.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    assert statements(path) == ["that is all right"]


def table(path: Path, columns: str, *rows: list[str]) -> Path:
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([columns.split(), *rows])
    return path


def test_counsellors_by_most_of_their_annotators(tmp_path: Path) -> None:
    table(
        tmp_path / "evaluate" / "annomi_108.csv.gz",
        "mi_quality transcript_id utterance_id interlocutor utterance_text therapist_input_subtype reflection_exists"
        " question_subtype",
        ["high", "0", "0", "therapist", "What changed?", "n/a", "True", "open"],
        ["high", "0", "0", "therapist", "What changed?", "n/a", "False", "open"],
        ["high", "0", "0", "therapist", "What changed?", "options", "False", "closed"],
        ["high", "0", "1", "client", "Much.", "n/a", "n/a", "n/a"],
        ["low", "1", "0", "therapist", "Stop, or cut down.", "options", "False", "n/a"],
        ["low", "1", "1", "therapist", "-", "n/a", "False", "n/a"],
    )
    assert counsellors(tmp_path) == [
        Counselled("What changed?", good=True, open_question=True, reflection=False, options=False),
        Counselled("Stop, or cut down.", good=False, open_question=False, reflection=False, options=True),
    ]


def test_replies_count_once(tmp_path: Path) -> None:
    path = table(
        tmp_path / "replies.csv.gz",
        "sp_id rp_id response_post level",
        ["a", "b", "So sorry.", "2"],
        ["a", "b", "So sorry.", "2"],
        ["a", "c", "Why?", "0"],
    )
    assert replies(path) == [Reply("So sorry.", 2), Reply("Why?", 0)]


def test_a_row_beside_somebody_elses_label() -> None:
    readings = [{"clarify": 0.9}, {"clarify": 0.6}, {"clarify": 0.4}, {"clarify": 0.1}]
    row = against("clarify", "open question", [True, False, True, False], readings)
    assert row == ["clarify", "open question", "4", "2", "2", "0.500", "0.500", "0.500", "0.750"]
    assert against("clarify", "none", [False] * 4, readings)[-1] == "-"


def test_recognition_errors_are_the_same_every_time() -> None:
    texts = ["i lost my job last month and i cannot pay this bill"] * 20
    words = [("cat", 3), ("bell", 2), ("play", 2), ("months", 1)]
    assert spoiled(texts, words, "third") == spoiled(texts, words, "third") != texts
