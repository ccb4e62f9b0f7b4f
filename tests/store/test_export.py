"""Taking calls out: JSON, CSV, HTML, for the owner only, harmless in spreadsheets and browsers."""

from __future__ import annotations

import csv
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.events import AnyEvent
from assist.store.call import Marks, NewCall
from assist.store.errors import StoreError
from assist.store.export import Form
from assist.store.store import Store
from tests.store.making import BEGAN, ended, hard_call, started


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "calls")
    short: list[AnyEvent] = [started(), ended(1.0)]
    for events in (hard_call(), short):
        writer = store.begin(NewCall(BEGAN))
        writer.take(events)
        writer.close()
    store.mark(1, Marks(note="=1+1", root_cause="<script>alert(1)</script>"))
    yield store
    store.close()


def test_json_has_everything(store: Store, tmp_path: Path) -> None:
    (file,) = store.export(tmp_path / "out", "json")
    short, call = json.loads(file.read_text())["calls"]
    assert short["call"] == 2 and short["turns"] == [] and set(short["summary"].values()) == {None}
    assert call["started_at"] == "2026-03-02T09:30:00+00:00" and call["summary"]["backchannels"] == 2
    assert call["prompts"][0]["became"] == "followed" and call["prompts"][0]["calmer"] is True
    assert [len(call[name]) for name in ("turns", "withheld", "leap_steps", "acts", "tension_spikes")] == [
        3,
        1,
        1,
        1,
        1,
    ]
    assert "four one one" not in file.read_text()


def test_csv_opens_in_a_spreadsheet_without_running_anything(store: Store, tmp_path: Path) -> None:
    files = {
        file.name: list(csv.DictReader(file.read_text().splitlines())) for file in store.export(tmp_path / "out", "csv")
    }
    assert set(files) == {
        f"{n}.csv" for n in ("calls", "turns", "prompts", "withheld", "leap_steps", "acts", "tension_spikes")
    }
    assert [row["call"] for row in files["calls.csv"]] == ["2", "1"]
    assert files["calls.csv"][1]["note"] == "'=1+1" and files["calls.csv"][1]["backchannels"] == "2"


def test_html_is_plain_and_self_contained(store: Store, tmp_path: Path) -> None:
    files = {file.name: file.read_text() for file in store.export(tmp_path / "out", "html")}
    assert set(files) == {"index.html", "call-1.html", "call-2.html"}
    for text in files.values():
        assert "<script" not in text and "http" not in text and "<link" not in text
    assert "&lt;script&gt;" in files["index.html"] and "they cut my hours" in files["call-1.html"]


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_for_the_owner_only(store: Store, tmp_path: Path, form: Form) -> None:
    files = store.export(tmp_path / "out", form, [1])
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    with pytest.raises(StoreError, match="something in this folder already"):
        store.export(tmp_path / "out", form)
    with pytest.raises(StoreError, match="there is no call 9"):
        store.export(tmp_path / "other", form, [9])
    assert not (tmp_path / "other").exists()
    with pytest.raises(StoreError, match="cannot be written there"):
        store.export(files[0], form)
