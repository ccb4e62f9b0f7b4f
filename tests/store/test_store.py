"""The list, the marks, forgetting; for the owner only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assist.store.call import Marks, NewCall
from assist.store.errors import NoSuchCallError, StoreError
from assist.store.store import Store
from tests.store.making import BEGAN, ended, hard_call, said, started


def add(store: Store, began: datetime = BEGAN, text: str = "hello", audio: Path | None = None) -> int:
    writer = store.begin(NewCall(began, audio=audio))
    writer.take([started(), said("customer", 0.0, text), ended(3.0)])
    writer.close()
    return writer.number


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "calls") as opened:
        yield opened


def test_newest_first_and_found_by_words_that_all_occur(store: Store) -> None:
    one = add(store, BEGAN, "the boiler is BROKEN")
    two = add(store, BEGAN + timedelta(days=2), "the boiler hums")
    three = add(store, BEGAN + timedelta(days=1), "a bill of 100%")
    assert [call.number for call in store.calls()] == [two, three, one]
    assert [call.number for call in store.calls(limit=1)] == [two]
    assert [call.number for call in store.calls("Boiler broken")] == [one]
    assert [call.number for call in store.calls("100%")] == [three] and store.calls("1_0") == []
    assert [call.number for call in store.calls(since=BEGAN + timedelta(hours=1))] == [two, three]
    store.mark(three, Marks(note="Ask about the meter"))
    assert [call.number for call in store.calls("METER bill")] == [three]


def test_marks_are_kept_redacted_and_replaced(store: Store) -> None:
    number = add(store)
    assert store.call(number).entry.marks == Marks()
    marks = Marks(
        True, "letter went astray", "human", "call her on 07700 900123\nby friday", "Dear Ms Doe,\n\nas agreed: $40."
    )
    store.mark(number, marks)
    back = store.call(number).entry.marks
    assert back.note == "call her on [phone]\nby friday" and back.follow_up == marks.follow_up
    assert (back.resolved_first_contact, back.root_cause, back.human_or_recording) == (
        True,
        "letter went astray",
        "human",
    )
    store.mark(number, Marks(resolved_first_contact=False))
    assert store.call(number).entry.marks == Marks(resolved_first_contact=False)
    with pytest.raises(NoSuchCallError, match="there is no call 99"):
        store.mark(99, marks)


def test_moments_of_many_calls(store: Store) -> None:
    for day in range(3):
        writer = store.begin(NewCall(BEGAN + timedelta(days=day)))
        writer.take(hard_call())
        writer.close()
    assert [number for number, _ in store.moments(["leap_step"])] == [1, 2, 3]
    assert [number for number, _ in store.moments(["leap_step"], since=BEGAN + timedelta(days=1))] == [2, 3]
    with pytest.raises(StoreError, match="no events called"):
        store.moments(["leap"])


def test_a_deleted_call_is_in_no_file_any_more(store: Store) -> None:
    number = add(store, text="unmistakable words")
    kept = add(store, text="other words")
    store.delete(number)
    assert b"unmistakable" not in b"".join(path.read_bytes() for path in store.folder.iterdir())
    assert [call.number for call in store.calls()] == [kept]
    with pytest.raises(NoSuchCallError):
        store.delete(number)
    assert store.delete_all() == 1 and store.calls() == []
    assert add(store) == kept + 1, "numbers are never given twice"


def recording(folder: Path) -> Path:
    folder.mkdir()
    for name in ("audio.wav", "events.jsonl", "call.json"):
        (folder / name).write_text("x")
    return folder


def test_audio_goes_with_its_call_and_nothing_else_does(store: Store, tmp_path: Path) -> None:
    mine = recording(tmp_path / "mine")
    (mine / "letter.txt").write_text("not ours")
    other = recording(tmp_path / "other")
    store.delete(add(store, audio=mine))
    store.delete(add(store, audio=other))
    assert [path.name for path in mine.iterdir()] == ["letter.txt"] and not other.exists()
    store.delete(add(store, audio=tmp_path / "gone already"))


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="rights do not bind here")
def test_audio_that_cannot_be_deleted_keeps_its_call(store: Store, tmp_path: Path) -> None:
    sound = recording(tmp_path / "sound")
    number = add(store, audio=sound)
    sound.chmod(0o500)
    with pytest.raises(StoreError, match="audio of call 1 cannot be deleted"):
        store.delete(number)
    assert store.calls()
    sound.chmod(0o700)
    store.delete(number)
    assert not sound.exists()


def test_calls_expire_by_the_day_with_their_audio(store: Store, tmp_path: Path) -> None:
    sound = recording(tmp_path / "sound")
    old = add(store, BEGAN - timedelta(days=31), audio=sound)
    new = add(store, BEGAN - timedelta(days=29))
    running = store.begin(NewCall(BEGAN - timedelta(days=40)))
    assert store.expire(BEGAN) == 1 and not sound.exists()
    assert {call.number for call in store.calls()} == {new, running.number} and old not in {new, running.number}
    assert store.expire(BEGAN, days=0) == 1
    running.close()
    with pytest.raises(StoreError, match="not negative"):
        store.expire(BEGAN, days=-1)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "calls"
    folder.mkdir(mode=0o755)
    (folder / "calls.db").touch(mode=0o644)
    with Store.open(folder) as store:
        writer = store.begin(NewCall(BEGAN))
        writer.take(hard_call())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        assert len(list(folder.iterdir())) == 4, "file, log, shared memory, lock"
        writer.close()


def test_moments_without_a_time_zone_are_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.calls(since=datetime(2026, 3, 2))
