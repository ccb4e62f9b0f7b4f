"""`assist prompts`, and `--prompts` of other commands, as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.session import phrases, taught_file, texts
from assist.session.taught import Lesson
from assist.session.taught_file import save_taught
from tests.cli.command import assist_here

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    for module in (texts, phrases):
        monkeypatch.setattr(module, "own_folder", lambda: place)
    monkeypatch.setattr(taught_file, "taught_file", lambda: place / "taught.toml")
    return place


def test_add_show_and_remove(home: Path, capsys: Capture) -> None:
    assert (
        "Added to your phrases for offer_choices"
        in assist_here(capsys, "prompts", "add", "Offer choices", " Which? ").out
    )
    assert assist_here(capsys, "prompts", "add", "pause", "Breathe.").code == 0
    shown = assist_here(capsys, "prompts", "show")
    assert shown.code == 0 and "Which?" in shown.out and "you" in shown.out
    assert assist_here(capsys, "prompts", "remove", "offer-choices", "Which?").code == 0
    text = (home / "phrases.toml").read_text()
    assert "Which?" not in text and "Breathe." in text


def test_comments_and_order_of_the_file_stay(home: Path, capsys: Capture) -> None:
    home.mkdir()
    (home / "phrases.toml").write_text('# mine\nreframe = ["a", "b"]  # best\npause = ["c"]\n')
    assist_here(capsys, "prompts", "add", "pause", "d")
    assist_here(capsys, "prompts", "remove", "reframe", "a")
    assert (home / "phrases.toml").read_text() == '# mine\nreframe = ["b"]  # best\npause = ["c", "d"]\n'


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "pauze", "a"), "did you mean [pause]?"),
        (("add", "pause", "x" * 61), "longer than 60 characters"),
        (("add", "pause", "  "), "is empty"),
        (("add", "pause", "a\nb"), "goes over two lines"),
        (("remove", "pause", "a"), "not among your phrases for pause"),
        (("show", "--situation", "job_los"), "did you mean 'job_loss'?"),
        (("show", "--prompts", "none.toml"), "cannot read this prompt book"),
        (("show", "--language", "xx"), "there is one in: en"),
        (("check", "none.toml"), "1 of 1 file cannot be used"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    arguments: tuple[str, ...], told: str, home: Path, capsys: Capture
) -> None:
    answer = assist_here(capsys, "prompts", *arguments)
    assert answer.code == 2 and told in answer.sentence
    assert not home.exists()


def test_a_phrase_twice_and_one_nearly_right(capsys: Capture) -> None:
    assist_here(capsys, "prompts", "add", "pause", "Breathe in.")
    assert "already" in assist_here(capsys, "prompts", "add", "pause", "Breathe in.").sentence
    assert 'did you mean "Breathe in."?' in assist_here(capsys, "prompts", "remove", "pause", "Breath in.").sentence


@pytest.mark.parametrize("content", [b"[a", b"pauze = ['a']", b"pause = 'a'", b"\xff"])
def test_a_broken_file_of_phrases_stays_as_it_is(content: bytes, home: Path, capsys: Capture) -> None:
    home.mkdir()
    (home / "phrases.toml").write_bytes(content)
    for command in ("add", "remove"):
        answer = assist_here(capsys, "prompts", command, "pause", "a")
        assert answer.code == 2 and str(home / "phrases.toml") in answer.sentence
    assert (home / "phrases.toml").read_bytes() == content
    shown = assist_here(capsys, "prompts", "show")
    assert shown.code == 0 and "Your phrases.toml is not used" in shown.sentence


def test_situations_come_first(capsys: Capture) -> None:
    lines = assist_here(capsys, "prompts", "show", "--situation", "illness").out.splitlines()
    assert lines[1].split()[-1] == "illness" and lines[2].split()[-1] == "book"


def test_check_knows_what_a_file_is(tmp_path: Path, capsys: Capture) -> None:
    files = {
        "book": '[pause]\ntitle = "Wait"\n',
        "phrases": 'pause = ["a"]\n',
        "playbooks": '[illness]\nexamples = ["the tablets"]\n',
        "wrong": '[moving]\nexamples = ["a"]\n',
    }
    paths = []
    for name, text in files.items():
        paths.append(tmp_path / f"{name}.toml")
        paths[-1].write_text(text)
    fine = assist_here(capsys, "prompts", "check", *paths[:3])
    assert fine.code == 0 and [line.split(": ", 1)[1] for line in fine.out.splitlines()] == [
        "fine; a prompt book that changes pause.", "fine; 1 phrase of your own.", "fine; playbooks for illness.",
    ]  # fmt: skip
    wrong = assist_here(capsys, "prompts", "check", *paths)
    assert wrong.code == 2 and "1 of 4 files cannot be used" in wrong.sentence
    assert "needs at least 3 example sentences" in wrong.out


def test_taught(home: Path, capsys: Capture) -> None:
    assert "Nothing was taught" in assist_here(capsys, "prompts", "taught").out
    save_taught({"pause": Lesson(0.64, 2, 0), "reframe": Lesson(1.0, 0, 3)}, home / "taught.toml")
    out = assist_here(capsys, "prompts", "taught").out
    assert "0.64" in out and "shown for weightier reasons only" in out and "full weight" in out
    assert "Forgotten" in assist_here(capsys, "prompts", "taught", "--reset").out
    assert "Nothing was taught" in assist_here(capsys, "prompts", "taught", "--reset").out


def test_taught_that_makes_no_sense(home: Path, capsys: Capture) -> None:
    home.mkdir()
    (home / "taught.toml").write_text("x")
    answer = assist_here(capsys, "prompts", "taught")
    assert answer.code == 0 and "kept aside" not in answer.out and "moved to taught.toml.broken" in answer.sentence


def spoken(channel: str, start: float, text: str) -> str:
    return "".join(f"call {channel} {start + 0.4 * n:.1f} 0.4 {word}\n" for n, word in enumerate(text.split()))


CTM = spoken("B", 1.0, "i lost my job and i can not pay") + spoken("A", 6.0, "okay your balance is two hundred dollars")


def test_a_replay_says_what_the_users_files_say(home: Path, tmp_path: Path, capsys: Capture) -> None:
    call = tmp_path / "call.ctm"
    call.write_text(CTM)
    home.mkdir()
    (home / "phrases.toml").write_text('pause = ["Breathe, me."]')
    answer = assist_here(capsys, "replay", call)
    assert "PAUSE  Breathe, me." in answer.out and answer.err == ""
    (home / "prompts.toml").write_text("[pauze]")
    answer = assist_here(capsys, "replay", call)
    assert answer.code == 0 and "PAUSE  Breathe, me." in answer.out and "did you mean [pause]?" in answer.sentence
    book = tmp_path / "book.toml"
    book.write_text('[pause]\ntitle = "Wait"\n')
    answer = assist_here(capsys, "replay", call, "--prompts", book)
    assert "WAIT  Breathe, me." in answer.out and answer.err == ""


@pytest.mark.parametrize("command", [("replay", "call.ctm"), ("demo",), ("demo", "--headless"), ("run", "--headless")])
def test_a_broken_book_on_the_command_line_is_refused(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "call.ctm").write_text(CTM)
    (tmp_path / "book.toml").write_text("[pauze]")
    answer = assist_here(capsys, *command, "--prompts", "book.toml")
    assert answer.code == 2 and "did you mean [pause]?" in answer.sentence
