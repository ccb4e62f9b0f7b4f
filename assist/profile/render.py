"""Profiles as text: a file that can be loaded again, JSON for other programs, and the table of all settings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import tomlkit

from assist.profile.kinds import Phrases
from assist.profile.layer import FORMAT_VERSION
from assist.profile.load import Loaded
from assist.profile.rules import RULES
from assist.profile.schema import ALL, GROUPS, Profile, Threshold, setting_of, value_of
from assist.profile.where import DEFAULT

DEFAULTS = Profile()


def changed(profile: Profile, than: Profile = DEFAULTS) -> list[str]:
    """Full names of the settings whose values differ, in the order of the schema."""
    return [name for name in ALL if value_of(profile, name) != value_of(than, name)]


def limits(name: str) -> str:
    """What a setting may be, without its unit: `5 to 300`."""
    about = setting_of(name)
    if isinstance(about, Phrases):
        return f"up to {about.most} of {about.least_words} or more words"
    return f"{about.low:g} to {about.high:g}" if isinstance(about, Threshold) else about.range


def shown(value: object) -> str:
    """A value for a person: `20`, `true`, `3 phrases`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"{len(value)} phrase{'s' * (len(value) != 1)}"
    return f"{value:.10g}" if isinstance(value, int | float) else str(value)


def source(loaded: Loaded, name: str) -> str:
    """Which file and line set a value; `default` if none did."""
    return str(loaded.sources.get(name, DEFAULT))


def as_toml(loaded: Loaded, names: Iterable[str]) -> str:
    """A profile file that stands for itself: only the defaults are inherited. Comments say where each value was set."""
    lines = [
        f"name = {_toml(loaded.profile.name)}",
        f"version = {FORMAT_VERSION}",
        f"inherits = {_toml(DEFAULT)}",
    ]
    for table, members in _tables(names):
        lines += ["", f"[{table}]"]
        for name in members:
            about = setting_of(name)
            value, usual = value_of(loaded.profile, name), shown(value_of(DEFAULTS, name))
            lines += [
                f"# {about.sentence}",
                f"# {about.range[:1].upper()}{about.range[1:]}; usually {usual}; set by {_one_line(source(loaded, name))}.",
                f"{name.split('.')[1]} = {_toml(value)}",
            ]
    return "\n".join(lines) + "\n"


def as_json(loaded: Loaded, names: Iterable[str]) -> str:
    """One JSON object: name, files and settings."""
    settings = []
    for name in names:
        about, place = setting_of(name), loaded.sources.get(name)
        entry: dict[str, Any] = {
            "setting": name,
            "value": value_of(loaded.profile, name),
            "default": value_of(DEFAULTS, name),
            "kind": type(about).__name__.lower(),
            "unit": about.unit,
            "range": about.range,
        }
        if isinstance(about, Threshold):
            entry |= {"low": about.low, "high": about.high}
        entry |= {
            "set_by": None if place is None else str(place.path),
            "line": None if place is None else place.line,
            "sentence": about.sentence,
        }
        settings.append(entry)
    files = [str(layer.path) for layer in loaded.layers]
    return json.dumps({"name": loaded.profile.name, "files": files, "settings": settings}, indent=1)


def as_markdown() -> str:
    """Every setting and every rule, for the docs."""
    lines = [
        "# Thresholds and settings",
        "",
        "Made from the schema by `assist profile docs -o assist/profile/THRESHOLDS.md`; a test compares. A profile file holds",
        "only what differs from the defaults, or from the profile that it inherits.",
    ]
    for table, members in _tables(ALL):
        about = " ".join((GROUPS[table].__doc__ or "").split())
        lines += ["", f"## [{table}]", "", about, "", "| name | default | range | unit | |", "|---|---|---|---|---|"]
        for name in members:
            setting, value = setting_of(name), value_of(DEFAULTS, name)
            usual = "; ".join(f'"{phrase}"' for phrase in value) if isinstance(value, tuple) else shown(value)
            cells = (f"`{name.split('.')[1]}`", usual, limits(name), setting.unit, setting.sentence)
            lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
    lines += ["", "## What must fit together", "", "| rule | | because |", "|---|---|---|"]
    lines += [f"| {rule.name} | `{rule.lower}` {rule.sign} `{rule.higher}` | {rule.why} |" for rule in RULES]
    return "\n".join(lines) + "\n"


def _tables(names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for table, members in groupby(names, key=lambda name: name.split(".")[0]):
        yield table, list(members)


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return str(tomlkit.item(value).as_string())


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text)
