"""Frames between lane and worker: round trips, pieces, garbage."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.asr import wire
from assist.asr.engine import Begin, Feed, Finish, Hypothesise, Request
from assist.asr.wire import Alive, Answer, Failed, Listening, Recognised, WireError
from assist.events import TimedWord

ANSWERS: list[Answer] = [
    Listening("moonshine"),
    Alive(7),
    Failed("the model is missing: run 'assist models install x'"),
    Recognised("customer", 3, 48_000, True, (TimedWord(text="naïve 한국어", start=1, end=5, confidence=0.5),), 9),
    Recognised("agent", 4, 0, False, (), 10),
]
REQUESTS: list[Request] = [Begin("agent", 1, 16_000), Hypothesise("agent", 1, 32_000), Finish("customer", 2, 48_000)]


class OneByteAtATime(io.RawIOBase):
    """A pipe that hands out single bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self._content.read(min(1, size if size is not None else 1))


def sent(*answers: Answer) -> bytes:
    stream = io.BytesIO()
    for answer in answers:
        wire.write_answer(stream, answer)
    return stream.getvalue()


@pytest.mark.parametrize("request_", REQUESTS)
def test_requests_arrive(request_: Request) -> None:
    stream = io.BytesIO()
    wire.write_request(stream, request_)
    assert wire.read_request(io.BytesIO(stream.getvalue())) == request_


def test_audio_arrives_bit_for_bit() -> None:
    samples = np.array([0, 1, -1, 32767, -32768], np.int16)
    stream = io.BytesIO()
    wire.write_request(stream, Feed("agent", 5, samples))
    arrived = wire.read_request(io.BytesIO(stream.getvalue()))
    assert isinstance(arrived, Feed) and arrived.utterance == 5 and arrived.samples.dtype == np.int16
    assert np.array_equal(arrived.samples, samples)


def test_answers_arrive_one_byte_at_a_time() -> None:
    stream = OneByteAtATime(sent(*ANSWERS))
    assert [wire.read_answer(stream) for _ in ANSWERS] == ANSWERS  # type: ignore[arg-type]
    assert wire.read_answer(stream) is None  # type: ignore[arg-type]


@given(st.integers(min_value=1))
def test_a_stream_cut_inside_a_frame(cut: int) -> None:
    whole = sent(ANSWERS[3])
    cut = 1 + cut % (len(whole) - 1)
    with pytest.raises(WireError):
        wire.read_answer(io.BytesIO(whole[:cut]))


@given(st.binary(min_size=1, max_size=200))
def test_garbage_is_an_error_not_a_crash(garbage: bytes) -> None:
    with pytest.raises(WireError):
        wire.read_answer(io.BytesIO(garbage))
    with pytest.raises(WireError):
        wire.read_request(io.BytesIO(garbage))


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"type": "begin"},
        {"type": "begin", "speaker": "caller", "utterance": 1, "start": 0},
        {"type": "begin", "speaker": "agent", "utterance": "x", "start": 0},
        {"type": "sing", "speaker": "agent", "utterance": 1, "done": 0},
        {"type": "words", "done": 1, "speaker": "agent", "utterance": 1, "end": 0, "complete": True, "words": [["x"]]},
        {"type": "words", "done": 1, "speaker": "agent", "utterance": 1, "end": 0, "complete": True, "words": 3},
    ],
)
def test_frames_of_another_program(header: dict[str, object]) -> None:
    stream = io.BytesIO()
    wire.write_frame(stream, header)
    with pytest.raises(WireError):
        wire.read_request(io.BytesIO(stream.getvalue()))
    with pytest.raises(WireError):
        wire.read_answer(io.BytesIO(stream.getvalue()))


def test_a_frame_that_promises_gigabytes_is_refused() -> None:
    with pytest.raises(WireError):
        wire.read_answer(io.BytesIO(b"LAW1" + b"\xff" * 8))


@pytest.mark.parametrize("text", [b"[1]", b"{", b"\xff\xff"])
def test_headers_that_are_no_objects(text: bytes) -> None:
    frame = b"LAW1" + len(text).to_bytes(4, "little") + bytes(4) + text
    with pytest.raises(WireError):
        wire.read_answer(io.BytesIO(frame))
