"""Calls on disk: a stereo file, two mono files, words alone (CTM), or a recorded call."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr

from assist.events import SAMPLE_RATE
from assist.timeline.frame import Samples, StereoFrame

BLOCK_SECONDS = 1.0
LEAST_RATE, MOST_RATE = 4_000, 384_000


class InputError(Exception):
    """A file cannot be used; the message is one sentence that names it and the remedy."""


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A readable sound file.

    Attributes:
        path: where it is.
        rate: samples per second in the file.
        channels: number of channels.
        length: samples per channel in the file.
    """

    path: Path
    rate: int
    channels: int
    length: int

    @property
    def seconds(self) -> float:
        """Duration."""
        return self.length / self.rate


def open_sound(path: Path) -> SoundFile:
    """Look at a sound file and make sure that all of it can be read.

    Raises:
        InputError: missing, empty, not sound, truncated, or with samples that are not numbers.
    """
    check_readable(path)
    try:
        info = soundfile.info(_native(path))
    except soundfile.LibsndfileError as problem:
        raise InputError(
            f"{path}: this is not a sound file that can be read ({_reason(problem)}); give a WAV or FLAC file."
        ) from problem
    sound = SoundFile(path, int(info.samplerate), int(info.channels), int(info.frames))
    if sound.length == 0:
        raise InputError(f"{path}: this sound file holds no audio; record it again.")
    if not LEAST_RATE <= sound.rate <= MOST_RATE:
        raise InputError(f"{path}: {sound.rate} samples per second is not a rate of speech; convert it to 16000.")
    promised = _promised_bytes(path)
    held = path.stat().st_size
    if promised is not None and promised > held:
        raise InputError(
            f"{path}: the file is truncated: it should have {promised} bytes and has {held}; copy it again from its source."
        )
    _check_end(sound)
    if info.subtype in ("FLOAT", "DOUBLE"):
        for block in _blocks(sound):
            if not np.isfinite(block).all():
                raise InputError(f"{path}: it holds samples that are not numbers (NaN or infinite); export it again.")
    return sound


def _check_end(sound: SoundFile) -> None:
    """Read the last sample, so that a truncated file is known before an hour of it has been replayed."""
    try:
        with soundfile.SoundFile(_native(sound.path)) as file:
            file.seek(sound.length - 1)
            whole = len(file.read(1)) == 1
    except soundfile.LibsndfileError:
        whole = False
    if not whole:
        raise InputError(
            f"{sound.path}: the file is truncated or damaged: its end after {sound.seconds:.1f} s cannot be read; "
            "copy it again from its source."
        )


def check_readable(path: Path) -> None:
    """Raise InputError if the path is not a file with something in it that may be read."""
    if not path.exists():
        raise InputError(f"{path}: there is no such file; check the name.")
    if path.is_dir():
        raise InputError(f"{path}: this is a folder, not a sound file or a recorded call; give the file in it.")
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise InputError(f"{path}: the file is empty; record or copy it again.")
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror}.") from problem


def stereo_frames(sound: SoundFile) -> Iterator[StereoFrame]:
    """The frames of a two-channel file: left agent, right customer.

    Raises:
        InputError: not two channels, or unreadable in the middle.
    """
    if sound.channels == 1:
        raise InputError(
            f"{sound.path}: this file has one channel; give a stereo file (left agent, right customer), "
            "use --agent and --customer with one file a side, or --one-channel if both voices are on it."
        )
    if sound.channels != 2:
        raise InputError(
            f"{sound.path}: this file has {sound.channels} channels; a call has two: left agent, right customer."
        )
    return _framed(_at_16k(sound))


def paired_frames(agent: SoundFile | None, customer: SoundFile | None) -> Iterator[StereoFrame]:
    """The frames of two files, one a side, both starting at the start of the call; a missing side is silent.

    Raises:
        InputError: a file has more than one channel, or both are missing.
    """
    for sound in (agent, customer):
        if sound is not None and sound.channels != 1:
            raise InputError(
                f"{sound.path}: --agent and --customer take one-channel files, this one has {sound.channels} channels; "
                "give a stereo file on its own instead."
            )
    sides = [None if sound is None else _at_16k(sound) for sound in (agent, customer)]
    return _framed(_zipped(sides))


