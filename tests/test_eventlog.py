"""Events as JSON Lines: what goes out comes back, and what is no event is named by its line."""

from __future__ import annotations

import json
import typing
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.eventlog import EVENT_TYPES, EventLogError, from_json, read_events, to_json, type_name, write_line
from assist.events import AnyEvent, CallEnded, CallStarted, Event, Hypothesis, OverlapJudged, TimedWord, Words

SAMPLES = st.integers(0, 10**10)
TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
st.register_type_strategy(
    TimedWord,
    st.builds(TimedWord, text=TEXT, start=SAMPLES, end=SAMPLES, confidence=st.floats(0, 1)),
)


def _strategy(hint: object) -> st.SearchStrategy[typing.Any]:
    if hint is str:
        return TEXT
    if hint is int:
        return SAMPLES
    if hint is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    return st.from_type(hint)  # type: ignore[arg-type]


def any_event() -> st.SearchStrategy[AnyEvent]:
    """Events of every class, with any values their types allow."""
    choices = []
    for cls in EVENT_TYPES.values():
        hints = typing.get_type_hints(cls)
        choices.append(st.builds(cls, **{f.name: _strategy(hints[f.name]) for f in fields(cls)}))
    return st.one_of(choices)  # type: ignore[arg-type]


def test_every_class_of_the_closed_set_has_a_name_of_its_own() -> None:
    assert len(EVENT_TYPES) == len(typing.get_args(AnyEvent))
    assert all(issubclass(cls, Event) for cls in EVENT_TYPES.values())
    assert type_name(OverlapJudged) == "overlap_judged" and type_name(Words) == "words"
    documented = {"words", "turn_ended", "overlap_judged", "tension", "act", "prompt_shown", "prompt_withheld"}
    assert documented | {"prompt_closed", "trouble"} <= set(EVENT_TYPES)


@given(any_event())
@settings(max_examples=400, deadline=None)
def test_what_goes_out_comes_back(event: AnyEvent) -> None:
    line = json.dumps(to_json(event), ensure_ascii=False)
    assert from_json(json.loads(line)) == event


@given(st.lists(any_event(), max_size=5), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_a_file_torn_anywhere_gives_all_whole_lines(events: list[AnyEvent], torn: int) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        path = Path(name) / "events.jsonl"
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            for event in events:
                write_line(file, event)
        assert list(read_events(path)) == events
        whole = path.read_bytes()
        rest = whole[: max(len(whole) - torn, 0)]
        path.write_bytes(rest)
        ends_at = [i for i, byte in enumerate(whole) if byte == 10]
        kept = sum(end <= len(rest) for end in ends_at)  # a line whose line feed alone is missing is whole
        assert list(read_events(path)) == events[:kept]


def test_type_comes_first_in_a_line() -> None:
    assert list(to_json(CallEnded(at=1, known_at=2)).items()) == [("type", "call_ended"), ("at", 1), ("known_at", 2)]


def test_fields_of_later_versions_are_ignored_and_missing_ones_have_their_defaults() -> None:
    event = from_json({"type": "call_started", "at": 0, "known_at": 0, "of_the_future": [1]})
    assert event == CallStarted(at=0, known_at=0)


def test_words_inside_events_are_words_again() -> None:
    word = {"text": "hi", "start": 1, "end": 2}
    event = from_json(
        {
            "type": "hypothesis",
            "at": 2,
            "known_at": 3,
            "speaker": "agent",
            "utterance": 1,
            "words": [word],
            "complete": True,
        }
    )
    assert isinstance(event, Hypothesis) and event.words == (TimedWord(text="hi", start=1, end=2),)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({}, "unknown event type"),
        ({"type": ["call_ended"]}, "unknown event type"),
        ({"type": "prompt_sung", "at": 0, "known_at": 0}, 'unknown event type "prompt_sung"'),
        ({"type": "call_ended", "at": 0}, 'field "known_at" is missing'),
        ({"type": "call_ended", "at": "0", "known_at": 0}, 'field "at" cannot be "0"'),
        ({"type": "call_ended", "at": True, "known_at": 0}, 'field "at" cannot be true'),
        ({"type": "call_ended", "at": 1.0, "known_at": 0}, 'field "at"'),
        ({"type": "turn_started", "at": 0, "known_at": 0, "speaker": "caller", "start": 0}, 'field "speaker"'),
        ({"type": "floor_changed", "at": 0, "known_at": 0, "holder": 3}, 'field "holder"'),
        ({"type": "availability", "at": 0, "known_at": 0, "cues": ["sing"], "available": True, "why": ""}, '"cues"'),
        ({"type": "words", "at": 0, "known_at": 0, "words": ["hi"]}, 'field "words"'),
        ({"type": "words", "at": 0, "known_at": 0, "words": [{"text": "hi"}]}, 'timed_word: field "start" is missing'),
        ({"type": "tension", "at": 0, "known_at": 0, "level": True, "state": "high"}, 'field "level"'),
    ],
)
def test_what_is_no_event(content: dict[str, object], told: str) -> None:
    with pytest.raises(EventLogError) as caught:
        from_json(content)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "not an event"),
        (b"[1]", "a line must be an object"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"type": "x"}', "unknown event type"),
        (b"[" * 100_000, "not an event"),
    ],
)
def test_a_wrong_line_in_the_middle_is_named(tmp_path: Path, line: bytes, told: str) -> None:
    good = b'{"type":"call_ended","at":1,"known_at":1}\n'
    path = tmp_path / "events.jsonl"
    path.write_bytes(good + b"\n" + line + b"\n" + good)
    with pytest.raises(EventLogError) as caught:
        list(read_events(path))
    assert str(caught.value).startswith(f"{path}:3: ") and told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_last_line_without_its_line_feed_counts(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b'{"type":"call_ended","at":1,"known_at":1}')
    assert list(read_events(path)) == [CallEnded(at=1, known_at=1)]


def test_line_ends_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b'{"type":"call_ended","at":1,"known_at":1}\r\n\r\n')
    assert list(read_events(path)) == [CallEnded(at=1, known_at=1)]


@pytest.mark.parametrize("kind", ["missing", "folder"])
def test_a_file_that_cannot_be_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "events.jsonl"
    if kind == "folder":
        path.mkdir()
    with pytest.raises(EventLogError, match=r"cannot read these events: .*\.$"):
        list(read_events(path))
