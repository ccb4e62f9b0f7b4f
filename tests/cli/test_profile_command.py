"""`assist profile` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assist.profile import where
from assist.profile.load import load_profile
from assist.profile.render import as_markdown
from assist.profile.schema import ALL, Profile
from tests.cli.command import assist, assist_here

Capture = pytest.CaptureFixture[str]
TABLE = Path(__file__).resolve().parents[2] / "assist" / "profile" / "THRESHOLDS.md"
TEAM = """name = "North [1]"
[prompts]
gap_seconds = 30
credits_shown = false
[conversation]
disclosure_phrases = ["calls are taped", "this call may be recorded"]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "profiles"
    place.mkdir()
    monkeypatch.setattr(where, "profiles_folder", lambda: place)
    return place


@pytest.fixture
def team(folder: Path) -> Path:
    (folder / "team.toml").write_text(TEAM)
    return folder / "team.toml"


@pytest.fixture
def agent(tmp_path: Path, team: Path) -> Path:
    (tmp_path / "ann.toml").write_text('inherits = "team"\n[prompts]\nbeat_seconds = 1.5\n')
    return tmp_path / "ann.toml"


def test_the_table_of_thresholds_is_up_to_date() -> None:
    assert TABLE.read_text(encoding="utf-8") == as_markdown(), (
        "run: assist profile docs -o assist/profile/THRESHOLDS.md"
    )


def test_docs(tmp_path: Path, capsys: Capture) -> None:
    assert assist_here(capsys, "profile", "docs").out == as_markdown()
    assert all(f"| `{name.split('.')[1]}` |" in as_markdown() for name in ALL)
    answer = assist_here(capsys, "profile", "docs", "-o", tmp_path / "table.md")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert (tmp_path / "table.md").read_bytes() == as_markdown().encode()
    answer = assist_here(capsys, "profile", "docs", "-o", tmp_path)
    assert answer.code == 2 and "this is a folder" in answer.sentence
    if Path("/dev/full").exists():
        answer = assist_here(capsys, "profile", "docs", "-o", "/dev/full")
        assert answer.code == 2 and "it cannot be written" in answer.sentence


def test_show(agent: Path, team: Path, capsys: Capture) -> None:
    lines = assist_here(capsys, "profile", "show", agent).out.splitlines()
    assert lines[0] == f"ann: default -> {team} -> {agent}" and len(lines) == 2 + len(ALL)
    rows = {line.split()[0]: " ".join(line.split()[1:]) for line in lines[2:]}
    assert list(rows) == list(ALL)
    assert rows["prompts.gap_seconds"] == "30 20 5 to 300 s team.toml:3"
    assert rows["prompts.beat_seconds"] == "1.5 1 0.5 to 5 s ann.toml:3"
    assert rows["prompts.shown_seconds"] == "8 8 2 to 30 s default"
    assert rows["bleed.high_db"] == "-8 -8 -40 to 0 dB default"
    changed = assist_here(capsys, "profile", "show", agent, "--changed").out.splitlines()
    assert [line.split()[0] for line in changed[2:]] == [
        "conversation.disclosure_phrases", "prompts.gap_seconds", "prompts.beat_seconds", "prompts.credits_shown",
    ]  # fmt: skip
    assert assist_here(capsys, "profile", "show", "--changed").out == "default: default\nEvery value is the default.\n"


@pytest.mark.parametrize("changed", [True, False])
def test_a_profile_shown_as_toml_is_the_same_profile(
    agent: Path, tmp_path: Path, capsys: Capture, changed: bool
) -> None:
    answer = assist_here(capsys, "profile", "show", agent, "--format", "toml", *["--changed"] * changed)
    (tmp_path / "alone.toml").write_text(answer.out, encoding="utf-8")
    assert load_profile(tmp_path / "alone.toml") == load_profile(agent) != Profile(name="ann")
    assert ("turn_gap_seconds" in answer.out) is not changed


def test_names_of_all_the_world_survive_as_toml(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        'name = "\u00fcber \\"n\\u00f6rd\\" \\\\ \u4f60"\n[conversation]\ndisclosure_phrases = ["gr\u00fc\u00df \\"dich\\""]\n'
    )
    answer = assist("profile", "show", path, "--format", "toml", environment={"PYTHONIOENCODING": "ascii"})
    (tmp_path / "b.toml").write_text(answer.out, encoding="utf-8")
    assert load_profile(tmp_path / "b.toml") == load_profile(path)


def test_show_as_json(agent: Path, team: Path, capsys: Capture) -> None:
    content = json.loads(assist_here(capsys, "profile", "show", agent, "--format", "json").out)
    assert content["name"] == "ann" and content["files"] == [str(team), str(agent)]
    entries = {entry["setting"]: entry for entry in content["settings"]}
    assert list(entries) == list(ALL)
    assert entries["prompts.gap_seconds"] == {
        "setting": "prompts.gap_seconds", "value": 30.0, "default": 20.0, "kind": "threshold", "unit": "s",
        "range": "from 5 to 300 s", "low": 5.0, "high": 300.0, "set_by": str(team), "line": 3,
        "sentence": "Least time between two prompts.",
    }  # fmt: skip
    assert entries["prompts.credits_shown"]["value"] is False
    assert entries["turns.turn_gap_seconds"]["set_by"] is None


