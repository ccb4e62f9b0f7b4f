"""Damaged, newer, older, read-only, in the way: nothing is lost, and one sentence says what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from assist.store.call import NewCall
from assist.store.errors import StoreError
from assist.store.migrations import NEWEST, migrate
from assist.store.store import Store
from assist.store.tables import Base
from tests.store.making import BEGAN, hard_call

PAGE = 4096


def with_calls(folder: Path, count: int = 1) -> Path:
    with Store.open(folder) as store:
        for _ in range(count):
            writer = store.begin(NewCall(BEGAN))
            writer.take(hard_call())
            writer.close()
    return folder / "calls.db"


@pytest.mark.parametrize("content", [b"not a database, " * 100, b"SQLite format 3\0" + b"\xff" * 4080])
def test_a_damaged_file_is_moved_aside_and_a_new_one_begun(tmp_path: Path, content: bytes) -> None:
    for number in (1, 2):
        (tmp_path / "calls.db").write_bytes(content)
        with Store.open(tmp_path) as store:
            assert f"moved to calls-damaged-{number}.db and a new store was begun." in store.notice
            assert store.calls() == []
        assert (tmp_path / f"calls-damaged-{number}.db").read_bytes() == content
    with Store.open(tmp_path) as store:
        assert store.notice == ""


def test_damage_in_the_middle_is_told_and_put_aside_at_the_next_start(tmp_path: Path) -> None:
    file = with_calls(tmp_path, 30)
    connection = sqlite3.connect(file)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'utterances'").fetchone()
    connection.close()
    content = bytearray(file.read_bytes())
    content[(root - 1) * PAGE : root * PAGE] = b"\xaa" * PAGE
    file.write_bytes(content)
    with Store.open(tmp_path) as store, pytest.raises(StoreError, match="it is damaged; 'assist calls check'"):
        store.call(1)
    with Store.open(tmp_path) as store:
        assert "moved to calls-damaged-1.db" in store.notice and store.calls() == []
    assert (tmp_path / "calls-damaged-1.db").read_bytes() == bytes(content)


def test_check_finds_damage_by_itself(tmp_path: Path) -> None:
    file = with_calls(tmp_path, 30)
    with Store.open(tmp_path) as store:
        assert store.check() == ""
    content = bytearray(file.read_bytes())
    content[-PAGE:] = b"\xaa" * PAGE
    file.write_bytes(content)
    with Store.open(tmp_path) as store:
        assert "moved to calls-damaged-1.db" in store.check()
        assert store.check() == "" and store.calls() == []


def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = with_calls(tmp_path)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE schema_version SET version = ?", (NEWEST + 1,))
    connection.close()
    with pytest.raises(StoreError, match=rf"newer Leap Assist \(version {NEWEST + 1} .* update the program\.$"):
        Store.open(tmp_path)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM calls").fetchone() == (1,)
    connection.close()


def test_an_older_store_is_brought_up_and_keeps_its_calls(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'calls.db'}")
    with engine.begin() as connection:
        assert migrate(connection, to=1) == (0, 1)
        assert not inspect(connection).has_table("search_texts")
        connection.exec_driver_sql(
            "INSERT INTO calls VALUES (7, 'u', '2026-03-02 09:30:00.000000', 16000, 'ended', 'e', 'p', 'v', 'live', NULL)"
        )
        for number, text in ((1, "Hello"), (2, "My Boiler")):
            connection.exec_driver_sql("INSERT INTO utterances VALUES (7, ?, 1, 'agent', 0, 1, ?, 1.0)", (number, text))
    engine.dispose()
    with Store.open(tmp_path) as store:
        (call,) = store.calls("hello boiler")
        assert call.number == 7 and call.started_at == BEGAN
    with Store.open(tmp_path) as store:
        assert len(store.calls()) == 1


def test_migrations_lead_to_the_tables_of_the_program() -> None:
    made, meant = create_engine("sqlite://"), create_engine("sqlite://")
    with made.begin() as connection:
        migrate(connection)
    Base.metadata.create_all(meant)
    for table in Base.metadata.tables:
        one, other = inspect(made), inspect(meant)
        columns = [[(c["name"], str(c["type"]), c["nullable"]) for c in i.get_columns(table)] for i in (one, other)]
        assert columns[0] == columns[1]
        assert one.get_indexes(table) == other.get_indexes(table)
        assert one.get_pk_constraint(table) == other.get_pk_constraint(table)
        assert one.get_foreign_keys(table) == other.get_foreign_keys(table)
        assert one.get_unique_constraints(table) == other.get_unique_constraints(table)
    assert set(inspect(made).get_table_names()) == set(Base.metadata.tables)


def test_the_tables_can_be_written_for_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in Base.metadata.sorted_tables:
        text = str(CreateTable(table).compile(dialect=dialect))
        assert not any(word in text for word in ("JSON", "BLOB", "AUTOINCREMENT", "DATETIME"))
        for index in table.indexes:
            assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=dialect))


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_calls(tmp_path / "calls")

    def refuse(path: object, *_: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(StoreError, match="cannot be stored there: Read-only file system; make the folder writable"):
            Store.open(tmp_path / "calls")
    with Store.open(tmp_path / "calls") as store:
        assert len(store.calls()) == 1


def test_a_file_in_the_way_and_a_folder_of_others(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreError, match="make the folder writable or give another one"):
        Store.open(tmp_path / "file")
    with pytest.raises(StoreError, match="holds other things"):
        Store.open(tmp_path)
    assert (tmp_path / "file").read_text() == "mine" and len(list(tmp_path.iterdir())) == 1
