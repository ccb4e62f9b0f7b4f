"""Profiles from files: each adds to the one it inherits, down from the defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assist.profile.layer import Layer, read_layer
from assist.profile.problems import Problem, ProfileError
from assist.profile.rules import Rule, broken_rules
from assist.profile.schema import ALL, GROUPS, Profile
from assist.profile.where import DEFAULT, find

__all__ = ["Loaded", "Problem", "ProfileError", "Source", "load_profile", "profile_files", "profile_with", "resolve"]

MOST_FILES = 8
"""default -> company -> site -> team -> agent are four; more than this nobody can follow."""


@dataclass(frozen=True, slots=True)
class Source:
    """The place where a value was set."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A profile with its story.

    Attributes:
        profile: the values that count; where something is wrong, what is inherited.
        layers: the files, the one asked for last; none for the built-in profile.
        sources: where each value that a file sets was set, by full name.
        problems: everything that is wrong, in all files, in their order.
    """

    profile: Profile
    layers: tuple[Layer, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def error(self) -> ProfileError:
        """The first problem, to be raised; there must be one."""
        first, *more = self.problems
        asked = self.layers[-1].path
        notes = [f"{asked} inherits from it"] if first.path != asked else []
        notes += [f"{len(more)} more: assist profile check {asked}"] if more else []
        rest = f" ({'; '.join(notes)})" if notes else ""
        return ProfileError(f"{first}{rest}", self.problems)


def load_profile(reference: str | Path) -> Profile:
    """The profile of a file or a name.

    Raises:
        ProfileError: it, or one that it inherits from, cannot be read, or holds an unknown name or a wrong value.
    """
    loaded = resolve(reference)
    if loaded.problems:
        raise loaded.error()
    return loaded.profile


def profile_files(reference: str | Path | None) -> tuple[Path, ...]:
    """Every file that a profile is made of, so that none is overwritten; none for the defaults.

    Raises:
        ProfileError: the file that was asked for is missing or cannot be read.
    """
    return () if reference is None else tuple(layer.path for layer in resolve(reference).layers)


def resolve(reference: str | Path) -> Loaded:
    """A profile and everything that is known about it; what is wrong with it is told, not raised.

    Raises:
        ProfileError: the file that was asked for is missing, cannot be read, or is of a later version.
    """
    layers, broken = _chain(reference)
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    problems = list(broken)
    for layer in layers:
        problems += layer.problems
        for name, value in layer.values.items():
            values[name], sources[name] = value.value, Source(layer.path, value.line)
    profile = profile_with(layers[-1].name if layers else DEFAULT, values)
    if not broken:  # else what is missing may be what keeps the rule
        wrong = {problem.setting for problem in problems if problem.setting is not None}
        problems += [_told(rule, profile, sources, layers) for rule in broken_rules(profile, wrong)]
    order = [layer.path for layer in layers]
    problems.sort(key=lambda problem: (order.index(problem.path) if problem.path in order else -1, problem.line or 0))
    return Loaded(profile, tuple(layers), sources, tuple(problems))


def _chain(reference: str | Path) -> tuple[list[Layer], list[Problem]]:
    """The files, from the one that inherits only the defaults to the one asked for; and what breaks the chain, if anything."""
    path = find(reference)
    if path is None:
        return [], []
    layers, seen = [read_layer(path)], {os.path.realpath(path)}
    while True:
        child = layers[0]
        try:
            path = find(child.inherits, child.path.parent)
            if path is None:
                return layers, []
            shown = " -> ".join(str(file) for file in (*(layer.path for layer in reversed(layers)), path))
            if os.path.realpath(path) in seen:
                raise ProfileError(f'profiles inherit in a circle ({shown}); remove "inherits" from one of them.')
            if len(layers) == MOST_FILES:
                raise ProfileError(f"more than {MOST_FILES} profiles inherit in a row ({shown}); leave some out.")
            layers.insert(0, read_layer(path))
            seen.add(os.path.realpath(path))
        except ProfileError as problem:
            if problem.problems and problem.problems[0].line is not None:
                return layers, list(problem.problems)
            return layers, [Problem(child.path, child.inherits_line, f'inherits = "{child.inherits}": {problem}')]


def profile_with(name: str, values: Mapping[str, Any]) -> Profile:
    """A profile of faultless values by their full names; what is missing has its default."""
    groups: dict[str, Any] = {}
    for table, group in GROUPS.items():
        prefix = f"{table}."
        groups[table] = group(
            **{n.removeprefix(prefix): values[n] for n in ALL if n.startswith(prefix) and n in values}
        )
    return Profile(name=name, **groups)


def _told(rule: Rule, profile: Profile, sources: Mapping[str, Source], layers: list[Layer]) -> Problem:
    """A broken rule, told where it was broken last; where the other value comes from is said as well."""
    order = [layer.path for layer in layers]
    set_here = sorted(
        (name for name in (rule.lower, rule.higher) if name in sources),
        key=lambda name: (order.index(sources[name].path), sources[name].line),
    )
    last = sources[set_here[-1]]
    other = rule.lower if set_here[-1] == rule.higher else rule.higher
    origin = f"is set in {sources[other]}" if other in sources else "has its default"
    return Problem(last.path, last.line, f"{rule.broken(profile)}; {other} {origin}.")
