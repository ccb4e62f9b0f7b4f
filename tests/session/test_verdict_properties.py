"""Verdicts do not depend on block sizes, on which side is left, on the zero of time, or on packets that never came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assist.asr.inline_lane import InlineLane
from assist.asr.words_engine import WordsEngine
from assist.events import SPEAKERS, AnyEvent, Gap, OverlapJudged, Speaker, SpeechStarted, TimedWord, other
from assist.session.pipeline import Pipeline
from assist.timeline.frame import HOP, Samples, StereoFrame
from tests.session.random_calls import LOUD, SPOKEN, parts, side, swap

WORD = 4_000
EDGE = 8 * HOP
"""So far from the edges of a stretch of voice its beginning and end do not feel a lost packet."""
LATENCY = 3_200


@dataclass(frozen=True)
class SpokenCall:
    """Sound, words, and where the voice of each side is. Times are samples."""

    audio: Samples
    words: dict[Speaker, list[TimedWord]]
    voiced: dict[Speaker, list[tuple[int, int]]]

    def swapped(self) -> SpokenCall:
        return SpokenCall(
            np.ascontiguousarray(self.audio[:, ::-1]),
            {other(speaker): words for speaker, words in self.words.items()},
            {other(speaker): spans for speaker, spans in self.voiced.items()},
        )

    def later(self, shift: int, since: int = 0) -> SpokenCall:
        """With so much silence put in; what is after it comes that much later."""

        def moved(time: int) -> int:
            return time + shift if time >= since else time

        return SpokenCall(
            np.insert(self.audio, [since] * shift, 0, axis=0),
            {
                speaker: [replace(word, start=moved(word.start), end=moved(word.end)) for word in words]
                for speaker, words in self.words.items()
            },
            {speaker: [(moved(start), moved(end)) for start, end in spans] for speaker, spans in self.voiced.items()},
        )

    def quiet_since(self, least: int) -> list[int]:
        """Hops at which both sides have been silent for a while, and stay so for as long."""
        voices = [span for spans in self.voiced.values() for span in spans]
        return [
            at
            for at in range(0, len(self.audio) - least, HOP)
            if all(end <= at - least or start >= at + least for start, end in voices)
        ]


@st.composite
def spoken_calls(draw: st.DrawFn) -> SpokenCall:
    """Both sides speak on whole hops, in stretches that overlap often."""
    hops = draw(st.integers(150, 600))
    audio = np.zeros((hops * HOP, 2), np.int16)
    words: dict[Speaker, list[TimedWord]] = {}
    voiced: dict[Speaker, list[tuple[int, int]]] = {}
    for column, speaker in enumerate(SPEAKERS):
        silence = st.one_of(st.integers(1, 12), st.integers(10, 100))
        runs = draw(st.lists(st.tuples(silence, st.integers(4, 120)), min_size=1, max_size=9))
        audio[:, column] = side([(pause * HOP, voice * HOP, LOUD) for pause, voice in runs], len(audio))
        voiced[speaker], at = [], 0
        for pause, voice in runs:
            start, at = at + pause * HOP, at + (pause + voice) * HOP
            if min(at, len(audio)) > start:
                voiced[speaker].append((start, min(at, len(audio))))
        said = draw(st.lists(st.sampled_from(SPOKEN), min_size=4, max_size=12))
        words[speaker] = [
            TimedWord(text=said[(start // WORD + index) % len(said)], start=place, end=min(place + WORD, end))
            for start, end in voiced[speaker]
            for index, place in enumerate(range(start, end, WORD))
        ]
    return SpokenCall(audio, words, voiced)


def verdicts(call: SpokenCall, cuts: Sequence[int] = (), notes: Sequence[Gap] = ()) -> list[OverlapJudged]:
    return [e for e in events(call, cuts, notes) if isinstance(e, OverlapJudged)]


def events(call: SpokenCall, cuts: Sequence[int] = (), notes: Sequence[Gap] = ()) -> list[AnyEvent]:
    pipeline = Pipeline(parts(InlineLane(WordsEngine(call.words), LATENCY)), "test")
    out: list[AnyEvent] = []
    at, length = 0, len(call.audio)
    for cut in [*sorted(min(cut, length) for cut in cuts), length]:
        due = [note for note in notes if at <= note.at < cut]
        out += pipeline.step(StereoFrame(at, call.audio[at:cut]), due)
        at = cut
    return out + pipeline.finish()


@given(spoken_calls(), st.lists(st.integers(0, 300_000), max_size=40))
@settings(max_examples=40, deadline=None)
def test_block_sizes_do_not_matter(call: SpokenCall, cuts: list[int]) -> None:
    assert verdicts(call, cuts) == verdicts(call)


@given(spoken_calls())
@settings(max_examples=60, deadline=None)
def test_swapping_the_channels_swaps_the_verdicts(call: SpokenCall) -> None:
    starts = Counter(e.start for e in events(call) if isinstance(e, SpeechStarted))
    if max(starts.values(), default=0) > 1:
        return  # Both begin in the same hop: who came in on whom is not to be known.
    mirrored = [swap(verdict) for verdict in verdicts(call.swapped())]
    assert sorted(map(repr, verdicts(call))) == sorted(map(repr, mirrored))


@given(spoken_calls(), st.integers(1, 200))
@settings(max_examples=40, deadline=None)
def test_later_by_whole_hops_shifts_the_verdicts(call: SpokenCall, hops: int) -> None:
    assert verdicts(call.later(hops * HOP)) == [_moved(verdict, hops * HOP) for verdict in verdicts(call)]


@given(spoken_calls(), st.integers(1, 200), st.data())
@settings(max_examples=40, deadline=None)
def test_a_gap_while_nobody_speaks_changes_no_verdict(call: SpokenCall, hops: int, data: st.DataObject) -> None:
    places = call.quiet_since(round(1.6 * 16_000))
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    gapped = call.later(hops * HOP, place)
    told = Gap(at=place, known_at=place, speaker="agent", start=place, end=place + hops * HOP, why="device_lost")
    wanted = [
        _moved(verdict, hops * HOP) if verdict.onset >= place else verdict for verdict in _judged_in_time(call, place)
    ]
    assert _plain(verdicts(gapped, [place], [told])) == _plain(wanted)


@given(spoken_calls(), st.lists(st.tuples(st.sampled_from(SPEAKERS), st.floats(0, 1), st.integers(1, 4)), max_size=20))
@settings(max_examples=60, deadline=None)
def test_lost_packets_within_speech_change_no_verdict(call: SpokenCall, lost: list[tuple[Speaker, float, int]]) -> None:
    # The same stretches of voice on both channels sound like a leak, and a hole in one of them shows that they are none.
    assume(call.voiced["agent"] != call.voiced["customer"])
    audio = call.audio.copy()
    notes = []
    taken: dict[Speaker, list[int]] = {speaker: [] for speaker in SPEAKERS}
    for speaker, where, hops in lost:
        start = round(where * len(audio))
        end = start + hops * HOP
        inside = any(first + EDGE <= start and end <= last - EDGE for first, last in call.voiced[speaker])
        # Far enough from the one before: half a second without sound is a silence, whoever is to blame for it.
        if inside and all(abs(start - known) >= 2 * EDGE for known in taken[speaker]):
            taken[speaker].append(start)
            audio[start:end, SPEAKERS.index(speaker)] = 0
            notes.append(Gap(at=start, known_at=start, speaker=speaker, start=start, end=end, why="late"))
    holed = replace(call, audio=audio)
    assert verdicts(holed, range(0, len(audio), HOP), sorted(notes, key=lambda note: note.at)) == verdicts(call)


def _judged_in_time(call: SpokenCall, place: int) -> list[OverlapJudged]:
    return [verdict for verdict in verdicts(call) if verdict.onset >= place or verdict.end < place]


def _moved(verdict: OverlapJudged, by: int) -> OverlapJudged:
    return replace(
        verdict, at=verdict.at + by, known_at=verdict.known_at + by, onset=verdict.onset + by, end=verdict.end + by
    )


def _plain(found: Sequence[OverlapJudged]) -> list[tuple[object, ...]]:
    """Without the moment at which it was known: the end of the call cuts that short."""
    return [(v.speaker, v.onset, v.end, v.verdict, v.probability, v.stage) for v in found]
