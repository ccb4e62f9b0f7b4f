"""A live call into the store, beside the recorder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from assist.events import SAMPLE_RATE, CallEnded
from assist.session import stored
from assist.session.recorder import RecorderError
from assist.session.settings import remember_automatic, review_opens, storing
from assist.session.stored import PATIENCE_SAMPLES, StoredWriter, UnwrittenError, begin_stored
from assist.store.call import NewCall
from assist.store.store import Store
from assist.timeline.frame import StereoFrame
from tests.store.making import BEGAN, dynamics, ended, hard_call, said, started


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    file = tmp_path / "config" / "leap-assist" / "settings.toml"
    file.parent.mkdir(parents=True)
    return file


def frame(second: int) -> StereoFrame:
    return StereoFrame(second * SAMPLE_RATE, np.zeros((SAMPLE_RATE, 2), np.int16))


def test_a_call_is_in_the_store_with_its_audio_and_its_end(settings: Path, tmp_path: Path) -> None:
    writer, notice = begin_stored(BEGAN, audio=tmp_path / "recorded", folder=tmp_path / "calls")
    assert writer is not None and notice is None
    writer.write([frame(0)], hard_call())
    writer.close()
    writer.close()
    with Store.open(tmp_path / "calls") as store:
        # A call that began so long ago is deleted when it ends: its time is over.
        assert store.calls() == []
    writer, _ = begin_stored(datetime.now(UTC), audio=tmp_path / "recorded", folder=tmp_path / "calls")
    assert writer is not None
    writer.write([frame(0)], hard_call())
    writer.close()
    with Store.open(tmp_path / "calls") as store:
        (entry,) = store.calls()
        assert (entry.state, entry.audio) == ("ended", tmp_path / "recorded")
        assert "four one one one" not in " ".join(turn.text for turn in store.call(entry.number).turns())


def test_storing_can_be_switched_off(settings: Path, tmp_path: Path) -> None:
    settings.write_text("[calls]\nstore = false\nreview = true\nkeep_days = 9\n")
    assert begin_stored(BEGAN, folder=tmp_path / "calls") == (None, None)
    assert not (tmp_path / "calls").exists()
    assert review_opens()
    remember_automatic(True)
    assert not storing() and review_opens()  # one choice does not forget the others
    settings.write_text("calls = 3\n")
    assert storing() and not review_opens()


def test_a_store_that_cannot_be_used_is_told_and_the_call_goes_on(settings: Path, tmp_path: Path) -> None:
    (tmp_path / "calls").write_text("not a folder")
    writer, trouble = begin_stored(BEGAN, folder=tmp_path / "calls")
    assert writer is None and trouble is not None
    assert trouble.what == "disk" and "This call is not stored" in trouble.message


def test_a_problem_is_told_once_when_it_lasts_and_the_writer_stays(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "calls")
    writer = store.begin(NewCall(BEGAN))
    keeper = StoredWriter(store, writer, lambda: BEGAN, 30)
    keeper.write([frame(0)], [started()])
    other = Store.open(tmp_path / "calls")
    seconds = 1
    with other._database.writing():
        for second in range(1, PATIENCE_SAMPLES // SAMPLE_RATE + 1):
            keeper.write([frame(second)], [said("agent", second - 0.5, "hello there", 0.4)])
        with pytest.raises(UnwrittenError, match="another program holds it"):
            keeper.write([frame(second + 1)], [])
        keeper.write([frame(second + 2)], [])
        seconds = second + 4
    keeper.write([frame(seconds)], [dynamics(seconds), ended(seconds)])
    keeper.close()
    assert len(other.call(1).turns()[0].text.split()) == 2 * (PATIENCE_SAMPLES // SAMPLE_RATE)
    other.close()


def test_what_comes_after_the_end_is_refused_as_the_recorder_refuses(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "calls")
    keeper = StoredWriter(store, store.begin(NewCall(BEGAN)), lambda: BEGAN + timedelta(days=1), 30)
    keeper.write([], [started(), CallEnded(at=0, known_at=0)])
    with pytest.raises(RecorderError, match="is over") as told:
        keeper.write([], [started()])
    assert not told.value.goes_on
    keeper.close()
    assert stored.UnwrittenError.goes_on
