"""What the program measures of a caller's voice in a call, under ever worse lines; kept on disk, for it takes a while."""

from __future__ import annotations

import hashlib
import io
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assist.eventlog import read_events, write_line
from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    SpeechEnded,
    SpeechStarted,
    TurnEnded,
    VoiceFeatures,
)
from assist.modelstore import ModelStore
from assist.profile.schema import Profile
from assist.speech.background import BackgroundGate, hop_energies
from assist.speech.pitch import PITCH_FILE, PITCH_MODEL, SwiftPitch
from assist.speech.silero import SileroActivity
from assist.speech.stage import SpeechStage
from assist.speech.voice import VoiceStage
from assist.timeline.frame import HOP, Samples
from assist.timeline.loudness import Loudness
from tests.calls.line import LineConditions, apply_line
from tests.calls.sound import Sound, active_level_db, db_to_gain, limited
from tests.calls.speaking import REFERENCE_LEVEL_DB

GAIN_STEP_SECONDS = 45.0
"""When the gain changes: after the baseline of a call has formed."""

LINES: dict[str, LineConditions] = {
    "clean": LineConditions(),
    "telephone": LineConditions(telephone=True),
    "pink 20 dB": LineConditions(noise="pink", snr_db=20.0),
    "pink 10 dB": LineConditions(noise="pink", snr_db=10.0),
    "pink 5 dB": LineConditions(noise="pink", snr_db=5.0),
    "babble 10 dB": LineConditions(noise="babble", snr_db=10.0),
}
GAINS = {"gain +6 dB": 6.0, "gain -6 dB": -6.0}
CONDITIONS = (*LINES, *GAINS)
KEPT = (VoiceFeatures, SpeechStarted, SpeechEnded, TurnEnded)


def through(condition: str, audio: Samples) -> Samples:
    """A call, int16 of shape (n, 2), over a line of `LINES`; the caller is brought to the recipe's level first."""
    sound: Sound = audio.astype(np.float32) / 32768.0
    for column in (0, 1):
        if sound[:, column].any():
            sound[:, column] *= db_to_gain(REFERENCE_LEVEL_DB - active_level_db(sound[:, column]))
    heard = apply_line(sound, LINES[condition], np.random.default_rng(len(audio)))
    return np.rint(limited(heard) * 32767).astype(np.int16)


def amplified(events: Iterable[AnyEvent], gain_db: float) -> list[AnyEvent]:
    """What would be measured if the gain of the line, noise and all, changed after `GAIN_STEP_SECONDS`.

    Only levels move with a gain; a test of the voice stage proves it.
    """
    out: list[AnyEvent] = []
    for event in events:
        if isinstance(event, VoiceFeatures) and event.start >= GAIN_STEP_SECONDS * SAMPLE_RATE:
            noise_db = None if event.noise_db is None else event.noise_db + gain_db
            out.append(replace(event, level_db=event.level_db + gain_db, noise_db=noise_db))
        else:
            out.append(event)
    return out


def caller_alone(path: Path) -> Samples:
    """A recording of one side as the caller of a call with a silent agent."""
    from assist.session.call_files import open_sound, paired_frames  # noqa: PLC0415

    return np.concatenate([frame.audio for frame in paired_frames(None, open_sound(path))])


def measured(audio: Samples, condition: str, cache: Path) -> list[AnyEvent]:
    """Voice features, speech and turns of a call under a condition, as the program finds them.

    When somebody speaks is taken from the clean call: only the measuring is tried, not the voice activity once more.
    """
    clean = _kept(audio, b"", cache, lambda: _parts(through("clean", audio), None))
    if condition == "clean":
        return clean
    if condition in GAINS:
        return amplified(clean, GAINS[condition])
    heard = through(condition, audio)
    return _kept(heard, b"again", cache, lambda: _parts(heard, clean))


def _kept(audio: Samples, how: bytes, cache: Path, make: Callable[[], Iterable[AnyEvent]]) -> list[AnyEvent]:
    path = cache / "measured" / f"{hashlib.sha256(audio.tobytes() + how + _code()).hexdigest()[:24]}.jsonl"
    if not path.exists():
        text = io.StringIO()
        for event in make():
            if isinstance(event, KEPT):
                write_line(text, event)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.getvalue(), encoding="utf-8")
    return list(read_events(path))


def _parts(audio: Samples, known: Sequence[AnyEvent] | None) -> Iterable[AnyEvent]:
    """The stages that have to do with one side's voice, as the pipeline puts them together.

    Args:
        audio: the call; its agent is silent, so that nothing leaks and nothing needs to be masked.
        known: speech and turns, if they are known; else they are found.
    """
    models, profile = ModelStore(), Profile()
    activity = SileroActivity(models.path("silero-vad", "silero_vad_16k_op15.onnx"))
    background = BackgroundGate(profile.speech.background_margin_db)
    speech = SpeechStage(profile, activity.hangover)
    voice = VoiceStage(SwiftPitch(models.path(PITCH_MODEL, PITCH_FILE)), profile.voice)
    loudness = Loudness()
    waiting = deque(event for event in known or () if not isinstance(event, VoiceFeatures))
    end = len(audio) // HOP * HOP
    for start in range(0, end, HOP):
        hop, now = audio[start : start + HOP], start + HOP
        events: list[AnyEvent] = []
        if known is None:
            events += speech.hop(background.hop(hop_energies(hop)[0], activity.probabilities(start, hop)), start, now)
        while waiting and waiting[0].known_at <= now:
            events.append(waiting.popleft())
        yield from events
        yield from voice.hop(events, hop, loudness.levels(hop), now)
    last = [*waiting] if known is not None else speech.flush(end, end + 1)
    yield from last
    yield from voice.flush(last, end + 1)


def _code() -> bytes:
    """Changes when what is measured may have changed."""
    import assist.speech  # noqa: PLC0415

    folder = Path(assist.speech.__file__).parent
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
