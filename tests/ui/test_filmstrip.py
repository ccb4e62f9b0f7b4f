from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from assist.eventlog import write_line
from assist.events import AnyEvent, Speaker, SpeechEnded, SpeechStarted
from assist.ui import filmstrip
from assist.ui.beat_ring import BeatRing
from assist.ui.film import Film
from assist.ui.theme import LIGHT
from tests.ui.making import STARTED, samples, with_beats

ROOT = Path(__file__).parents[2]


def said(speaker: Speaker, start: float, end: float) -> Iterable[AnyEvent]:
    first, last = samples(start), samples(end)
    yield SpeechStarted(at=first, known_at=samples(start + 0.1), speaker=speaker, start=first)
    yield SpeechEnded(at=last, known_at=samples(end + 0.22), speaker=speaker, start=first, end=last)


def a_call(length: float = 1.0) -> list[AnyEvent]:
    """The caller breathes at 3 s, stops at 5 s; the agent leaves a beat, then cuts one short at 10.3 s."""
    voices = [
        *said("customer", 1, 3), *said("customer", 3.4, 5), *said("agent", 7.2, 8), *said("customer", 8.5, 10),
        *said("agent", 10.3, 12),
    ]  # fmt: skip
    return [STARTED, *with_beats(voices, length)]


def seen(film: Film, seconds: float) -> str:
    film.go_to(seconds)
    return film.overlay.findChildren(BeatRing)[0].accessibleName() if ring_up(film) else "-"


def ring_up(film: Film) -> bool:
    return not film.overlay.findChildren(BeatRing)[0].isHidden()


@pytest.mark.parametrize(
    ("length", "names"),
    [
        (1.0, {5.2: "-", 5.3: "Leave a beat", 5.9: "Leave a beat", 6.1: "Beat kept", 7.3: "Beat kept", 8.2: "-"}),
        (2.0, {5.2: "-", 5.3: "Leave a beat", 6.9: "Leave a beat", 7.1: "Beat kept", 8.2: "Beat kept", 9.5: "-"}),
    ],
)
def test_the_film_shows_what_was_known_at_each_moment(qtbot: QtBot, length: float, names: dict[float, str]) -> None:
    film = Film(a_call(length), LIGHT)
    assert seen(film, 3.3) == "Leave a beat"
    assert seen(film, 3.6) == "-"
    assert {at: seen(film, at) for at in names} == names
    assert seen(film, 10.3) == "Leave a beat"
    assert seen(film, 10.5) == ""  # fading
    assert seen(film, 11.0) == "-"
    film.close()


def write(path: Path, events: Iterable[AnyEvent]) -> Path:
    with path.open("w", encoding="utf-8") as out:
        for event in events:
            write_line(out, event)
    return path


def test_moments_include_both_ends() -> None:
    assert filmstrip.moments(1.0, 1.5, 0.1) == pytest.approx([1.0, 1.1, 1.2, 1.3, 1.4, 1.5])
    assert filmstrip.moments(2.0, 1.0, 0.1) == []


@pytest.mark.gui
@pytest.mark.parametrize("scale", [1, 2])
def test_it_draws_a_contact_sheet(tmp_path: Path, scale: int) -> None:
    events = write(tmp_path / "call.jsonl", a_call())
    picture = tmp_path / "film.png"
    done = subprocess.run(
        [
            sys.executable, "-m", "assist.ui.filmstrip", str(events), str(picture), "--from", "5", "--to", "7",
            "--step", "0.25", "--columns", "3", "--scale", str(scale), "--theme", "dark",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    image = QImage(str(picture))
    assert image.width() > 3 * 330 * scale
    assert 3 * 36 * scale < image.height() < 4 * 60 * scale


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--from", "2", "--to", "1"], "0 frames; choose --from, --to and --step"),
        (["--from", "0", "--to", "1000"], "10001 frames"),
        (["--from", "0", "--to", "1", "--step", "0"], "0 frames"),
    ],
)
def test_it_says_how_many_frames_it_can_draw(
    tmp_path: Path, arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert filmstrip.main(["events.jsonl", "out.png", *arguments]) == 2
    assert capsys.readouterr().err.startswith(sentence)


@pytest.mark.gui
def test_bad_files_are_one_sentence(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")  # so that what the tool sets there goes away again
    span = ["--from", "0", "--to", "0.1"]
    assert filmstrip.main([str(tmp_path / "none.jsonl"), "out.png", *span]) == 2
    assert "none.jsonl" in capsys.readouterr().err
    events = write(tmp_path / "call.jsonl", a_call())
    assert filmstrip.main([str(events), str(tmp_path / "no folder" / "out.png"), *span]) == 2
    assert "cannot be written" in capsys.readouterr().err
