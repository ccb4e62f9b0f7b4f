from __future__ import annotations

from pathlib import Path

import pytest

from assist.session.keys import BadKey, Key, parse_key
from assist.session.overlay_settings import USUAL_HOTKEYS, OverlaySettings, read_overlay_settings


def read(tmp_path: Path, text: str) -> OverlaySettings:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return read_overlay_settings(file)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ctrl+shift+f9", "Ctrl+Shift+F9"),
        ("Shift + Control + s", "Ctrl+Shift+S"),
        ("win+pageup", "Super+PageUp"),
        ("F12", "F12"),
        ("Alt+0", "Alt+0"),
    ],
)
def test_a_key_is_read_and_written_the_same_way(text: str, written: str) -> None:
    assert str(parse_key(text)) == written
    assert parse_key(written) == parse_key(text)


@pytest.mark.parametrize(
    "text", ["", "+", "Ctrl+", "S", "Shift+S", "Ctrl+F25", "Hyper+S", "Ctrl+ß", "Ctrl+Ctrl", "F9+Ctrl"]
)
def test_what_is_no_hotkey_says_so(text: str) -> None:
    with pytest.raises(BadKey):
        parse_key(text)


def test_without_a_file_the_usual_keys_hold(tmp_path: Path) -> None:
    settings = read_overlay_settings(tmp_path / "none.toml")
    assert {action: str(key) for action, key in settings.hotkeys.items()} == {
        a: k for a, k in USUAL_HOTKEYS.items() if k
    }
    assert (settings.reduced_motion, settings.high_contrast, settings.problems) == (None, None, ())


def test_the_agents_own_keys(tmp_path: Path) -> None:
    settings = read(tmp_path, '[overlay]\nreduced_motion = true\n[hotkeys]\nsnooze = "Super+s"\nmenu = ""\n')
    assert settings.reduced_motion is True
    assert settings.hotkeys["snooze"] == Key("S", frozenset({"Super"}))
    assert "menu" not in settings.hotkeys
    assert settings.problems == ()


def test_the_agents_own_key_wins_over_a_usual_one(tmp_path: Path) -> None:
    settings = read(tmp_path, '[hotkeys]\nhide_show = "Ctrl+Shift+F7"\n')
    assert str(settings.hotkeys["hide_show"]) == "Ctrl+Shift+F7"
    assert "menu" not in settings.hotkeys
    assert "stands for both hide_show and menu" in settings.problems[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[hotkeys", "cannot be read"),
        ("hotkeys = 3", "must be a table, written as [hotkeys]"),
        ('[overlay]\nhigh_contrast = "yes"', "must be true or false"),
        ("[hotkeys]\nsnooze = 3", "must be a key in quotes"),
        ('[hotkeys]\nsnoze = "F9"', "snoze is no action"),
        ('[hotkeys]\nsnooze = "S"', "needs Ctrl, Alt or Super"),
    ],
)
def test_a_mistake_is_one_sentence_and_the_rest_holds(tmp_path: Path, text: str, said: str) -> None:
    settings = read(tmp_path, text)
    (problem,) = settings.problems
    assert said in problem and str(tmp_path / "settings.toml") in problem
    assert "hide_show" in settings.hotkeys
