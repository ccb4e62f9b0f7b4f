"""Profiles that add to one another, by name and by path; and what must fit together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assist.profile import where
from assist.profile.load import Loaded, ProfileError, Source, load_profile, profile_files, resolve
from assist.profile.rules import RULES, broken_rules
from assist.profile.schema import ALL, Profile, Threshold, setting_of


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "config" / "profiles"
    place.mkdir(parents=True)
    monkeypatch.setattr(where, "profiles_folder", lambda: place)
    return place


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def told(loaded: Loaded) -> list[str]:
    return [str(problem) for problem in loaded.problems]


def test_default_team_agent(tmp_path: Path) -> None:
    team = write(tmp_path / "shared" / "team.toml", "version = 2\n[prompts]\ngap_seconds = 30\nrate_most = 3\n")
    agent = write(tmp_path / "agents" / "ann.toml", 'inherits = "../shared/team.toml"\n[prompts]\nrate_most = 4\n')
    loaded = resolve(agent)
    assert loaded.problems == () and loaded.profile.name == "ann"
    prompts = loaded.profile.prompts
    assert (prompts.gap_seconds, prompts.rate_most, prompts.shown_seconds) == (30.0, 4, 8.0)
    above = tmp_path / "agents" / "../shared/team.toml"
    assert loaded.sources == {"prompts.gap_seconds": Source(above, 3), "prompts.rate_most": Source(agent, 3)}
    assert above.samefile(team) and profile_files(agent) == (above, agent) and profile_files(None) == ()


def test_names_are_found_beside_the_file_and_in_the_folder(tmp_path: Path, folder: Path) -> None:
    write(folder / "team.toml", "[prompts]\nrate_most = 7\n")
    mine = write(tmp_path / "mine.toml", 'inherits = "team"\n')
    assert load_profile("team").prompts.rate_most == 7 == load_profile(Path("team")).prompts.rate_most
    assert load_profile(mine).prompts.rate_most == 7
    write(tmp_path / "team.toml", "[prompts]\nrate_most = 8\n")
    assert load_profile(mine).prompts.rate_most == 8 and load_profile("team").prompts.rate_most == 7
    assert load_profile("default") == Profile() and where.known_names() == ["team"]


def test_names_that_are_not_there(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProfileError, match=r'there is no profile "tema" in .*; known are: default; or give the path'):
        resolve("tema")
    write(folder / "team.toml", "")
    with pytest.raises(ProfileError, match=r'there is no profile "tema" in .*; did you mean "team"\?'):
        resolve("tema")
    with pytest.raises(ProfileError, match="a NUL character"):
        resolve("a\0b")
    for name in ("", "..", "x" * 5_000):
        with pytest.raises(ProfileError, match="there is no profile"):
            resolve(name)
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "no_ending", "[prompts]\nrate_most = 9\n")
    assert load_profile("no_ending").prompts.rate_most == 9
    monkeypatch.setattr(where, "profiles_folder", lambda: tmp_path / "nowhere")
    assert where.known_names() == []


def test_the_built_in_name_is_not_for_files(folder: Path) -> None:
    write(folder / "default.toml", "[prompts]\nrate_most = 9\n")
    with pytest.raises(ProfileError, match=r'default\.toml: "default" is the built-in profile; give this file another'):
        resolve("default")
    team = write(folder / "team.toml", "")
    assert load_profile(team) == Profile(name="team")  # a stray file must not stop everybody's calls


def test_a_parent_that_is_not_there(tmp_path: Path) -> None:
    mine = write(tmp_path / "mine.toml", '\ninherits = "team"\n[prompts]\ngap_seconds = 1\n')
    first, second = told(resolve(mine))
    assert first.startswith(f'{mine}:2: inherits = "team": there is no profile "team" in ')
    assert second.startswith(f"{mine}:4: prompts.gap_seconds = 1 is out of range")
    write(mine, 'inherits = "x/team.toml"\n')
    assert told(resolve(mine)) == [
        f'{mine}:1: inherits = "x/team.toml": {tmp_path}/x/team.toml: cannot read this profile: No such file or directory.'
    ]
    write(mine, 'inherits = "a\\u0000b/team.toml"\n')
    assert "a NUL character" in told(resolve(mine))[0]
    write(mine, 'inherits = "."\n')
    assert "there is no profile" in told(resolve(mine))[0]


def test_what_is_wrong_in_a_parent_is_told_there(tmp_path: Path) -> None:
    team = write(tmp_path / "team.toml", "[prompts]\ngap_seconds = 1\n")
    mine = write(tmp_path / "mine.toml", 'inherits = "team"\n')
    with pytest.raises(ProfileError) as caught:
        load_profile(mine)
    assert str(caught.value).startswith(f"{team}:2: prompts.gap_seconds = 1 is out of range")
    assert str(caught.value).endswith(f"({mine} inherits from it)")
    write(team, "[prompts\n")
    assert told(resolve(mine))[0].startswith(f"{team}:1: not valid TOML")
    write(team, "version = 3\n")
    assert told(resolve(mine))[0].startswith(f"{team}:1: this profile is of form 3")


def test_circles(tmp_path: Path) -> None:
    a = write(tmp_path / "a.toml", 'inherits = "b"\n')
    b = write(tmp_path / "b.toml", '\ninherits = "a.toml"\n')
    (problem,) = told(resolve(a))
    assert problem.startswith(f'{b}:2: inherits = "a.toml": profiles inherit in a circle ({a} -> {b} -> {a}); remove')
    write(a, 'inherits = "./a.toml"\n')
    assert "in a circle" in told(resolve(a))[0]
    (tmp_path / "c.toml").symlink_to(a)
    write(a, 'inherits = "c"\n')
    assert "in a circle" in told(resolve(a))[0]


def test_chains_that_are_too_long(tmp_path: Path) -> None:
    write(tmp_path / "p0.toml", "")
    for number in range(1, 9):
        write(tmp_path / f"p{number}.toml", f'inherits = "p{number - 1}"\n')
    assert resolve(tmp_path / "p7.toml").problems == ()
    (problem,) = told(resolve(tmp_path / "p8.toml"))
    assert problem.startswith(f'{tmp_path / "p1.toml"}:1: inherits = "p0": more than 8 profiles inherit in a row (')
    assert "p8.toml -> " in problem and problem.endswith("p0.toml); leave some out.")


@pytest.mark.parametrize("version", ["", "version = 1\n", "version = 2\n"])
def test_older_forms_are_understood(tmp_path: Path, version: str) -> None:
    path = write(tmp_path / "team.toml", f"{version}[prompts]\nrate_most = 3\n")
    assert load_profile(path).prompts.rate_most == 3


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_about_two_thresholds_and_the_defaults_keep_it(rule: object) -> None:
    from assist.profile.rules import Rule

    assert isinstance(rule, Rule) and {rule.lower, rule.higher} <= set(ALL) and rule.holds(Profile())
    lower, higher = setting_of(rule.lower), setting_of(rule.higher)
    assert isinstance(lower, Threshold) and isinstance(higher, Threshold) and lower.unit in (higher.unit, "share")
    # A pair that could never be wrong would need no rule.
    profile = Profile()
    for name, value in ((rule.lower, lower.high), (rule.higher, higher.low)):
        table, key = name.split(".")
        profile = replace(profile, **{table: replace(getattr(profile, table), **{key: value})})
    assert not rule.holds(profile) and rule in broken_rules(profile)
    assert broken_rules(profile, ALL) == []
    sentence = rule.broken(profile)
    assert rule.lower in sentence and rule.higher in sentence and rule.name in sentence


def test_a_broken_rule_is_told_where_it_was_broken(tmp_path: Path) -> None:
    team = write(tmp_path / "team.toml", "[prompts]\nrepeat_seconds = 60\n[tension]\nhigh_level = 0.5\n")
    mine = write(tmp_path / "mine.toml", 'inherits = "team"\n[prompts]\ngap_seconds = 90\n')
    assert told(resolve(team)) == []
    (problem,) = told(resolve(mine))
    assert problem.startswith(
        f"{mine}:3: prompts.gap_seconds = 90 s must be at most prompts.repeat_seconds = 60 s, because "
    )
    assert problem.endswith(f"(rule any_prompt_before_the_same); prompts.repeat_seconds is set in {team}:2.")
    write(mine, "[tension]\nrising_level = 0.65\n")
    (problem,) = told(resolve(mine))
    assert "tension.rising_level = 0.65 level must be less than tension.high_level = 0.65 level" in problem
    assert problem.endswith("tension.high_level has its default.")
    write(mine, "[tension]\nrising_level = 0.7\nhigh_level = 'x'\n")
    (problem,) = told(resolve(mine))  # the level that is meant is not known: nothing more is said
    assert "must be a number" in problem


def test_a_child_may_mend_what_breaks_a_rule(tmp_path: Path) -> None:
    write(tmp_path / "team.toml", "[prompts]\ngap_seconds = 200\n")
    mine = write(tmp_path / "mine.toml", 'inherits = "team"\n[prompts]\nrepeat_seconds = 200\n')
    assert load_profile(mine).prompts.gap_seconds == 200.0
