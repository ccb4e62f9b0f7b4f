"""The script of a call: its fields, its checks, and errors that are one clear sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assist.events import ActName, CueName, Speaker
from tests.calls.styles import STYLES, Prosody

PAUSE = re.compile(r"\[pause\s+(\d+(?:\.\d+)?)\]")
"""A silence inside a line: `[pause 0.8]`, in seconds."""
Scale = Annotated[float, Field(gt=0.3, lt=3.0)]
Decibels = Annotated[float, Field(ge=-40.0, le=20.0)]
Seconds = Annotated[float, Field(ge=0.0, le=3600.0)]
Feeling = Literal["frustration", "distress", "anxiety", "shame", "confusion", "easing"]
"""What a caller's line may show; neutral is what is left out."""


class ScriptError(Exception):
    """The script cannot be spoken; the message is one sentence that names the place and the remedy."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scales(_Part):
    """The prosody fields that a style, a speaker and a line may all carry; they combine."""

    rate: Scale = 1.0
    pitch: Scale = 1.0
    range: Scale = 1.0
    energy: Scale = 1.0
    gain_db: Decibels = 0.0
    effort_db: Decibels = 0.0

    def prosody(self) -> Prosody:
        """These fields alone."""
        return Prosody(self.rate, self.pitch, self.range, self.energy, self.gain_db, self.effort_db)


class Voice(Scales):
    """One side of the call."""

    voice: Annotated[str, Field(pattern=r"^[ab][fm]_[a-z]+$")]
    """A Kokoro voice: `af_bella`; the first letter is the accent (a American, b British)."""
    style: str = "neutral"


class Line(Scales):
    """One utterance and where it stands."""

    id: Annotated[str, Field(min_length=1)]
    speaker: Speaker
    text: Annotated[str, Field(min_length=1)]
    style: str | None = None
    kind: Literal["turn", "backchannel"] = "turn"
    label: str | None = None
    acts: list[ActName] = []
    """What the agent does in it, good acts and slips, as models/text/AGENT_LABELS.md defines them; most lines have none."""
    feels: Feeling | None = None
    """What the caller shows in it, if anything."""
    ref: str | None = None
    """The line this one is placed against; by default the last line before it that is not a backchannel."""
    at_word: Annotated[int, Field(ge=1)] | None = None
    """Count from the end of this word of the reference (1 is its first) instead of from the reference's end."""
    gap_seconds: float = 0.4
    """From the reference point to this line's start; negative overlaps."""
    start_seconds: Seconds | None = None
    """Absolute start, instead of a reference."""
    cut_words: Annotated[int, Field(ge=1)] | None = None
    """Broken off after this many words."""


class Coach(_Part):
    """A prompt that a good coach would give here."""

    cue: CueName
    ref: str
    """The line it is about."""
    at_word: Annotated[int, Field(ge=1)] = 1
    """The first word of that line that calls for it."""
    lasts_seconds: Seconds = 3.0
    """How long after the end of the line it still helps."""
    also: list[CueName] = []
    """Other cues that would be right at this moment."""
    optional: bool = False
    """It would be fine here, but nothing is lost without it."""


class Script(_Part):
    """A whole call."""

    name: str
    seed: Annotated[int, Field(ge=0)] = 0
    notes: str = ""
    tail_seconds: Seconds = 0.8
    speakers: dict[Speaker, Voice]
    styles: dict[str, Scales] = {}
    utterances: Annotated[list[Line], Field(min_length=1)]
    coach: list[Coach] = []

    def prosody(self, line: Line) -> Prosody:
        """How a line is spoken: speaker, style and the line's own fields combined."""
        voice = self.speakers[line.speaker]
        style = line.style or voice.style
        preset = self.styles[style].prosody() if style in self.styles else STYLES[style]
        return voice.prosody().combined(preset).combined(line.prosody())

    def reference(self, line: Line) -> Line | None:
        """The line that `line` is placed against, or None at the start of the call."""
        before = self.utterances[: self.utterances.index(line)]
        if line.ref is not None:
            return next(other for other in before if other.id == line.ref)
        return next((other for other in reversed(before) if other.kind == "turn"), None)


OWNERS: dict[str, type[BaseModel]] = {"utterances": Line, "speakers": Voice, "styles": Scales, "coach": Coach}
"""What the entries under a top-level field are; anything else belongs to the script itself."""


