"""What the voice model says about measured calls, and on what deviations it rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assist.cues.voice_change import VoiceJudge
from assist.cues.voice_model import Sign, VoiceModel
from assist.events import AnyEvent, VoiceChange
from assist.profile.schema import Profile
from models.voice.contrasts import VOICES, call, spoken, studio
from models.voice.hearing import measured

Deviations = dict[Sign, float]


class _Probe(VoiceModel):
    """A model that keeps what it was asked about last."""

    asked: Deviations

    def score(self, deviations: Mapping[Sign, float]) -> float:
        """See `VoiceModel`."""
        object.__setattr__(self, "asked", dict(deviations))
        return VoiceModel.score(self, deviations)


def judged(events: Iterable[AnyEvent], model: VoiceModel) -> list[tuple[VoiceChange, Deviations]]:
    """The caller's complete turns: what is said about each, and the deviations it rests on (empty if abstained)."""
    probe = _Probe(model.bias, model.weights, model.usual)
    judge = VoiceJudge(probe, Profile().voice)
    changes = ((change, probe) for batch in _hops(events) for change in judge.hop(batch, batch[0].known_at))
    return [(change, {} if change.abstained else probe.asked) for change, probe in changes if change.complete]


def _hops(events: Iterable[AnyEvent]) -> Iterable[Sequence[AnyEvent]]:
    batch: list[AnyEvent] = []
    for event in events:
        if batch and event.known_at != batch[0].known_at:
            yield batch
            batch = []
        batch.append(event)
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class Contrast:
    """One tested turn of a made contrast."""

    voice: str
    manner: str
    score: float
    deviations: Deviations
    """Empty if nothing was said about it."""


def contrasts(model: VoiceModel, half: str, condition: str, voices: Path, cache: Path) -> Iterator[Contrast]:
    """The tested turns of the voices of one half.

    Args:
        model: judges them.
        half: of `VOICES`.
        condition: of `hearing.CONDITIONS`.
        voices: the npm package with the voices; needed only for pieces not yet spoken.
        cache: folder where pieces and measurements are kept.
    """
    maker = studio(voices, cache)
    for voice in VOICES[half]:
        said = list(spoken(voice, maker))
        stereo, places = call([sound for _, sound in said])
        audio = np.rint(stereo * 32767).astype(np.int16)
        for change, deviations in judged(measured(audio, condition, cache), model):
            middle = (change.start + change.end) / 2
            turn = next((t for (t, _), (start, end) in zip(said, places, strict=True) if start <= middle <= end), None)
            if turn is not None and not turn.baseline:
                yield Contrast(voice, turn.manner, change.score, deviations)
