"""Word error rate of the engines, and whether our runner of the Moonshine network hears what its own library hears."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from assist.events import SPEAKERS
from assist.modelstore import ModelStore
from tests.bench.figures import print_table
from tests.bench.recognisers import LIBRARY, OURS, Heard, Recognisers
from tests.bench.references import Call, Spoken
from tests.bench.word_errors import WordErrors, word_errors

ODD_SPELLINGS = ("to-day", "to-morrow", "to-night", "ok", "acha")
"""Spellings of the model that a reader would stumble over; counted as written."""
SHOWN_DIFFERENCES = 12


@dataclass(slots=True)
class Sum:
    """One recogniser over several calls."""

    errors: WordErrors = field(default_factory=WordErrors)
    cpu_seconds: float = 0.0
    audio_seconds: float = 0.0
    written: Counter[str] = field(default_factory=Counter)

    def add(self, errors: WordErrors, heard: Heard) -> None:
        """Take one call."""
        self.errors += errors
        self.cpu_seconds += heard.cpu_seconds
        self.audio_seconds += heard.audio_seconds
        for text in heard.written.values():
            self.written.update(word.strip(".,?!;:").lower() for word in text.split())


def run(calls: list[Call], *, whisper: bool) -> None:
    """Measure and print.

    Args:
        calls: with references, or without where Whisper can give one.
        whisper: use Whisper base.
    """
    models = ModelStore()
    vosk = any(m.engine == "vosk" and m.installed and "en" in m.languages for m in models.list())
    recognisers = Recognisers(models, whisper=whisper, vosk=vosk)
    sums: dict[str, Sum] = defaultdict(Sum)
    by_call: dict[str, dict[str, WordErrors]] = {}
    for call in calls:
        reference = call.spoken
        if reference is None:
            if not whisper:
                print(f"{call.name}: left out ({call.note}; Whisper base is not used)")
                continue
            reference = recognisers.second_pass(call).words
        for heard in recognisers.hear(call):
            errors = _against(reference, heard.words)
            if call.spoken is None and not errors.errors:
                continue  # the reference itself
            by_call.setdefault(call.name, {})[heard.by] = errors
            sums[heard.by].add(errors, heard)
        print(f"{call.name}: done" + (f" ({call.note})" if call.note else ""), flush=True)
    print()
    _print_calls(by_call)
    _print_sums(sums)
    _print_spelling(sums)
    if not vosk:
        print("vosk: no English model is installed, nothing measured.")
    if not whisper:
        print(
            "whisper: not used or not installed (pip install 'leap-assist[review]', assist models install whisper-base)."
        )


def _against(reference: Spoken, heard: Spoken) -> WordErrors:
    return sum((word_errors(reference[speaker], heard[speaker]) for speaker in SPEAKERS), WordErrors())


def _row(name: str, errors: WordErrors) -> list[str]:
    counts = (errors.words, errors.substitutions, errors.deletions, errors.insertions)
    return [name, f"{errors.rate:.1%}", *map(str, counts)]


def _print_calls(by_call: dict[str, dict[str, WordErrors]]) -> None:
    rows = [
        [call if first else "", *_row(name, errors)]
        for call, found in by_call.items()
        for first, (name, errors) in zip([True, *[False] * len(found)], found.items(), strict=False)
    ]
    heads = ("call", "recogniser", "WER", "words", "subst.", "del.", "ins.")
    print_table("Word error rate, both sides, numbers compared as spoken", heads, rows, numbers_from=2)


def _print_sums(sums: dict[str, Sum]) -> None:
    rows = [
        [
            *_row(name, total.errors),
            f"{total.cpu_seconds:.1f}",
            f"{total.audio_seconds:.0f}",
            f"{total.cpu_seconds / max(total.audio_seconds, 1e-9):.3f}",
        ]
        for name, total in sums.items()
    ]
    heads = ("all calls", "WER", "words", "subst.", "del.", "ins.", "CPU s", "audio s", "CPU s per audio s")
    print_table("Together (audio: what each was given, utterances or whole files)", heads, rows, numbers_from=1)


def _print_spelling(sums: dict[str, Sum]) -> None:
    rows = [[name, *(str(total.written[odd]) for odd in ODD_SPELLINGS)] for name, total in sums.items()]
    print_table("Odd spellings, as written", ("recogniser", *ODD_SPELLINGS), rows, numbers_from=1)
    for name, other in ((OURS, LIBRARY), (LIBRARY, OURS)):
        more = (sums[name].written - sums[other].written).most_common(SHOWN_DIFFERENCES)
        print(
            f"written more often by {name.strip()} than by {other.strip()}: " + ", ".join(f"{w} {n}" for w, n in more)
        )
