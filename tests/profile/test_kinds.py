"""Settings that are no numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from assist.profile.kinds import Choice, Phrases, Switch, choice
from assist.profile.load import ProfileError, load_profile
from assist.profile.schema import ALL, GROUPS, Profile, Threshold, setting_of, settings, thresholds, value_of


@dataclass(frozen=True, slots=True)
class Example:
    tone: Literal["soft", "plain"] = choice("soft", ("soft", "plain"), "How it is said.")


@pytest.mark.parametrize("name", ALL)
def test_every_setting_has_a_range_a_sentence_and_a_faultless_default(name: str) -> None:
    about, default = setting_of(name), value_of(Profile(), name)
    assert about.range and about.sentence[0].isupper() and about.sentence.endswith(".")
    assert about.fault(default) is None and about.taken(default) == default
    table, key = name.split(".")
    assert (key in thresholds(GROUPS[table])) == isinstance(about, Threshold)
    hash(value_of(Profile(), name))


def test_choice() -> None:
    default, about = settings(Example)["tone"]
    assert isinstance(about, Choice) and (default, about.taken("plain")) == ("soft", "plain")
    assert about.fault("plain") is None
    assert about.fault("loud") == '= "loud" is unknown; it must be one of "soft", "plain"'
    assert about.fault(1) == 'must be one of "soft", "plain"' == about.fault(None)


@pytest.mark.parametrize("value", ["true", 1, 0.0, None, []])
def test_a_switch_is_true_or_false_and_nothing_else(value: object) -> None:
    about = Switch("Shown.")
    assert about.fault(True) is None and about.fault(False) is None
    assert about.fault(value) == "must be true or false, without quotes"


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (["one two", "three, four"], None),
        ([], None),
        ("one two", "must be a list"),
        ([1], "must be a list"),
        (["one two", "one"], 'has "one" which is too short'),
        (["one -"], 'has "one -" which is too short'),
        (["", "a b"], 'has "" which is too short'),
        (["one two", "One  Two"], 'has "One  Two" twice'),
        (["a\x1b b"], "with a character that nobody can read"),
        (["so long " * 30], "which is longer than 200 characters"),
        ([f"number {n}" for n in range(101)], "has 101 phrases; it must be a list of at most 100 phrases in quotes, each of 2"),
    ],
)  # fmt: skip
def test_phrases(value: object, fault: str | None) -> None:
    found = Phrases(100, 2, "Phrases.").fault(value)
    assert found is None if fault is None else found is not None and fault in found


def test_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "team.toml"
    path.write_text(
        '[prompts]\ncredits_shown = false\n[conversation]\ndisclosure_phrases = [\n"calls  are taped",\n]\n'
    )
    profile = load_profile(path)
    assert profile.prompts.credits_shown is False and profile.conversation.disclosure_phrases == ("calls are taped",)
    path.write_text('[prompts]\nbeat_seconds = 2\n[conversation]\ndisclosure_phrases = [\n"taped",\n]\n')
    with pytest.raises(ProfileError, match=r'team\.toml:4: conversation\.disclosure_phrases has "taped"'):
        load_profile(path)
