"""The truth beside a made call: JSON with every word and overlap, and the coach's prompts as Audacity labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal, get_args

from assist.events import SAMPLE_RATE, Speaker
from tests.calls.line import LineConditions
from tests.calls.placing import Placed, call_length, overlaps, prompt_window, samples, silences
from tests.calls.script import Coach, Script

SILENCE_SECONDS = 0.5
Times = Literal["spoken", "estimated"]
"""Where the words' times come from: the voice that spoke them, or `estimate.py`."""
COLUMN: dict[Speaker, int] = {side: column for column, side in enumerate(get_args(Speaker))}
"""Left agent, right customer."""


def seconds(position: int) -> float:
    """Samples as seconds, to the millisecond."""
    return round(position / SAMPLE_RATE, 3)


def truth(
    script: Script, placed: Sequence[Placed], conditions: LineConditions, times: Times = "spoken"
) -> dict[str, Any]:
    """Everything that is known about the call, times in seconds."""
    ordered = sorted(placed, key=lambda item: item.start)
    return {
        "name": script.name,
        "notes": script.notes,
        "times": times,
        "duration": seconds(call_length(script, placed)),
        "sample_rate": SAMPLE_RATE,
        "channels": {str(column): side for side, column in COLUMN.items()},
        "processing": {**asdict(conditions), "seed": script.seed},
        "utterances": [_utterance(script, item) for item in ordered],
        "overlaps": [
            {
                "start": seconds(overlap.start),
                "end": seconds(overlap.end),
                "speech_seconds": seconds(overlap.speech),
                "first": overlap.first.line.id,
                "second": overlap.second.line.id,
                "backchannel": "backchannel" in (overlap.first.line.kind, overlap.second.line.kind),
            }
            for overlap in overlaps(placed)
        ],
        "silences_over_0_5s": [
            [seconds(start), seconds(end)] for start, end in silences(placed, samples(SILENCE_SECONDS))
        ],
        "talk_seconds": {
            side: seconds(
                sum(end - start for item in placed if item.line.speaker == side for start, end in item.segments())
            )
            for side in COLUMN
        },
        "coach": [
            {
                "cue": prompt.cue,
                "also": prompt.also,
                "optional": prompt.optional,
                "ref": prompt.ref,
                "start": seconds(start),
                "end": seconds(end),
            }
            for start, end, prompt in _prompts(script, placed)
        ],
    }


def _utterance(script: Script, item: Placed) -> dict[str, Any]:
    line, voice = item.line, script.speakers[item.line.speaker]
    return {
        "id": line.id,
        "speaker": line.speaker,
        "channel": COLUMN[line.speaker],
        "start": seconds(item.start),
        "end": seconds(item.end),
        "text": item.outline.text,
        "script_text": line.text,
        "kind": line.kind,
        "label": line.label,
        "acts": line.acts,
        "feels": line.feels,
        "style": line.style or voice.style,
        "interrupted": line.cut_words is not None,
        "voice": voice.voice,
        "prosody": {name: round(value, 3) for name, value in asdict(script.prosody(line)).items()},
        "segments": [[seconds(start), seconds(end)] for start, end in item.segments()],
        "words": [
            {"w": word.text, "start": seconds(item.start + word.start), "end": seconds(item.start + word.end)}
            for word in item.outline.words
        ],
    }


def label_track(script: Script, placed: Sequence[Placed]) -> str:
    """The coach's prompts as an Audacity label track: start, end and cue, tab-separated.

    Other cues that would be right too follow after a bar: `acknowledge|reframe`; what is not needed stands in brackets.
    """
    return "".join(
        f"{start / SAMPLE_RATE:.3f}\t{end / SAMPLE_RATE:.3f}\t{_label(prompt)}\n"
        for start, end, prompt in _prompts(script, placed)
    )


def _label(prompt: Coach) -> str:
    names = "|".join([prompt.cue, *prompt.also])
    return f"({names})" if prompt.optional else names


def _prompts(script: Script, placed: Sequence[Placed]) -> list[tuple[int, int, Coach]]:
    """The coach's prompts with the samples between which they help, by time."""
    windows = [(*prompt_window(prompt, placed), prompt) for prompt in script.coach]
    return sorted(windows, key=lambda window: (window[0], window[1], window[2].cue))
