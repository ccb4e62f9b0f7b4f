"""What a live call is opened with: own files, what was taught, and what the agent is told when something is not used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assist.capture.devices import Device
from assist.events import PromptClosed
from assist.profile.schema import Profile
from assist.session import live, taught_file, texts
from assist.session.live import LiveCall
from assist.session.profile_of_call import described
from assist.session.runner import Opened
from assist.session.taught import Lesson
from assist.session.taught_file import load_taught, save_taught
from tests.cli.command import needs_voice_activity

pytestmark = [pytest.mark.model, needs_voice_activity]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    device = Device(
        kind="microphone", name="headset", label="", backend="test", channels=1, rate=16_000, access="pulse_microphone",
        address="headset", is_default=True,
    )  # fmt: skip
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):  # settings, and the store of calls
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(texts, "own_folder", lambda: place)
    monkeypatch.setattr(taught_file, "taught_file", lambda: place / "taught.toml")
    monkeypatch.setattr(live, "list_devices", lambda: [device])
    return place


def opened(record: Path) -> tuple[Opened, dict[str, object]]:
    """A call that is opened but not begun, and what is written down about it."""
    call = LiveCall(None, None, "none", record=record).open()
    about = json.loads((record / "call.json").read_text(encoding="utf-8"))
    return call, about


def close(call: Opened) -> None:
    for writer in call.writers:
        writer.close()
    call.parts.lane.close()


def test_nothing_of_ones_own(tmp_path: Path) -> None:
    call, about = opened(tmp_path / "call")
    close(call)
    assert call.notices == () and call.parts.profile == Profile()
    assert about["thresholds"] == json.loads(json.dumps(described(Profile())["thresholds"]))


def test_what_was_taught_is_in_the_call_and_in_its_record_and_the_call_teaches_on(home: Path, tmp_path: Path) -> None:
    save_taught({"reframe": Lesson(0.64, 2)}, home / "taught.toml")
    (home / "phrases.toml").write_text('pause = ["Breathe, me."]')
    call, about = opened(tmp_path / "call")
    assert call.notices == () and call.parts.profile.weights.reframe == 0.64
    assert call.parts.book["pause"].own == ("Breathe, me.",)
    assert about["thresholds"]["weights"]["reframe"] == 0.64  # type: ignore[index]
    assert about["texts"]["phrases"] == {"pause": ["Breathe, me."]}  # type: ignore[index]
    refused = PromptClosed(at=0, known_at=0, prompt=1, cue="reframe", why="not_helpful")
    for writer in call.writers:
        writer.write([], [refused])
    close(call)
    assert load_taught(home / "taught.toml")["reframe"] == Lesson(0.512, 3)


def test_what_is_broken_is_told_and_the_call_begins(home: Path, tmp_path: Path) -> None:
    for name in ("prompts.toml", "phrases.toml", "playbooks.toml", "taught.toml"):
        (home / name).write_text("[broken")
    call, _ = opened(tmp_path / "call")
    close(call)
    assert [notice.what for notice in call.notices] == [
        "prompts_unused", "phrases_unused", "playbooks_unused", "taught_unused",
    ]  # fmt: skip
    assert call.parts.profile == Profile()