def mixed_blocks(sound: SoundFile) -> Iterator[Samples]:
    """A file as one channel at 16 kHz, int16 of shape (n,), in blocks: several channels are averaged.

    Raises:
        InputError: unreadable in the middle.
    """
    for block in _at_16k(sound):
        yield block[:, 0] if sound.channels == 1 else np.rint(block.mean(axis=1)).astype(np.int16)


def _at_16k(sound: SoundFile) -> Iterator[Samples]:
    """Blocks of int16, shape (n, channels), at 16 kHz. A 16-bit file at 16 kHz passes through bit for bit."""
    if sound.rate == SAMPLE_RATE:
        yield from (_as_int16(block) if block.dtype != np.int16 else block for block in _blocks(sound))
        return
    resampler = soxr.ResampleStream(sound.rate, SAMPLE_RATE, sound.channels, dtype="float32", quality="HQ")
    for block in _blocks(sound):
        plain = block.astype(np.float32) / 32768 if block.dtype == np.int16 else block
        yield _as_int16(resampler.resample_chunk(plain).reshape(-1, sound.channels))
    tail = resampler.resample_chunk(np.zeros((0, sound.channels), np.float32), last=True)
    yield _as_int16(tail.reshape(-1, sound.channels))


def _as_int16(audio: Any) -> Samples:
    whole: Samples = np.clip(np.rint(audio * 32768.0), -32768, 32767).astype(np.int16)
    return whole


def _blocks(sound: SoundFile) -> Iterator[Any]:
    kind = "int16" if soundfile.info(_native(sound.path)).subtype in ("PCM_16", "PCM_S8", "PCM_U8") else "float32"
    read = 0
    try:
        with soundfile.SoundFile(_native(sound.path)) as file:
            for block in file.blocks(round(sound.rate * BLOCK_SECONDS), dtype=kind, always_2d=True):
                read += len(block)
                yield block
    except soundfile.LibsndfileError as problem:
        raise InputError(f"{sound.path}: cannot be read to its end ({_reason(problem)}); copy it again.") from problem
    if read < sound.length:
        raise InputError(
            f"{sound.path}: the file is truncated: it should last {sound.seconds:.1f} s and ends after "
            f"{read / sound.rate:.1f} s; copy it again from its source."
        )


def _zipped(sides: Sequence[Iterator[Samples] | None]) -> Iterator[Samples]:
    """Two one-channel streams as one of two columns; the shorter one is filled up with silence."""
    rest = [np.zeros(0, np.int16), np.zeros(0, np.int16)]
    open_sides = [side is not None for side in sides]
    while any(open_sides):
        for column, side in enumerate(sides):
            if side is not None and open_sides[column] and len(rest[column]) < SAMPLE_RATE:
                block = next(side, None)
                if block is None:
                    open_sides[column] = False
                else:
                    rest[column] = np.concatenate([rest[column], block[:, 0]])
        alive = [len(rest[column]) for column in (0, 1) if open_sides[column]]
        ready = min(alive) if alive else max(len(rest[0]), len(rest[1]))
        audio = np.zeros((ready, 2), np.int16)
        for column in (0, 1):
            part, rest[column] = rest[column][:ready], rest[column][ready:]
            audio[: len(part), column] = part
        yield audio


def _framed(blocks: Iterator[Samples]) -> Iterator[StereoFrame]:
    start = 0
    for block in blocks:
        if len(block):
            yield StereoFrame(start, block)
            start += len(block)


def _promised_bytes(path: Path) -> int | None:
    """How long a WAV file says it is; None for other files and for streamed ones that do not know."""
    with path.open("rb") as file:
        head = file.read(12)
        if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return None
        position = 12
        while len(chunk := file.read(8)) == 8:
            name, size = struct.unpack("<4sI", chunk)
            position += 8
            if name == b"data":
                return None if size >= 0xFFFFFFF0 else position + int(size)
            position += size + size % 2
            file.seek(position)
    return None


def _native(path: Path) -> str | bytes:
    """A path as soundfile takes it; outside Windows names are bytes, and need not be text in any encoding."""
    return os.fsencode(path) if os.name == "posix" else str(path)


def _reason(problem: soundfile.LibsndfileError) -> str:
    return str(problem.error_string).strip().rstrip(".").lower().removeprefix("error : ")
