"""Texts from flags and from the user's folder; a recorded call keeps its own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assist.coaching.promptbook import PromptBookError, default_book
from assist.cues.playbooks import PlaybookError, default_playbooks
from assist.events import PromptShown, Trouble
from assist.modelstore import ModelError, ModelStore
from assist.profile.schema import Profile
from assist.session.assemble import TEXT_MODEL, reader_of, words_parts
from assist.session.call_files import InputError
from assist.session.profile_of_call import described
from assist.session.recorded_call import RecordedCall, open_recorded_call
from assist.session.recorder import ABOUT, Recorder
from assist.session.replay import replay
from assist.session.texts import Texts, Wanted, overridden, texts_of, texts_that_ship
from assist.session.texts_of_call import described_texts, recorded_texts
from assist.timeline.frame import StereoFrame
from tests.cues.speaking import words
from tests.session.random_calls import CountingEngine, LateLane, RandomCall, parts

PAUSE = '[pause]\ntitle = "Wait"\n'
MOVING = '[moving]\nexamples = ["we get the keys", "we are moving out", "the new flat is empty"]\n'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def test_nothing_asked_for_and_nothing_there(own: Path) -> None:
    assert texts_of(Wanted(), own) == texts_that_ship() == texts_of(Wanted(), own / "none")


def test_own_files_are_used(own: Path) -> None:
    (own / "prompts.toml").write_text(PAUSE)
    (own / "phrases.toml").write_text('pause = ["Breathe, me."]')
    (own / "playbooks.toml").write_text(MOVING)
    texts = texts_of(Wanted(), own)
    assert (texts.book["pause"].title, texts.book["pause"].own) == ("Wait", ("Breathe, me.",))
    assert "moving" in texts.playbooks and texts.notices == ()


def test_a_flag_goes_before_the_own_file_and_the_phrases_stay(own: Path, tmp_path: Path) -> None:
    (own / "prompts.toml").write_text("broken")
    (own / "playbooks.toml").write_text("broken")
    (own / "phrases.toml").write_text('pause = ["Breathe, me."]')
    (tmp_path / "book.toml").write_text(PAUSE)
    (tmp_path / "books.toml").write_text(MOVING)
    texts = texts_of(Wanted("en", tmp_path / "book.toml", tmp_path / "books.toml"), own)
    assert (texts.book["pause"].title, texts.book["pause"].own) == ("Wait", ("Breathe, me.",))
    assert "moving" in texts.playbooks and texts.notices == ()


def test_broken_own_files_are_told_and_what_ships_is_used(own: Path) -> None:
    (own / "prompts.toml").write_text("[pauze]")
    (own / "phrases.toml").mkdir()
    (own / "playbooks.toml").symlink_to(own / "nowhere")
    texts = texts_of(Wanted(), own)
    assert (texts.book, texts.playbooks) == (default_book(), default_playbooks())
    assert [notice.what for notice in texts.notices] == ["prompts_unused", "phrases_unused", "playbooks_unused"]
    for notice in texts.notices:
        assert str(own) in notice.message and notice.message.endswith((".", "?")) and "\n" not in notice.message


def test_what_a_flag_names_must_be_usable(own: Path, tmp_path: Path) -> None:
    with pytest.raises(PromptBookError, match="cannot read this prompt book"):
        texts_of(Wanted(prompts=tmp_path / "none.toml"), own)
    with pytest.raises(PlaybookError, match="cannot read these playbooks"):
        texts_of(Wanted(playbooks=tmp_path / "none.toml"), own)
    with pytest.raises(PromptBookError, match="no prompt book in 'xx'"):
        texts_of(Wanted("xx"), own)


# -------------------------------------------------------------------------------------------------- a recorded call
def recorded(folder: Path, about: dict[str, object]) -> RecordedCall:
    """A short call whose `call.json` holds this."""
    audio = np.zeros((16_000, 2), np.int16)
    call = RandomCall(audio, [3_000], [])
    recorder = Recorder(folder, {**described(Profile()), **about})
    lane = LateLane(CountingEngine(), call.delays, call.troubles)
    recorder.write([StereoFrame(0, audio)], list(replay([StereoFrame(0, audio)], parts(lane), "live")))
    recorder.close()
    return open_recorded_call(folder)


def test_the_texts_of_a_recorded_call_are_those_it_had(own: Path, tmp_path: Path) -> None:
    (own / "prompts.toml").write_text(PAUSE + '[pause.situations]\nmoving = ["Boxes first."]\n')
    (own / "phrases.toml").write_text('acknowledge = ["I hear you.", "Gr\u00fc\u00df dich."]', encoding="utf-8")
    (own / "playbooks.toml").write_text(MOVING + '[illness]\nexamples = ["the tablets cost a lot"]\n')
    texts = texts_of(Wanted(text_model=tmp_path), own)
    again = recorded_texts(recorded(tmp_path / "call", described_texts(texts, plain=True)))
    assert again == Texts(texts.book, texts.playbooks, tmp_path, plain=True)
    (own / "prompts.toml").unlink()
    assert again.book["pause"].title == "Wait"


def test_a_recorded_call_that_does_not_say_was_made_with_what_ships(tmp_path: Path) -> None:
    assert recorded_texts(recorded(tmp_path / "call", {})) == texts_that_ship()


def test_a_flag_goes_before_what_a_recorded_call_had(own: Path, tmp_path: Path) -> None:
    (own / "phrases.toml").write_text('pause = ["Breathe, me."]')
    (tmp_path / "book.toml").write_text(PAUSE)
    texts = overridden(texts_of(Wanted(), own), Wanted(prompts=tmp_path / "book.toml"))
    assert (texts.book["pause"].title, texts.book["pause"].own) == ("Wait", ("Breathe, me.",))


@pytest.mark.parametrize(
    "texts", [3, {"prompts": 3}, {"phrases": {"pauze": ["a"]}}, {"playbooks": {"x": 1}}, {"text_model": 1}]
)
def test_a_recorded_call_whose_texts_make_no_sense(tmp_path: Path, texts: object) -> None:
    folder = tmp_path / "call"
    recorded(folder, {})
    (folder / ABOUT).write_text(json.dumps({"texts": texts}))
    with pytest.raises((InputError, PromptBookError, PlaybookError)) as caught:
        recorded_texts(open_recorded_call(folder))
    assert str(caught.value).startswith(str(folder / ABOUT)) and "\n" not in str(caught.value)


def test_own_phrases_are_shown_and_show_again_in_a_replay(own: Path, tmp_path: Path) -> None:
    (own / "phrases.toml").write_text('pause = ["Breathe, me."]')
    sides = {
        "agent": words([(6.0, 11.0, "okay so your current balance is two hundred dollars today")]),
        "customer": words([(1.0, 5.0, "i lost my job and i can not pay this")]),
    }

    def run(texts: Texts) -> list[object]:
        reader, _ = reader_of(texts, ModelStore())
        frames = [StereoFrame(0, np.zeros((16_000 * 15, 2), np.int16))]
        return list(replay(frames, words_parts(Profile(), sides, reader=reader, book=texts.book), "call"))  # type: ignore[arg-type]

    texts = texts_of(Wanted(), own)
    first = run(texts)
    assert [event.line for event in first if isinstance(event, PromptShown)] == ["Breathe, me."]
    kept = recorded(tmp_path / "call", described_texts(texts, plain=False))
    assert run(recorded_texts(kept)) == first


# ------------------------------------------------------------------------------------------------- the text model
def test_a_missing_text_model_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> Path:
        raise ModelError("the model leap-text is not installed: reinstall leap-assist")

    monkeypatch.setattr(ModelStore, "path", missing)
    reader, notice = reader_of(texts_that_ship(), ModelStore())
    assert notice == Trouble(
        at=0, known_at=0, what="plain_reading", since=0,
        message="What is said is read by plain word rules, which miss much: the model leap-text is not installed: "
        "reinstall leap-assist.",
    )  # fmt: skip
    assert reader.read_caller("i lost my job").situations


@pytest.mark.parametrize("damage", ["model.onnx", "vocab.txt", "classes.toml", "classes.toml!", "all"])
def test_a_broken_text_model_is_told_and_never_ends_a_call(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ModelStore().path(TEXT_MODEL)
    for name in ("model.onnx", "vocab.txt", "classes.toml"):
        (tmp_path / name).write_bytes((whole / name).read_bytes())
    if damage == "all":
        (tmp_path / "model.onnx").unlink()
    elif damage.endswith("!"):
        (tmp_path / "classes.toml").write_text('[head.kind.frustration]\nscale = 1.0\noffset = "a"\n')
    else:
        (tmp_path / damage).write_bytes(b"\xff half")
    monkeypatch.setattr(ModelStore, "path", lambda *_: tmp_path)
    reader, notice = reader_of(texts_that_ship(), ModelStore())
    assert notice is not None and notice.what == "plain_reading"
    assert str(tmp_path) in notice.message and notice.message.endswith("reinstall leap-assist.")
    assert "\n" not in notice.message
    assert reader.read_caller("i lost my job").situations


def test_a_whole_text_model_is_no_trouble_and_a_plain_call_stays_plain() -> None:
    assert reader_of(texts_that_ship(), ModelStore())[1] is None
    texts = Texts(default_book(), default_playbooks(), plain=True)
    reader, notice = reader_of(texts, ModelStore())
    assert notice is None and type(reader).__name__ == "RuleReader"
