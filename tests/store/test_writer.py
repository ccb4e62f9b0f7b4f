"""The writer: everything worth keeping comes back, redacted; two calls are never mixed; storage trouble loses nothing."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from assist.events import CallStarted, Evidence, Hypothesis, PromptShown, VoiceFeatures, Words
from assist.store.call import NewCall
from assist.store.errors import StoreError
from assist.store.store import Store
from tests.store.making import BEGAN, S, ended, hard_call, said, started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "calls"


def test_what_comes_back_of_a_call(folder: Path) -> None:
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN, audio=folder / "sound"))
        for event in hard_call():
            writer.take([event])
        writer.close()
        call = store.call(writer.number)
        entry = call.entry
    assert (entry.started_at, entry.seconds, entry.state, entry.engine, entry.profile, entry.app_version, entry.source) == (
        BEGAN, 30.0, "ended", "moonshine", "default", "0.1", "live",
    )  # fmt: skip
    assert entry.audio == folder / "sound" and len(entry.uuid) == 36 and (entry.prompts, entry.spikes) == (1, 1)
    assert call.summary is not None and call.summary.longest_customer_seconds == 9.0 and call.summary.complete
    assert [(turn.speaker, turn.text) for turn in call.turns()] == [
        ("agent", "what can i do for you"),
        (
            "customer",
            "they cut my hours on the third of march and i owe four hundred dollars my card is [card] [card] okay",
        ),
        ("agent", "which of these feels most doable"),
    ]
    (prompt,) = call.prompts()
    assert prompt.closed is not None and prompt.closed.why == "followed"
    assert prompt.recovery is not None and prompt.recovery.calmer
    assert [step.step for step in call.steps()] == ["acknowledged"]
    assert [act.name for act in call.acts()] == ["dead_end"]
    assert [event.reason for event in call.withheld()] == ["budget_gap"]
    assert [spike.peak for spike in call.spikes()] == [0.7]


def test_events_come_back_as_they_were_in_their_order(folder: Path) -> None:
    events = hard_call()
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN))
        writer.take(events)
        writer.close()
        back = store.call(writer.number).events
    assert [type(event) for event in back] == [type(event) for event in events]
    assert [e for e in back if not isinstance(e, Words)] == [e for e in events if not isinstance(e, Words)]


def test_raw_material_is_not_kept(folder: Path) -> None:
    voice = {name: 0.0 for name in VoiceFeatures.__dataclass_fields__ if name not in ("speaker", "at", "known_at")}
    partial = Words(at=1, known_at=1, speaker="agent", start=0, end=1, text="four one one", stability="partial")
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN))
        writer.take([
            started(), partial,
            Hypothesis(at=1, known_at=1, speaker="agent", utterance=1, words=(), complete=True),
            VoiceFeatures(**{**voice, "start": 0, "end": 1}, at=1, known_at=1, speaker="customer"),  # type: ignore[arg-type]
            ended(1.0),
        ])  # fmt: skip
        writer.close()
        assert [type(event).__name__ for event in store.call(1).events] == ["CallStarted", "CallEnded"]


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_no_piece_of_a_number_touches_the_disk_while_it_is_being_said(folder: Path) -> None:
    pieces = ["it's four nine seven", "two six", "three five one eight", "oh two thanks"]
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN))
        writer.take([started(), said("agent", 0.0, "what is your account number")])
        for index, piece in enumerate(pieces):
            writer.take([said("customer", 3.0 + 3 * index, piece)])
            seen = on_disk(folder)
            assert not any(word in seen for word in (b"seven", b"two six", b"five", b"eight", b"oh two")), index
        writer.take([ended(20.0)])
        writer.close()
        assert [turn.text for turn in store.call(1).turns()] == [
            "what is your account number", "it's [account] [account] [account] [account] thanks",
        ]  # fmt: skip


def test_an_amount_hidden_at_first_is_shown_once_it_is_known_to_be_one(folder: Path) -> None:
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN))
        writer.take([started(), said("customer", 1.0, "i can pay four five"), said("customer", 3.5, "dollars a week")])
        writer.take([], now=10 * S)
        assert [turn.text for turn in store.call(1).turns()] == ["i can pay four five dollars a week"]
        writer.take([ended(12.0)])
        writer.close()


def test_evidence_is_redacted_and_lines_of_the_prompt_book_are_not(folder: Path) -> None:
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN))
        line = "Call 988 or 0800 123 4567."
        heard = (Evidence(speaker="customer", start=0, end=S, text="it is four oh"),)
        shown = PromptShown(
            at=S, known_at=S, prompt=1, cue="safety", title="Safety", line=line, reason="x", evidence=heard
        )
        writer.take([started(), shown])
        writer.close()
        (prompt,) = store.call(1).prompts()
    assert prompt.shown.line == line and prompt.shown.evidence[0].text == "it is [number]"


def test_a_second_call_never_gets_into_the_first(folder: Path) -> None:
    with Store.open(folder) as store:
        one, other = store.begin(NewCall(BEGAN)), store.begin(NewCall(BEGAN))
        one.take([started(), said("agent", 0.0, "first")])
        other.take([started(), said("agent", 0.0, "second")])
        with pytest.raises(StoreError, match="still running"):
            one.take([CallStarted(at=S, known_at=S)])
        one.take([ended(5.0)])
        with pytest.raises(StoreError, match="is over"):
            one.take([said("agent", 6.0, "third")])
        one.close()
        other.close()
        assert [turn.text for turn in store.call(one.number).turns()] == ["first"]
        assert [turn.text for turn in store.call(other.number).turns()] == ["second"]
        assert store.call(other.number).entry.state == "cut_short"
        with pytest.raises(StoreError, match="in the store already"):
            store.begin(NewCall(BEGAN, uuid=store.call(one.number).entry.uuid))


def lock(folder: Path) -> sqlite3.Connection:
    """Another program that writes."""
    connection = sqlite3.connect(folder / "calls.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_a_locked_store_is_told_and_made_up_for(folder: Path) -> None:
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN))
        other = lock(folder)
        writer.take([started(), said("agent", 0.0, "hello there")])
        assert "another program holds it" in writer.problem
        other.execute("ROLLBACK")
        writer.take([ended(5.0)])
        assert not writer.problem
        writer.close()
        assert [turn.text for turn in store.call(1).turns()] == ["hello there"]


@pytest.mark.parametrize("kept", [True, False])
def test_a_store_locked_at_the_end_takes_the_rest_in_at_the_next_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    monkeypatch.setattr("assist.store.writer.WAIT_MILLISECONDS", 1)
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN))
        other = lock(folder)
        writer.take(hard_call())
        with pytest.raises(StoreError, match="taken in at the next start"):
            writer.close()
        other.execute("ROLLBACK")
        other.close()
    if not kept:  # the store itself is gone meanwhile
        for path in folder.glob("calls.db*"):
            path.unlink()
    with Store.open(folder) as store:
        assert store.cut_short == [] and not list(folder.glob("*unwritten*"))
        call = store.call(1)
        assert call.entry.state == "ended" and call.entry.started_at == BEGAN and len(call.turns()) == 3
        assert store.calls("doable")


def test_a_broken_rest_is_left_where_it_is(folder: Path) -> None:
    Store.open(folder).close()
    rest = folder / "calls-unwritten-x.json"
    rest.write_text('{"uuid": "x"')
    with Store.open(folder) as store:
        assert store.calls() == []
    assert [path.name for path in folder.glob("*unwritten*")] == ["calls-unwritten-x.broken"]


def test_a_full_disk_loses_nothing_once_there_is_room(folder: Path) -> None:
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN))
        with store._database.reading() as connection:
            full = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={full}")
        long = "and so on " * 3000
        writer.take([started(), said("agent", 0.0, long)])
        assert "the disk is full; make room" in writer.problem
        with store._database.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=100000")
        writer.take([ended(5.0)])
        writer.close()
        assert not writer.problem and store.call(1).turns()[0].text == long


def test_content_is_json_without_what_has_a_column(folder: Path) -> None:
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN))
        writer.take(hard_call())
        writer.close()
    rows = sqlite3.connect(folder / "calls.db").execute("SELECT content FROM moments").fetchall()
    assert not any({"type", "at", "known_at"} & set(json.loads(content)) for (content,) in rows)
