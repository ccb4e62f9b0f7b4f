"""What `replay` and `demo --headless` do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from assist.cli.errors import note
from assist.cli.listing import Tally
from assist.cli.outputs import check_outputs
from assist.cues.classifier import Reader
from assist.events import AnyEvent
from assist.modelstore import ModelStore
from assist.profile.load import profile_files
from assist.profile.schema import Profile
from assist.session.assemble import attributor_of, profile_of, reader_of, replay_lane, sound_parts
from assist.session.call_files import InputError, mixed_blocks, open_sound, paired_frames, stereo_frames
from assist.session.ctm import read_ctm
from assist.session.event_file import EventFile
from assist.session.one_channel import NOT_ENROLLED, NOT_TOLD_APART, not_told_apart, told_apart
from assist.session.pipeline import Parts
from assist.session.profile_of_call import thresholds_profile
from assist.session.recorded_call import RecordedCall, is_recorded_call, open_recorded_call
from assist.session.replay import missing_side, replay_recorded, replay_words
from assist.session.replay import replay as replay_frames
from assist.session.texts import Texts, Wanted, overridden, texts_of
from assist.session.texts_of_call import recorded_texts
from assist.session.voice_file import load_voice
from assist.timeline.frame import StereoFrame


def demo_call() -> Path:
    """The shipped call."""
    return Path(str(files("assist") / "data" / "demo" / "demo_call.flac"))


def demo(asr: str, events: Path | None, wanted: Wanted) -> None:
    """The shipped call as fast as it goes."""
    replay(demo_call(), None, None, asr, None, events, None, wanted, quiet=False)


def replay(
    call: Path | None,
    agent: Path | None,
    customer: Path | None,
    asr: str,
    profile_path: Path | None,
    events_path: Path | None,
    report_path: Path | None,
    wanted: Wanted,
    *,
    one_channel: bool = False,
    tell_apart: bool = False,
    quiet: bool,
) -> None:
    """Replay a call and print what was heard and prompted.

    Raises:
        InputError: no call, one that cannot be used, or a file that cannot be written.
    """
    read = (call, agent, customer, *profile_files(profile_path), wanted.prompts, wanted.playbooks)
    check_outputs((events_path, report_path), read)
    profile = None if profile_path is None else profile_of(profile_path)
    if one_channel or tell_apart:
        stream = _mixed(call, agent or customer, asr, profile or Profile(), wanted, tell_apart=tell_apart)
    else:
        stream = _stream(call, agent, customer, asr, profile, wanted)
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
        from assist.review.report import write_report

        write_report(kept, report_path)
    tally.close()


def _stream(
    call: Path | None,
    agent: Path | None,
    customer: Path | None,
    asr: str,
    profile: Profile | None,
    wanted: Wanted,
) -> Iterable[AnyEvent]:
    if call is not None and (agent is not None or customer is not None):
        raise InputError("give either a call or --agent and --customer, not both.")
    if call is None:
        return _pair(agent, customer, asr, profile or Profile(), wanted)
    if is_recorded_call(call):
        recorded = open_recorded_call(call)
        used, texts = profile or thresholds_profile(recorded), _of_call(recorded, wanted)
        if asr == "auto":
            return replay_recorded(recorded, used, ModelStore(), _reader(texts, ModelStore()), texts.book)
        return _sound(recorded.frames(), asr, used, _shown(call), list(recorded.notes), texts)
    if call.suffix.lower() == ".ctm":
        words, texts = read_ctm(call), _here(wanted)
        reader = _reader(texts, ModelStore())
        return replay_words(words, profile or Profile(), _shown(call), reader=reader, book=texts.book)
    return _sound(stereo_frames(open_sound(call)), asr, profile or Profile(), _shown(call), [], _here(wanted))


def _pair(agent: Path | None, customer: Path | None, asr: str, profile: Profile, wanted: Wanted) -> Iterable[AnyEvent]:
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
    return _sound(paired_frames(*sounds), asr, profile, name, notes, _here(wanted))


def _mixed(
    call: Path | None, side: Path | None, asr: str, profile: Profile, wanted: Wanted, *, tell_apart: bool
) -> Iterable[AnyEvent]:
    """Both voices on one channel: told apart if asked for and a voice is enrolled."""
    if call is None or side is not None or is_recorded_call(call) or call.suffix.lower() == ".ctm":
        raise InputError("--one-channel takes one sound file with both voices: assist replay CALL --one-channel.")
    blocks, models = mixed_blocks(open_sound(call)), ModelStore()
    voice, texts = load_voice() if tell_apart else None, _here(wanted)
    if voice is None:
        parts = _parts(asr, profile, models, texts)
        return not_told_apart(blocks, parts, _shown(call), NOT_ENROLLED if tell_apart else NOT_TOLD_APART)
    attributor = attributor_of(voice, profile, models)
    parts = _parts(asr, profile, models, texts)
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
    texts: Texts,
) -> Iterable[AnyEvent]:
    return replay_frames(frames, _parts(asr, profile, ModelStore(), texts), name, notes)


def _parts(asr: str, profile: Profile, models: ModelStore, texts: Texts) -> Parts:
    return sound_parts(profile, replay_lane(asr, models), models, _reader(texts, models), texts.book)


def _reader(texts: Texts, models: ModelStore) -> Reader:
    """What reads the caller's words; tells if it is not the trained model."""
    reader, plain = reader_of(texts, models)
    if plain is not None:
        note(plain.message)
    return reader


def _here(wanted: Wanted) -> Texts:
    """The texts that a call on this computer would have; tells which of the user's files are not used."""
    texts = texts_of(wanted)
    for notice in texts.notices:
        note(notice.message)
    return texts


def _of_call(call: RecordedCall, wanted: Wanted) -> Texts:
    """The texts of a recorded call, with what the command line asks for."""
    texts = overridden(recorded_texts(call), wanted)
    if texts.text_model is None or wanted.text_model is not None or texts.text_model.is_dir():
        return texts
    note(f"The call was read with the text model in {texts.text_model}, which is not there; now it is read with ours.")
    return replace(texts, text_model=None)
