"""Measure a reader of acts and slips: python -m models.text.measure_acts [--reader rules] [--only dev] [--mistakes]

dev      our labelled agent lines, the half kept aside: precision, recall and F1 of every class, as written, lower-case without
         punctuation, and misheard as on the calls the degrader was fitted to, and with a third of the words wrong.
calm     false slips per 100 turns in calm talk (models/text/calm_agents.py). A slip counts if any of the eight reaches 0.5.
annomi   counsellors, good and poor ones. Their labels are not ours: an open question there asks for anything at all, ours
         (`clarify`) for what happened, changed or is needed; a reflection repeats or deepens whatever the client said, ours
         (`acknowledge`) names what somebody feels or has been through; options are alternatives mentioned while informing,
         ours (`offer_choices`) two ways that are offered now. So precision here is how often the labels coincide, and
         recall is bounded by theirs being wider. Slips of counsellors are counted beside it.
epitome  replies of strangers to people in distress, written. An emotional reaction there may also be one's own warmth ("hang in
         there"); exploration asks after what was not said (level 1 vaguely, level 2 about something named).

Texts longer than 35 words are read in stretches of whole sentences, as the program cuts them at pauses.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assist.asr.engine import RecognitionError
from assist.cues.classifier import AgentReader
from assist.modelstore import ModelError
from models.degrade import Degrader, shipped_rates
from models.text.act_readers import MODEL, agent_reader
from models.text.act_scores import (
    DECIDES,
    SLIPS,
    decided,
    names,
    print_classes,
    print_table,
    read_all,
    read_long,
    slips,
)
from models.text.acts_dev import ActLinesError, load, split
from models.text.calm_agents import MEETINGS, alarms, calls, statements, together
from models.text.counselling import EXPLORATIONS, REACTIONS, counsellors, replies
from models.text.dev_lines import DATA
from models.text.forms import CASED, PLAIN, plain, vocabulary
from models.text.heard_agents import read_in_turns
from models.text.scores import area, score

FITTED, THIRD = "misheard as on calls", "a third misheard"
TOGETHER = "the calls together"


def spoiled(texts: Sequence[str], words: Sequence[tuple[str, int]], severity: str) -> list[str]:
    """Texts with recognition errors; the same words are always misheard in the same way.

    Args:
        texts: in lower case without punctuation.
        words: what is misheard into (see `models.text.forms.vocabulary`).
        severity: one of the degrader's.
    """
    degrader = Degrader(words, shipped_rates(severity), seed=0)
    return [degrader.text(text) for text in texts]


def dev(reader: AgentReader, options: argparse.Namespace) -> None:
    """The labelled lines."""
    lines = split(load())[1]
    bare, words = [plain(line.text) for line in lines], vocabulary(options.data)
    texts = {
        CASED: [line.text for line in lines],
        PLAIN: bare,
        FITTED: spoiled(bare, words, "fitted"),
        THIRD: spoiled(bare, words, "third"),
    }
    said = {form: [decided(reading) for reading in read_all(reader, own)] for form, own in texts.items()}
    print_classes(f"dev, half aside, {options.reader}", [line.acts for line in lines], said)
    if options.mistakes:
        for line, found in zip(lines, said[CASED], strict=True):
            if found != line.acts:
                print(f"    is {names(line.acts)}, read {names(found)}: {line.text}")


def calm(reader: AgentReader, options: argparse.Namespace) -> None:
    """Calm talk."""
    said = statements(options.data / MEETINGS)
    found = [
        (f"{name}, recognised", alarms([u.text for u in own], [u.turn for u in own], read_in_turns(own, reader)))
        for name, own in calls(options.data)
    ]
    if not found:
        sys.exit(f"there are no calls in {options.data / 'audio'}: name the folder of the data sets with --data")
    found.append((TOGETHER, together([result for _, result in found])))
    misheard = spoiled(said, vocabulary(options.data), "fitted")
    for form, texts in (("as transcribed", said), (FITTED, misheard)):
        found.append((f"meetings, {form}", alarms(texts, range(len(texts)), read_all(reader, texts))))
    rows = []
    for name, result in found:
        each = ", ".join(f"{slip} {result.names[slip]}" for slip in SLIPS if slip in result.names)
        counts = [str(n) for n in (result.texts, result.false_texts, result.turns, result.false_turns)]
        rows.append([name, *counts, f"**{result.per_100_turns:.2f}**", each or "-"])
    heads = ("talk", "utterances", "with a slip", "turns", "with a slip", "per 100 turns", "which")
    print_table(f"False slips in calm talk, {options.reader}", heads, rows)
    if options.mistakes:
        for name, result in found:
            for mistake, text in result.mistakes if name != TOGETHER else ():
                print(f"    {name}: {mistake}: {text}")


def against(act: str, label: str, truth: Sequence[bool], readings: Sequence[dict[str, float]]) -> list[str]:
    """A row: our act beside somebody else's label."""
    values = [reading[act] for reading in readings]
    said = [value >= DECIDES for value in values]
    found = score(truth, said)
    curve = f"{area(truth, values):.3f}" if 0 < found.count < len(truth) else "-"
    parts = [f"{value:.3f}" for value in (found.precision, found.recall, found.f1)]
    return [act, label, str(len(truth)), str(found.count), str(sum(said)), *parts, curve]


