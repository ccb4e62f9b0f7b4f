"""Command line of the recipe."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, get_args

import numpy as np
import platformdirs
import soundfile

from assist.events import SAMPLE_RATE
from tests.calls.estimate import ctm, estimated
from tests.calls.kokoro import Kokoro
from tests.calls.kokoro_files import VOICES_PACKAGE, VoicePacks
from tests.calls.line import LineConditions, NoiseKind
from tests.calls.making import make_call
from tests.calls.placing import Placed
from tests.calls.script import Script, ScriptError, load_script
from tests.calls.speaking import Studio
from tests.calls.truth import label_track, truth


def main(arguments: list[str] | None = None) -> int:
    """Run it; returns the exit code: 0 done, 2 bad arguments or script."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except ScriptError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; choose another place with -o or --cache.", file=sys.stderr)
    return 2


def _run(options: argparse.Namespace) -> int:
    if options.list_voices:
        print("\n".join(VoicePacks(options.voices).names()))
        return 0
    if options.script is None:
        raise ScriptError("give the path of a call script (YAML), or --list-voices.")
    script = load_script(options.script)
    if options.check:
        print(f"{options.script}: {len(script.utterances)} utterances, no mistakes found.")
        return 0
    if options.estimate:
        return _estimate(script, options)
    conditions = LineConditions(
        options.telephone, options.noise, options.snr_db, options.crosstalk_db, options.packet_loss
    )
    studio = Studio(lambda: Kokoro(options.voices, options.cache), options.cache)
    call = make_call(script, studio, conditions)
    out = options.out or options.script.with_suffix(".flac")
    if out.suffix not in (".flac", ".wav"):
        raise ScriptError(f"{out}: only .flac and .wav can be written; change the ending.")
    pcm = np.rint(call.stereo * 32767).astype(np.int16)
    with out.open("wb") as file:
        soundfile.write(file, pcm, SAMPLE_RATE, format=out.suffix[1:].upper(), subtype="PCM_16")
    return _write_truth(script, call.placed, truth(script, call.placed, conditions), out)


def _estimate(script: Script, options: argparse.Namespace) -> int:
    """Write the words with estimated times in place of the sound."""
    out: Path = options.out or options.script.with_suffix(".ctm")
    if out.suffix != ".ctm":
        raise ScriptError(f"{out}: an estimate is words, not sound; change the ending to .ctm.")
    placed = estimated(script)
    out.write_text(ctm(script, placed), encoding="utf-8")
    return _write_truth(script, placed, truth(script, placed, LineConditions(), "estimated"), out)


def _write_truth(script: Script, placed: list[Placed], facts: dict[str, Any], out: Path) -> int:
    """Write what is known beside the call, and say what was made."""
    out.with_suffix(".json").write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if "coach" in script.model_fields_set:  # `coach: []` says that no prompt is wanted; leaving it out says nothing
        labels = out.with_name(f"{out.stem}_labels.txt")
        labels.write_text(label_track(script, placed), encoding="utf-8")
    print(f"{out}: {facts['duration']} s, {len(placed)} utterances, {len(facts['overlaps'])} overlaps")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.calls", description="Make a two-sided call from a script.")
    parser.add_argument("script", nargs="?", type=Path, help="the call script (YAML)")
    parser.add_argument(
        "-o", "--out", type=Path, help="the call, .flac, .wav or (--estimate) .ctm; truth and labels go beside it"
    )
    parser.add_argument("--check", action="store_true", help="only check the script")
    parser.add_argument("--estimate", action="store_true", help="write words with estimated times (.ctm); no voices")
    parser.add_argument("--list-voices", action="store_true")
    parser.add_argument("--voices", type=Path, default=Path(VOICES_PACKAGE), help="the npm package with the voices")
    parser.add_argument("--cache", type=Path, default=Path(platformdirs.user_cache_dir("leap-assist")) / "calls")
    parser.add_argument("--telephone", action="store_true", help="300-3400 Hz and G.711")
    parser.add_argument("--noise", choices=get_args(NoiseKind))
    parser.add_argument("--snr-db", type=float, default=20.0, help="speech above noise, default 20")
    parser.add_argument("--crosstalk-db", type=float, help="leak of each side into the other, e.g. -40")
    parser.add_argument("--packet-loss", type=float, default=0.0, metavar="PERCENT", help="20 ms packets lost")
    return parser
