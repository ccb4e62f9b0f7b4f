"""Lines out of data sets: their names, their texts, and the draw."""

from __future__ import annotations

import gzip
from pathlib import Path

from models.text.draw_lines import Part, draw
from models.text.sources import ANNOMI, ESSAYS, MULTIDOGO, SWITCHBOARD, annomi, essays, multidogo, spoken, switchboard
from tests.models.data_folder import make


def _zipped(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(text)


def test_rows_are_named_and_quotes_in_chats_are_text(tmp_path: Path) -> None:
    lines = make(tmp_path)
    assert [*multidogo(tmp_path), *essays(tmp_path)] == lines


def test_what_nobody_says_aloud_is_left_out() -> None:
    assert spoken("@air_line @you: why is   #delayed AT&amp;T late? https://t.co/x") == "why is delayed AT&T late?"
    assert spoken("ask @someone about it") == "ask someone about it"


def test_an_utterance_of_a_call_is_its_words_in_a_row(tmp_path: Path) -> None:
    head = "conversation,channel,start_seconds,end_seconds,word,position,dialog_act,utterance\n"
    rows = ['7,A,0,1,i,B,"""",u-1', '7,A,1,2,see,I,"""",u-1', "7,A,3,4,so,B,sd,u-2", "7,B,3,4,yeah,B,b,u-2"]
    _zipped(tmp_path / SWITCHBOARD, head + "\n".join(rows) + "\n")
    found = [(line.row, line.raw) for line in switchboard(tmp_path)]
    assert found == [("7.A.u-1", "i see"), ("7.A.u-2", "so"), ("7.B.u-2", "yeah")]


def test_several_annotators_of_an_utterance_are_one_line(tmp_path: Path) -> None:
    head = "transcript_id,utterance_id,interlocutor,utterance_text,client_talk_type\n"
    rows = ["0,0,therapist,How are you?,n/a", '0,1,client,"Well, tired.",neutral', '0,1,client,"Well, tired.",change']
    _zipped(tmp_path / ANNOMI, head + "\n".join(rows) + "\n")
    assert [(line.row, line.raw, line.kind) for line in annomi(tmp_path)] == [("1", "Well, tired.", "neutral")]


def test_the_draw_is_the_same_every_time_and_gives_no_line_twice(tmp_path: Path) -> None:
    make(tmp_path)
    plan = (
        Part(MULTIDOGO, 1, lambda line: True),
        Part(MULTIDOGO, 9, lambda line: True),
        Part(ESSAYS, 9, lambda line: "afraid" in line.text),
    )
    lines = draw(tmp_path, plan)
    assert lines == draw(tmp_path, plan)
    assert len({line.raw for line in lines}) == len(lines) == 4
