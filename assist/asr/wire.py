"""How the lane and the recognition worker talk: framed messages on the worker's stdin and stdout.

One frame:   magic "LAW1" | header length, uint32 | payload length, uint32 | header, JSON | payload, int16 samples

    to the worker     begin, feed (with samples), hypothesise, finish
    from the worker   listening (model loaded), words, alive, failed

Every message from the worker carries `done`, how many requests it has worked off; that is how the lane sees progress.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import IO, Any

import numpy as np

from assist.asr.engine import Begin, Feed, Finish, Hypothesise, Request
from assist.events import SPEAKERS, Speaker, TimedWord

_MAGIC = b"LAW1"
_PREFIX = struct.Struct("<4sII")
_LONGEST_HEADER = 1 << 20
_LONGEST_PAYLOAD = 1 << 24


class WireError(Exception):
    """What arrived is not a frame, or not one that this program sends."""


@dataclass(frozen=True, slots=True)
class Listening:
    """The model is loaded."""

    engine: str
    done: int = 0


@dataclass(frozen=True, slots=True)
class Alive:
    """Sent several times a second, also during a long decode."""

    done: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """Words of an utterance, so far or final."""

    speaker: Speaker
    utterance: int
    end: int
    complete: bool
    words: tuple[TimedWord, ...]
    done: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The engine cannot work at all; `message` is one sentence for the user."""

    message: str
    done: int = 0


Answer = Listening | Alive | Recognised | Failed


def write_frame(stream: IO[bytes], header: dict[str, Any], payload: bytes = b"") -> None:
    """Write one frame and flush."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    stream.write(_PREFIX.pack(_MAGIC, len(text), len(payload)) + text + payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one frame; None at the end of the stream.

    Raises:
        WireError: garbage, or a stream that ends inside a frame.
    """
    prefix = _read(stream, _PREFIX.size)
    if not prefix:
        return None
    if len(prefix) < _PREFIX.size:
        raise WireError("the stream ended inside a frame")
    magic, header_length, payload_length = _PREFIX.unpack(prefix)
    if magic != _MAGIC or header_length > _LONGEST_HEADER or payload_length > _LONGEST_PAYLOAD:
        raise WireError(f"not a frame: {prefix!r}")
    body = _read(stream, header_length + payload_length)
    if len(body) < header_length + payload_length:
        raise WireError("the stream ended inside a frame")
    try:
        header = json.loads(body[:header_length])
    except ValueError as error:
        raise WireError(f"a frame's header is not JSON: {error}") from error
    if not isinstance(header, dict):
        raise WireError("a frame's header is not an object")
    return header, body[header_length:]


def write_request(stream: IO[bytes], request: Request) -> None:
    """Send a request to the worker."""
    header: dict[str, Any] = {"speaker": request.speaker, "utterance": request.utterance}
    match request:
        case Begin():
            write_frame(stream, header | {"type": "begin", "start": request.start})
        case Feed():
            write_frame(stream, header | {"type": "feed"}, request.samples.astype("<i2", copy=False).tobytes())
        case Hypothesise():
            write_frame(stream, header | {"type": "hypothesise", "end": request.end})
        case Finish():
            write_frame(stream, header | {"type": "finish", "end": request.end})


def read_request(stream: IO[bytes]) -> Request | None:
    """Next request, None when the lane has closed the stream.

    Raises:
        WireError: garbage.
    """
    frame = read_frame(stream)
    if frame is None:
        return None
    header, payload = frame
    try:
        speaker, utterance = _speaker(header["speaker"]), int(header["utterance"])
        match header["type"]:
            case "begin":
                return Begin(speaker, utterance, int(header["start"]))
            case "feed":
                return Feed(speaker, utterance, np.frombuffer(payload, dtype="<i2").astype(np.int16, copy=False))
            case "hypothesise":
                return Hypothesise(speaker, utterance, int(header["end"]))
            case "finish":
                return Finish(speaker, utterance, int(header["end"]))
            case unknown:
                raise WireError(f"unknown request {unknown!r}")
    except (KeyError, TypeError, ValueError) as error:
        raise WireError(f"a request is malformed: {error!r}") from error


def write_answer(stream: IO[bytes], answer: Answer) -> None:
    """Send an answer to the lane."""
    match answer:
        case Listening():
            write_frame(stream, {"type": "listening", "engine": answer.engine, "done": answer.done})
        case Alive():
            write_frame(stream, {"type": "alive", "done": answer.done})
        case Failed():
            write_frame(stream, {"type": "failed", "message": answer.message, "done": answer.done})
        case Recognised():
            words = [[word.text, word.start, word.end, word.confidence] for word in answer.words]
            write_frame(
                stream,
                {"type": "words", "speaker": answer.speaker, "utterance": answer.utterance, "end": answer.end,
                 "complete": answer.complete, "words": words, "done": answer.done},
            )  # fmt: skip


def read_answer(stream: IO[bytes]) -> Answer | None:
    """Next answer, None when the worker has closed the stream.

    Raises:
        WireError: garbage.
    """
    frame = read_frame(stream)
    if frame is None:
        return None
    header, _ = frame
    try:
        done = int(header["done"])
        match header["type"]:
            case "listening":
                return Listening(str(header["engine"]), done)
            case "alive":
                return Alive(done)
            case "failed":
                return Failed(str(header["message"]), done)
            case "words":
                words = tuple(
                    TimedWord(text=str(text), start=int(start), end=int(end), confidence=float(confidence))
                    for text, start, end, confidence in header["words"]
                )
                return Recognised(
                    speaker=_speaker(header["speaker"]),
                    utterance=int(header["utterance"]),
                    end=int(header["end"]),
                    complete=bool(header["complete"]),
                    words=words,
                    done=done,
                )
            case unknown:
                raise WireError(f"unknown answer {unknown!r}")
    except (KeyError, TypeError, ValueError) as error:
        raise WireError(f"an answer is malformed: {error!r}") from error


def _speaker(name: object) -> Speaker:
    for speaker in SPEAKERS:
        if speaker == name:
            return speaker
    raise WireError(f"unknown speaker {name!r}")


def _read(stream: IO[bytes], count: int) -> bytes:
    """Read exactly `count` bytes; fewer only at the end of the stream (a pipe hands out what it has)."""
    parts: list[bytes] = []
    while count > 0:
        part = stream.read(count)
        if not part:
            break
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
