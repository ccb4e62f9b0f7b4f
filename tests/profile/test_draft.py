"""Editing a profile file: only differences are written, comments stay, and nothing wrong is ever saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.profile.draft import Draft
from assist.profile.keeping import KeepError, write_whole
from assist.profile.labels import label, title, with_unit
from assist.profile.load import ProfileError, resolve
from assist.profile.schema import ALL, GROUPS

TEAM = 'name = "team"\nversion = 2\n\n[prompts]\ngap_seconds = 30\nshown_seconds = 10.0\n'
MINE = """# mine
inherits = "team"

[prompts]
# I read slowly
shown_seconds = 12 # seconds
beat_seconds = 1.5
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "team.toml").write_text(TEAM)
    path = tmp_path / "mine.toml"
    path.write_text(MINE)
    return path


def test_it_knows_what_counts_and_who_set_it(mine: Path) -> None:
    draft = Draft(mine)
    assert draft.changed() == ["prompts.shown_seconds", "prompts.beat_seconds"]
    assert (draft.value("prompts.shown_seconds"), draft.inherited("prompts.shown_seconds")) == (12.0, 10.0)
    assert draft.origin("prompts.shown_seconds") == "Set in your file mine.toml, line 6"
    assert draft.origin("prompts.gap_seconds") == f"Set in {mine.parent / 'team.toml'}, line 5"
    assert draft.origin("turns.turn_gap_seconds") == "Built in"
    assert not draft.dirty and draft.objections() == []


def test_only_what_was_touched_is_written_and_comments_stay(mine: Path) -> None:
    draft = Draft(mine)
    assert draft.put("prompts.shown_seconds", 9) is None
    assert draft.put("conversation.monologue_seconds", 60.0) is None
    assert draft.put("prompts.beat_seconds", draft.inherited("prompts.beat_seconds")) is None
    assert draft.origin("prompts.shown_seconds") == "Not saved yet" and draft.dirty
    draft.save()
    assert mine.read_text() == (
        '# mine\ninherits = "team"\n\n[prompts]\n# I read slowly\nshown_seconds = 9.0 # seconds\n\n'
        "[conversation]\nmonologue_seconds = 60.0\n"
    )
    assert not draft.dirty and resolve(mine).profile == draft.profile
    assert [path.name for path in sorted(mine.parent.iterdir())] == ["mine.toml", "team.toml"]


def test_a_new_file_says_what_it_adds_to(tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_text(TEAM)
    path = tmp_path / "new" / "own.toml"
    draft = Draft(path, str(tmp_path / "team.toml"))
    draft.put("prompts.beat_seconds", 2.0)
    draft.put("conversation.disclosure_phrases", ["please hold the line"])
    draft.save()
    loaded = resolve(path)
    assert not loaded.problems and loaded.profile.prompts.beat_seconds == 2.0
    assert loaded.profile.prompts.gap_seconds == 30.0
    assert loaded.profile.conversation.disclosure_phrases == ("please hold the line",)


def test_reset_takes_lines_out(mine: Path) -> None:
    draft = Draft(mine)
    draft.reset(draft.changed())
    assert draft.changed() == []
    draft.save()
    assert resolve(mine).layers[-1].values == {} and "# I read slowly" in mine.read_text()


def test_a_wrong_value_does_not_count_and_cannot_be_saved(mine: Path) -> None:
    draft = Draft(mine)
    fault = draft.put("prompts.gap_seconds", 1)
    assert fault == "“Gap” = 1 is out of range; it must be from 5 to 300 s."
    assert draft.value("prompts.gap_seconds") == 30.0
    assert [objection.names for objection in draft.objections()] == [("prompts.gap_seconds",)]
    with pytest.raises(ProfileError, match="out of range"):
        draft.save()
    assert mine.read_text() == MINE
    assert draft.put("prompts.gap_seconds", 31) is None and draft.objections() == []


def test_values_that_contradict_one_another_are_refused_in_words(mine: Path) -> None:
    draft = Draft(mine)
    draft.put("prompts.gap_seconds", 200)
    assert [objection.text for objection in draft.objections()] == [
        "“Gap” (200 s) must be at most “Repeat” (120 s), because the same prompt cannot come back before any prompt may"
        " come; change one of them."
    ]
    draft.put("prompts.repeat_seconds", 240)
    draft.save()
    assert resolve(mine).profile.prompts.repeat_seconds == 240.0


def test_undo_and_another_base(mine: Path) -> None:
    draft = Draft(mine)
    draft.put("prompts.shown_seconds", 9)
    draft.undo()
    assert draft.value("prompts.shown_seconds") == 12.0 and not draft.dirty
    draft.build_on("default")
    assert draft.dirty and draft.inherited("prompts.shown_seconds") == 8.0
    draft.save()
    assert resolve(mine).layers[-1].inherits == "default"
    (mine.parent / "site.toml").write_text('inherits = "mine"\n')
    with pytest.raises(ProfileError, match=r"itself adds to mine\.toml"):
        draft.build_on("site")
    with pytest.raises(ProfileError, match="there is no profile"):
        draft.build_on("nobody")


def test_what_was_wrong_in_the_file_can_be_mended_here(mine: Path) -> None:
    mine.write_text(MINE + "lateness_seconds = 99\n")
    draft = Draft(mine)
    assert draft.problem is not None and "lateness_seconds" in draft.problem
    draft.put("prompts.shown_seconds", 9)
    with pytest.raises(ProfileError, match=rf"Nothing was saved: {mine}:8"):
        draft.save()
    draft.reset(["prompts.lateness_seconds"])
    draft.save()
    assert draft.problem is None and "lateness" not in mine.read_text()


def test_changes_by_somebody_else_stay(mine: Path) -> None:
    draft = Draft(mine)
    mine.write_text(MINE + "snooze_seconds = 600\n")
    draft.put("prompts.beat_seconds", 2.0)
    draft.save()
    assert "snooze_seconds = 600" in mine.read_text() and draft.value("prompts.snooze_seconds") == 600.0
    mine.write_text("= nothing\n")
    draft.put("prompts.beat_seconds", 1.0)
    with pytest.raises(ProfileError, match="not valid TOML"):
        draft.save()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"version = 99\n", b"[prompts\n", b"x" * 300_000])
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(ProfileError, match=r"mine\.toml"):
        Draft(path)
    assert path.read_bytes() == content


def test_a_place_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeepError, match="cannot be written"):
        write_whole(tmp_path / "file" / "own.toml", "")


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "mine.toml"
    real.write_text("")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(link, "name = 'x'\n")
    assert link.is_symlink() and real.read_text() == "name = 'x'\n" and real.stat().st_mode & 0o777 == 0o640


def test_every_setting_and_group_has_words() -> None:
    assert label("prompts.gap_seconds") == "Gap" and label("turns.interruption_probability") == "Interruption"
    assert with_unit("prompts.gap_seconds", 20.0) == "20 s" and with_unit("prompts.credits_shown", True) == "on"
    for table in GROUPS:
        labels = [label(name) for name in ALL if name.startswith(f"{table}.")]
        assert title(table) and len(labels) == len(set(labels)), table
