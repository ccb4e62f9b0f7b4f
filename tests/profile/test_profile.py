"""Thresholds are data: every one has its unit, range and sentence, and a wrong profile file is told in one sentence."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.profile.load import ProfileError, load_profile
from assist.profile.schema import GROUPS, Profile, samples, thresholds

ALL = [(group, name, *about) for group, cls in GROUPS.items() for name, about in thresholds(cls).items()]


def write(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "team.toml"
    path.write_text(content, encoding="utf-8")
    return path


def told(path: Path) -> str:
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    message = str(caught.value)
    assert message.startswith(str(path)) and "\n" not in message
    return message.removeprefix(str(path))


@pytest.mark.parametrize(
    ("group", "name", "default", "about"), ALL, ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_threshold_has_a_unit_a_range_and_a_sentence(
    group: str, name: str, default: float, about: object
) -> None:
    from assist.profile.schema import Threshold

    assert isinstance(about, Threshold)
    assert about.unit and about.low < about.high and about.low <= default <= about.high
    assert about.sentence[0].isupper() and about.sentence.endswith(".")
    assert about.whole == isinstance(default, int) and about.fault(default) is None
    if name.endswith("_seconds"):
        assert about.unit == "s"


def test_every_group_of_a_profile_has_its_table() -> None:
    assert {f.name for f in fields(Profile)} == {"name", *GROUPS}
    assert all(type(getattr(Profile(), name)) is cls for name, cls in GROUPS.items())


def test_the_numbers_of_the_behaviours_are_the_defaults() -> None:
    profile = Profile()
    assert profile.turns.turn_gap_seconds == 1.0
    assert (profile.turns.interruption_lead_seconds, profile.turns.interruption_tail_seconds) == (0.3, 0.3)
    assert (profile.turns.interruption_least_seconds, profile.turns.cooperative_most_seconds) == (0.7, 1.0)
    assert (profile.cues.interruptions, profile.cues.interruption_window_seconds) == (2, 60.0)
    prompts = profile.prompts
    assert (prompts.gap_seconds, prompts.rate_most, prompts.rate_window_seconds) == (20.0, 5, 300.0)
    assert (prompts.repeat_seconds, prompts.lateness_seconds, prompts.shown_seconds) == (120.0, 3.0, 8.0)
    assert prompts.beat_seconds == 1.0


def test_only_what_differs_need_be_written(tmp_path: Path) -> None:
    profile = load_profile(write(tmp_path, 'name = "calm"\n[prompts]\ngap_seconds = 30\nrate_most = 3\n'))
    assert (profile.name, profile.prompts.gap_seconds, profile.prompts.rate_most) == ("calm", 30.0, 3)
    assert isinstance(profile.prompts.gap_seconds, float) and profile.turns == Profile().turns


def test_an_empty_profile_has_the_defaults_and_the_name_of_its_file(tmp_path: Path) -> None:
    assert load_profile(write(tmp_path, "")) == Profile(name="team")


def test_a_byte_order_mark_is_no_reason_to_fail(tmp_path: Path) -> None:
    path = tmp_path / "team.toml"
    path.write_bytes("[turns]\r\nturn_gap_seconds = 1.5\r\n".encode("utf-8-sig"))
    assert load_profile(path).turns.turn_gap_seconds == 1.5


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[prompts\n", ": not valid TOML"),
        ("[prompt]\n", ':1: there is no table "prompt"; did you mean "prompts"?'),
        ("\n[prompts]\ngap_second = 3\n", ':3: there is no threshold "gap_second"; did you mean "gap_seconds"?'),
        ("[prompts]\nzzz = 3\n", ':2: there is no threshold "zzz"; known are: shown_seconds'),
        ("[prompts]\ngap_seconds = 3.0\n", ":2: prompts.gap_seconds = 3 is out of range; it must be from 5 to 300 s."),
        ('[prompts]\ngap_seconds = "20"\n', ":2: prompts.gap_seconds must be a number from 5 to 300 s."),
        ("[prompts]\ngap_seconds = true\n", ":2: prompts.gap_seconds must be a number"),
        ("[prompts]\ngap_seconds = nan\n", ":2: prompts.gap_seconds must be a number"),
        ("[prompts]\ngap_seconds = inf\n", ":2: prompts.gap_seconds must be a number"),
        ("[prompts]\nrate_most = 2.5\n", ":2: prompts.rate_most must be a whole number from 1 to 60 prompts."),
        ("prompts = 3\n", ":1: [prompts] must be a table of thresholds."),
        ("[[prompts]]\n", "[prompts] must be a table of thresholds."),
        ("\nname = 3\n", ':2: "name" must be a text in quotes.'),
    ],
)
def test_a_wrong_profile_is_told_with_its_line_and_the_remedy(tmp_path: Path, content: str, expected: str) -> None:
    assert expected in told(write(tmp_path, content))


def test_files_that_are_no_profile(tmp_path: Path) -> None:
    assert "cannot read this profile: No such file" in told(tmp_path / "none.toml")
    assert "cannot read this profile" in told(tmp_path)
    path = tmp_path / "binary.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert "it is not UTF-8 text" in told(path)


@given(st.sampled_from(ALL), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_any_value_in_range_is_taken_and_comes_back(choice: tuple[str, str, float, object], share: float) -> None:
    from tempfile import TemporaryDirectory

    from assist.profile.schema import Threshold

    group, name, _, about = choice
    assert isinstance(about, Threshold)
    value: float = about.low + share * (about.high - about.low)
    if about.whole:
        value = int(value)
    with TemporaryDirectory() as folder:
        profile = load_profile(write(Path(folder), f"[{group}]\n{name} = {value!r}\n"))
    assert getattr(getattr(profile, group), name) == pytest.approx(value)


def test_seconds_to_samples() -> None:
    assert [samples(s) for s in (0.0, 1.0, 0.3, 0.032)] == [0, 16_000, 4_800, 512]
