"""Listens to a kept recording from the moment that is marked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from assist.capture.player import Player, PlayerError
from assist.events import SAMPLE_RATE
from assist.review.timeline_picture import clock
from assist.ui.look import Look
from assist.ui.review_parts import label

_LOOK_MILLISECONDS = 100


class Playing(Protocol):
    """What plays a recording."""

    @property
    def playing(self) -> bool:
        """Does it?"""
        ...

    @property
    def seconds(self) -> float:
        """Where it is."""
        ...

    def play(self, from_seconds: float) -> None:
        """Play from a moment."""
        ...

    def stop(self) -> None:
        """Stop."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


class SoundBar(QWidget):
    """Play and stop; there only where the audio was kept.

    Args:
        look: fonts.
        open_player: opens a recording.
    """

    moved = Signal(int)
    """Where it plays, in samples."""

    def __init__(self, look: Look, open_player: Callable[[Path], Playing] = Player) -> None:
        super().__init__()
        self._open = open_player
        self._player: Playing | None = None
        self._path: Path | None = None
        self._moment = 0
        self.button = QPushButton("&Listen")
        self.button.setAccessibleDescription("Plays the recording from the marked moment")
        self.told: QLabel = label("", look.normal, quiet=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.told, 1)
        self._timer = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look_again)
        self.button.clicked.connect(self.toggle)

    def show_sound(self, path: Path | None) -> None:
        """Another call: its recording, or None."""
        self.close_sound()
        self._path, self._moment = path, 0
        self.setVisible(path is not None)
        self._show()

    def set_moment(self, at: int) -> None:
        """Begin here; if it plays, it goes on from here."""
        self._moment = at
        if self._player is not None and self._player.playing and not self._start():
            return
        self._show()

    def toggle(self) -> None:
        """Play, or stop."""
        if self._player is not None and self._player.playing:
            self._player.stop()
            self._timer.stop()
            self._show()
        elif self._start():
            self._show()

    def look_again(self) -> None:
        """Follow what plays."""
        if self._player is None:
            return
        self._moment = round(self._player.seconds * SAMPLE_RATE)
        if not self._player.playing:
            self._player.stop()
            self._timer.stop()
        self.moved.emit(self._moment)
        self._show()

    def close_sound(self) -> None:
        """Stop and let go of the file."""
        self._timer.stop()
        if self._player is not None:
            self._player.close()
            self._player = None

    def _start(self) -> bool:
        if self._path is None:
            return False
        try:
            self._player = self._player or self._open(self._path)
            self._player.play(self._moment / SAMPLE_RATE)
        except PlayerError as problem:
            self.told.setText(str(problem))
            return False
        self._timer.start()
        return True

    def _show(self) -> None:
        playing = self._player is not None and self._player.playing
        self.button.setText("&Stop listening" if playing else "&Listen")
        self.told.setText(f"{'Playing' if playing else 'From'} {clock(self._moment)}")
