"""Calls with both voices on one channel, where it is known who spoke when, and half a minute of each voice from elsewhere.

Real and made calls are mixed as they are. Pairs are conversations put together from the speech of two people who never met:
their runs of speech in turns of uneven length, with short gaps, so that voices of one kind (two men, two women) meet too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assist.cli.playback import demo_call
from assist.events import SAMPLE_RATE
from assist.modelstore import ModelStore
from assist.session.call_files import open_sound, paired_frames, stereo_frames
from assist.speech.silero import SileroActivity
from assist.timeline.frame import HOP, Samples

Mono = npt.NDArray[np.int16]
Mask = npt.NDArray[np.bool_]

ENROLLED_HOPS = 20 * SAMPLE_RATE // HOP
"""Voice that is enrolled: what the program asks for at least."""
VOICE, BRIDGED_HOPS, LEAST_HOPS = 0.5, 6, 4
LEFT_HOPS = 8 * SAMPLE_RATE // HOP
"""A voice is enrolled if there is as much of it left for the call."""
LEVEL = 1_800.0
"""Root mean square of the speech of each voice, of 32768."""
TELEPHONE_CUT_SECONDS = 18.0
PAIR_SECONDS = 45.0
RIVALS = 1
"""Each voice meets so many of the others of its group."""
CALL_SECONDS = 60.0
"""What is more of a call is left out."""
GAPS = (6, 12, 4, 25, 9, 16, 40, 8)
"""Hops between turns of a pair, again and again."""
TURN_RUNS = (1, 2, 3, 1, 4, 2, 1, 5)
"""Runs of speech in its turns."""


@dataclass(frozen=True, slots=True)
class MixedCall:
    """A call on one channel.

    Attributes:
        name: as printed; the enrolled side comes first.
        group: `chosen` (thresholds were chosen on it) or `checked`.
        kind: `real`, `made` or `pair`.
        enrolled: speech of the agent that is not in the call.
        sound: both voices.
        truth: who speaks in each hop, shape (hops, 2): agent, customer.
    """

    name: str
    group: str
    kind: str
    enrolled: Mono
    sound: Mono
    truth: Mask


@dataclass(frozen=True, slots=True)
class Voice:
    """One side of one call, with where it speaks."""

    name: str
    group: str
    sound: Mono
    speaks: Mask

    def runs(self, start: int = 0) -> list[tuple[int, int]]:
        """Hops [from, to) of its runs of speech after a hop."""
        edges = np.flatnonzero(np.diff(np.concatenate([[0], self.speaks[start:].astype(np.int8), [0]]))) + start
        return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]

    @property
    def can_enrol(self) -> bool:
        """Is there enough of it for both?"""
        return int(self.speaks.sum()) >= ENROLLED_HOPS + LEFT_HOPS

    def enrolled(self) -> tuple[Mono, int]:
        """The first 20 s of its speech, and the hop after them."""
        end = int(np.searchsorted(np.cumsum(self.speaks), ENROLLED_HOPS)) + 1
        while end < len(self.speaks) and self.speaks[end]:
            end += 1
        return self.sound[: end * HOP], end


def voice(name: str, group: str, sound: Mono, models: ModelStore) -> Voice:
    """A side of a call, brought to the common level."""
    speaks = spoken(sound, models)
    audible = sound[: len(speaks) * HOP].reshape(-1, HOP)[speaks].astype(np.float64)
    gain = LEVEL / np.sqrt(np.mean(audible**2))
    return Voice(name, group, np.clip(sound * gain, -32768, 32767).astype(np.int16), speaks)


def spoken(sound: Mono, models: ModelStore) -> Mask:
    """Hops in which a side speaks: voice activity on its own channel, pauses under 0.2 s closed, clicks dropped."""
    model = SileroActivity(models.path("silero-vad", "silero_vad_16k_op15.onnx"))
    both: Samples = np.repeat(sound[: len(sound) // HOP * HOP, None], 2, axis=1)
    heard = np.array([model.probabilities(at, both[at : at + HOP])[0] >= VOICE for at in range(0, len(both), HOP)])
    for value, least in ((False, BRIDGED_HOPS), (True, LEAST_HOPS)):
        edges = np.flatnonzero(np.diff(heard.astype(np.int8))) + 1
        for a, b in pairwise(edges):
            if heard[a] == value and b - a < least:
                heard[a:b] = not value
    return heard


SIDES = {
    # name: file under audio/, column, group
    "demo agent": ("", 0, "chosen"),
    "demo caller": ("", 1, "chosen"),
    "lca one": ("lca_agent.flac", 0, "chosen"),
    "hardship agent": ("generated/call1_hardship.flac", 0, "chosen"),
    "hardship caller": ("generated/call1_hardship.flac", 1, "chosen"),
    "british": ("en-gb_narrowband_sample1.flac", 0, "chosen"),
    "repairs agent": ("auto_repairs_40_agent.flac", 0, "checked"),
    "repairs caller": ("auto_repairs_40_caller.flac", 0, "checked"),
    "lca two": ("lca_agent2.flac", 0, "checked"),
    "outage agent": ("generated/call2_outage.flac", 0, "checked"),
    "booking caller": ("generated/call3_calm_booking.flac", 1, "checked"),
    "american": ("us_english_narrowband_sample_1.flac", 0, "checked"),
}


def mixed_calls(data: Path, models: ModelStore) -> list[MixedCall]:
    """All of them."""
    return [cut(call) for call in (*telephone(data), *whole_calls(data, models), *pairs(voices(data, models)))]


def cut(call: MixedCall) -> MixedCall:
    """The first minute of a call."""
    hops = round(CALL_SECONDS * SAMPLE_RATE / HOP)
    return replace(call, sound=call.sound[: hops * HOP], truth=call.truth[:hops])


def voices(data: Path, models: ModelStore) -> list[Voice]:
    """Every voice there is a side for."""
    found = []
    for name, (file, column, group) in SIDES.items():
        path = data / "audio" / file if file else demo_call()
        if path.is_file():
            found.append(voice(name, group, _sound(path)[:, column], models))
    return found


def pairs(found: list[Voice]) -> Iterator[MixedCall]:
    """Every voice that can be enrolled, with the next ones of its group."""
    for agent in found:
        others = [other for other in found if other.group == agent.group]
        place = next(number for number, other in enumerate(others) if other is agent)
        rivals = [*others[place + 1 :], *others[:place]][:RIVALS]
        if agent.can_enrol:
            yield from (_pair(agent, customer) for customer in rivals)


def whole_calls(data: Path, models: ModelStore) -> Iterator[MixedCall]:
    """Real and made calls, mixed as they are; each side in turn is the enrolled one."""
    audio = data / "audio"
    both = [("demo", "chosen", "made", _sound(demo_call()))]
    both += [
        (name, group, "made", _sound(audio / "generated" / f"{file}.flac"))
        for name, file, group in (
            ("hardship", "call1_hardship", "chosen"),
            ("outage", "call2_outage", "checked"),
            ("booking", "call3_calm_booking", "checked"),
        )
        if (audio / "generated" / f"{file}.flac").is_file()
    ]
    if (audio / "auto_repairs_40_agent.flac").is_file():
        files = [open_sound(audio / f"auto_repairs_40_{side}.flac") for side in ("agent", "caller")]
        sound = np.concatenate([frame.audio for frame in paired_frames(*files)])
        both.append(("auto repairs", "checked", "real", sound))
    for name, group, kind, sound in both:
        sides = [voice(side, group, sound[:, column], models) for column, side in enumerate(("agent", "caller"))]
        for agent, customer in (sides, sides[::-1]):
            enrolled, after = agent.enrolled()
            mixed = agent.sound[after * HOP :].astype(np.int32) + customer.sound[after * HOP :]
            truth = np.stack([agent.speaks[after:], customer.speaks[after:]], axis=1)
            if agent.can_enrol:
                yield MixedCall(f"{name}, {agent.name} enrolled", group, kind, enrolled, _clipped(mixed), truth)


def telephone(data: Path) -> Iterator[MixedCall]:
    """A real call of which only the mix exists; each of the two is enrolled from what they say in its first half.

    That is six seconds, not the twenty that the program asks for: there is no more.
    """
    rttm = data / "audio" / "telephone_30s.rttm"
    if not rttm.is_file():
        return
    sound = _sound(rttm.with_suffix(".flac"))[:, 0]
    rows = [line.split() for line in rttm.read_text(encoding="utf-8").splitlines() if line.strip()]
    spans = [(row[-3], float(row[-7]), float(row[-7]) + float(row[-6])) for row in rows]
    names = sorted({name for name, _, _ in spans})
    truth = np.zeros((len(sound) // HOP, 2), bool)
    for name, start, end in spans:
        truth[round(start * SAMPLE_RATE / HOP) : round(end * SAMPLE_RATE / HOP), names.index(name)] = True
    alone = truth & ~truth[:, ::-1]
    cut = round(TELEPHONE_CUT_SECONDS * SAMPLE_RATE / HOP)
    for side, name in enumerate(names):
        heard = sound[: cut * HOP].reshape(-1, HOP)[alone[:cut, side]].reshape(-1)
        order = truth[cut:] if side == 0 else truth[cut:, ::-1]
        yield MixedCall(f"telephone, {name} enrolled", "checked", "real", heard, sound[cut * HOP :], order)


def _pair(agent: Voice, customer: Voice) -> MixedCall:
    enrolled, after = agent.enrolled()
    sides = (agent, customer)
    left = [agent.runs(after), customer.runs()]
    parts: list[tuple[int, tuple[int, int]]] = []
    turn = hops = 0
    while hops * HOP < PAIR_SECONDS * SAMPLE_RATE and left[turn % 2]:
        for _ in range(TURN_RUNS[turn % len(TURN_RUNS)]):
            if left[turn % 2]:
                parts.append((turn, left[turn % 2].pop(0)))
                hops += parts[-1][1][1] - parts[-1][1][0] + 8
        turn += 1
    sound, truth, last = [np.zeros(16 * HOP, np.int16)], [np.zeros((16, 2), bool)], 0
    for number, (turn, (start, end)) in enumerate(parts):
        gap = 8 if turn == last else GAPS[number % len(GAPS)]
        last = turn
        spoken_hops = np.zeros((gap + end - start, 2), bool)
        spoken_hops[gap:, turn % 2] = True
        sound += [np.zeros(gap * HOP, np.int16), sides[turn % 2].sound[start * HOP : end * HOP]]
        truth.append(spoken_hops)
    name = f"{agent.name} + {customer.name}"
    return MixedCall(name, agent.group, "pair", enrolled, np.concatenate(sound), np.concatenate(truth))


def _sound(path: Path) -> Samples:
    sound = open_sound(path)
    frames = stereo_frames(sound) if sound.channels == 2 else paired_frames(sound, None)
    return np.concatenate([frame.audio for frame in frames])


def _clipped(sound: npt.NDArray[np.int32]) -> Mono:
    return np.clip(sound, -32768, 32767).astype(np.int16)
