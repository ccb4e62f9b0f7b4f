"""`python -m tests.bench NAME`: measures, and prints each figure beside its budget. See `--help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from assist.modelstore import ModelStore
from tests.bench import references

DATA = Path("..") / "shared" / "data"


def main(arguments: Sequence[str]) -> int:
    """Run one benchmark, or all; returns the exit code."""
    options = _parser().parse_args(arguments)
    if options.name != "all":
        RUNS[options.name](options)
        return 0
    for name, run in RUNS.items():
        run(_parser().parse_args([name]))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True)
    names.add_parser("all", help="all of them, as they are by default")
    wer = names.add_parser("wer", help="word error rate of the engines")
    wer.add_argument("--data", type=Path, default=DATA, help="folder with more calls (audio/generated and so on)")
    wer.add_argument("--only", help="calls whose name contains this")
    wer.add_argument("--selftest", action="store_true", help="only the shipped ten seconds")
    wer.add_argument("--no-whisper", action="store_true", help="leave the slow second pass out")
    speed = names.add_parser("speed", help="replay and live cost, start, memory")
    speed.add_argument("--asr", action="append", help="engine; may be given again (default: all there are)")
    speed.add_argument("--selftest", action="store_true", help="only the shipped ten seconds, replayed")
    latency = names.add_parser("latency", help="from the moment to the painted overlay, in real time")
    latency.add_argument("--asr", default="moonshine")
    latency.add_argument("--runs", type=int, default=5, help="calls of 95 s, each with other overlaps (at most 5)")
    overlaps = names.add_parser("overlaps", help="overlap verdicts on calls with sound, over ever worse lines")
    overlaps.add_argument(
        "--asr", default="moonshine", choices=("moonshine", "true", "none"), help="whence the words come"
    )
    overlaps.add_argument("--line", action="append", help="condition; may be given again (default: all)")
    overlaps.add_argument("--only", default="", help="calls whose name contains this")
    overlaps.add_argument("--mistakes", action="store_true", help="print every mistake")
    overlaps.add_argument("--data", type=Path, default=DATA, help="folder with more calls (audio/generated and so on)")
    overlaps.add_argument(
        "--own", type=Path, default=Path(".cache") / "calls", help="folder with the made overlaps_*.flac"
    )
    bleed = names.add_parser("bleed", help="false interruptions against the level of a leak, with and without the mask")
    bleed.add_argument(
        "--only", action="append", help="call; may be given again (default: four of them, eight minutes)"
    )
    bleed.add_argument("--paths", default="checked", choices=("chosen", "checked"), help="how the leak gets there")
    bleed.add_argument("--level", type=float, action="append", help="dB; may be given again (default: five levels)")
    bleed.add_argument("--data", type=Path, default=DATA, help="folder with more calls (audio/generated and so on)")
    attribution = names.add_parser(
        "attribution", help="both voices on one channel: whose is it, and when did turns change?"
    )
    attribution.add_argument("--only", default="", help="calls whose name contains this")
    attribution.add_argument("--line", action="append", help="condition; may be given again (default: three)")
    attribution.add_argument("--calls", action="store_true", help="print every call")
    attribution.add_argument(
        "--data", type=Path, default=DATA, help="folder with more calls (audio/generated and so on)"
    )
    voice = names.add_parser("voice", help="how far the caller's voice can be trusted, and its cost")
    voice.add_argument("--data", type=Path, default=DATA, help="folder with audio and evaluate/utep_clips")
    voice.add_argument("--voices", type=Path, default=Path("kokoro-js-1.2.1.tgz"), help="speaks the contrasts, once")
    voice.add_argument("--line", action="append", help="condition; may be given again (default: all)")
    voice.add_argument(
        "--part", action="append", help="contrasts, calm, clips or cost; may be given again (default: all)"
    )
    names.add_parser("reading", help="what reading the words of both sides costs")
    coaching = names.add_parser("coaching", help="prompts on scripted calls against a coach's labels")
    coaching.add_argument("--scripts", type=Path, default=Path("tests") / "calls" / "coaching" / "develop")
    coaching.add_argument(
        "--words", default="cased", choices=("cased", "bare", "misheard"), help="of calls without voices"
    )
    coaching.add_argument("--spoken", type=Path, help="folder with spoken calls instead, recognised by moonshine")
    coaching.add_argument("--only", default="", help="calls whose name contains this")
    coaching.add_argument("--details", action="store_true", help="print every label, prompt and what was withheld")
    coaching.add_argument("--data", type=Path, default=DATA, help="folder with the words to mishear into")
    redaction = names.add_parser("redaction", help="what redaction finds and what it takes too much")
    redaction.add_argument("--half", default="held", choices=("held", "dev"), help="of the lines")
    redaction.add_argument("--misses", action="store_true", help="print what went wrong (dev half only)")
    redaction.add_argument("--data", type=Path, default=DATA, help="folder with the meetings to mishear words into")
    stored = names.add_parser(
        "store", help="the list of calls, one call, and writing, with thousands of calls in the store"
    )
    stored.add_argument("--calls", type=int, default=2000)
    soak = names.add_parser("soak", help="does memory grow over hours of calls?")
    soak.add_argument("--asr", default="moonshine")
    soak.add_argument("--minutes", type=float, default=10.0, help="of call, up to 480")
    soak.add_argument("--speed", type=float, default=4.0, help="times real time")
    return parser


def _wer(options: argparse.Namespace) -> None:
    from tests.bench.wer import run

    found = [references.selftest_call()] if options.selftest else references.calls(options.data)
    if options.only:
        found = [call for call in found if options.only in call.name]
    run(found, whisper=_has_whisper() and not options.no_whisper)


def _speed(options: argparse.Namespace) -> None:
    from tests.bench.speed import engines, run

    call = references.selftest_call() if options.selftest else references.shipped_call()
    run(call, options.asr or engines(whisper=_has_whisper()), live=not options.selftest)


def _latency(options: argparse.Namespace) -> None:
    from tests.bench.latency import run

    run(options.asr, options.runs)


def _soak(options: argparse.Namespace) -> None:
    from tests.bench.soak import run

    run(options.asr, options.minutes, options.speed)


def _overlaps(options: argparse.Namespace) -> None:
    from tests.bench.overlap_conditions import CONDITIONS
    from tests.bench.overlaps import run

    lines = options.line or CONDITIONS
    run(options.data, options.own, lines, options.asr, mistakes=options.mistakes, only=options.only)


def _bleed(options: argparse.Namespace) -> None:
    from tests.bench.bleed import CALLS, LEVELS_DB, run

    wanted = options.only or CALLS
    found = [call for call in references.calls(options.data) if call.name in wanted]
    run(found, options.paths, options.level or LEVELS_DB)


def _attribution(options: argparse.Namespace) -> None:
    from assist.speech.voiceprint import MODEL
    from tests.bench.attribution import LINES, run

    if not any(model.name == MODEL and model.installed for model in ModelStore().list()):
        print(f"attribution: the model {MODEL} is not installed: run 'assist models install {MODEL}'")
        return
    run(options.data, options.line or LINES, options.only, each=options.calls)


def _voice(options: argparse.Namespace) -> None:
    from models.voice.hearing import CONDITIONS
    from tests.bench.voice import PARTS, run

    run(options.data, options.voices, options.line or CONDITIONS, options.part or PARTS)


def _reading(_: argparse.Namespace) -> None:
    from tests.bench.reading import run

    run()


def _coaching(options: argparse.Namespace) -> None:
    from assist.profile.schema import Profile
    from tests.bench.coaching import laid_out, run, spoken

    profile = Profile()
    if options.spoken is not None:
        calls = list(spoken(options.spoken, options.only, profile))
    else:
        calls = list(laid_out(options.scripts, options.words, options.only, options.data, profile))
    run(calls, details=options.details)


def _redaction(options: argparse.Namespace) -> None:
    from tests.bench.redaction import run

    run(options.data, options.half, misses=options.misses)


def _store(options: argparse.Namespace) -> None:
    from tests.bench.stored import run

    run(options.calls)


RUNS = {
    "wer": _wer, "speed": _speed, "latency": _latency, "soak": _soak, "overlaps": _overlaps, "bleed": _bleed,
    "attribution": _attribution, "coaching": _coaching, "reading": _reading,
    "voice": _voice, "redaction": _redaction, "store": _store,
}  # fmt: skip


def _has_whisper() -> bool:
    installed = any(model.name == "whisper-base" and model.installed for model in ModelStore().list())
    return installed and find_spec("faster_whisper") is not None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
