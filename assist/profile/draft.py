"""Changes to a profile file that are not saved yet: what would count, what is wrong with it, and how it is written.

Only what differs from the inherited profile goes into the file; its comments and whatever was not touched stay.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from assist.profile.keeping import write_whole
from assist.profile.labels import label, with_unit
from assist.profile.layer import FORMAT_VERSION
from assist.profile.load import Loaded, ProfileError, profile_with, resolve
from assist.profile.rules import RULES, Rule
from assist.profile.schema import ALL, Profile, setting_of, value_of
from assist.profile.source import read_text
from assist.profile.where import DEFAULT, find


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a draft cannot be saved.

    Attributes:
        names: full names of the settings concerned.
        text: one sentence.
    """

    names: tuple[str, ...]
    text: str


class Draft:
    """A profile file being edited.

    Args:
        path: the file; it need not exist yet.
        inherits: what a new file adds to, a name or a path; an existing one says so itself.

    Raises:
        ProfileError: the file, or one that it inherits from, cannot be read.
    """

    def __init__(self, path: Path, inherits: str = DEFAULT) -> None:
        self.path = path
        self.problem: str | None = None
        """What is wrong with the file as it is, if anything; what is wrong in it does not count."""
        self._inherits = inherits
        self._loaded = Loaded(Profile())
        self._saved: dict[str, Any] = {}
        self._saved_inherits: str | None = None
        self._own: dict[str, Any] = {}
        self._faults: dict[str, str] = {}
        self._touched: set[str] = set()
        self._base = Loaded(Profile())
        self._read()

    def _read(self) -> None:
        """Take what the file says."""
        self._faults.clear()
        self._touched.clear()
        self.problem = None
        if os.path.lexists(self.path):
            self._loaded = resolve(self.path)
            layer = self._loaded.layers[-1]
            self._inherits = self._saved_inherits = layer.inherits
            self._saved = {name: value.value for name, value in layer.values.items()}
            self.problem = str(self._loaded.problems[0]) if self._loaded.problems else None
        self._own = dict(self._saved)
        self._base = self._resolved(self._inherits)

    # ------------------------------------------------------------------------------------------------ what counts
    @property
    def inherits(self) -> str:
        """Name or path of the profile it adds to."""
        return self._inherits

    @property
    def profile(self) -> Profile:
        """The values that would count."""
        return profile_with(self.path.stem, {name: self.value(name) for name in ALL})

    def value(self, name: str) -> Any:
        """The value of a setting that would count."""
        return self._own.get(name, self.inherited(name))

    def inherited(self, name: str) -> Any:
        """The value of a setting without this file."""
        return value_of(self._base.profile, name)

    def changed(self) -> list[str]:
        """Full names of the settings whose values differ from the inherited ones, in the order of the schema."""
        return [name for name in ALL if self.value(name) != self.inherited(name)]

    def origin(self, name: str) -> str:
        """Who set the value that counts."""
        if self._own.get(name) != self._saved.get(name):
            return "Not saved yet"
        if name in self._own and (source := self._loaded.sources.get(name)) is not None:
            return f"Set in your file {source.path.name}, line {source.line}"
        if (source := self._base.sources.get(name)) is not None:
            return f"Set in {source.path}, line {source.line}"
        return "Built in"

    @property
    def dirty(self) -> bool:
        """Whether there is anything to save."""
        moved = self._saved_inherits is not None and self._inherits != self._saved_inherits
        return bool(self._faults) or self._own != self._saved or moved or bool(self._touched & self._wrong_in_file())

    # --------------------------------------------------------------------------------------------------- changes
    def put(self, name: str, value: object) -> str | None:
        """Give a setting a value; returns what is wrong with it, in one sentence, or None.

        A value that is wrong does not count, and nothing can be saved until it is put right.
        """
        about = setting_of(name)
        self._touched.add(name)
        if (fault := about.fault(value)) is not None:
            self._faults[name] = f"“{label(name)}” {fault}."
            return self._faults[name]
        self._faults.pop(name, None)
        taken = about.taken(value)
        if taken == self.inherited(name) and name in self._own:
            del self._own[name]
        elif taken != self.inherited(name):
            self._own[name] = taken
        return None

    def reset(self, names: Iterable[str]) -> None:
        """Take settings out of the file, so that what is inherited counts."""
        for name in names:
            self._touched.add(name)
            self._faults.pop(name, None)
            self._own.pop(name, None)

    def build_on(self, inherits: str) -> None:
        """Add to another profile; what this file sets stays set.

        Raises:
            ProfileError: there is no such profile, it cannot be used, or it adds to this one itself.
        """
        base = self._resolved(inherits)
        if base.problems:
            raise base.error()
        if any(os.path.realpath(layer.path) == os.path.realpath(self.path) for layer in base.layers):
            raise ProfileError(f"{inherits} itself adds to {self.path.name}; choose another one.")
        self._inherits, self._base = inherits, base

    def undo(self) -> None:
        """Forget every change since the file was read or saved.

        Raises:
            ProfileError: the file cannot be read any more.
        """
        self._read()

    # ------------------------------------------------------------------------------------------------------ saving
    def objections(self) -> list[Objection]:
        """Everything that keeps it from being saved."""
        wrong = [Objection((name,), text) for name, text in self._faults.items()]
        profile = self.profile
        return wrong + [_broken(rule, profile) for rule in RULES if not rule.holds(profile)]

    def save(self) -> None:
        """Write the file. What somebody else changed in it meanwhile stays, unless it was changed here too.

        Raises:
            ProfileError: the values cannot be used, by themselves or with what the file holds besides.
            KeepError: the file cannot be written.
        """
        if objections := self.objections():
            raise ProfileError(objections[0].text)
        write_whole(self.path, self._text(), self._check)
        self._read()

    def _wrong_in_file(self) -> set[str]:
        return {problem.setting for problem in self._loaded.problems if problem.setting and problem.path == self.path}

    def _resolved(self, inherits: str) -> Loaded:
        """The profile that this one adds to, seen from its folder."""
        path = find(inherits, self.path.parent)
        return Loaded(Profile()) if path is None else resolve(path)

    def _text(self) -> str:
        document = self._document()
        if self._saved_inherits is None or self._inherits != self._saved_inherits:
            document["inherits"] = self._inherits
        for name in ALL:
            if name not in self._touched:
                continue
            table, key = name.split(".")
            if name in self._own:
                value = self._own[name]
                if table not in document:
                    document[table] = tomlkit.table()
                document[table][key] = list(value) if isinstance(value, tuple) else value
            elif key in document.get(table, {}):
                del document[table][key]
                if not document[table].as_string().strip():
                    del document[table]
        return tomlkit.dumps(document)

    def _document(self) -> tomlkit.TOMLDocument:
        if os.path.lexists(self.path):
            try:
                return tomlkit.parse(read_text(self.path))
            except TOMLKitError as problem:
                raise ProfileError(
                    f"{self.path}: not valid TOML ({problem}); correct it, or move it away."
                ) from problem
        document = tomlkit.document()
        document.add(tomlkit.comment("Your own settings: only what differs from the profile that they add to."))
        document["name"] = self.path.stem
        document["version"] = FORMAT_VERSION
        return document

    def _check(self, beside: Path) -> None:
        """Never leave a file that the next call would refuse."""
        problems = resolve(beside).problems
        if problems:
            text = str(problems[0]).replace(str(beside), str(self.path))
            raise ProfileError(f"Nothing was saved: {text}")


def _broken(rule: Rule, profile: Profile) -> Objection:
    lower, higher = (
        f"“{label(name)}” ({with_unit(name, value_of(profile, name))})" for name in (rule.lower, rule.higher)
    )
    limit = "at most" if rule.equal else "less than"
    return Objection(
        (rule.lower, rule.higher), f"{lower} must be {limit} {higher}, because {rule.why}; change one of them."
    )
