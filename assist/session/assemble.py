"""Puts the parts of a pipeline together; the only place that knows where models and wordings come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assist.asr.engine import Lane
from assist.asr.inline_lane import InlineLane
from assist.asr.open_engine import open_engine
from assist.asr.still_lanes import NoLane
from assist.asr.words_engine import WordsEngine
from assist.coaching.promptbook import Book, default_book
from assist.cues.classifier import Reader
from assist.cues.reading import BrokenTextModelError, line_reader
from assist.events import Speaker, TimedWord, Trouble
from assist.modelstore import ModelError, ModelStore
from assist.profile.load import load_profile
from assist.profile.schema import Profile, Speech, samples, thresholds
from assist.session.call_files import InputError
from assist.session.pipeline import Parts
from assist.session.texts import Texts, texts_that_ship
from assist.session.voice_file import EnrolledVoice
from assist.speech.attribution import Attributor
from assist.speech.pitch import PITCH_FILE, PITCH_MODEL, PitchModel, SwiftPitch
from assist.speech.silero import SileroActivity
from assist.speech.voiceprint import MODEL as VOICE_MODEL
from assist.speech.voiceprint import CamPlusPlus, VoiceModel
from assist.speech.words_activity import WordsActivity

REPLAY_LATENCY_SECONDS = 0.2
"""How late words are assumed to be in a replay: about what the live engines need on two cores."""

TEXT_MODEL = "leap-text"

ENGINES = ("auto", "vosk", "moonshine", "whisper", "none")


def profile_of(path: Path | None) -> Profile:
    """The profile of a file or a name, or the defaults.

    Raises:
        ProfileError: it cannot be used.
    """
    return Profile() if path is None else load_profile(path)


def replay_lane(engine: str, models: ModelStore) -> Lane:
    """A lane that recognises in this thread.

    Raises:
        RecognitionError: the engine or its model is not there.
    """
    if engine == "none":
        return NoLane()
    return InlineLane(open_engine(engine, models), samples(REPLAY_LATENCY_SECONDS))


def sound_parts(
    profile: Profile, lane: Lane, models: ModelStore, reader: Reader | None = None, book: Book | None = None
) -> Parts:
    """Parts for a call with audio.

    Args:
        profile: thresholds.
        lane: recognition.
        models: where models are looked up.
        reader: reads the words; None: the shipped one.
        book: what each cue says; None: the shipped one.

    Raises:
        ModelError: the voice activity model is missing or broken.
    """
    return Parts(
        profile=profile,
        activity=activity_model(models),
        lane=lane,
        reader=reader or reader_of(texts_that_ship(), models)[0],
        book=book or default_book(),
        pitch=_pitch(models),
    )


def reader_of(texts: Texts, models: ModelStore) -> tuple[Reader, Trouble | None]:
    """What reads the words of both sides: the trained model, or plain rules where it is missing or broken, which is told.

    Args:
        texts: situations to look for; a classifier of the user's own, which reads feelings in place of ours.
        models: where the text model is looked up.

    Raises:
        TextModelError: the user's own model cannot be used.
    """
    if texts.plain:
        return line_reader(None, texts.playbooks.values(), texts.text_model), None
    try:
        return line_reader(models.path(TEXT_MODEL), texts.playbooks.values(), texts.text_model), None
    except (ModelError, BrokenTextModelError) as problem:
        reason = str(problem)
    reader = line_reader(None, texts.playbooks.values(), texts.text_model)
    message = f"What is said is read by plain word rules, which miss much: {reason}."
    return reader, Trouble(at=0, known_at=0, what="plain_reading", since=0, message=message)


def activity_model(models: ModelStore) -> SileroActivity:
    """Where there is a voice.

    Raises:
        ModelError: the model is missing or broken.
    """
    return SileroActivity(models.path("silero-vad", "silero_vad_16k_op15.onnx"))


def voice_model(models: ModelStore) -> VoiceModel:
    """The model that tells voices apart.

    Raises:
        ModelError: it is missing or broken.
    """
    return CamPlusPlus(models.path(VOICE_MODEL))


def attributor_of(voice: EnrolledVoice, profile: Profile, models: ModelStore) -> Attributor:
    """What tells the enrolled voice from the other one.

    Raises:
        ModelError: the model is missing or broken.
        InputError: the voice was enrolled with another model.
    """
    if voice.model != VOICE_MODEL:
        raise InputError(f"the voice was enrolled with another model ({voice.model}); enrol again: assist voice enrol.")
    return Attributor(profile.attribution, voice_model(models), voice.voiceprint)


def _pitch(models: ModelStore) -> PitchModel | None:
    """A call without the pitch model lacks the caller's tone of voice, not its prompts; `assist doctor` tells."""
    try:
        return SwiftPitch(models.path(PITCH_MODEL, PITCH_FILE))
    except ModelError:
        return None


def words_parts(
    profile: Profile,
    words: Mapping[Speaker, Sequence[TimedWord]],
    heard: Mapping[Speaker, Sequence[TimedWord]] | None = None,
    reader: Reader | None = None,
    book: Book | None = None,
) -> Parts:
    """Parts for a call of which only words are known: they stand for the voice, and for the recognition unless `heard` does."""
    # A transcript holds no clicks: every word is speech, however short.
    speech = replace(profile.speech, shortest_speech_seconds=thresholds(Speech)["shortest_speech_seconds"][1].low)
    return Parts(
        profile=replace(profile, speech=speech),
        activity=WordsActivity(words),
        lane=InlineLane(WordsEngine(words if heard is None else heard), 0),
        reader=reader or reader_of(texts_that_ship(), ModelStore())[0],
        book=book or default_book(),
    )
