"""Acts through recognition: python -m models.text.measure_spoken_acts [--speak] [--reader leap-text]

300 labelled lines of the half kept aside (a fixed draw, every class at least 15 times), spoken by six synthetic voices over a
telephone line and recognised as the program does it. `--speak` makes the sound and recognises it, which takes half an hour of
one core and may be broken off and taken up again; without it what was heard then is read. Needs the voices of
tests/calls/CALLS.md. Synthetic voices are understood better than people on real telephones: an upper bound.

A line with a pause is cut into several utterances. The program reads each alone and with what the turn held before, and an act
counts if it is found once (column "recognised"); the column "line as a whole" joins them first, and "as written" is the same
lines as they were labelled.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from assist.asr.engine import RecognitionError
from assist.asr.redaction import ADDRESS_MARK, EMAIL_MARK, MARK
from assist.cues.classifier import AgentReader
from assist.modelstore import ModelError, ModelStore
from models.text.act_readers import MODEL, agent_reader
from models.text.act_scores import decided, names, print_classes, print_table, read_all, strongest
from models.text.acts_dev import ActLine, ActLinesError, load, split
from models.text.heard_agents import CACHE, Utterance, hear, kept, read_in_turns
from models.text.spoken_acts import GAP, VOICES, call, dealt, draw, sounds
from tests.bench.spoken_form import spoken_form
from tests.bench.word_errors import WordErrors, word_errors
from tests.calls.kokoro import Kokoro
from tests.calls.kokoro_files import VOICES_PACKAGE
from tests.calls.script import ScriptError
from tests.calls.speaking import Studio

Heard = Sequence[Utterance]
"""What was heard of one line."""

HIDDEN = (MARK, EMAIL_MARK, ADDRESS_MARK)


def by_line(spans: Sequence[tuple[int, int]], utterances: Iterable[Utterance]) -> list[Utterance]:
    """What was heard, with the number of its line for the turn; left out is what is further from any line than half a gap.

    Args:
        spans: start and end of the lines in samples, in order.
        utterances: of the whole call.
    """
    found = []
    for one in utterances:
        middle = (one.start + one.end) / 2
        for place, (start, end) in enumerate(spans):
            if start - GAP / 2 <= middle < end + GAP / 2:
                found.append(replace(one, turn=place))
                break
    return found


def key(lines: Sequence[ActLine], voice: str, style: str) -> str:
    """What was said, in short."""
    return hashlib.sha256("\n".join([voice, style, *(line.text for line in lines)]).encode()).hexdigest()


def errors(lines: Sequence[ActLine], heard: Sequence[Heard]) -> tuple[WordErrors, int]:
    """Word errors, and how many lines were left out because the program hid a number or an address in them."""
    total, hidden = WordErrors(), 0
    for line, parts in zip(lines, heard, strict=True):
        text = _joined(parts)
        if any(mark in text for mark in HIDDEN):
            hidden += 1
        else:
            total += word_errors(spoken_form(line.text), spoken_form(text))
    return total, hidden


def _speak(own: Sequence[ActLine], voice: str, style: str, seed: int, studio: Studio) -> list[Utterance]:
    """What the program hears of a voice; an utterance's turn is the number of its line."""
    spoken = []
    for number, sound in enumerate(sounds(own, voice, style, studio), start=1):
        spoken.append(sound)
        print(f"{voice}: {number} of {len(own)} lines spoken", file=sys.stderr, flush=True)
    said, frames = call(own, spoken, seed)
    return by_line([(one.start, one.end) for one in said], hear(frames, ModelStore()))


def _heard(options: argparse.Namespace, lines: Sequence[ActLine]) -> Iterator[tuple[str, list[ActLine], list[Heard]]]:
    """Each voice, its lines, and the utterances that were heard of every line."""
    studio = Studio(lambda: Kokoro(options.voices, options.cache), options.cache)
    for seed, ((voice, style), own) in enumerate(zip(VOICES, dealt(lines), strict=True)):
        make = partial(_speak, own, voice, style, seed, studio) if options.speak else None
        found = kept(options.cache / f"heard_{voice}.json", key(own, voice, style), make)
        yield voice, own, [[one for one in found if one.turn == place] for place in range(len(own))]


def _read(reader: AgentReader, text: str) -> frozenset[str]:
    return decided(read_all(reader, [text])[0])


def _read_heard(reader: AgentReader, heard: Heard) -> frozenset[str]:
    return decided(strongest(read_in_turns(heard, reader)))


def _joined(heard: Heard) -> str:
    return " ".join(one.text for one in heard)


def _print(voices: Sequence[tuple[str, list[ActLine], list[Heard]]], reader: AgentReader, name: str) -> None:
    rows = []
    for voice, own, heard in voices:
        wrong, hidden = errors(own, heard)
        rows.append([voice, str(len(own)), f"{wrong.rate:.1%}", str(wrong.words), str(hidden)])
    lines = [line for _, own, _ in voices for line in own]
    heard = [parts for _, _, all_parts in voices for parts in all_parts]
    wrong, hidden = errors(lines, heard)
    rows.append(["all", str(len(lines)), f"{wrong.rate:.1%}", str(wrong.words), str(hidden)])
    print_table("Word error rate over the telephone", ("voice", "lines", "WER", "words", "lines left out"), rows)
    columns = {
        "as written": [_read(reader, line.text) for line in lines],
        "recognised": [_read_heard(reader, parts) for parts in heard],
        "recognised, line as a whole": [_read(reader, _joined(parts)) for parts in heard],
    }
    print_classes(f"Acts in {len(lines)} spoken lines, {name}", [line.acts for line in lines], columns)


def main() -> None:
    """Speak if asked to, read what was heard, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speak", action="store_true", help="make and recognise what is not there yet")
    parser.add_argument("--reader", default="leap-text", help="rules, leap-text, or module:class with read_agent")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--voices", type=Path, default=Path(VOICES_PACKAGE), help="the npm package with the voices")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--mistakes", action="store_true", help="print every line that was decided wrongly")
    options = parser.parse_args()
    try:
        lines = draw(split(load())[1])
        voices = list(_heard(options, lines))
    except (ActLinesError, ScriptError, ModelError, RecognitionError) as error:
        sys.exit(str(error))
    reader = agent_reader(options.reader, options.model)
    _print(voices, reader, options.reader)
    if options.mistakes:
        for line, parts in ((line, parts) for _, own, heard in voices for line, parts in zip(own, heard, strict=True)):
            found = _read_heard(reader, parts)
            if found != line.acts:
                print(
                    f"is {names(line.acts)}, read {names(found)}: {line.text} | {' / '.join(one.text for one in parts)}"
                )


if __name__ == "__main__":
    main()
