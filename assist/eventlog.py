"""Events as JSON Lines, generated from the dataclasses of `assist.events`: one object a line, `type` first."""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, TextIO, cast

from assist.events import AnyEvent, Event, Evidence, TimedWord


class EventLogError(Exception):
    """A line is not an event; the message names file, line and what is wrong."""


def type_name(cls: type[Event]) -> str:
    """`OverlapJudged` -> `overlap_judged`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


EVENT_TYPES: dict[str, type[Event]] = {type_name(cls): cls for cls in typing.get_args(AnyEvent)}
"""Every event class by its JSON name."""

_PARTS: dict[str, type[Any]] = {"words": TimedWord, "evidence": Evidence}
_HINTS = {cls: typing.get_type_hints(cls) for cls in [*EVENT_TYPES.values(), *_PARTS.values()]}
_FIELDS = {cls: [f.name for f in fields(cls)] for cls in _HINTS}


def to_json(event: AnyEvent) -> dict[str, Any]:
    """The JSON object of an event."""
    return {"type": type_name(type(event)), **_plain(event)}


def _plain(thing: Any) -> dict[str, Any]:
    return {name: _value(getattr(thing, name)) for name in _FIELDS[type(thing)]}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return _plain(value) if is_dataclass(value) else value


def from_json(content: dict[str, Any]) -> AnyEvent:
    """The event of a JSON object. Unknown fields are ignored, so newer files can be read.

    Raises:
        EventLogError: unknown type, missing field, or a value of the wrong type.
    """
    name = content.get("type")
    cls = EVENT_TYPES.get(name) if isinstance(name, str) else None
    if cls is None:
        raise EventLogError(f'unknown event type "{name}"')
    return cast(AnyEvent, _build(cls, content))


def _build(cls: type[Any], content: Any) -> Any:
    if not isinstance(content, dict):
        raise EventLogError(f"{cls.__name__} must be an object")
    known = {f.name: f for f in fields(cls)}
    values: dict[str, Any] = {}
    for name in known.keys() & content.keys():
        value, part = content[name], _PARTS.get(name)
        if isinstance(value, list):
            value = tuple(_build(part, item) if part and isinstance(item, dict) else item for item in value)
        if not _fits(value, _HINTS[cls][name]):
            raise EventLogError(f'{type_name(cls)}: field "{name}" cannot be {json.dumps(content[name])[:60]}')
        values[name] = value
    missing = [n for n, f in known.items() if n not in values and f.default is MISSING and f.default_factory is MISSING]
    if missing:
        raise EventLogError(f'{type_name(cls)}: field "{missing[0]}" is missing')
    return cls(**values)


def _fits(value: Any, hint: Any) -> bool:
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return value in typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, choice) for choice in typing.get_args(hint))
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(item, typing.get_args(hint)[0]) for item in value)
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)


def write_line(out: TextIO, event: AnyEvent) -> None:
    """Append one event."""
    out.write(json.dumps(to_json(event), ensure_ascii=False, separators=(",", ":")) + "\n")


def read_events(path: Path) -> Iterator[AnyEvent]:
    """Events of a file, in order. A broken last line (the program was killed while writing it) is left out.

    Raises:
        EventLogError: the file cannot be read, or a line before the last is not an event.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise EventLogError(f"{path}: cannot read these events: {problem.strerror}.") from problem
    # Split bytes at line feeds only: texts may hold other line separators, and a torn last line half a character.
    *lines, torn = content.split(b"\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _event(path, number, line)
    if torn.strip():
        try:
            json.loads(torn.decode("utf-8"))
        except ValueError:
            return
        yield _event(path, len(lines) + 1, torn)


def _event(path: Path, number: int, line: bytes) -> AnyEvent:
    try:
        content = json.loads(line.decode("utf-8"))
        if not isinstance(content, dict):
            raise EventLogError("a line must be an object")
        return from_json(content)
    except UnicodeDecodeError as problem:
        raise EventLogError(f"{path}:{number}: not an event: it is not UTF-8 text.") from problem
    except (json.JSONDecodeError, EventLogError, RecursionError) as problem:
        what = problem.msg if isinstance(problem, json.JSONDecodeError) else str(problem)
        raise EventLogError(f"{path}:{number}: not an event: {what}.") from problem
