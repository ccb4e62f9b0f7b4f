"""Finds and opens the engine that a name stands for. Each engine's module, and its runtime, is imported only then."""

from __future__ import annotations

from assist.asr.engine import Engine, RecognitionError
from assist.modelstore import ModelError, ModelStore

NAMES = ("auto", "moonshine", "vosk", "whisper")
"""What a user may ask for."""
MOONSHINE_MODEL = "moonshine-tiny-en"
WHISPER_MODEL = "whisper-base"


def resolve_engine(name: str, models: ModelStore) -> str:
    """The engine behind `auto`: vosk when an English Vosk model is installed, else moonshine. Loads nothing.

    Raises:
        RecognitionError: the name is unknown.
    """
    if name not in NAMES:
        raise RecognitionError(f"there is no recognition engine named {name!r}: choose one of {', '.join(NAMES)}")
    if name != "auto":
        return name
    return "vosk" if _vosk_model(models) else "moonshine"


def open_engine(name: str, models: ModelStore, model: str | None = None) -> Engine:
    """Load an engine.

    Args:
        name: auto, vosk, moonshine or whisper.
        models: where installed models are looked up.
        model: name of an installed model to use instead of the engine's usual one (a Vosk model of another language).

    Raises:
        RecognitionError: one sentence that says what is missing and how to get it.
    """
    engine = resolve_engine(name, models)
    try:
        if engine == "vosk":
            chosen = model or _vosk_model(models)
            if chosen is None:
                raise RecognitionError(
                    "no English Vosk model is installed: unpack one and run 'assist models install NAME --from FOLDER', "
                    "or use --asr moonshine"
                )
            from assist.asr.vosk import VoskEngine  # noqa: PLC0415

            return VoskEngine(models.path(chosen))
        if engine == "whisper":
            from assist.asr.whisper import WhisperEngine  # noqa: PLC0415

            return WhisperEngine(models.path(model or WHISPER_MODEL))
        from assist.asr.moonshine import MoonshineEngine  # noqa: PLC0415

        return MoonshineEngine(models.path(model or MOONSHINE_MODEL))
    except ModelError as error:
        raise RecognitionError(str(error)) from error
    except ImportError as error:
        remedy = (
            "pip install 'leap-assist[review]'" if engine == "whisper" else "pip install --force-reinstall leap-assist"
        )
        raise RecognitionError(f"the {engine} engine cannot be loaded ({error}): run {remedy}") from error


def _vosk_model(models: ModelStore) -> str | None:
    """Name of the first installed English Vosk model."""
    found = [m.name for m in models.list() if m.engine == "vosk" and m.installed and "en" in m.languages]
    return found[0] if found else None
