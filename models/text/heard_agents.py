"""What the program recognises of an agent's side: the final utterances that its text model would read, kept on disk.

Recognition costs minutes and reading costs seconds, so what was heard is kept in a file together with a key of what was said,
and is heard anew only if the key is another.
"""

from __future__ import annotations

import bisect
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assist.asr.inline_lane import InlineLane
from assist.asr.open_engine import open_engine
from assist.cues.classifier import AgentReader
from assist.cues.reading_turns import AgentTurns
from assist.events import TurnEnded, Words
from assist.modelstore import ModelStore
from assist.session.assemble import sound_parts
from assist.session.replay import replay
from assist.timeline.frame import StereoFrame
from models.text.data import ROOT
from tests.bench.clips import finals_only

CACHE = ROOT / ".cache" / "acts"
ENGINE = "moonshine"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A final utterance of the agent, times in samples at 16 kHz."""

    start: int
    end: int
    text: str
    turn: int
    """Number of the turn it belongs to, or of the line that was spoken, from 0."""


def read_in_turns(utterances: Iterable[Utterance], reader: AgentReader) -> list[dict[str, float]]:
    """Each utterance alone and together with what its turn held before, as the program reads it.

    Args:
        utterances: of one call, in order.
        reader: of acts.
    """
    turns = AgentTurns(reader)
    events = (
        Words(at=u.end, known_at=u.end, speaker="agent", start=u.start, end=u.end, text=u.text, stability="final")
        for u in utterances
    )
    return [{str(name): p for name, p in turns.read(event).items()} for event in events]


def in_turns(spans: Sequence[tuple[int, int, str]], turns: Iterable[tuple[int, int]]) -> list[Utterance]:
    """Utterances with their turns; one that lies in no turn belongs to the last that began before it.

    Args:
        spans: start, end and text of each utterance.
        turns: start and end of each turn, in samples.
    """
    starts = sorted(start for start, _ in turns)
    out = []
    for start, end, text in sorted(spans):
        middle = (start + end) // 2
        out.append(Utterance(start, end, text, max(bisect.bisect_right(starts, middle) - 1, 0)))
    return out


def hear(frames: Iterable[StereoFrame], models: ModelStore) -> list[Utterance]:
    """Send a call through the real pipeline.

    Raises:
        RecognitionError, ModelError: an engine or a model is missing.
    """
    lane = InlineLane(open_engine(ENGINE, models), 0)
    words, turns = [], []
    for event in replay(frames, sound_parts(finals_only(), lane, models), "measurement"):
        if isinstance(event, Words) and event.speaker == "agent" and event.stability == "final":
            words.append((event.start, event.end, event.text))
        elif isinstance(event, TurnEnded) and event.speaker == "agent":
            turns.append((event.start, event.end))
    return in_turns(words, turns)


def kept(path: Path, key: str, make: Callable[[], list[Utterance]] | None) -> list[Utterance]:
    """What was heard before, or now.

    Args:
        path: the file.
        key: says what was said; what is in the file under another key is not used.
        make: hears it; None if that must not happen now.

    Raises:
        SystemExit: it was not heard yet and must not be now, or the file is broken.
    """
    if path.is_file():
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["key"] == key:
                return [Utterance(**row) for row in stored["heard"]]
        except (ValueError, KeyError, TypeError) as error:
            raise SystemExit(f"{path} is broken ({error}): delete it and run this again") from error
    if make is None:
        raise SystemExit(f"{path} is not there or was made of other lines: run this with --speak first")
    heard = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(
        json.dumps({"key": key, "heard": [asdict(one) for one in heard]}, indent=1) + "\n", encoding="utf-8"
    )
    unfinished.replace(path)
    return heard