def load_script(path: Path) -> Script:
    """Read and check a script.

    Raises:
        ScriptError: it cannot be read, is no YAML, or breaks a rule.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ScriptError(f"{path}: there is no such file; give the path of a call script (YAML).") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError(f"{path}: cannot be read as UTF-8 text ({error}).") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise ScriptError(f"{path}{where}: this is not valid YAML; check quotes, colons and indentation.") from None
    try:
        return parse_script(content)
    except ScriptError as error:
        raise ScriptError(f"{path}: {error}") from None


def parse_script(content: object) -> Script:
    """Check the content of a script.

    Raises:
        ScriptError: it breaks a rule.
    """
    if not isinstance(content, dict):
        raise ScriptError("a script is a mapping with name, speakers and utterances.")
    content = dict(content)
    lines = content.get("utterances")
    if isinstance(lines, list):
        content["utterances"] = [
            {"id": f"u{number:02d}", **line} if isinstance(line, dict) else line
            for number, line in enumerate(lines, start=1)
        ]
    try:
        script = Script.model_validate(content)
    except ValidationError as error:
        raise ScriptError(_sentence(error, content)) from None
    _check(script)
    return script


def _sentence(error: ValidationError, content: dict[object, object]) -> str:
    """The first error of several as one sentence."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    lines = content.get("utterances")
    if first["loc"][:1] == ("utterances",) and len(first["loc"]) > 1 and isinstance(lines, list):
        line = lines[int(first["loc"][1])]
        name = line.get("id", first["loc"][1]) if isinstance(line, dict) else first["loc"][1]
        field = ".".join(str(part) for part in first["loc"][2:])
        place = f"utterance {name}" + (f", {field}" if field else "")
    if first["type"] == "extra_forbidden":
        fields = ", ".join(OWNERS.get(str(first["loc"][0]), Script).model_fields)
        return f"{place}: there is no such field; the fields are {fields}."
    if first["type"] == "missing":
        return f"{place}: this field is missing."
    return f"{place}: {first['msg'][0].lower()}{first['msg'][1:]}, not {first['input']!r}."


def _check(script: Script) -> None:
    """Rules between fields."""
    missing = [side for side in get_args(Speaker) if side not in script.speakers]
    if missing:
        raise ScriptError(f"speakers: {' and '.join(missing)} missing; a call has an agent and a customer.")
    styles = {*STYLES, *script.styles}
    for side, voice in script.speakers.items():
        if voice.style not in styles:
            raise ScriptError(f"speaker {side}: no style '{voice.style}'; choose from {', '.join(sorted(styles))}.")
    seen: set[str] = set()
    for line in script.utterances:
        if line.id in seen:
            raise ScriptError(f"utterance {line.id}: this id is used twice; ids must be unique.")
        if line.style is not None and line.style not in styles:
            raise ScriptError(f"utterance {line.id}: no style '{line.style}'; choose from {', '.join(sorted(styles))}.")
        if line.ref is not None and line.ref not in seen:
            raise ScriptError(f"utterance {line.id}: ref '{line.ref}' is not the id of an earlier utterance.")
        if line.start_seconds is not None and (line.ref is not None or line.at_word is not None):
            raise ScriptError(f"utterance {line.id}: start_seconds is absolute; leave out ref and at_word.")
        if line.at_word is not None and script.reference(line) is None:
            raise ScriptError(f"utterance {line.id}: at_word needs an earlier utterance to count in.")
        _check_truth(line)
        if not re.search(r"\w", PAUSE.sub("", line.text)) or "[" in PAUSE.sub("", line.text):
            raise ScriptError(f"utterance {line.id}: text needs words; the only mark is [pause SECONDS].")
        seen.add(line.id)
    for prompt in script.coach:
        if prompt.ref not in seen:
            raise ScriptError(f"coach {prompt.cue}: ref '{prompt.ref}' is not the id of an utterance.")
        if prompt.cue in prompt.also or len(set(prompt.also)) < len(prompt.also):
            raise ScriptError(f"coach {prompt.cue} at {prompt.ref}: also names a cue twice; give each once.")


def _check_truth(line: Line) -> None:
    """Acts are the agent's, feelings the caller's."""
    if line.acts and line.speaker != "agent":
        raise ScriptError(f"utterance {line.id}: acts are for the agent's lines; a caller's line has feels.")
    if line.feels is not None and line.speaker != "customer":
        raise ScriptError(f"utterance {line.id}: feels is for the caller's lines; an agent's line has acts.")
    if len(set(line.acts)) < len(line.acts):
        raise ScriptError(f"utterance {line.id}: acts names one twice; give each once.")
