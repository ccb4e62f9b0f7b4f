"""What "not helpful" teaches: bounded, kept for its owner only, forgotten when asked."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.events import AnyEvent, CueName, PromptClosed, Recovery
from assist.profile.coaching import Weights
from assist.profile.schema import Profile, Prompts, setting_of
from assist.session.profile_of_call import described
from assist.session.recorder import RecorderError
from assist.session.taught import TEACHABLE, Lesson, learned, with_lessons
from assist.session.taught_file import Learner, forget_taught, load_taught, save_taught

P = Prompts()


def pressed(cue: CueName = "pause", prompt: int = 1) -> PromptClosed:
    return PromptClosed(at=0, known_at=0, prompt=prompt, cue=cue, why="not_helpful")


def outcome(cue: CueName = "pause", prompt: int = 2, *, followed: bool = True) -> Recovery:
    return Recovery(at=0, known_at=0, prompt=prompt, cue=cue, before=0.5, after=0.5, calmer=False, followed=followed)


def test_a_press_lowers_the_weight_and_following_gives_a_little_back() -> None:
    after = learned({}, [pressed(), pressed(prompt=3)], P)
    assert after == {"pause": Lesson(pytest.approx(P.unhelpful_share**2), 2, 0)}  # type: ignore[arg-type]
    later = learned(after, [outcome()], P)["pause"]
    assert after["pause"].weight < later.weight < 1.0 and later.followed == 1
    assert learned({}, [outcome()], P)["pause"].weight == 1.0


def test_what_teaches_nothing() -> None:
    closed = replace(pressed(), why="dismissed")
    assert learned({}, [closed, outcome(followed=False)], P) == {}
    assert learned({}, [pressed("safety"), outcome("safety")], P) == {}


def test_doing_what_was_called_not_helpful_says_nothing_for_it() -> None:
    assert learned({}, [pressed(prompt=4), outcome(prompt=4)], P)["pause"].followed == 0


@given(st.lists(st.sampled_from([pressed(), outcome()]), max_size=200), st.floats(0.3, 1.0), st.floats(0.3, 1.0))
def test_weights_are_bounded(events: list[AnyEvent], share: float, least: float) -> None:
    lesson = learned({}, events, Prompts(unhelpful_share=share, unhelpful_least=least)).get("pause", Lesson())
    assert least <= lesson.weight <= 1.0


def test_months_of_following_do_not_make_a_press_worthless() -> None:
    lessons = learned({}, [outcome() for _ in range(1000)], P)
    assert learned(lessons, [pressed()], P)["pause"].weight == pytest.approx(P.unhelpful_share)


@given(st.floats(0.3, 1.5), st.floats(0.01, 1.0), st.floats(0.3, 1.0))
def test_a_taught_profile_keeps_to_the_ranges(own: float, taught: float, least: float) -> None:
    profile = Profile(weights=Weights(pause=own), prompts=Prompts(unhelpful_least=least))
    after = with_lessons(profile, {"pause": Lesson(taught)})
    assert setting_of("weights.pause").fault(after.weights.pause) is None
    assert min(own, least) <= after.weights.pause <= own
    assert replace(after, weights=profile.weights) == profile


def test_full_weights_leave_the_profile_as_it_is() -> None:
    profile = Profile()
    assert with_lessons(profile, {"pause": Lesson(1.0, 0, 4)}) is profile
    lowered = with_lessons(profile, {"pause": Lesson(0.64, 2)})
    assert described(lowered)["thresholds"]["weights"]["pause"] == 0.64  # so a recorded call replays equal


# ---------------------------------------------------------------------------------------------------------- the file
def test_the_file_is_read_back_and_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "taught.toml"
    lessons = {cue: Lesson(0.64, number, 1) for number, cue in enumerate(TEACHABLE)}
    save_taught(lessons, path)
    assert load_taught(path) == lessons
    assert [file.name for file in path.parent.iterdir()] == ["taught.toml"]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "", "[a", "format = 2", "format = 1\npause = 3", "format = 1\n[pause]\nweight = 0.5",
        "format = 1\n[pause]\nweight = nan\nnot_helpful = 1\nfollowed = 0",
        "format = 1\n[pause]\nweight = 7.0\nnot_helpful = 1\nfollowed = 0",
        "format = 1\n[pause]\nweight = '1'\nnot_helpful = 1\nfollowed = 0",
        "format = 1\n[pause]\nweight = 0.5\nnot_helpful = -1\nfollowed = 0", "\xff",
    ],
)  # fmt: skip
def test_a_corrupt_file_is_told_kept_aside_and_counts_as_nothing(tmp_path: Path, text: str) -> None:
    path, told = tmp_path / "taught.toml", list[str]()
    path.write_bytes(text.encode("latin-1"))
    assert load_taught(path, told.append) == {}
    (sentence,) = told
    assert sentence.startswith(str(path)) and sentence.endswith("it was moved to taught.toml.broken.")
    assert not path.exists() and (tmp_path / "taught.toml.broken").read_bytes() == text.encode("latin-1")
    assert load_taught(path, told.append) == {} and len(told) == 1


def test_a_file_that_cannot_be_read_is_told_and_not_overwritten(tmp_path: Path) -> None:
    path, told = tmp_path / "taught.toml", list[str]()
    path.mkdir()
    assert load_taught(path, told.append) == {} and "cannot be read" in told[0]
    learner = Learner(P, path)
    learner.write([], [pressed()])
    with pytest.raises(RecorderError, match="cannot be kept"):
        learner.close()


def test_nothing_there_is_nothing_taught(tmp_path: Path) -> None:
    assert load_taught(tmp_path / "taught.toml", pytest.fail) == {}


def test_a_call_teaches_once_it_is_over(tmp_path: Path) -> None:
    path = tmp_path / "taught.toml"
    for _ in range(2):
        learner = Learner(P, path)
        learner.write([], [pressed()])
        learner.write([], [outcome(prompt=2)])
        learner.close()
        learner.close()
    assert (load_taught(path)["pause"].not_helpful, load_taught(path)["pause"].followed) == (2, 2)


def test_a_call_without_prompts_writes_nothing(tmp_path: Path) -> None:
    Learner(P, tmp_path / "taught.toml").close()
    assert list(tmp_path.iterdir()) == []


def test_forgetting(tmp_path: Path) -> None:
    path = tmp_path / "taught.toml"
    assert not forget_taught(path)
    save_taught({"pause": Lesson(0.5, 3)}, path)
    (tmp_path / "taught.toml.broken").write_text("x")
    assert forget_taught(path) and list(tmp_path.iterdir()) == []
