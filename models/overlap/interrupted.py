"""Who was interrupted, by people's own marking: python -m models.overlap.interrupted

The kept-aside MRDA meetings mark an utterance that another person cut off with `%-`. Every pair of people runs through the
real stages; of the utterances that the other of the pair came in on, which were cut off, and which did this program call
interrupted?
The mark is narrower than our definition: somebody may lose the floor with a sentence that is whole.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
from pathlib import Path

from assist.cues.rules import RuleReader
from assist.events import SAMPLE_RATE, OverlapJudged, Speaker, other
from assist.profile.schema import Profile
from assist.session.replay import replay_words
from models.overlap.mrda import Pair, Utterance, is_kept_aside, pairs

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "train" / "mrda_train.csv.gz"
AFTER_SECONDS = 0.2
"""Somebody who begins this shortly after the last word still may have cut it off."""


def is_cut_off(act: str) -> bool:
    """Marked as interrupted, and not as given up."""
    return "%-" in act and "%--" not in act


def measure(pair: Pair) -> collections.Counter[tuple[bool, bool]]:
    """Counts of (cut off, called an interruption) over the utterances that the other came in on."""
    late = [
        e
        for e in replay_words(pair.words(), Profile(), pair.meeting, reader=RuleReader())
        if isinstance(e, OverlapJudged)
    ]
    late = [event for event in late if event.stage == "late"]
    sides: tuple[Speaker, Speaker] = ("agent", "customer")
    return collections.Counter(
        (is_cut_off(utterance.act), any(event.verdict == "interruption" for event in came_in))
        for holder in sides
        for utterance in pair.utterances[holder]
        if (came_in := [event for event in late if event.speaker == other(holder) and _within(event, utterance)])
    )


def _within(event: OverlapJudged, utterance: Utterance) -> bool:
    seconds = event.onset / SAMPLE_RATE
    return utterance.words[0].start / SAMPLE_RATE < seconds <= utterance.words[-1].end / SAMPLE_RATE + AFTER_SECONDS


def main() -> None:
    """Run the kept-aside meetings and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    aside = [pair for pair in pairs(options.data) if is_kept_aside(pair.meeting)]
    count: collections.Counter[tuple[bool, bool]] = collections.Counter()
    with concurrent.futures.ProcessPoolExecutor(options.workers) as pool:
        for found in pool.map(measure, aside):
            count += found
    cut, said = count[True, True] + count[True, False], count[True, True] + count[False, True]
    print(
        f"{len({p.meeting for p in aside})} meetings, {len(aside)} pairs, {sum(count.values())} utterances come in on"
    )
    print(f"cut off by their mark: {cut}; called an interruption: {said}; both: {count[True, True]}")
    print(f"precision {count[True, True] / max(said, 1):.3f}, recall {count[True, True] / max(cut, 1):.3f}")


if __name__ == "__main__":
    main()
