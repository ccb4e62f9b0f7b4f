"""Telephone recordings as word pairs: what was said (a slower recogniser, or a person) and what Moonshine tiny heard live."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assist.asr.moonshine import MoonshineEngine
from assist.asr.plausible import without_loops
from assist.asr.whisper import WhisperEngine
from assist.events import SAMPLE_RATE, SPEAKERS, Speaker, TimedWord
from assist.modelstore import ModelStore
from assist.session.call_files import open_sound, paired_frames, stereo_frames
from assist.timeline.frame import StereoFrame
from models.recognition_errors import Fate, fates
from tests.bench.clips import MOONSHINE_MODEL, texts, through_pipeline
from tests.bench.references import Call
from tests.bench.spoken_form import spoken_form

BOTH_SIDES = ("auto_repairs_40",)
AGENT_ONLY = ("lca_agent", "lca_agent2")
MIXED = (
    "telephone_30s",
    "sales_call_mono",
    "two_speakers_8k_a",
    "two_speakers_8k_b",
    "en-gb_narrowband_sample1",
    "us_english_narrowband_sample_1",
)
"""Everyone on one channel, or one speaker."""
MADE = ("call1_hardship_tel", "call2_outage_tel", "call3_calm_booking_tel")
"""Made calls over a telephone line, whose words are known exactly; for checking, not for fitting."""


@dataclass(frozen=True, slots=True)
class Side:
    """One channel of one recording.

    Attributes:
        call: name of the recording.
        speaker: whose channel.
        reference: who says what was said: `whisper`, `person` or `made`.
        said: in spoken form, with times.
        heard: in spoken form.
    """

    call: str
    speaker: Speaker
    reference: str
    said: tuple[TimedWord, ...]
    heard: tuple[str, ...]

    def fates(self) -> list[Fate]:
        """What became of each word."""
        return fates(self.said, self.heard)


def recordings(audio: Path) -> Iterator[Call]:
    """Those of the known recordings that are there.

    Args:
        audio: folder with the files.
    """
    for name in BOTH_SIDES:
        pair = [audio / f"{name}_{side}.flac" for side in ("agent", "caller")]
        if all(path.is_file() for path in pair):
            yield Call(name, partial(_two_channels, *pair), None)
    for name in (*AGENT_ONLY, *MIXED):
        path = audio / f"{name}.flac"
        if path.is_file():
            yield Call(name, partial(_one_channel, path, agent=name in AGENT_ONLY), None)
    for name in MADE:
        path = audio / "generated" / f"{name}.flac"
        if path.is_file():
            yield Call(name, partial(_stereo, path), None)


def hear(audio: Path, models: ModelStore) -> Iterator[Side]:
    """Run both recognisers.

    Args:
        audio: folder with the recordings.
        models: where Moonshine tiny, Whisper base and the voice activity model are installed.
    """
    moonshine = MoonshineEngine(models.path(MOONSHINE_MODEL))
    whisper = WhisperEngine(models.path("whisper-base"), threads=1)
    for call in recordings(audio):
        written = texts(through_pipeline(moonshine, call.frames(), models).clips)
        for speaker in SPEAKERS:
            samples = call.side(speaker)
            if not samples.any():
                continue
            if call.name in MADE:
                reference, said = "made", _made_words(audio / "generated" / f"{call.name}.json", speaker)
            elif (audio / f"{call.name}.stm").is_file():
                reference, said = "person", _written_words(audio / f"{call.name}.stm")
            else:
                reference, said = "whisper", _without_repetition(whisper.decode(samples, 0))
            yield Side(call.name, speaker, reference, _spoken(said), tuple(_spoken_text(written[speaker])))


def save(path: Path, sides: Sequence[Side]) -> None:
    """Keep what was heard, so that tables can be printed again in a second."""
    rows = [
        [side.call, side.speaker, side.reference, [[w.text, w.start, w.end] for w in side.said], list(side.heard)]
        for side in sides
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")


def load(path: Path) -> list[Side]:
    """What `save` kept."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [
        Side(call, speaker, reference, tuple(TimedWord(text=t, start=a, end=b) for t, a, b in said), tuple(heard))
        for call, speaker, reference, said, heard in rows
    ]


def _two_channels(agent: Path, customer: Path) -> Iterator[StereoFrame]:
    return paired_frames(open_sound(agent), open_sound(customer))


def _one_channel(path: Path, *, agent: bool) -> Iterator[StereoFrame]:
    sound = open_sound(path)
    return paired_frames(sound, None) if agent else paired_frames(None, sound)


def _stereo(path: Path) -> Iterator[StereoFrame]:
    return stereo_frames(open_sound(path))


def _made_words(path: Path, speaker: Speaker) -> list[TimedWord]:
    utterances = [u for u in json.loads(path.read_text(encoding="utf-8"))["utterances"] if u["speaker"] == speaker]
    rows = [word for u in sorted(utterances, key=lambda u: float(u["start"])) for word in u["words"]]
    return [_timed(row["w"], float(row["start"]), float(row["end"])) for row in rows]


def _written_words(path: Path) -> list[TimedWord]:
    """Lines of an STM file; a line's time is shared out among its words by their letters."""
    lines = [line.split(maxsplit=5) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    out: list[TimedWord] = []
    for row in sorted(lines, key=lambda row: float(row[3])):
        start, end, words = float(row[3]), float(row[4]), row[5].split()
        letters = sum(len(word) for word in words)
        for word in words:
            stop = start + (end - float(row[3])) * len(word) / letters
            out.append(_timed(word, start, stop))
            start = stop
    return out


def _timed(text: str, start: float, end: float) -> TimedWord:
    first = round(start * SAMPLE_RATE)
    return TimedWord(text=text, start=first, end=max(round(end * SAMPLE_RATE), first + 1))


def _without_repetition(words: Sequence[TimedWord]) -> list[TimedWord]:
    """Whisper repeats itself now and then in the middle of a recording, too: cut every loop, not only one at the end."""
    kept: list[TimedWord] = []
    for word in words:
        kept.append(word)
        kept = kept[: len(without_loops([w.text for w in kept[-60:]])) + max(len(kept) - 60, 0)]
    return kept


def _spoken_text(text: str) -> list[str]:
    return spoken_form(text.replace("a.m.", "am").replace("p.m.", "pm"))


def _spoken(words: Sequence[TimedWord]) -> tuple[TimedWord, ...]:
    """Words in spoken form; those that are one in writing share its time."""
    out: list[TimedWord] = []
    for word in words:
        parts = _spoken_text(word.text)
        for index, part in enumerate(parts):
            start = word.start + (word.end - word.start) * index // len(parts)
            end = word.start + (word.end - word.start) * (index + 1) // len(parts)
            out.append(TimedWord(text=part, start=start, end=max(end, start + 1)))
    return tuple(out)
