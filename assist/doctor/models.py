"""Are the models there and whole?"""

from __future__ import annotations

from assist.asr.engine import RecognitionError
from assist.asr.open_engine import MOONSHINE_MODEL, resolve_engine
from assist.cues.reading import BrokenTextModelError, model_reader
from assist.cues.rules import RuleReader
from assist.doctor.finding import Finding
from assist.modelstore import ModelError, ModelStore
from assist.session.assemble import TEXT_MODEL
from assist.speech.pitch import PITCH_FILE, PITCH_MODEL, SwiftPitch
from assist.speech.silero import SileroActivity

VOICE_ACTIVITY, VOICE_ACTIVITY_FILE = "silero-vad", "silero_vad_16k_op15.onnx"


def check_voice_activity(models: ModelStore) -> Finding:
    """Without it nothing is heard at all."""
    part = "voice activity"
    try:
        folder = models.verify(VOICE_ACTIVITY)
        SileroActivity(folder / VOICE_ACTIVITY_FILE)
    except ModelError as problem:
        return Finding(part, "missing", f"{problem}.")
    except Exception as problem:  # noqa: BLE001  (onnxruntime has many; each means that the model cannot be used)
        return Finding(
            part,
            "missing",
            f"the model cannot be loaded ({_first_line(problem)}): run 'pip install --force-reinstall onnxruntime'.",
        )
    return Finding(part, "ok", f"{VOICE_ACTIVITY} is whole and loads.")


def check_pitch(models: ModelStore) -> Finding:
    """Without it the caller's tone of voice is not heard; everything else works."""
    part = "pitch"
    try:
        SwiftPitch(models.verify(PITCH_MODEL) / PITCH_FILE)
    except ModelError as problem:
        return Finding(part, "attention", f"{problem}; until then the caller's tone of voice is not heard.")
    except Exception as problem:  # noqa: BLE001  (as above)
        return Finding(part, "attention", f"the model cannot be loaded ({_first_line(problem)}).")
    return Finding(part, "ok", f"{PITCH_MODEL} is whole and loads.")


def check_text_model(models: ModelStore) -> Finding:
    """Without it the words of both sides are read by plain rules."""
    part = "text model"
    try:
        model_reader(models.verify(TEXT_MODEL), (), RuleReader())
    except (ModelError, BrokenTextModelError) as problem:
        return Finding(part, "attention", f"{problem}; until then what is said is read by plain word rules.")
    return Finding(part, "ok", f"{TEXT_MODEL} is whole and loads.")


def check_recognition(models: ModelStore) -> Finding:
    """The engine that a call uses unless told otherwise, and its model."""
    part = "recognition"
    try:
        engine = resolve_engine("auto", models)
        name = MOONSHINE_MODEL if engine == "moonshine" else _vosk(models)
        models.verify(name)
    except (ModelError, RecognitionError) as problem:
        return Finding(part, "missing", f"{problem}; until then 'assist run --asr none' gives the timing cues alone.")
    return Finding(part, "ok", f"{engine} with {name}, which is whole.")


def _vosk(models: ModelStore) -> str:
    return next(
        model.name for model in models.list() if model.engine == "vosk" and model.installed and "en" in model.languages
    )


def _first_line(problem: Exception) -> str:
    return (str(problem) or type(problem).__name__).splitlines()[0]
