"""What the first start keeps, and where; what was there before stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.coaching.promptbook import PromptBookError
from assist.profile.keeping import KeepError
from assist.profile.load import ProfileError, load_profile
from assist.session import settings
from assist.session.first_start import FirstStart, Places
from assist.session.phrase_choice import fault_of
from assist.session.settings import Choice


@pytest.fixture
def places(tmp_path: Path) -> Places:
    folder = tmp_path / "config"
    return Places(
        folder / "settings.toml", folder / "phrases.toml", folder / "profiles" / "mine.toml", tmp_path / "p.json"
    )


def test_devices_and_the_note_share_a_file_with_others(places: Places) -> None:
    places.settings.parent.mkdir()
    places.settings.write_text("# mine\n[other]\nx = 1\n")
    start = FirstStart(places)
    assert not settings.first_start_is_over(places.settings) and start.devices() == Choice()
    start.note_shown()
    start.keep_devices(Choice("Headset", None))
    start.note_shown()
    assert settings.first_start_is_over(places.settings) and start.devices() == Choice("Headset", None)
    text = places.settings.read_text()
    assert "# mine" in text and "[other]\nx = 1" in text and text.startswith("first_start_shown = true")


def test_phrases_keep_other_cues_and_comments(places: Places) -> None:
    start = FirstStart(places)
    start.keep_phrases({"acknowledge": ()})
    assert not places.phrases.exists() and start.phrases() == {}
    start.keep_phrases({"acknowledge": ("That is a lot.",)})
    places.phrases.write_text(places.phrases.read_text() + '# kept\npause = ["Breathe."]\n')
    start.keep_phrases({"acknowledge": (), "reframe": ("We both want this small.",)})
    assert start.phrases() == {"pause": ("Breathe.",), "reframe": ("We both want this small.",)}
    assert "# kept" in places.phrases.read_text()
    with pytest.raises(PromptBookError, match=r"phrases\.toml.*longer than 60"):
        start.keep_phrases({"pause": ("x" * 61,)})
    places.phrases.write_text("pause = 3\n")
    with pytest.raises(PromptBookError, match=r"phrases\.toml"):
        start.keep_phrases({"reframe": ("Other.",)})
    assert places.phrases.read_text() == "pause = 3\n"


@pytest.mark.parametrize(
    ("phrase", "words"),
    [("", "Write a phrase"), (" ... ", "Write"), ("a\nb", "line break"), ("y" * 70, "70 characters")],
)
def test_a_phrase_that_cannot_be_shown_is_said_so(phrase: str, words: str) -> None:
    assert words in (fault_of(phrase) or "") and fault_of("That is a lot.") is None


def test_the_beat_goes_into_the_own_profile(places: Places) -> None:
    start = FirstStart(places, "default")
    assert start.beat_seconds() == 1.0
    start.keep_beat(1.0)
    assert not places.profile.exists()
    start.keep_beat(1.5)
    assert load_profile(places.profile).prompts.beat_seconds == 1.5 == start.beat_seconds()
    with pytest.raises(ProfileError, match="out of range"):
        start.keep_beat(50.0)
    places.profile.write_text("[prompts\n")
    with pytest.raises(ProfileError, match=r"mine\.toml"):
        start.beat_seconds()


def test_a_home_that_cannot_be_written_is_told_but_the_note_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    below = tmp_path / "file" / "x"
    start = FirstStart(Places(below, below, below, below), "default")
    start.note_shown()
    with pytest.raises(KeepError, match="cannot be written"):
        start.keep_devices(Choice("a", "b"))
    settings.remember(Choice("a", "b"), below)


def test_a_call_takes_the_own_profile_and_is_not_stopped_by_a_broken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    own = settings.own_profile_file()
    assert own.name == "mine.toml" and settings.profile_in_use(None) is None and settings.usual_base() == "default"
    assert settings.profile_in_use(tmp_path / "p.toml") == tmp_path / "p.toml"
    own.parent.mkdir(parents=True)
    own.write_text("[prompts]\ngap_seconds = 33\n")
    (own.parent / "team.toml").write_text("")
    assert settings.usual_base() == "team"
    assert settings.live_profile(None)[0].prompts.gap_seconds == 33.0
    own.write_text("[prompts]\ngap_seconds = 3300\n")
    profile, told = settings.live_profile(None)
    assert profile.prompts.gap_seconds == 20.0 and "mine.toml:2" in told
    with pytest.raises(ProfileError):
        settings.live_profile(own)
    settings.settings_file().write_text('profile = "../x"\n')
    assert settings.own_profile_file() == own
    settings.settings_file().write_text('profile = "anna"\n')
    assert settings.own_profile_file().name == "anna.toml"