HEADS = ("our act", "their label", "n", "theirs", "ours", "precision", "recall", "F1", "AUC")


def annomi(reader: AgentReader, options: argparse.Namespace) -> None:
    """Counsellors."""
    said = counsellors(options.data)
    rows, slipped = [], []
    for name, own in (("good", [u for u in said if u.good]), ("poor", [u for u in said if not u.good])):
        readings = [read_long(reader, utterance.text) for utterance in own]
        rows += [
            [name, *against("clarify", "open question", [u.open_question for u in own], readings)],
            [name, *against("acknowledge", "reflection", [u.reflection for u in own], readings)],
            [name, *against("offer_choices", "options", [u.options for u in own], readings)],
        ]
        false = [slips(decided(reading)) for reading in readings]
        count = sum(map(bool, false))
        each = [f"{slip} {sum(slip in found for found in false)}" for slip in SLIPS]
        slipped.append([name, str(len(own)), str(count), f"{100 * count / max(len(own), 1):.2f}", ", ".join(each)])
        if options.mistakes:
            for utterance, found in zip(own, false, strict=True):
                if found:
                    print(f"    {name}: {', '.join(found)}: {utterance.text}")
    print_table(f"AnnoMI, {options.reader}", ("counsellors", *HEADS), rows)
    heads = ("counsellors", "utterances", "with a slip", "per 100", "which")
    print_table(f"Slips of counsellors, {options.reader}", heads, slipped)


def epitome(reader: AgentReader, options: argparse.Namespace) -> None:
    """Replies to people in distress."""
    rows = []
    for act, label, path in (
        ("acknowledge", "emotional reaction", REACTIONS),
        ("clarify", "exploration", EXPLORATIONS),
    ):
        found = replies(options.data / path)
        readings = [read_long(reader, reply.text) for reply in found]
        for level, wording in ((1, "1 or 2"), (2, "2")):
            rows.append(against(act, f"{label} {wording}", [reply.level >= level for reply in found], readings))
    print_table(f"EPITOME, {options.reader}", HEADS, rows)


TABLES: dict[str, Callable[[AgentReader, argparse.Namespace], None]] = {
    "dev": dev,
    "calm": calm,
    "annomi": annomi,
    "epitome": epitome,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", default="leap-text", help="rules, leap-text, or module:class with read_agent")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of the text model, for leap-text")
    parser.add_argument("--only", choices=TABLES, help="one table")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--mistakes", action="store_true", help="print the lines that were decided wrongly")
    options = parser.parse_args()
    reader = agent_reader(options.reader, options.model)
    try:
        for name, table in TABLES.items():
            if options.only in (None, name):
                table(reader, options)
    except FileNotFoundError as error:
        sys.exit(f"{error.filename} is not there: name the folder of the data sets with --data")
    except (ActLinesError, ModelError, RecognitionError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
