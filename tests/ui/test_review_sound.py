"""Listening to a kept recording: the bar, and the player behind it without any device."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtWidgets import QApplication

from assist.capture.player import Player, PlayerError
from assist.capture.portaudio import HOST
from assist.events import SAMPLE_RATE
from assist.ui.look import make_look
from assist.ui.review_sound import SoundBar
from assist.ui.theme import LIGHT


class Silent:
    """Plays nothing, but remembers what it was asked."""

    def __init__(self, path: Path) -> None:
        self.path, self.playing, self.seconds, self.closed = path, False, 0.0, False

    def play(self, from_seconds: float) -> None:
        self.playing, self.seconds = True, from_seconds

    def stop(self) -> None:
        self.playing = False

    def close(self) -> None:
        self.stop()
        self.closed = True


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    ramp = np.arange(2 * SAMPLE_RATE * 2, dtype=np.float32).reshape(-1, 2) / (4 * SAMPLE_RATE)
    soundfile.write(str(tmp_path / "audio.wav"), ramp, SAMPLE_RATE, subtype="FLOAT")
    return tmp_path / "audio.wav"


def test_the_bar_plays_follows_and_stops(qapp: QApplication, recording: Path) -> None:
    opened: list[Silent] = []

    def open_player(path: Path) -> Silent:
        opened.append(Silent(path))
        return opened[-1]

    bar = SoundBar(make_look(LIGHT), open_player)
    moved: list[int] = []
    bar.moved.connect(moved.append)
    bar.show_sound(recording)
    bar.set_moment(3 * SAMPLE_RATE)
    assert opened == []
    bar.button.click()
    (player,) = opened
    assert (player.playing, player.seconds, bar.told.text()) == (True, 3.0, "Playing 0:03")
    player.seconds = 4.5
    bar.look_again()
    assert moved == [round(4.5 * SAMPLE_RATE)]
    bar.set_moment(SAMPLE_RATE)
    assert player.seconds == 1.0 and player.playing
    bar.button.click()
    assert not player.playing and bar.told.text() == "From 0:01"
    bar.show_sound(None)
    assert player.closed and not bar.isVisibleTo(bar.parentWidget())
    bar.deleteLater()


def test_a_recording_that_cannot_be_played_says_so(qapp: QApplication, tmp_path: Path) -> None:
    bar = SoundBar(make_look(LIGHT))
    (tmp_path / "audio.wav").write_bytes(b"not sound")
    bar.show_sound(tmp_path / "audio.wav")
    bar.button.click()
    assert "the recording cannot be played" in bar.told.text()
    bar.deleteLater()


def test_the_player_reads_from_any_moment_to_the_end(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stop(Exception):  # noqa: N818
        pass

    class Stream:
        def __init__(self, **wanted: object) -> None:
            self.wanted = wanted

        def start(self) -> None: ...
        def abort(self, ignore_errors: bool = True) -> None: ...
        def close(self, ignore_errors: bool = True) -> None: ...

    class Library:
        CallbackStop = Stop
        _terminate = _initialize = staticmethod(lambda: None)
        OutputStream = Stream

    monkeypatch.setitem(__import__("sys").modules, "sounddevice", Library)
    player = Player(recording)
    player.play(1.5)
    assert player.playing and player.seconds == 1.5
    out = np.ones((SAMPLE_RATE // 4, 2), np.float32)
    player.fill(out, len(out), None, None)
    assert out[0, 0] == pytest.approx(0.75) and player.seconds == 1.75
    long = np.ones((SAMPLE_RATE, 2), np.float32)
    with pytest.raises(Stop):
        player.fill(long, len(long), None, None)
    assert not long[SAMPLE_RATE // 4 :].any()
    player.play(0)
    HOST.mark_stale()  # a headset was plugged in, and PortAudio must start anew: what plays ends
    with pytest.raises(Stop):
        player.fill(out, len(out), None, None)
    HOST._stale = False
    player.play(99)
    assert player.seconds == 2.0
    player.close()
    player.close()
    assert not player.playing


def test_without_an_output_it_is_told(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sounddevice", None)
    player = Player(recording)
    with pytest.raises(PlayerError, match="connect a headset"):
        player.play(0)
    assert not player.playing
    player.close()
