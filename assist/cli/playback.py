"""What `replay` and `demo --headless` do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path

from assist.cli.listing import Tally
from assist.cli.outputs import check_outputs
from assist.cues.classifier import CallerReader
from assist.events import AnyEvent
from assist.modelstore import ModelStore
from assist.profile.load import profile_files
from assist.profile.schema import Profile
from assist.session.assemble import attributor_of, profile_of, replay_lane, shipped_reader, sound_parts
from assist.session.call_files import InputError, mixed_blocks, open_sound, paired_frames, stereo_frames
from assist.session.ctm import read_ctm
from assist.session.event_file import EventFile
from assist.session.one_channel import NOT_ENROLLED, NOT_TOLD_APART, not_told_apart, told_apart
from assist.session.profile_of_call import thresholds_profile
from assist.session.recorded_call import is_recorded_call, open_recorded_call
from assist.session.replay import missing_side, replay_recorded, replay_words
from assist.session.replay import replay as replay_frames
from assist.session.voice_file import load_voice
from assist.timeline.frame import StereoFrame

Reader = Callable[[ModelStore], CallerReader]
"""Makes what reads the caller's words, once the call is known to be usable."""


def demo_call() -> Path:
    """The shipped call."""
    return Path(str(files("assist") / "data" / "demo" / "demo_call.flac"))


def demo(asr: str, events: Path | None) -> None:
    """The shipped call as fast as it goes."""
    replay(demo_call(), None, None, asr, None, events, None, quiet=False)


def replay(
    call: Path | None,
    agent: Path | None,
    customer: Path | None,
    asr: str,
    profile_path: Path | None,
    events_path: Path | None,
    report_path: Path | None,
    *,
    one_channel: bool = False,
    tell_apart: bool = False,
    playbooks: Path | None = None,
    text_model: Path | None = None,
    quiet: bool,
) -> None:
    """Replay a call and print what was heard and prompted.

    Raises:
        InputError: no call, one that cannot be used, or a file that cannot be written.
    """
    check_outputs((events_path, report_path), (call, agent, customer, *profile_files(profile_path)))
    profile = None if profile_path is None else profile_of(profile_path)
    reader = partial(shipped_reader, playbooks=playbooks, user_model=text_model)
    if one_channel or tell_apart:
        stream = _mixed(call, agent or customer, asr, profile or Profile(), reader, tell_apart=tell_apart)
    else:
        stream = _stream(call, agent, customer, asr, profile, reader)
    log = None if events_path is None else EventFile(events_path)
    tally, kept = Tally(quiet=quiet), []
    try:
        for event in stream:
            tally.take(event)
            if log is not None:
                log.write([], [event])
            if report_path is not None:
                kept.append(event)
    finally:
        if log is not None:
            log.close()
    if report_path is not None:
        from assist.session.report import write_report

        write_report(kept, report_path)
    tally.close()


def _stream(
    call: Path | None,
    agent: Path | None,
    customer: Path | None,
    asr: str,
    profile: Profile | None,
    reader: Reader,
) -> Iterable[AnyEvent]:
    if call is not None and (agent is not None or customer is not None):
        raise InputError("give either a call or --agent and --customer, not both.")
    if call is None:
        return _pair(agent, customer, asr, profile or Profile(), reader)
    if is_recorded_call(call):
        recorded = open_recorded_call(call)
        used = profile or thresholds_profile(recorded)
        if asr == "auto":
            return replay_recorded(recorded, used, ModelStore(), reader(ModelStore()))
        return _sound(recorded.frames(), asr, used, _shown(call), list(recorded.notes), reader)
    if call.suffix.lower() == ".ctm":
        return replay_words(read_ctm(call), profile or Profile(), _shown(call), reader=reader(ModelStore()))
    return _sound(stereo_frames(open_sound(call)), asr, profile or Profile(), _shown(call), [], reader)


def _pair(agent: Path | None, customer: Path | None, asr: str, profile: Profile, reader: Reader) -> Iterable[AnyEvent]:
    if agent is None and customer is None:
        raise InputError(
            "give a call to replay: a stereo file, a recorded call, a CTM file, or --agent and --customer."
        )
    sounds = [None if path is None else open_sound(path) for path in (agent, customer)]
    notes: list[AnyEvent] = []
    if agent is None:
        notes.append(missing_side("agent"))
    if customer is None:
        notes.append(missing_side("customer"))
    name = " + ".join(_shown(path) for path in (agent, customer) if path is not None)
    return _sound(paired_frames(*sounds), asr, profile, name, notes, reader)


def _mixed(
    call: Path | None, side: Path | None, asr: str, profile: Profile, reader: Reader, *, tell_apart: bool
) -> Iterable[AnyEvent]:
    """Both voices on one channel: told apart if asked for and a voice is enrolled."""
    if call is None or side is not None or is_recorded_call(call) or call.suffix.lower() == ".ctm":
        raise InputError("--one-channel takes one sound file with both voices: assist replay CALL --one-channel.")
    blocks, models = mixed_blocks(open_sound(call)), ModelStore()
    voice = load_voice() if tell_apart else None
    if voice is None:
        parts = sound_parts(profile, replay_lane(asr, models), models, reader(models))
        return not_told_apart(blocks, parts, _shown(call), NOT_ENROLLED if tell_apart else NOT_TOLD_APART)
    attributor = attributor_of(voice, profile, models)
    parts = sound_parts(profile, replay_lane(asr, models), models, reader(models))
    return told_apart(blocks, parts, attributor, profile.attribution, _shown(call))


def _shown(path: Path) -> str:
    """A file's name as text: Linux allows names that are not, and events could not hold them."""
    return path.name.encode("utf-8", "replace").decode("utf-8")


def _sound(
    frames: Iterator[StereoFrame],
    asr: str,
    profile: Profile,
    name: str,
    notes: list[AnyEvent],
    reader: Reader,
) -> Iterable[AnyEvent]:
    models = ModelStore()
    parts = sound_parts(profile, replay_lane(asr, models), models, reader(models))
    return replay_frames(frames, parts, name, notes)
