"""Thresholds are data: every one has its unit, range and sentence, and a wrong profile file is told in one sentence."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.profile.load import ProfileError, load_profile, resolve
from assist.profile.rules import RULES
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
        ("[prompts]\nrate_most = 1" + "0" * 400, ":2: prompts.rate_most is far out of range; it must be from 1 to 60"),
        ("[prompts]\nrate_most = 9223372036854775808\n", ":2: prompts.rate_most is far out of range"),
        (
            "[prompts]\ngap_seconds = -1e308\n",
            ":2: prompts.gap_seconds is far out of range; it must be from 5 to 300 s.",
        ),
        ("[prompts]\ngap_seconds = 2026-01-01\n", ":2: prompts.gap_seconds must be a number"),
        ("[prompts]\nrate_most = 2.5\n", ":2: prompts.rate_most must be a whole number from 1 to 60 prompts."),
        ("gap_seconds = 20\n", ':1: "gap_seconds" belongs under [prompts].'),
        (
            "[turns]\ngap_seconds = 20\n",
            ':2: there is no threshold "gap_seconds" in [turns]; it belongs under [prompts].',
        ),
        ("inherit = 'team'\n", ':1: there is no setting "inherit"; did you mean "inherits"?'),
        ("[prompts]\ngap_seconds = 20,5\n", ":2: not valid TOML"),
        ("[prompts]\ngap_seconds = 20,5 # s\n", "write decimal numbers with a point, not a comma."),
        ("[prompts]\n\ngap_seconds = twenty\n", ":3: not valid TOML: invalid value; correct `gap_seconds = twenty`"),
        ("[prompts]\ngap_seconds = \n", ":2: not valid TOML"),
        ('[prompts]\n\nname = "open\n\n', ":3: not valid TOML"),
        (
            "[prompts]\ngap_seconds = 20\n\ngap_seconds = 30\n",
            ':4: "prompts.gap_seconds" is there twice, first in line 2',
        ),
        ("[prompts]\ngap_seconds = 20\n[prompts]\n", ':3: "prompts" is there twice, first in line 1; remove one'),
        ("[prompts]\ngap_seconds = 20\n['prompts']\n", ':3: "prompts" is there twice'),
        ("prompts = {gap_seconds = 20, gap_seconds = 30}\n", ":1: "),
        ("prompts.gap_seconds = 1\n", ":1: prompts.gap_seconds = 1 is out of range"),
        ('["prompts"]\n"gap_seconds" = 1\n', ":2: prompts.gap_seconds = 1 is out of range"),
        (
            "[prompts]\nbeat_seconds = 1 # gap_seconds = 2\ngap_seconds = 1",
            ":3: prompts.gap_seconds = 1 is out of range",
        ),
        ("version = 0\n", ':1: "version" must be a whole number from 1 to 2'),
        ("version = true\n", ':1: "version" must be a whole number'),
        ("version = 1.0\n", ':1: "version" must be a whole number'),
        ("\nversion = 3\nelse = 4\n", ":2: this profile is of form 3, made for a later version of the program"),
        ("version = 1" + "0" * 300, ":1: this profile is of a form, made for a later version"),
        ("inherits = 3\n", ':1: "inherits" must be a text in quotes.'),
        ("inherits = ' '\n", ':1: "inherits" must be a text in quotes.'),
        ('name = "a\\u001bb"\n', ':1: "name" must be at most 80 characters long, in one line.'),
        ("prompts = 3\n", ":1: [prompts] must be a table of thresholds."),
        ("[[prompts]]\n", "[prompts] must be a table of thresholds."),
        ("\nname = 3\n", ':2: "name" must be a text in quotes.'),
    ],
)
def test_a_wrong_profile_is_told_with_its_line_and_the_remedy(tmp_path: Path, content: str, expected: str) -> None:
    assert expected in told(write(tmp_path, content))


def test_files_that_are_no_profile(tmp_path: Path) -> None:
    assert "cannot read this profile: No such file" in told(tmp_path / "none.toml")
    assert "cannot read this profile: File name too long" in told(tmp_path / f"{'x' * 300}.toml")
    assert "cannot read this profile: it is a folder; give the profile file in it." in told(tmp_path)
    path = tmp_path / "binary.toml"
    path.write_bytes(b"# \n[prompts]\n# \xe9 gap\n")
    assert told(path) == ":3: cannot read this profile: it is not UTF-8 text; save it as UTF-8."
    path.write_bytes("[prompts]\n".encode("utf-16"))
    assert "not UTF-8 text but UTF-16; save it as UTF-8." in told(path)
    path.write_bytes(b"#" * (256 * 1024 + 1))
    assert "it is larger than 256 kB" in told(path)
    path.write_text("a = " + "[" * 100_000, encoding="utf-8")
    assert "brackets within brackets" in told(path)
    path.write_text("a = " + "9" * 5_000, encoding="utf-8")
    assert "a number is far too long" in told(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes on this system")
    os.mkfifo(tmp_path / "pipe.toml")
    assert "it is a device or a pipe; give a file." in told(tmp_path / "pipe.toml")


def test_a_file_that_must_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path, "")
    monkeypatch.setattr(Path, "open", refuse)
    assert told(path) == ": cannot read this profile: Permission denied."


def test_what_a_file_holds_does_not_steer_the_terminal(tmp_path: Path) -> None:
    assert "\x1b" not in told(write(tmp_path, '"a\\u001b[31m" = 3\n'))


def test_the_first_problem_is_told_and_the_others_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path, "[prompts]\ngap_seconds = 1\nbeat_seconds = 9\n")
    message = told(path)
    assert message.startswith(":2: prompts.gap_seconds") and f"(1 more: assist profile check {path})" in message


@given(st.text(st.sampled_from("[]{}\"'=,.#\\ \n\r\t\0a1_-\u00fc"), max_size=60) | st.binary(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_at_all_brings_the_reader_down(content: str | bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "team.toml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            resolve(path)
        except ProfileError as problem:
            assert "\n" not in str(problem)


@given(st.sampled_from(ALL), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_any_value_in_range_is_taken_and_comes_back_or_breaks_a_rule(
    choice: tuple[str, str, float, object], share: float
) -> None:
    from tempfile import TemporaryDirectory

    from assist.profile.schema import Threshold

    group, name, _, about = choice
    assert isinstance(about, Threshold)
    value: float = about.low + share * (about.high - about.low)
    if about.whole:
        value = int(value)
    with TemporaryDirectory() as folder:
        try:
            profile = load_profile(write(Path(folder), f"[{group}]\n{name} = {value!r}\n"))
        except ProfileError as problem:
            broken = [rule for rule in RULES if f"(rule {rule.name})" in str(problem)]
            assert any(f"{group}.{name}" in (rule.lower, rule.higher) for rule in broken)
            return
    assert getattr(getattr(profile, group), name) == pytest.approx(value)


def test_seconds_to_samples() -> None:
    assert [samples(s) for s in (0.0, 1.0, 0.3, 0.032)] == [0, 16_000, 4_800, 512]