def test_show_what_is_wrong(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "bad.toml").write_text("[prompts]\ngap_seconds = 1\n")
    for arguments in (["show", tmp_path / "bad.toml"], ["show", "tema"], ["diff", "default", tmp_path / "bad.toml"]):
        answer = assist_here(capsys, "profile", *arguments)
        assert answer.code == 2 and answer.out == "" and answer.sentence
    assert "did you mean" not in assist_here(capsys, "profile", "show", "zzz").sentence


def test_check(agent: Path, team: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "empty.toml").write_text("")
    answer = assist_here(capsys, "profile", "check", "default", "team", agent, tmp_path / "empty.toml")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "default: fine; it is built in.",
        "team: fine; 3 values differ from the defaults, inherits the defaults.",
        f"{agent}: fine; 4 values differ from the defaults, inherits {team}.",
        f"{tmp_path}/empty.toml: can be used, but sets nothing: every value is the default.",
    ]


def test_check_tells_every_problem_once(agent: Path, team: Path, tmp_path: Path, capsys: Capture) -> None:
    team.write_text("[prompts]\nrate_most = 0\n[promts]\n")
    agent.write_text('inherits = "team"\n[prompts]\nbeat_seconds = 9\nbeat = 1\n')
    answer = assist_here(capsys, "profile", "check", agent, "team", "default", "tema", tmp_path / "none.toml")
    assert answer.code == 2 and "4 of 5 profiles cannot be used" in answer.sentence
    lines = answer.out.splitlines()
    assert lines[:4] == [
        f"{team}:2: prompts.rate_most = 0 is out of range; it must be from 1 to 60 prompts.",
        f'{team}:3: there is no table "promts"; did you mean "prompts"?',
        f"{agent}:3: prompts.beat_seconds = 9 is out of range; it must be from 0.5 to 5 s.",
        f'{agent}:4: there is no threshold "beat"; did you mean "beat_seconds"?',
    ]
    assert lines[4] == "default: fine; it is built in." and 'did you mean "team"?' in lines[5] and len(lines) == 7
    assert "No such file" in lines[6]


def test_diff(agent: Path, team: Path, capsys: Capture) -> None:
    lines = assist_here(capsys, "profile", "diff", "team", agent).out.splitlines()
    assert lines[0].split() == ["setting", "team", "ann.toml", "range", "set", "by", "and", "by"]
    assert [" ".join(line.split()) for line in lines[1:]] == [
        "prompts.beat_seconds 1 1.5 0.5 to 5 s default ann.toml:3"
    ]
    out = assist_here(capsys, "profile", "diff", team, "default").out
    assert 'conversation.disclosure_phrases, only in team.toml: "calls are taped"' in out
    assert "this call may be recorded" not in out and out.count(", only in default: ") == 5
    assert assist_here(capsys, "profile", "diff", "team", team).out == f"team and {team} have the same values.\n"


def test_list(agent: Path, folder: Path, capsys: Capture) -> None:
    (folder / "bad.toml").write_text("[")
    (folder / "wrong.toml").write_text("[prompts]\nrate_most = 0\n")
    lines = assist_here(capsys, "profile").out.splitlines()
    assert lines == [
        "default  built in",
        "bad  cannot be used: assist profile check bad",
        "team  inherits default; differs from the defaults in 3",
        "wrong  cannot be used: assist profile check wrong",
        f"A file NAME.toml in {folder} is found by its name.",
    ]


def test_replay_with_a_profile_by_name(agent: Path, team: Path, tmp_path: Path, capsys: Capture) -> None:
    words = tmp_path / "words.ctm"
    words.write_text("call A 1.0 0.4 hello\ncall B 2.0 0.4 hi\n")
    before = team.read_text()
    answer = assist_here(capsys, "replay", words, "--profile", "team", "--events", tmp_path / "e.jsonl")
    assert answer.code == 0 and '"profile":"North [1]"' in (tmp_path / "e.jsonl").read_text().replace(": ", ":")
    for profile in ("team", agent):  # a result must not replace the profile, nor one that it inherits from
        answer = assist_here(capsys, "replay", words, "--profile", profile, "--events", team)
        assert answer.code == 2 and "would be overwritten" in answer.sentence and team.read_text() == before
    answer = assist_here(capsys, "replay", words, "--profile", "tema")
    assert answer.code == 2 and 'did you mean "team"?' in answer.sentence


def test_credits_are_shown_as_the_profile_says(team: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[bool] = []

    def overlay(*_: object, show_credit: bool, **__: object) -> int:
        shown.append(show_credit)
        return 0

    monkeypatch.setattr("assist.session.live.LiveCall.check", lambda _: None)
    monkeypatch.setattr("assist.ui.app.run_app", overlay)
    assert assist_here(capsys, "run", "--no-setup", "--profile", "team").code == 0
    assert assist_here(capsys, "run", "--no-setup").code == 0
    assert shown == [False, True]
